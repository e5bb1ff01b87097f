"""Weigh what geometry and agreement found, and say it: a score, a verdict and what was undone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from shop.matching.agreement import Agreement
from shop.matching.fingerprint import COLOUR_SIDE, Fingerprint
from shop.matching.geometry import Movement, move
from shop.matching.scoring import scoring

SAME_LINE = 0.95  # score from which the verdict is 'same-picture'
ALIKE_LINE = 0.05  # score from which a picture is worth showing as 'alike'
RECOLOURED = 14.0  # mean distance in Lab's a and b from which a copy counts as recoloured

Verdict = Literal["same-picture", "alike"]
Polygon = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Transform:
    """What was done to the reference, to be undone.

    `turned`: degrees clockwise; `scaled`: query px per reference px; `cropped_to`: share of the reference's
    area that the query shows; `covers`: share of the query's area that it takes; `matrix`: 3 x 3, reference
    px to query px.
    """

    mirrored: bool
    turned: float
    scaled: float
    cropped_to: float
    covers: float
    recoloured: bool
    matrix: tuple[tuple[float, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self) | {"matrix": [list(row) for row in self.matrix]}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Transform:
        """Return the transform that to_dict wrote."""
        matrix = tuple(tuple(float(v) for v in row) for row in values["matrix"])
        return cls(**{**values, "matrix": matrix})


@dataclass(frozen=True)
class Match:
    """One known picture found in the query; regions in each picture's own px."""

    key: int
    score: float
    verdict: Verdict
    transform: Transform
    region: Polygon
    reference_region: Polygon


def score_of(agreement: Agreement | None) -> float:
    """Return the score 0..1: how likely the query shows this very picture."""
    return 0.0 if agreement is None else scoring().score(agreement.measures)


def judge(
    key: int, score: float, query: Fingerprint, reference: Fingerprint, movements: Sequence[Movement]
) -> Match:
    """Return the match in words and outlines: those of the first movement, which is the best part's."""
    movement = movements[0]
    width, height = float(reference.width), float(reference.height)
    corners = np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]])
    laid = move(movement.matrix, corners)
    region = _cut(laid, query.width, query.height)
    back = move(np.asarray(np.linalg.inv(movement.matrix)), region) if len(region) else region
    verdict: Verdict = "same-picture" if score >= SAME_LINE else "alike"
    return Match(
        key,
        score,
        verdict,
        _transform(query, reference, movement, region, back),
        _polygon(region),
        _polygon(back),
    )


def _transform(
    query: Fingerprint,
    reference: Fingerprint,
    movement: Movement,
    region: NDArray[np.float64],
    back: NDArray[np.float64],
) -> Transform:
    """Describe the movement."""
    linear = movement.matrix[:2, :2] @ np.diag([-1.0 if movement.mirrored else 1.0, 1.0])
    return Transform(
        mirrored=movement.mirrored,
        turned=round(math.degrees(math.atan2(linear[1, 0] - linear[0, 1], linear[0, 0] + linear[1, 1])), 1)
        + 0.0,
        scaled=round(math.sqrt(abs(float(np.linalg.det(linear)))), 4),
        cropped_to=round(min(1.0, _area(back) / (reference.width * reference.height)), 4),
        covers=round(min(1.0, _area(region) / (query.width * query.height)), 4),
        recoloured=_recoloured(query, reference, movement.matrix),
        matrix=tuple(tuple(float(v) for v in row) for row in movement.matrix),
    )


def _recoloured(query: Fingerprint, reference: Fingerprint, matrix: NDArray[np.float64]) -> bool:
    """Tell whether the colours under the movement are others."""
    steps = (np.arange(COLOUR_SIDE) + 0.5) / COLOUR_SIDE
    grid = np.stack(np.meshgrid(steps, steps), axis=2).reshape(-1, 2)
    there = move(matrix, grid * [reference.width, reference.height]) / [query.width, query.height]
    inside = ((there > 0) & (there < 1)).all(axis=1)
    if not inside.any():
        return False
    cell = (there[inside] * COLOUR_SIDE).astype(int)
    ours = query.colours[cell[:, 1], cell[:, 0]].astype(float)
    theirs = reference.colours.reshape(-1, 2)[inside].astype(float)
    return bool(np.median(np.linalg.norm(ours - theirs, axis=1)) > RECOLOURED)


def _cut(polygon: NDArray[np.float64], width: int, height: int) -> NDArray[np.float64]:
    """Return the part of a convex polygon within the picture."""
    for axis, sign, limit in ((0, 1, 0.0), (0, -1, width), (1, 1, 0.0), (1, -1, height)):
        kept: list[NDArray[np.float64]] = []
        for start, end in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
            a, b = sign * (start[axis] - limit), sign * (end[axis] - limit)
            if a >= 0:
                kept.append(start)
            if a * b < 0:
                kept.append(start + (end - start) * (a / (a - b)))
        polygon = np.array(kept).reshape(-1, 2)
    return polygon


def _area(polygon: NDArray[np.float64]) -> float:
    """Return the area of a polygon in square px."""
    if len(polygon) < 3:
        return 0.0
    x, y = polygon.T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def _polygon(points: NDArray[np.float64]) -> Polygon:
    """Return points as a plain tuple, to a tenth of a px."""
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in points)
