"""Make the copies that are asked for: mirrored, cropped, brightened or darkened, recompressed."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from bench.copies.photos import Photo

COUNT = 60


@dataclass(frozen=True)
class Upload:
    """A copy as it is uploaded (a JPEG's bytes), and the key of its original."""

    jpeg: np.ndarray
    truth: int


def uploads_of(photos: list[Photo]) -> list[Upload]:
    """Return copies of some of the photos, whose keys are their places in the list."""
    chosen = np.random.default_rng(5).permutation(len(photos))[:COUNT]
    return [Upload(_copied(photos[key].pixels, int(key)), int(key)) for key in chosen]


def _copied(pixels: np.ndarray, seed: int) -> np.ndarray:
    """Return the JPEG of a mirrored part of 40 to 80 percent of the picture, brighter or darker."""
    rng = np.random.default_rng(seed)
    h, w = pixels.shape[:2]
    share = np.sqrt(rng.uniform(0.4, 0.8))
    top, left = (int(rng.uniform(0, 1 - share) * side) for side in (h, w))
    part = pixels[top : top + int(share * h), left : left + int(share * w)][:, ::-1]
    bright = (part * rng.uniform(0.8, 1.25)).clip(0, 255).astype(np.uint8)
    return cv2.imencode(".jpg", bright[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(50, 90))])[1]
