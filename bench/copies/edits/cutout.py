"""Cut the garment out of a photo."""

from __future__ import annotations

import cv2
import numpy as np

SIDE = 220  # px that the cutting works on


def garment_mask(picture: np.ndarray) -> np.ndarray:
    """Return (H, W) float32 in 0..1: what stands out from the picture's margin; soft at its edge.

    Falls back on a tall ellipse where the cut finds nearly nothing or nearly all.
    """
    h, w = picture.shape[:2]
    factor = min(1.0, SIDE / max(h, w))
    small = np.ascontiguousarray(
        cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    )
    mask = _grabbed(small)
    if not 0.12 < mask.mean() < 0.85:
        mask = _ellipse(small.shape)
    soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1)
    return cv2.resize(soft, (w, h), interpolation=cv2.INTER_LINEAR)


def _grabbed(small: np.ndarray) -> np.ndarray:
    """Return the largest thing that GrabCut tells from the margin, (h, w) of 0 and 1."""
    h, w = small.shape[:2]
    state = np.full((h, w), cv2.GC_PR_FGD, np.uint8)
    margin_y, margin_x = max(2, h // 20), max(2, w // 14)
    state[:margin_y] = state[-margin_y:] = cv2.GC_BGD
    state[:, :margin_x] = state[:, -margin_x:] = cv2.GC_BGD
    cv2.setRNGSeed(1)
    try:
        cv2.grabCut(small, state, None, np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_MASK)
    except cv2.error:
        return np.zeros((h, w), np.uint8)
    mask = ((state == cv2.GC_FGD) | (state == cv2.GC_PR_FGD)).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, label, stats, _ = cv2.connectedComponentsWithStats(mask)
    if count < 2:
        return mask
    return (label == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))).astype(np.uint8)


def _ellipse(shape: tuple[int, ...]) -> np.ndarray:
    """Return a tall ellipse in the middle."""
    h, w = shape[:2]
    mask = np.zeros((h, w), np.uint8)
    cv2.ellipse(mask, (w // 2, h // 2), (int(w * 0.34), int(h * 0.4)), 0, 0, 360, 1, -1)
    return mask
