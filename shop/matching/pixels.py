"""Bring any picture array to the one form the engine reads: RGB, 8 bits, at most a working size."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Array = NDArray[np.floating[Any]]

WORKING_SIDE = 512  # px; longest side that features are read from (decision 0011)


def as_rgb(pixels: NDArray[np.generic]) -> Pixels:
    """Return (H, W, 3) uint8 RGB of a grey, grey+alpha, RGB, RGBA, 1-, 8-, 16-bit or float (0..1) array.

    Transparent parts are laid on white, as a shop page shows them. Raises ValueError for other shapes.
    """
    array = np.asarray(pixels)
    if array.ndim == 2:
        array = array[:, :, None]
    if array.ndim != 3 or array.shape[2] not in (1, 2, 3, 4) or 0 in array.shape:
        raise ValueError(f"not a picture: an array of shape {array.shape}")
    array = _as_bytes(array)
    if array.shape[2] in (2, 4):
        array = _on_white(array)
    if array.shape[2] == 1:
        array = np.repeat(array, 3, axis=2)
    return np.ascontiguousarray(array)


def shrink(pixels: Pixels, side: int) -> Pixels:
    """Return the picture with its longest side at most `side` px; smaller pictures keep their true scale."""
    import cv2

    height, width = pixels.shape[:2]
    factor = side / max(height, width)
    if factor >= 1:
        return pixels
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _as_bytes(array: NDArray[np.generic]) -> Pixels:
    """Bring the value range to 0..255."""
    if array.dtype == np.uint8:
        return array.astype(np.uint8, copy=False)
    if array.dtype == np.bool_:
        return array.astype(np.uint8) * np.uint8(255)
    if np.issubdtype(array.dtype, np.floating):
        clean = np.nan_to_num(array.astype(np.float32), nan=0.0, posinf=1.0, neginf=0.0)
        return np.round(clean.clip(0, 1) * 255).astype(np.uint8)
    if array.dtype == np.uint16:
        return (array.astype(np.uint32) // 257).astype(np.uint8)
    return array.astype(np.int64).clip(0, 255).astype(np.uint8)


def _on_white(array: Pixels) -> Pixels:
    """Lay a picture with an alpha plane on white."""
    alpha = array[:, :, -1:].astype(np.uint32)
    colour = array[:, :, :-1].astype(np.uint32)
    return ((colour * alpha + 255 * (255 - alpha)) // 255).astype(np.uint8)
