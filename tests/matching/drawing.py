"""Draw seeded pictures that look enough like costumes to test with: no photo is needed."""

from __future__ import annotations

import cv2
import numpy as np

from shop.matching.pixels import Pixels


def costume(seed: int, width: int = 360, height: int = 480) -> Pixels:
    """Return an RGB picture (height, width, 3) of a patterned garment before a wall, one for each seed."""
    rng = np.random.default_rng(seed)
    picture = _wall(rng, width, height)
    garment, cloth = np.zeros((height, width), np.uint8), _cloth(rng, width, height)
    w, h = width, height
    waist, hem = rng.uniform(0.10, 0.16) * w, rng.uniform(0.28, 0.42) * w
    outline = [
        (w / 2 - waist, 0.15 * h),
        (w / 2 + waist, 0.15 * h),
        (w / 2 + hem, 0.92 * h),
        (w / 2 - hem, 0.92 * h),
    ]
    cv2.fillPoly(garment, [np.array(outline, np.int32)], 255)
    for side in (-1, 1):
        hand = (int(w / 2 + side * rng.uniform(0.3, 0.45) * w), int(rng.uniform(0.3, 0.6) * h))
        cv2.line(garment, (w // 2, int(0.2 * h)), hand, 255, w // 9)
    picture[garment > 0] = cloth[garment > 0]
    noise = rng.normal(0, 2, picture.shape)
    return (picture + noise).clip(0, 255).astype(np.uint8)


def _wall(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Return a softly stained wall."""
    coarse = rng.integers(120, 235, (6, 5, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def _cloth(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Return cloth with scattered motifs of a few colours."""
    cloth = np.full((height, width, 3), rng.integers(20, 236, 3), np.uint8)
    colours = rng.integers(0, 256, (4, 3))
    for _ in range(160):
        centre = (int(rng.uniform(0, width)), int(rng.uniform(0, height)))
        colour = [int(v) for v in colours[rng.integers(4)]]
        axes = (int(rng.uniform(3, width / 18)), int(rng.uniform(2, width / 24)))
        cv2.ellipse(
            cloth, centre, axes, float(rng.uniform(0, 180)), 0, float(rng.uniform(120, 360)), colour, -1
        )
    return cloth
