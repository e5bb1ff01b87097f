"""Rules of marked parts of a picture: their shape, how much of one lies in others, what may be marked.

A shape is a polygon ((x, y), ...) in shares 0..1 of the picture's width and height.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from shop.core.errors import N_, RuleBroken

MOST_REGIONS = 12  # on one picture
MOST_WORDS = 120  # characters
LEAST_SIDE = 0.02  # share of the picture's side; less is a slip of the finger
MOST_FRAME = 0.5  # share of a picture that may be frame: the costume must be left to compare
SAME_SHAPE = 0.01  # relative difference of width : height up to which two pictures are of one shape
GRID = 64  # points a side by which areas are measured: true to about 2%

Shape = Sequence[Sequence[float]]


class RegionKind(StrEnum):
    """What a part of a picture is marked as."""

    CLAIM = "claim"  # new, says its maker
    COMMONS = "commons"  # belongs to everybody, says the office
    FRAME = "frame"  # the shop's own frame, watermark or slogan


WEIGHS_NOTHING = frozenset({RegionKind.COMMONS, RegionKind.FRAME})


class TooSmallRegion(RuleBroken):
    """Tell that next to nothing was drawn."""

    message = N_("Draw a larger rectangle: from one corner of the part to the opposite one.")


class TooManyRegions(RuleBroken):
    """Tell that a picture carries enough marks."""

    message = N_("At most %(most)s parts on one photo: take one away first.")


class FrameTooLarge(RuleBroken):
    """Tell that hardly any costume would be left."""

    message = N_("At most half of a photo can be frame: the costume itself must remain to be compared.")


def box(left: float, top: float, wide: float, high: float) -> list[list[float]]:
    """Return the shape of a rectangle given in percent, cut to the picture; TooSmallRegion for a slip."""
    sides = ((left, left + wide), (top, top + high))
    (x, right), (y, bottom) = (tuple(min(max(v / 100, 0.0), 1.0) for v in side) for side in sides)
    if not (right - x >= LEAST_SIDE and bottom - y >= LEAST_SIDE):
        raise TooSmallRegion
    corners = ((x, y), (right, y), (right, bottom), (x, bottom))
    return [[round(x, 4), round(y, 4)] for x, y in corners]


def in_px(shape: Shape, width: int, height: int) -> list[tuple[float, float]]:
    """Return the shape in the px of a picture of this size."""
    return [(x * width, y * height) for x, y in shape]


def share_within(shape: Shape, others: Sequence[Shape]) -> float:
    """Return the share 0..1 of the polygon's area that lies in any of the others; 0 for one without area."""
    corners = np.asarray(shape, np.float64).reshape(-1, 2)
    if len(corners) < 3:
        return 0.0
    low, high = corners.min(axis=0), corners.max(axis=0)
    steps = (np.arange(GRID) + 0.5) / GRID
    points = low + np.stack(np.meshgrid(steps, steps), axis=2).reshape(-1, 2) * (high - low)
    points = points[_inside(points, corners)]
    covered = np.zeros(len(points), bool)
    for other in others:
        covered |= _inside(points, np.asarray(other, np.float64).reshape(-1, 2))
    return float(covered.mean()) if len(points) else 0.0


def _inside(points: NDArray[np.float64], corners: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell of each point (N,) whether a ray to its right crosses the outline an odd number of times."""
    inside = np.zeros(len(points), bool)
    x, y = points.T
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y1 == y2:
            continue
        crosses = (y1 > y) != (y2 > y)
        inside ^= crosses & (x < x1 + (y - y1) * (x2 - x1) / (y2 - y1))
    return inside


def check_frames(shapes: Sequence[Shape]) -> None:
    """Raise FrameTooLarge where frames take more than MOST_FRAME of a picture."""
    if share_within(((0, 0), (1, 0), (1, 1), (0, 1)), shapes) > MOST_FRAME:
        raise FrameTooLarge


def same_shape(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two pictures, (width, height) in px, are of one shape."""
    ratio = one[0] * other[1] / (one[1] * other[0])
    return abs(ratio - 1) <= SAME_SHAPE
