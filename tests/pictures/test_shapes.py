"""How much of one marked part lies in others, and what may be marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.pictures.shapes import (
    LEAST_SIDE,
    FrameTooLarge,
    TooSmallRegion,
    box,
    check_frames,
    in_px,
    same_shape,
    share_within,
)

Rectangle = tuple[float, float, float, float]
ERROR = 0.05  # a grid of 64 x 64 points is that true for rectangles
percent = st.floats(0, 100)
rectangles = st.tuples(percent, percent, st.floats(10, 100), st.floats(10, 100)).filter(
    lambda r: r[0] <= 90 and r[1] <= 90
)


def exactly(one: Rectangle, other: Rectangle) -> float:
    """Work out by hand which share of a rectangle on the photo lies in another."""

    def sides(r: Rectangle) -> tuple[float, float, float, float]:
        return r[0], r[1], min(100, r[0] + r[2]), min(100, r[1] + r[3])

    a, b = sides(one), sides(other)
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, wide) * max(0.0, high) / ((a[2] - a[0]) * (a[3] - a[1]))


@given(rectangles, rectangles)
def test_the_share_of_a_rectangle_in_another_is_that_of_their_areas(one: Rectangle, other: Rectangle) -> None:
    assert share_within(box(*one), [box(*other)]) == pytest.approx(exactly(one, other), abs=ERROR)


@given(rectangles, st.lists(rectangles, max_size=4), rectangles)
def test_one_more_region_never_takes_cover_away(
    shape: Rectangle, others: list[Rectangle], more: Rectangle
) -> None:
    fewer = [box(*one) for one in others]
    few, many = share_within(box(*shape), fewer), share_within(box(*shape), [*fewer, box(*more)])
    assert 0 <= few <= many <= 1


@given(rectangles)
def test_a_part_lies_wholly_in_itself_and_not_in_nothing(shape: Rectangle) -> None:
    assert share_within(box(*shape), [box(*shape)]) == 1
    assert share_within(box(*shape), []) == 0


@given(rectangles, rectangles, st.integers(16, 9000), st.integers(16, 9000))
def test_it_makes_no_difference_whether_shares_or_px_are_compared(
    one: Rectangle, other: Rectangle, wide: int, high: int
) -> None:
    shares = share_within(box(*one), [box(*other)])
    pixels = share_within(in_px(box(*one), wide, high), [in_px(box(*other), wide, high)])
    assert pixels == pytest.approx(shares, abs=ERROR)


def test_halves_that_overlap_are_not_counted_twice() -> None:
    whole = box(0, 0, 100, 100)
    assert share_within(whole, [box(0, 0, 60, 100), box(30, 0, 40, 100)]) == pytest.approx(0.7, abs=0.02)


def test_a_slanted_region_counts_by_its_area() -> None:
    diamond = ((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5))
    assert share_within(box(0, 0, 100, 100), [diamond]) == pytest.approx(0.5, abs=0.02)
    assert share_within(diamond, [box(0, 0, 50, 100)]) == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("nothing", [(), ((0, 0),), ((0, 0), (1, 1)), ((0.5, 0.5),) * 4])
def test_what_has_no_area_lies_nowhere_and_covers_nothing(nothing: tuple[tuple[float, float], ...]) -> None:
    assert share_within(nothing, [box(0, 0, 100, 100)]) == 0
    assert share_within(box(0, 0, 100, 100), [nothing]) == 0


@given(st.floats(-500, 500), st.floats(-500, 500), st.floats(-500, 500), st.floats(-500, 500))
def test_a_rectangle_lies_on_the_photo_or_is_refused(x: float, y: float, wide: float, high: float) -> None:
    try:
        shape = box(x, y, wide, high)
    except TooSmallRegion:
        return
    assert all(0 <= value <= 1 for corner in shape for value in corner)
    (left, top), _, (right, bottom), _ = shape
    assert right - left >= LEAST_SIDE - 1e-3 and bottom - top >= LEAST_SIDE - 1e-3


@pytest.mark.parametrize("slip", [(10, 10, 1, 50), (10, 10, 50, 1), (99.5, 0, 40, 40), (10, 10, -20, 20)])
def test_a_slip_of_the_finger_is_no_mark(slip: Rectangle) -> None:
    with pytest.raises(TooSmallRegion):
        box(*slip)


def test_numbers_that_are_none_make_no_mark() -> None:
    with pytest.raises(TooSmallRegion):
        box(float("nan"), 0, 50, 50)


def test_at_most_half_of_a_photo_is_frame() -> None:
    check_frames([box(0, 0, 100, 24), box(0, 76, 100, 24)])
    with pytest.raises(FrameTooLarge):
        check_frames([box(0, 0, 100, 30), box(0, 70, 100, 30)])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((900, 1200), (900, 1200), True),
        ((900, 1200), (675, 900), True),
        ((900, 1200), (601, 800), True),
        ((900, 1200), (1200, 900), False),
        ((900, 1200), (800, 800), False),
    ],
)
def test_two_photos_are_of_one_shape_when_their_sides_are(
    one: tuple[int, int], other: tuple[int, int], same: bool
) -> None:
    assert same_shape(one, other) is same_shape(other, one) is same
