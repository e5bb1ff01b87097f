"""Read local features from a picture each as a small code in which a mirror changes only signs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shop.matching.codebook import codebook
from shop.matching.pixels import Array, Pixels
from shop.matching.threads import stay_on_one_thread

FEATURES = 480  # features kept of one picture, and used at first sight (decision 0011)
SEEN = 900  # features that a fresh query has for a second look
DETECTED = 1500  # features that the detector may offer
SIZE_POWER = 1.5  # a feature's merit is its contrast times its size to this power
CONTRAST = 0.02  # SIFT's threshold: costumes in one colour have little contrast
CELLS = 6  # features are drawn evenly from CELLS x CELLS parts of the picture
LEVELS = 16  # values of one code: 4 bits
STEP = 0.5  # width of one code's value, in standard deviations of its dimension

Codes = NDArray[np.uint8]

# Where each of SIFT's 4 x 4 x 8 bins goes when the picture is mirrored.
MIRROR = np.arange(128).reshape(4, 4, 8)[::-1][:, :, (-np.arange(8)) % 8].ravel()


@dataclass(frozen=True)
class Features:
    """Local features, strongest first.

    `points` (N, 4) float32: x, y and size in px, angle in degrees clockwise;
    `codes` (N, DIMENSIONS) uint8, 0..15.
    """

    points: Array
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def vectors(self) -> Array:
        """Return the unit vectors (N, DIMENSIONS) that the codes stand for."""
        return decode(self.codes)

    def rows(self, chosen: NDArray[np.intp]) -> Features:
        """Return some of the features."""
        return Features(self.points[chosen], self.codes[chosen])

    def mirrored(self, width: float) -> Features:
        """Return the features of the mirrored picture; `width` is the picture's, in the points' px."""
        points = self.points.copy()
        points[:, 0] = width - 1 - points[:, 0]
        points[:, 3] = (180 - points[:, 3]) % 360
        flip = codebook().antisymmetric
        return Features(points, np.where(flip, LEVELS - 1 - self.codes, self.codes).astype(np.uint8))


def read_features(grey: Pixels) -> Features:
    """Read at most SEEN features from a grey picture (H, W) uint8; none where it is plain."""
    import cv2

    stay_on_one_thread()
    empty = Features(np.zeros((0, 4), np.float32), np.zeros((0, codebook().dimensions), np.uint8))
    if min(grey.shape) < 8:
        return empty
    detector: Any = cv2.SIFT.create(nfeatures=DETECTED, contrastThreshold=CONTRAST)
    keypoints, sift = detector.detectAndCompute(grey, None)
    if not keypoints:
        return empty
    points = np.array([(*k.pt, k.size, k.angle) for k in keypoints], np.float32)
    chosen = _spread(points, np.array([k.response for k in keypoints]), grey.shape)
    return Features(points[chosen], encode(np.asarray(sift, np.float32)[chosen]))


def encode(sift: Array) -> Codes:
    """Return the codes (N, DIMENSIONS) of SIFT descriptors (N, 128)."""
    book = codebook()
    rooted = np.sqrt(sift / np.maximum(sift.sum(axis=1, keepdims=True), 1e-6))
    coordinates = (rooted - book.mean) @ book.basis / book.deviation
    levels = np.floor(coordinates / STEP + LEVELS / 2).clip(0, LEVELS - 1)
    return np.asarray(levels, np.uint8)


def decode(codes: Codes) -> Array:
    """Return the unit vectors (N, DIMENSIONS) float32 of codes."""
    table = (np.arange(LEVELS, dtype=np.float32) - (LEVELS - 1) / 2) * STEP
    vectors = table[codes] * codebook().weight
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-6), np.float32)


def _spread(points: Array, response: NDArray[np.floating], shape: tuple[int, ...]) -> NDArray[np.intp]:
    """Choose SEEN rows: by turns the best of each part of the picture, larger features preferred.

    Large features are few, yet the only ones left in a shrunk, blurred or inset copy.
    """
    merit = response * points[:, 2] ** SIZE_POWER
    order = np.argsort(-merit, kind="stable")
    height, width = shape[:2]
    cell = (points[order, 1] * CELLS // height).astype(int) * CELLS + (
        points[order, 0] * CELLS // width
    ).astype(int)
    by_cell = np.argsort(cell, kind="stable")
    starts = np.searchsorted(cell[by_cell], np.arange(CELLS * CELLS))
    turn = np.empty(len(order), int)
    turn[by_cell] = np.arange(len(order)) - starts[cell[by_cell]]
    # half by merit alone, half by turns: a rich part may have more, a poor one is never left out
    rank = np.minimum(np.arange(len(order)), turn * CELLS * CELLS / 1.5)
    return np.asarray(order[np.argsort(rank, kind="stable")][:SEEN], np.intp)
