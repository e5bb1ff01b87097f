"""Learn the engine's codebook from a folder of photos: `python -m bench.copies.train PHOTOS`."""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import faiss
import numpy as np

from bench.copies.photos import read_photos
from shop.matching import codebook as target
from shop.matching import features

DIMENSIONS = 48  # of the 128 that a descriptor has
WORDS = 4096  # coarse cells of the index
PARTS = 24  # of a short code, 4 bits each
WHITENING = 0.5  # 0: as learnt, 1: every dimension counts alike


def main(folder: str) -> None:
    """Read the tuning half of `folder` and write shop/matching/codebook.npz."""
    rooted = _rooted(folder)
    mean, basis, deviation, flip = _symmetric_basis(rooted)
    weight = deviation ** (1 - WHITENING)
    coordinates = (rooted - mean) @ basis / deviation * weight
    coordinates = np.concatenate([coordinates, coordinates * np.where(flip, -1, 1)])
    unit = np.ascontiguousarray(coordinates / np.linalg.norm(coordinates, axis=1, keepdims=True), np.float32)
    kmeans = faiss.Kmeans(DIMENSIONS, WORDS, niter=15, seed=1, max_points_per_centroid=100)
    kmeans.train(unit)
    short = faiss.ProductQuantizer(DIMENSIONS, PARTS, 4)
    short.train(unit[:200_000])
    np.savez_compressed(
        target.FILE,
        mean=mean.astype(np.float32),
        basis=basis.astype(np.float32),
        antisymmetric=flip,
        deviation=deviation.astype(np.float32),
        weight=weight.astype(np.float32),
        words=kmeans.centroids.astype(np.float16),
        short=faiss.vector_to_array(short.centroids).reshape(PARTS, 16, -1).astype(np.float32),
    )


def _rooted(folder: str) -> np.ndarray:
    """Return the RootSIFT descriptors (N, 128) of the tuning half."""
    sift = cv2.SIFT_create(nfeatures=1500, contrastThreshold=features.CONTRAST)
    rows = []
    for photo in read_photos(Path(folder), half="tune"):
        grey = cv2.cvtColor(photo.pixels, cv2.COLOR_RGB2GRAY)
        found = sift.detectAndCompute(grey, None)[1]
        rows.append(found / found.sum(axis=1, keepdims=True))
    return np.sqrt(np.concatenate(rows))


def _symmetric_basis(rooted: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return mean, basis, deviation and signs of axes that a mirror maps onto themselves.

    The covariance of descriptors and their mirrors commutes with the mirror, so each of its axes may be
    chosen symmetric or antisymmetric under it: then a mirror changes only signs.
    """
    swap = np.eye(128)[features.MIRROR]
    mean = (rooted.mean(axis=0) + rooted.mean(axis=0)[features.MIRROR]) / 2
    covariance = np.cov((rooted - mean).T)
    covariance = (covariance + swap @ covariance @ swap.T) / 2
    axes, values, flips = [], [], []
    for sign in (1, -1):
        space = np.linalg.eigh((np.eye(128) + sign * swap) / 2)
        space = space[1][:, space[0] > 0.5]
        value, axis = np.linalg.eigh(space.T @ covariance @ space)
        axes.append(space @ axis), values.append(value), flips.append(np.full(len(value), sign < 0))
    best = np.argsort(-np.concatenate(values))[:DIMENSIONS]
    return (
        mean,
        np.concatenate(axes, axis=1)[:, best],
        np.sqrt(np.concatenate(values)[best]),
        np.concatenate(flips)[best],
    )


if __name__ == "__main__":
    main(sys.argv[1])
