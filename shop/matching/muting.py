"""Mute parts of a fingerprint: what is marked as commons, or as a shop's own frame, weighs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from shop.matching.features import Features
from shop.matching.fingerprint import MASK_SIDE, Fingerprint

Polygon = Sequence[Sequence[float]]

FINE = 8  # steps across one part of the mask, to tell how much of it a region takes
TAKEN = 1 / 3  # share of a part from which it is muted: a line of text is thinner than a part
REACH = 0.5  # of a feature's size: what lies nearer than this to a region was read from it, too


def mute(fp: Fingerprint, regions: Sequence[Polygon]) -> Fingerprint:
    """Return the fingerprint without what lies in the regions, polygons ((x, y), ...) in the picture's px.

    Features that touch a region are dropped and its part of the picture is not compared; polygons without
    area, or wholly outside, change nothing. A picture of which little else is left becomes `plain`.
    """
    polygons = [corners for corners in map(_corners, regions) if _has_area(corners)]
    if not polygons:
        return fp
    heard = np.flatnonzero(~_touched(fp.features, polygons))
    return replace(fp, features=fp.features.rows(heard), mask=fp.mask | _mask_of(polygons, fp))


def _corners(region: Polygon) -> NDArray[np.float32]:
    """Return the corners (N, 2); regions far outside would overflow the raster, so they are held near it."""
    corners = np.asarray(region, np.float32).reshape(-1, 2)
    return np.nan_to_num(corners).clip(-1e6, 1e6)


def _has_area(corners: NDArray[np.float32]) -> bool:
    import cv2

    return len(corners) > 2 and cv2.contourArea(corners) > 0


def _touched(features: Features, polygons: Sequence[NDArray[np.float32]]) -> NDArray[np.bool_]:
    """Tell of each feature (N,) whether it lies in a polygon, or reaches into one."""
    import cv2

    touched = np.zeros(len(features), bool)
    for row, (x, y, size, _angle) in enumerate(features.points.tolist()):
        depth = max(cv2.pointPolygonTest(corners, (x, y), measureDist=True) for corners in polygons)
        touched[row] = depth >= -REACH * size
    return touched


def _mask_of(polygons: Sequence[NDArray[np.float32]], fp: Fingerprint) -> NDArray[np.bool_]:
    """Return which of MASK_SIDE x MASK_SIDE parts of the picture the polygons take."""
    import cv2

    side = MASK_SIDE * FINE
    fine = np.zeros((side, side), np.uint8)
    for corners in polygons:
        places = np.round(corners * (np.array([side, side]) / [fp.width, fp.height]) - 0.5)
        cv2.fillPoly(fine, [places.clip(-4 * side, 4 * side).astype(np.int32)], 255)
    share = cv2.resize(fine, (MASK_SIDE, MASK_SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(share > 255 * TAKEN)
