"""Any picture gives a fingerprint, and only a whole fingerprint of this version is read back."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.matching import ENGINE_VERSION, Fingerprint, Index, Transform, as_rgb, fingerprint
from tests.matching.drawing import costume

SIZES = [(1, 1), (1, 400), (400, 1), (2, 2), (7, 7), (9, 3000), (3000, 9), (16, 16), (4200, 5200)]


@pytest.mark.parametrize("size", SIZES)
def test_any_size_gives_a_fingerprint_that_survives_its_bytes(size: tuple[int, int]) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (*size, 3), dtype=np.uint8)
    made = fingerprint(pixels)
    assert (made.height, made.width) == size
    read = Fingerprint.from_bytes(made.to_bytes())
    assert (read.width, read.height, read.plain) == (made.width, made.height, made.plain)
    kept = made.at_first_sight().features
    assert np.array_equal(read.features.codes, kept.codes)
    assert np.allclose(read.features.points, kept.points)


@pytest.mark.parametrize("value", [0, 128, 255])
def test_a_blank_picture_is_plain_and_never_found(value: int) -> None:
    blank = fingerprint(np.full((300, 200, 3), value, np.uint8))
    index = Index()
    index.add(1, blank)
    assert blank.plain and index.search(blank) == []
    assert index.search(fingerprint(costume(1))) == []


def test_noise_is_not_the_same_as_other_noise() -> None:
    index = Index()
    rng = np.random.default_rng(3)
    for key in range(5):
        index.add(key, fingerprint(rng.integers(0, 256, (300, 300, 3), dtype=np.uint8)))
    fresh = fingerprint(rng.integers(0, 256, (300, 300, 3), dtype=np.uint8))
    assert not [m for m in index.search(fresh) if m.verdict == "same-picture"]


def test_a_fingerprint_is_small_and_found_again_from_its_bytes() -> None:
    made = fingerprint(costume(1, 900, 1200))
    assert len(made.to_bytes()) < 20_000
    index = Index()
    index.add(1, Fingerprint.from_bytes(made.to_bytes()))
    assert index.search(made)[0].score > 0.99
    assert index.search(Fingerprint.from_bytes(made.to_bytes()))[0].score > 0.99


def test_grey_alpha_deep_and_float_arrays_become_the_same_rgb() -> None:
    grey = cv2.cvtColor(costume(2), cv2.COLOR_RGB2GRAY)
    expected = np.repeat(grey[:, :, None], 3, axis=2)
    opaque = np.full_like(grey, 255)
    forms = [
        grey,
        grey[:, :, None],
        expected,
        np.dstack([grey, opaque]),
        np.dstack([expected, opaque]),
        grey.astype(np.uint16) * 257,
        grey.astype(np.float32) / 255,
    ]
    assert all(np.array_equal(as_rgb(form), expected) for form in forms)


def test_transparent_parts_are_laid_on_white() -> None:
    assert (as_rgb(np.zeros((5, 5, 4), np.uint8)) == 255).all()


@pytest.mark.parametrize("shape", [(5,), (5, 5, 5), (0, 4, 3), (2, 2, 3, 1)])
def test_what_is_no_picture_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="not a picture"):
        fingerprint(np.zeros(shape, np.uint8))


@settings(max_examples=40, deadline=None)
@given(where=st.integers(0, 10**9), value=st.integers(1, 255), cut=st.integers(0, 10**9))
def test_broken_bytes_are_noticed(where: int, value: int, cut: int) -> None:
    whole = BYTES
    broken = bytearray(whole)
    broken[where % len(whole)] ^= value
    for data in (bytes(broken), whole[: cut % len(whole)], whole + b"x"):
        with pytest.raises(ValueError, match="fingerprint"):
            Fingerprint.from_bytes(data)


def test_another_version_is_refused() -> None:
    data = BYTES[:4] + (ENGINE_VERSION + 1).to_bytes(2, "little") + BYTES[6:]
    with pytest.raises(ValueError, match="version"):
        Fingerprint.from_bytes(data)


def test_a_transform_survives_plain_values() -> None:
    index = Index()
    index.add(1, fingerprint(costume(1)))
    transform = index.search(fingerprint(costume(1)[:, ::-1]))[0].transform
    assert Transform.from_dict(transform.to_dict()) == transform


BYTES = fingerprint(costume(8)).to_bytes()
