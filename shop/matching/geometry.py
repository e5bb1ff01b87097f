"""Find the one movement of a reference that lays most of its features on the query's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shop.matching.features import Features
from shop.matching.pixels import Array

SIMILARITY = 0.60  # cosine from which two features may be the same
NEARLY = 0.03  # what a pair's cosine may lack of the best that one of its features has
PAIRS = 300  # most similar pairs that are weighed
HYPOTHESES = 60  # most similar pairs that each propose a movement
LOOSE, TIGHT = 0.04, 0.015  # share of the reference's side by which a moved feature may miss
TURN_SLACK = 25.0  # degrees by which the turn of a pair may differ from the movement's
SIZE_SLACK = 0.6  # doublings by which its size change may
GUIDED = 0.40  # cosine that is enough where the movement foretells the pair
PARTS, PART_PAIRS = 6, 6  # parts that a picture may be cut into, and pairs that each needs
STRONGEST = 0.5  # change of size from one side to the other that a perspective may make
PERSPECTIVE_FROM = 14  # pairs from which a perspective is worth fitting

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Movement:
    """A movement of the reference onto the query (3 x 3, px to px) and the pairs that agree with it.

    `pairs` (N, 2): rows of the query's and the reference's features; `similarity` (N,): their cosines.
    """

    matrix: NDArray[np.float64]
    mirrored: bool
    pairs: Rows
    similarity: Array


def find_movement(
    query: Features, reference: Features, width: int, side: int, *, mirrored: bool
) -> Movement | None:
    """Return the movement that most pairs agree on, or None.

    `query` and `reference` have points in their own px; `width` is the query's,
    `side` the longest of the reference.
    """
    asked = query.mirrored(width) if mirrored else query
    pairs, similarity = _pairs(asked, reference)
    if len(pairs) < 3:
        return None
    here, there = asked.points[pairs[:, 0]], reference.points[pairs[:, 1]]
    agreeing = _best_consensus(here, there, similarity, side * LOOSE)
    fitted = _refine(here, there, agreeing, side)
    if fitted is None:
        return None
    matrix, rows = fitted
    rows = _one_to_one(pairs, similarity, rows)
    if mirrored:
        matrix = _mirror(width) @ matrix
    return Movement(matrix, mirrored, pairs[rows], similarity[rows])


def tighten(movement: Movement, query: Features, reference: Features, width: int, side: int) -> Movement:
    """Return the movement fitted to all pairs that it foretells, also the less alike ones."""
    asked = query.mirrored(width) if movement.mirrored else query
    undo = _mirror(width) if movement.mirrored else np.eye(3)
    matrix, pairs, similarity = undo @ movement.matrix, movement.pairs, movement.similarity
    cosine = asked.vectors @ reference.vectors.T
    for slack in (LOOSE / 1.5, TIGHT):
        foretold, alike = _foretold(matrix, asked, reference, cosine, side * slack)
        if len(foretold) < len(pairs):
            break
        here, there = asked.points[foretold[:, 0]], reference.points[foretold[:, 1]]
        fitted = _refine(here, there, np.ones(len(foretold), bool), side)
        if fitted is None:
            break
        matrix, rows = fitted
        pairs, similarity = foretold[rows], alike[rows]
    return Movement(undo @ matrix, movement.mirrored, pairs, similarity)


def find_parts(
    first: Movement, query: Features, reference: Features, width: int, side: int
) -> list[Movement]:
    """Return the movements of further parts of the reference that were arranged anew, `first` leading."""
    found, asked, known = [first], np.arange(len(query)), np.arange(len(reference))
    latest: Movement | None = first
    while latest is not None and len(found) <= PARTS:
        asked = np.setdiff1d(asked, latest.pairs[:, 0])
        known = np.setdiff1d(known, latest.pairs[:, 1])
        latest = find_movement(query.rows(asked), reference.rows(known), width, side, mirrored=first.mirrored)
        if latest is None or len(latest.pairs) < PART_PAIRS:
            break
        latest = Movement(
            latest.matrix,
            latest.mirrored,
            np.column_stack([asked[latest.pairs[:, 0]], known[latest.pairs[:, 1]]]),
            latest.similarity,
        )
        found.append(latest)
    return found


def _foretold(
    matrix: NDArray[np.float64], query: Features, reference: Features, cosine: Array, slack: float
) -> tuple[Rows, Array]:
    """Return pairs, each feature in one of them, that the movement lays within `slack` reference px."""
    rows, columns = np.divmod(np.flatnonzero(cosine > GUIDED), cosine.shape[1])
    moved = move(matrix, reference.points).astype(np.float32)
    size = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    gap = query.points[rows, :2] - moved[columns]
    near = np.einsum("ij,ij->i", gap, gap) < (slack * size) ** 2
    rows, columns = rows[near], columns[near]
    turn = np.rad2deg(np.arctan2(matrix[1, 0] - matrix[0, 1], matrix[0, 0] + matrix[1, 1]))
    turned = np.abs((query.points[rows, 3] - reference.points[columns, 3] - turn + 180) % 360 - 180)
    sized = np.abs(np.log2(query.points[rows, 2] / reference.points[columns, 2] / size))
    fits = (turned < TURN_SLACK) & (sized < SIZE_SLACK)
    pairs, value = np.column_stack([rows, columns])[fits], cosine[rows, columns][fits]
    chosen = _one_to_one(pairs, value, np.arange(len(pairs)))
    return pairs[chosen], value[chosen]


def _mirror(width: int) -> NDArray[np.float64]:
    """Return the movement that swaps left and right in a picture `width` px wide."""
    return np.array([[-1.0, 0, width - 1], [0, 1, 0], [0, 0, 1]])


def move(matrix: NDArray[np.float64], points: Array) -> NDArray[np.float64]:
    """Return points (N, 2) moved by a 3 x 3 matrix."""
    moved = np.column_stack([points[:, :2], np.ones(len(points))]) @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:], np.float64)


def _pairs(query: Features, reference: Features) -> tuple[Rows, Array]:
    """Return the pairs of alike features (about the best of one side or the other), most alike first."""
    cosine = query.vectors @ reference.vectors.T
    flat = np.flatnonzero(cosine > SIMILARITY)
    rows, columns = np.divmod(flat, cosine.shape[1])
    value = cosine.ravel()[flat]
    best = np.maximum(cosine.max(axis=1)[rows] - value, 0), np.maximum(cosine.max(axis=0)[columns] - value, 0)
    kept = np.minimum(*best) < NEARLY
    order = np.argsort(-value[kept], kind="stable")[:PAIRS]
    return np.column_stack([rows, columns])[kept][order], value[kept][order]


def _best_consensus(here: Array, there: Array, similarity: Array, slack: float) -> NDArray[np.bool_]:
    """Return which pairs agree with the best of the movements that single pairs propose.

    One pair fixes a turn, a size change and a shift; all are tried, so that two runs give the same answer.
    """
    few = min(HYPOTHESES, len(here))
    turn, size = here[:, 3] - there[:, 3], here[:, 2] / there[:, 2]
    radian = np.deg2rad(turn[:few])
    a, b = size[:few] * np.cos(radian), size[:few] * np.sin(radian)
    x, y = there[:, 0][None], there[:, 1][None]
    off_x = (here[:few, 0] - a * there[:few, 0] + b * there[:few, 1])[:, None]
    off_y = (here[:few, 1] - b * there[:few, 0] - a * there[:few, 1])[:, None]
    miss = (
        np.hypot(
            a[:, None] * x - b[:, None] * y + off_x - here[:, 0],
            b[:, None] * x + a[:, None] * y + off_y - here[:, 1],
        )
        / size[:few, None]
    )
    turned = np.abs((turn[None] - turn[:few, None] + 180) % 360 - 180)
    sized = np.abs(np.log2(size)[None] - np.log2(size[:few])[:, None])
    agrees = (miss < slack) & (turned < TURN_SLACK) & (sized < SIZE_SLACK)
    best = int(np.argmax(agrees @ (similarity - SIMILARITY / 2)))
    return np.asarray(agrees[best], np.bool_)


def _refine(
    here: Array, there: Array, agreeing: NDArray[np.bool_], side: float
) -> tuple[NDArray[np.float64], Rows] | None:
    """Fit the movement to the agreeing pairs more and more tightly; None where too few are left."""
    matrix, fits = None, agreeing
    for slack in (LOOSE, TIGHT, TIGHT):
        if fits.sum() < 3:
            return None
        matrix = _fit(here[fits], there[fits])
        fits = _fitting(matrix, here, there, side * slack)
    if fits.sum() >= PERSPECTIVE_FROM:
        matrix, fits = _with_perspective(here, there, matrix, fits, side)
    return (matrix, np.nonzero(fits)[0]) if matrix is not None and fits.sum() >= 3 else None


def _fit(here: Array, there: Array) -> NDArray[np.float64]:
    """Return the least-squares movement: similarity for few pairs, affine where they are many and spread."""
    if len(here) >= 8 and _spread(there) > 0.15:
        ones = np.column_stack([there[:, :2], np.ones(len(there))]).astype(float)
        solved = np.linalg.lstsq(ones, here[:, :2].astype(float), rcond=None)[0]
        return np.vstack([solved.T, [0, 0, 1]])
    x, y = (there[:, :2] - there[:, :2].mean(axis=0)).T.astype(float)
    u, v = (here[:, :2] - here[:, :2].mean(axis=0)).T.astype(float)
    total = max(float((x * x + y * y).sum()), 1e-9)
    a, b = float((x * u + y * v).sum()) / total, float((x * v - y * u).sum()) / total
    turn = np.array([[a, -b], [b, a]])
    shift = here[:, :2].mean(axis=0) - turn @ there[:, :2].mean(axis=0)
    return np.vstack([np.column_stack([turn, shift]), [0, 0, 1]])


def _spread(points: Array) -> float:
    """Return how two-dimensional points lie: 0 on one line or spot, 1 evenly around."""
    values = np.linalg.eigvalsh(np.cov(points[:, :2].T))
    return float(np.sqrt(max(values[0], 0) / max(values[1], 1e-9)))


def _fitting(matrix: NDArray[np.float64], here: Array, there: Array, slack: float) -> NDArray[np.bool_]:
    """Return which pairs the movement lays on each other within `slack` reference px."""
    size = np.sqrt(abs(np.linalg.det(matrix[:2, :2])))
    if not 0.01 < size < 100 or np.linalg.cond(matrix[:2, :2]) > 3:
        return np.zeros(len(here), bool)
    miss = np.linalg.norm(move(matrix, there) - here[:, :2], axis=1) / size
    return np.asarray(miss < slack + 0.25 * there[:, 2], np.bool_)


def _with_perspective(
    here: Array, there: Array, matrix: NDArray[np.float64] | None, fits: NDArray[np.bool_], side: float
) -> tuple[NDArray[np.float64] | None, NDArray[np.bool_]]:
    """Return a perspective movement where it gains pairs, otherwise what was given."""
    import cv2

    found: Any = cv2.findHomography(there[fits, :2], here[fits, :2], 0)[0]
    perspective = np.eye(3) if found is None else np.asarray(found, np.float64)
    if np.abs(perspective[2, :2] * side).max() > STRONGEST:
        return matrix, fits
    gained = _fitting(perspective, here, there, side * TIGHT)
    return (perspective, gained) if gained.sum() > fits.sum() else (matrix, fits)


def _one_to_one(pairs: Rows, similarity: Array, rows: Rows) -> Rows:
    """Keep each feature's most similar pair."""
    order = rows[np.argsort(-similarity[rows], kind="stable")]
    for side in (0, 1):
        first = np.unique(pairs[order, side], return_index=True)[1]
        order = order[np.sort(first)]
    return order
