"""Lay the query on the reference and measure how much of the textured middle agrees.

Sharing a wall, a frame, a slogan or a body is not sharing the picture: what counts is where the two agree and
where both show something and it is not the same. So agreement is measured in three zones of the reference
(middle, ring, edge), in fine windows (print, seams) and coarse ones (folds, shading) (decision 0014).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shop.matching.fingerprint import Fingerprint
from shop.matching.geometry import Movement
from shop.matching.pixels import Array

CANVAS = 192  # px; longest side of what is compared
SMALLEST = 12  # px; a canvas narrower than this tells nothing
SOFTENED = 0.8  # px; blur that forgives aliasing and a misfit of half a px
WINDOWS = {"fine": (1 / 20, 5), "coarse": (1 / 9, 7)}  # side: share of the canvas, and at least px
NOISE = 4.0  # variance that recompression alone makes
AGREES, WHOLLY = 0.35, 0.80  # correlation that counts nothing, and fully
TEXTURE = 5.0  # grey levels of deviation that count half as texture
ZONES = (0.0, 0.5, 0.85, 9.9)  # borders of middle, ring and edge: distance from the centre, half sides
MIDDLE = 0.55  # deviation of the weight around the centre, in half sides
ZONE_NAMES = ("middle", "ring", "edge")

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Agreement:
    """What was measured, by name, and the map (h, w) 0..1 of how far each px of the reference agrees."""

    measures: dict[str, float]
    map: Array


@dataclass(frozen=True)
class Canvas:
    """Both pictures (h, w) float32 in the reference's frame, and where both are."""

    ours: Array
    theirs: Array
    valid: Mask


def agree(query: Fingerprint, reference: Fingerprint, movements: Sequence[Movement]) -> Agreement | None:
    """Measure the agreement under the movements of its parts; None where too little overlaps to tell."""
    canvas = _put_together([_lay_out(query, reference, one.matrix) for one in movements])
    if min(canvas.valid.shape) < SMALLEST or canvas.valid.sum() < SMALLEST**2:
        return None
    distance = _from_centre(canvas.valid.shape)
    measures: dict[str, float] = {}
    for name, (share, least) in WINDOWS.items():
        window = max(least, int(max(distance.shape) * share) | 1)
        agrees, inverted, ours, theirs = _compare(canvas, window)
        measures |= {
            f"{name} {k}": v
            for k, v in _zones(canvas.valid, distance, agrees, inverted, ours, theirs).items()
        }
        measures |= {
            f"{name} {k}": v for k, v in _whole(canvas.valid, distance, agrees, ours, theirs, window).items()
        }
        if name == "fine":
            shown = agrees
    measures |= _of_overlap(canvas.valid) | _of_pairs(canvas.valid, reference, movements)
    return Agreement({name: float(value) for name, value in measures.items()}, shown * canvas.valid)


def _lay_out(query: Fingerprint, reference: Fingerprint, matrix: NDArray[np.float64]) -> Canvas:
    """Return both sketches at the coarser one's resolution."""
    import cv2

    zoom = math.sqrt(abs(np.linalg.det(matrix[:2, :2])))
    theirs_side, ours_side = max(reference.width, reference.height), max(query.width, query.height)
    scale = min(
        max(query.sketch.shape) / ours_side * zoom,
        max(reference.sketch.shape) / theirs_side,
        CANVAS / theirs_side,
    )
    size = (max(1, round(reference.width * scale)), max(1, round(reference.height * scale)))
    theirs = cv2.resize(reference.sketch, size, interpolation=cv2.INTER_AREA)
    small = _shrunk(query, scale / zoom)
    forward = (
        np.diag([small.shape[1] / query.width, small.shape[0] / query.height, 1.0])
        @ matrix
        @ np.diag([reference.width / size[0], reference.height / size[1], 1.0])
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    ours = cv2.warpPerspective(small, forward, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    counts = cv2.resize(np.where(query.mask, 0, 255).astype(np.uint8), small.shape[::-1])
    inside = cv2.warpPerspective(counts, forward, size, flags=flags)
    inside[cv2.resize(reference.mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0] = 0
    soft = [cv2.GaussianBlur(one.astype(np.float32), (0, 0), SOFTENED) for one in (ours, theirs)]
    return Canvas(np.asarray(soft[0], np.float32), np.asarray(soft[1], np.float32), inside > 200)


def _put_together(canvases: list[Canvas]) -> Canvas:
    """Return one canvas that shows, px by px, the part that agrees best there."""
    first, *others = canvases
    if not others:
        return first
    size = first.valid.shape[::-1]
    window = max(7, int(max(size) * WINDOWS["coarse"][0]) | 1)
    ours, best, valid = first.ours, _compare(first, window)[0] * first.valid, first.valid
    for other in others:
        laid = Canvas(
            _sized(other.ours, size), first.theirs, _sized(other.valid.astype(np.float32), size) > 0.5
        )
        agrees = _compare(laid, window)[0] * laid.valid
        better = agrees > best
        ours, best, valid = np.where(better, laid.ours, ours), np.maximum(agrees, best), valid | laid.valid
    return Canvas(ours, first.theirs, valid)


def _sized(values: Array, size: tuple[int, ...]) -> Array:
    """Return the values (h, w) at the size (width, height) of another canvas."""
    import cv2

    same = values.shape[::-1] == size
    return (
        values if same else np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_LINEAR), np.float32)
    )


def _shrunk(query: Fingerprint, scale: float) -> np.ndarray:
    """Return the query's sketch at `scale` px per query px, so that it is not sharper than the canvas."""
    import cv2

    size = (max(1, round(query.width * scale)), max(1, round(query.height * scale)))
    if size[0] >= query.sketch.shape[1]:
        return query.sketch
    return np.asarray(cv2.resize(query.sketch, size, interpolation=cv2.INTER_AREA))


def _from_centre(shape: tuple[int, ...]) -> Array:
    """Return each px's distance (h, w) from the centre, in half sides."""
    y, x = (np.linspace(-1, 1, n, dtype=np.float32) for n in shape)
    return np.asarray(np.hypot(y[:, None], x[None]), np.float32)


def _compare(canvas: Canvas, window: int) -> tuple[Array, Array, Array, Array]:
    """Return (h, w) each: agreement, inverted agreement, and the texture 0..1 of query and reference."""
    import cv2

    def mean(values: Array) -> Array:
        return np.asarray(cv2.blur(values, (window, window)), np.float32)

    ours, theirs = canvas.ours, canvas.theirs
    mean_a, mean_b = mean(ours), mean(theirs)
    var_a = np.maximum(mean(ours * ours) - mean_a * mean_a, 0)
    var_b = np.maximum(mean(theirs * theirs) - mean_b * mean_b, 0)
    correlation = (mean(ours * theirs) - mean_a * mean_b) / np.sqrt((var_a + NOISE) * (var_b + NOISE))
    textures = [np.maximum(var - NOISE / 2, 0) / (var + TEXTURE**2) for var in (var_a, var_b)]
    agrees = ((correlation - AGREES) / (WHOLLY - AGREES)).clip(0, 1)
    inverted = ((-correlation - 0.5) / 0.4).clip(0, 1)
    return agrees, inverted, textures[0], textures[1]


def _zones(
    valid: Mask, distance: Array, agrees: Array, inverted: Array, ours: Array, theirs: Array
) -> dict[str, float]:
    """Return, per zone, the texture per px that agrees, differs, differs though both have it, is inverted."""
    texture, common = np.maximum(ours, theirs) * valid, np.minimum(ours, theirs) * valid
    layers = {
        "agreeing": texture * agrees,
        "differing": texture * (1 - agrees),
        "both differing": common * (1 - agrees),
        "inverted": texture * inverted,
    }
    measures: dict[str, float] = {}
    for name, low, high in zip(ZONE_NAMES, ZONES[:-1], ZONES[1:], strict=True):
        zone = (distance >= low) & (distance < high)
        size = max(1, int(zone.sum()))
        per = {f"{layer} {name}": float(values[zone].sum()) / size for layer, values in layers.items()}
        total = per[f"agreeing {name}"] + per[f"differing {name}"]
        measures |= per | {f"share {name}": (per[f"agreeing {name}"] + 0.01) / (total + 0.02)}
    return measures


def _whole(
    valid: Mask, distance: Array, agrees: Array, ours: Array, theirs: Array, window: int
) -> dict[str, float]:
    """Return shares of the whole overlap, weighted towards the centre, where costumes stand."""
    texture = np.maximum(ours, theirs) * valid
    centred = np.exp(-(distance**2) / (2 * MIDDLE**2)) * valid
    weight, common = texture * centred, np.minimum(ours, theirs) * centred
    seen = max(float(centred.sum()), 1e-6)
    gap = (texture > 0.3) & (agrees < 0.25)
    return {
        "share": float((weight * agrees).sum()) / (float(weight.sum()) + 1e-3),
        "share of both": float((common * agrees).sum()) / (float(common.sum()) + 1e-3),
        "mass": math.log(float((texture * agrees).sum()) / window**2 + 0.1),
        "largest gap": _largest(gap, centred) / seen,
        "good": float(centred[(agrees > 0.6) & (texture > 0.15)].sum()) / seen,
    }


def _largest(gap: Mask, weight: Array) -> float:
    """Return the weight of the largest connected gap; strokes of text are too thin to count."""
    import cv2

    width = max(3, int(max(gap.shape) / 24) | 1)
    opened = cv2.morphologyEx(gap.astype(np.uint8), cv2.MORPH_OPEN, np.ones((width, width), np.uint8))
    count, label = cv2.connectedComponents(opened)
    return float(np.bincount(label.ravel(), (weight * opened).ravel())[1:].max()) if count > 1 else 0.0


def _of_overlap(valid: Mask) -> dict[str, float]:
    """Return how much of the reference is seen at all."""
    return {"overlap": float(valid.mean()), "overlap px": math.log(float(valid.sum()))}


def _of_pairs(valid: Mask, reference: Fingerprint, movements: Sequence[Movement]) -> dict[str, float]:
    """Return how many of the features that could agree do, how well, and where they lie."""
    rows = np.concatenate([one.pairs[:, 1] for one in movements])
    similarity = np.concatenate([one.similarity for one in movements])
    places = reference.features.points[:, :2] / np.array([reference.width, reference.height], np.float32)
    h, w = valid.shape
    seen = valid[(places[:, 1] * h).astype(int).clip(0, h - 1), (places[:, 0] * w).astype(int).clip(0, w - 1)]
    centred = np.exp(-(((places - 0.5) * 2) ** 2).sum(axis=1) / (2 * MIDDLE**2)) * seen
    paired = places[rows]
    away = np.hypot(*((paired - 0.5) * 2).T)
    cells = np.unique((paired[:, 0] * 6).astype(int) * 6 + (paired[:, 1] * 6).astype(int))
    stretch = np.linalg.svd(movements[0].matrix[:2, :2], compute_uv=False)
    return {
        "pairs": math.log1p(len(paired)),
        "similarity": float(similarity.mean()),
        "similar pairs": math.log1p(float(((similarity - 0.5) * 2).clip(0, 1).sum())),
        "pairs in the middle": float((away < ZONES[1]).mean()),
        "pairs at the edge": float((away >= ZONES[2]).mean()),
        "cells with pairs": math.log1p(len(cells)),
        "paired of seen": len(paired) / max(1, int(seen.sum())),
        "paired of seen, centred": float(centred[rows].sum()) / max(1e-3, float(centred.sum())),
        "stretch": math.log(stretch[0] / stretch[1]),
        "zoom": math.log2(stretch[0] * stretch[1]) / 2,
    }
