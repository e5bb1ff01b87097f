"""The engine finds what a copier did to a drawn costume, and leaves other costumes alone."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from shop.matching import Index, evidence, fingerprint
from shop.matching.pixels import Pixels
from tests.matching.drawing import costume

KNOWN = 24


@pytest.fixture(scope="module")
def index() -> Index:
    built = Index()
    built.add_many((seed, fingerprint(costume(seed))) for seed in range(KNOWN))
    return built


def mirrored(picture: Pixels) -> Pixels:
    return picture[:, ::-1]


def cropped(picture: Pixels) -> Pixels:
    h, w = picture.shape[:2]
    return picture[h // 5 : 4 * h // 5, w // 5 : 4 * w // 5]


def recompressed(picture: Pixels) -> Pixels:
    small = cv2.resize(picture, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    return cv2.imdecode(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 25])[1], cv2.IMREAD_COLOR)


def turned(picture: Pixels) -> Pixels:
    return np.rot90(picture, -1)


def greyed(picture: Pixels) -> Pixels:
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)


def framed(picture: Pixels) -> Pixels:
    return cv2.copyMakeBorder(picture, 60, 90, 50, 50, cv2.BORDER_CONSTANT, value=(200, 30, 30))


def slogan(picture: Pixels) -> Pixels:
    return cv2.putText(picture.copy(), "SALE 99", (20, 260), cv2.FONT_HERSHEY_DUPLEX, 2.2, (255, 240, 0), 8)


def in_a_collage(picture: Pixels) -> Pixels:
    others = [costume(900 + i) for i in range(3)]
    return np.vstack([np.hstack([others[0], picture]), np.hstack(others[1:])])


EDITS = [mirrored, cropped, recompressed, turned, greyed, framed, slogan, in_a_collage]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_a_copy_is_found_whatever_was_done_to_it(index: Index, edit: Callable[[Pixels], Pixels]) -> None:
    for seed in (2, 9):
        matches = index.search(fingerprint(np.ascontiguousarray(edit(costume(seed)))))
        assert [(m.key, m.verdict) for m in matches[:1]] == [(seed, "same-picture")]


def test_other_costumes_are_never_called_the_same(index: Index) -> None:
    for seed in range(100, 130):
        assert not [m for m in index.search(fingerprint(costume(seed))) if m.verdict == "same-picture"]


def test_two_costumes_in_the_same_frame_are_not_the_same() -> None:
    frame = costume(500)
    frame[80:400, 60:300] = 0

    def in_frame(seed: int) -> Pixels:
        picture = frame.copy()
        picture[80:400, 60:300] = cv2.resize(costume(seed), (240, 320), interpolation=cv2.INTER_AREA)
        return picture

    index = Index()
    index.add(1, fingerprint(in_frame(1)))
    assert [m.verdict for m in index.search(fingerprint(in_frame(2)))] in ([], ["alike"])
    assert index.search(fingerprint(in_frame(1)))[0].verdict == "same-picture"


def test_a_mirror_and_a_turn_are_named_and_located(index: Index) -> None:
    picture = costume(5)
    best = index.search(fingerprint(np.ascontiguousarray(np.rot90(picture[:, ::-1], -1))))[0]
    assert best.transform.mirrored
    assert abs(abs(best.transform.turned) - 90) < 2
    assert best.transform.cropped_to > 0.95 and best.transform.covers > 0.95
    cut = index.search(fingerprint(cropped(picture)))[0]
    assert not cut.transform.mirrored and abs(cut.transform.turned) < 2
    assert cut.transform.cropped_to == pytest.approx(0.36, abs=0.04)


def test_a_recoloured_copy_is_called_so(index: Index) -> None:
    swapped = np.ascontiguousarray(costume(3)[:, :, ::-1])
    assert index.search(fingerprint(swapped))[0].transform.recoloured
    assert not index.search(fingerprint(costume(3)))[0].transform.recoloured


def test_the_evidence_lays_the_original_on_the_copy(index: Index) -> None:
    original = costume(7)
    copy = np.ascontiguousarray(original[60:400, 300:40:-1])
    match = index.search(fingerprint(copy))[0]
    shown = evidence(copy, original, match, height=320)
    ours, theirs = shown.aligned
    assert shown.side_by_side.shape[0] == ours.shape[0] == 320 and ours.shape == theirs.shape
    assert np.abs(ours.astype(int) - theirs).mean() < 12


def test_two_runs_give_the_same_answer(index: Index) -> None:
    query = recompressed(cropped(costume(4)))
    assert fingerprint(query).to_bytes() == fingerprint(query).to_bytes()
    assert index.search(fingerprint(query)) == index.search(fingerprint(query))
