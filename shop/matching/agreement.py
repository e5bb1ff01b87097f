"""Lay the reference on the query and ask how much of its textured middle agrees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shop.matching.fingerprint import Fingerprint
from shop.matching.geometry import Movement
from shop.matching.pixels import Array

WINDOW = 1 / 20       # side of the compared windows, as a share of the reference's longest side
TEXTURE = 6.0         # grey levels of deviation that count half as texture
AGREES = (0.35, 0.80)  # correlation that counts nothing, and fully
MIDDLE = 0.45         # deviation of the weight around the middle, as a share of each side
SMALLEST = 24         # px; below this canvas nothing can be compared


@dataclass(frozen=True)
class Agreement:
    """How far the two pictures agree where they overlap.

    `share`: agreeing part of the overlapping textured middle, 0..1; `mass`: agreeing part of all the
    reference's textured middle; `overlap`: part of the reference's area that the query shows;
    `middle`: as share, within the core of the reference; `area`: agreeing part of the reference's area.
    `map` (h, w): agreement of each px of the canvas, `valid` where both pictures are; `scale`: canvas px per
    reference px.
    """

    share: float
    mass: float
    overlap: float
    area: float
    map: Array
    valid: NDArray[np.bool_]
    scale: float


def agree(query: Fingerprint, reference: Fingerprint, movement: Movement) -> Agreement | None:
    """Compare the sketches under the movement; None where the overlap is too small to tell."""
    scale = _canvas_scale(query, reference, movement.matrix)
    ours, theirs, valid = _lay_out(query, reference, movement.matrix, scale)
    if min(ours.shape) < SMALLEST or valid.sum() < SMALLEST**2 // 2:
        return None
    window = max(5, round(max(ours.shape) * WINDOW) | 1)
    correlation, texture = _correlate(ours, theirs, window)
    low, high = AGREES
    agrees = ((correlation - low) / (high - low)).clip(0, 1) * valid
    weight = texture**2 / (texture**2 + TEXTURE**2) * _towards_middle(ours.shape)
    seen = float((weight * valid).sum())
    agreeing = float((weight * agrees).sum())
    return Agreement(agreeing / max(seen, 1e-6), agreeing / max(float(weight.sum()), 1e-6), float(valid.mean()),
                     float(agrees.mean()), agrees, valid, scale)


def _canvas_scale(query: Fingerprint, reference: Fingerprint, matrix: NDArray[np.float64]) -> float:
    """Return canvas px per reference px: the coarser of the two sketches' resolutions."""
    zoom = np.sqrt(abs(np.linalg.det(matrix[:2, :2])))
    ours = max(query.sketch.shape) / max(query.width, query.height) * zoom
    theirs = max(reference.sketch.shape) / max(reference.width, reference.height)
    return float(min(ours, theirs))


def _lay_out(query: Fingerprint, reference: Fingerprint, matrix: NDArray[np.float64], scale: float
             ) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Return query and reference on one canvas in the reference's frame, and where both are."""
    import cv2

    size = (max(1, round(reference.width * scale)), max(1, round(reference.height * scale)))
    theirs = cv2.resize(reference.sketch, size, interpolation=cv2.INTER_AREA)
    zoom = np.sqrt(abs(np.linalg.det(matrix[:2, :2])))
    small = _shrunk(query, scale / zoom)
    to_small = np.diag([small.shape[1] / query.width, small.shape[0] / query.height, 1.0])
    from_canvas = np.diag([reference.width / size[0], reference.height / size[1], 1.0])
    forward = to_small @ matrix @ from_canvas
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    ours = cv2.warpPerspective(small, forward, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpPerspective(np.full(small.shape, 255, np.uint8), forward, size, flags=flags)
    return ours.astype(np.float32), theirs.astype(np.float32), inside > 200


def _shrunk(query: Fingerprint, scale: float) -> np.ndarray:
    """Return the query's sketch at `scale` px per query px, so that it is not sharper than the canvas."""
    import cv2

    size = (max(1, round(query.width * scale)), max(1, round(query.height * scale)))
    if size[0] >= query.sketch.shape[1]:
        return query.sketch
    return np.asarray(cv2.resize(query.sketch, size, interpolation=cv2.INTER_AREA))


def _correlate(ours: Array, theirs: Array, window: int) -> tuple[Array, Array]:
    """Return the windowed correlation (h, w) in -1..1 and the stronger deviation in grey levels."""
    import cv2

    def mean(values: Array) -> Array:
        return np.asarray(cv2.blur(values, (window, window)), np.float32)

    mean_a, mean_b = mean(ours), mean(theirs)
    var_a = np.maximum(mean(ours * ours) - mean_a**2, 0)
    var_b = np.maximum(mean(theirs * theirs) - mean_b**2, 0)
    covariance = mean(ours * theirs) - mean_a * mean_b
    correlation = covariance / np.sqrt((var_a + 4) * (var_b + 4))
    return correlation, np.sqrt(np.maximum(var_a, var_b))


def _towards_middle(shape: tuple[int, ...]) -> Array:
    """Return weights (h, w), 1 in the middle: costumes stand there, frames and slogans at the edge."""
    y, x = (np.linspace(-0.5, 0.5, n, dtype=np.float32) for n in shape)
    return np.exp(-(y[:, None] ** 2 + x[None] ** 2) / (2 * MIDDLE**2) * 2)
