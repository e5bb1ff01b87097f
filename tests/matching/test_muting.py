"""Muted regions weigh nothing; all the rest weighs what it did."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.matching import Fingerprint, Index, fingerprint
from shop.matching.muting import mute
from shop.matching.pixels import Pixels
from tests.matching.drawing import costume

Dress = Callable[[int], Pixels]
Regions = Sequence[Sequence[tuple[int, int]]]

WIDTH, HEIGHT = 360, 480
BAR = ((0, 0), (WIDTH, 0), (WIDTH, 110), (0, 110))
RING = (
    BAR,
    ((0, 400), (WIDTH, 400), (WIDTH, HEIGHT), (0, HEIGHT)),
    ((0, 0), (60, 0), (60, HEIGHT), (0, HEIGHT)),
    ((300, 0), (WIDTH, 0), (WIDTH, HEIGHT), (300, HEIGHT)),
)
CHANCE = 10  # pairs on which a movement of any two costumes may agree
MARK = (((90, 200), (270, 200), (270, 280), (90, 280)),)
MOTIF = (((110, 140), (260, 140), (260, 330), (110, 330)),)


def in_frame(seed: int) -> Pixels:
    """Put a costume into a richly patterned frame that all of a shop's pictures wear."""
    picture = costume(500)
    small = cv2.resize(costume(seed), (240, 290), interpolation=cv2.INTER_AREA)
    picture[110:400, 60:300] = small
    return picture


def with_watermark(seed: int) -> Pixels:
    """Print a dense seal over the middle, and no more than that."""
    picture = costume(seed)
    picture[200:280, 90:270] = cv2.resize(costume(600)[100:300, 60:300], (180, 80))
    return picture


def with_motif(seed: int) -> Pixels:
    """Let costumes share one folk motif."""
    picture = costume(seed)
    picture[140:330, 110:260] = cv2.resize(costume(777)[120:400, 80:280], (150, 190))
    return picture


SHARED = [(in_frame, RING), (with_watermark, MARK), (with_motif, MOTIF)]


def best(query: Pixels, known: Fingerprint) -> float:
    """Give the score with which the known picture is found, 0 where it is not."""
    index = Index()
    index.add(1, known)
    return max((match.score for match in index.search(fingerprint(query))), default=0.0)


def pairs(query: Pixels, known: Fingerprint) -> int:
    """Count the features on which one movement agrees."""
    index = Index()
    index.add(1, known)
    found = index.findings(fingerprint(query), 1)
    return max((len(one.movements[0].pairs) for one in found), default=0)


@pytest.mark.parametrize(("dress", "regions"), SHARED, ids=["frame", "watermark", "motif"])
def test_what_two_costumes_share_weighs_nothing_once_it_is_marked(dress: Dress, regions: Regions) -> None:
    known = fingerprint(dress(1))
    assert pairs(dress(2), known) >= 60
    muted = mute(known, regions)
    assert pairs(dress(2), muted) <= CHANCE
    assert best(dress(2), muted) < 0.05


@pytest.mark.parametrize(("dress", "regions"), SHARED, ids=["frame", "watermark", "motif"])
def test_a_copy_is_still_found_by_all_the_rest(dress: Dress, regions: Regions) -> None:
    muted = mute(fingerprint(dress(1)), regions)
    assert best(np.ascontiguousarray(dress(1)[:, ::-1]), muted) > 0.9
    cut = np.ascontiguousarray(dress(1)[40:440, 30:330])
    assert best(cv2.imdecode(cv2.imencode(".jpg", cut, [1, 40])[1], cv2.IMREAD_COLOR), muted) > 0.9


def test_a_picture_muted_wholly_is_too_plain_to_tell() -> None:
    whole = ((-5, -5), (WIDTH + 5, -5), (WIDTH + 5, HEIGHT + 5), (-5, HEIGHT + 5))
    muted = mute(fingerprint(costume(1)), [whole])
    assert muted.plain and muted.mask.all()
    assert best(costume(1), muted) == 0


def test_it_is_kept_in_the_bytes_and_twice_is_once() -> None:
    known = fingerprint(costume(1))
    muted = mute(known, RING)
    assert mute(known, RING).to_bytes() == muted.to_bytes() == mute(muted, RING).to_bytes()
    again = Fingerprint.from_bytes(muted.to_bytes())
    assert len(again.features) == len(muted.features) < len(known.features)
    assert np.array_equal(again.mask, muted.mask)


NOTHING = [
    (),
    ((5, 5),),
    ((5, 5), (90, 90)),
    ((10, 10), (50, 50), (90, 90)),
    ((-90, -90), (-50, -90), (-50, -50)),
    ((4000, 10), (4090, 10), (4090, 90)),
    ((float("nan"), 0), (float("nan"), 9), (float("nan"), 9)),
]


@pytest.mark.parametrize("region", NOTHING)
def test_a_polygon_outside_or_without_area_changes_nothing(region: tuple[tuple[float, float], ...]) -> None:
    known = fingerprint(costume(1))
    assert mute(known, [region]).to_bytes() == known.to_bytes() == mute(known, []).to_bytes()


def test_a_tiny_polygon_takes_at_most_what_it_touches() -> None:
    known = fingerprint(costume(1))
    muted = mute(known, [((100.2, 100.2), (100.7, 100.2), (100.7, 100.7))])
    assert len(known.features) - len(muted.features) < 25 and not muted.mask.any()


corner = st.tuples(st.floats(-2 * WIDTH, 3 * WIDTH), st.floats(-2 * HEIGHT, 3 * HEIGHT))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(corner, max_size=7), max_size=3))
def test_whatever_is_drawn_only_ever_takes_away(regions: list[list[tuple[float, float]]]) -> None:
    known = _KNOWN
    muted = mute(known, regions)
    kept = {tuple(point) for point in muted.features.points.tolist()}
    assert kept <= {tuple(point) for point in known.features.points.tolist()}
    assert (muted.mask >= known.mask).all()
    assert muted.jpeg == known.jpeg and (muted.width, muted.height) == (WIDTH, HEIGHT)


_KNOWN = fingerprint(costume(3))
