"""Carry fingerprints and matches from the px of one size of a picture to those of another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from shop.matching import Fingerprint, Match
from shop.matching.features import Features
from shop.matching.verdict import Polygon

Sides = tuple[int, int]  # width and height in px


def at_size(marks: Fingerprint, width: int, height: int) -> Fingerprint:
    """Give the fingerprint as if it had been read from the same picture at `width` x `height` px."""
    factor = max(width, height) / max(marks.width, marks.height)
    points = marks.features.points * np.array([factor, factor, factor, 1], np.float32)
    return replace(marks, width=width, height=height, features=Features(points, marks.features.codes))


def match_at_size(match: Match, query: tuple[Sides, Sides], reference: tuple[Sides, Sides]) -> Match:
    """Give the match in other px: `query` and `reference` are each (sides it is in, sides wanted)."""
    ours, theirs = _factors(*query), _factors(*reference)
    there, back = np.diag([*ours, 1.0]), np.diag([1 / theirs[0], 1 / theirs[1], 1.0])
    matrix = there @ np.array(match.transform.matrix) @ back
    scaled = match.transform.scaled * float(np.sqrt(ours[0] * ours[1] / (theirs[0] * theirs[1])))
    rows = tuple(tuple(float(v) for v in row) for row in matrix)
    return replace(
        match,
        transform=replace(match.transform, matrix=rows, scaled=round(scaled, 4)),
        region=_moved(match.region, ours),
        reference_region=_moved(match.reference_region, theirs),
    )


def _factors(has: Sides, wanted: Sides) -> tuple[float, float]:
    return wanted[0] / has[0], wanted[1] / has[1]


def _moved(region: Polygon, factors: tuple[float, float]) -> Polygon:
    return tuple((round(x * factors[0], 1), round(y * factors[1], 1)) for x, y in region)
