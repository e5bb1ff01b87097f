"""Draw a match so that a person can judge it in five seconds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shop.matching.pixels import Pixels, as_rgb
from shop.matching.verdict import Match, Polygon

OUTLINE = (214, 40, 57)  # RGB
PAPER = (255, 255, 255)  # RGB around the pictures and where the reference does not reach
GAP = 16  # px between the two pictures


@dataclass(frozen=True)
class Evidence:
    """RGB pictures (H, W, 3) that show a match.

    `side_by_side` has the matching part outlined in both; `aligned` is the query, and the
    reference moved onto the query's frame, of one size, to slide over each other.
    """

    side_by_side: Pixels
    aligned: tuple[Pixels, Pixels]


def evidence(query: np.ndarray, reference: np.ndarray, match: Match, height: int = 480) -> Evidence:
    """Return the evidence of `match` between the two pictures it was found in, `height` px high."""
    ours, theirs = as_rgb(query), as_rgb(reference)
    left = _outlined(ours, match.region, height)
    right = _outlined(theirs, match.reference_region, height)
    gap = np.full((height, GAP, 3), PAPER, np.uint8)
    return Evidence(np.hstack([left, gap, right]), _aligned(ours, theirs, match, height))


def _outlined(picture: Pixels, region: Polygon, height: int) -> Pixels:
    """Return the picture `height` px high with the region outlined and the rest faded."""
    import cv2

    sized, factor = _to_height(picture, height)
    corners = np.round(np.array(region, np.float64).reshape(-1, 2) * factor).astype(np.int32)
    if len(corners) < 3:
        return sized
    mask = np.zeros(sized.shape[:2], np.uint8)
    cv2.fillPoly(mask, [corners], 255)
    faded = (sized // 2 + 127).astype(np.uint8)
    drawn = np.where(mask[:, :, None] > 0, sized, faded)
    corners = corners.clip(1, [sized.shape[1] - 2, sized.shape[0] - 2]).astype(np.int32)
    cv2.polylines(
        drawn, [corners], isClosed=True, color=PAPER, thickness=max(5, height // 90), lineType=cv2.LINE_AA
    )
    cv2.polylines(
        drawn, [corners], isClosed=True, color=OUTLINE, thickness=max(3, height // 160), lineType=cv2.LINE_AA
    )
    return np.asarray(drawn, np.uint8)


def _aligned(ours: Pixels, theirs: Pixels, match: Match, height: int) -> tuple[Pixels, Pixels]:
    """Return the query and the reference in the query's frame, both `height` px high."""
    import cv2

    sized, factor = _to_height(ours, height)
    matrix: NDArray[np.float64] = np.diag([*factor, 1.0]) @ np.array(match.transform.matrix)
    zoom = np.sqrt(abs(np.linalg.det(matrix[:2, :2])))
    if zoom < 0.5:  # a strongly shrunk picture would flicker: halve it first
        side = max(1, round(theirs.shape[1] * zoom)), max(1, round(theirs.shape[0] * zoom))
        matrix = matrix @ np.diag([theirs.shape[1] / side[0], theirs.shape[0] / side[1], 1.0])
        theirs = np.asarray(cv2.resize(theirs, side, interpolation=cv2.INTER_AREA), np.uint8)
    moved = cv2.warpPerspective(
        theirs, matrix, (sized.shape[1], sized.shape[0]), flags=cv2.INTER_LINEAR, borderValue=PAPER
    )
    return sized, np.asarray(moved, np.uint8)


def _to_height(picture: Pixels, height: int) -> tuple[Pixels, NDArray[np.float64]]:
    """Return the picture `height` px high, and the factors of x and y."""
    import cv2

    width = max(1, round(picture.shape[1] * height / picture.shape[0]))
    shrinks = height < picture.shape[0]
    sized = cv2.resize(
        picture, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    )
    return np.asarray(sized, np.uint8), np.array([width / picture.shape[1], height / picture.shape[0]])
