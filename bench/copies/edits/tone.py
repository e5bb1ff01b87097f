"""Edits of tone, colour and sharpness: nothing moves."""

from __future__ import annotations

import cv2
import numpy as np

from bench.copies.edits.cutout import garment_mask

Picture = np.ndarray
Rng = np.random.Generator


def recompress(picture: Picture, rng: Rng, quality: int) -> Picture:
    """Save as a JPEG of `quality` and read it again."""
    data = cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[:, :, ::-1])


def shrink(picture: Picture, rng: Rng, side: int) -> Picture:
    """Make the longest side `side` px and recompress as a chat application does."""
    factor = side / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return recompress(small, rng, 70)


def brighten(picture: Picture, rng: Rng, gain: float, lift: float) -> Picture:
    """Multiply and lift the tones."""
    return (picture * np.float32(gain) + lift).clip(0, 255).astype(np.uint8)


def gamma(picture: Picture, rng: Rng, power: float) -> Picture:
    """Bend the tone curve; below 1 whitens."""
    return (255 * (picture / np.float32(255)) ** power).astype(np.uint8)


def grey(picture: Picture, rng: Rng) -> Picture:
    """Take the colours away."""
    return np.repeat(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[:, :, None], 3, axis=2)


def hue(picture: Picture, rng: Rng, garment_only: bool) -> Picture:
    """Turn the hues by a third or more, of everything or of the garment alone."""
    hsv = cv2.cvtColor(picture, cv2.COLOR_RGB2HSV).astype(np.int32)
    hsv[:, :, 0] = (hsv[:, :, 0] + int(rng.integers(50, 130))) % 180
    hsv[:, :, 1] = (hsv[:, :, 1] * 1.2 + 20).clip(0, 255).astype(np.int32)
    turned = cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB)
    return blend(picture, turned, garment_mask(picture)) if garment_only else turned


def dye(picture: Picture, rng: Rng) -> Picture:
    """Dye the garment: one new colour and another lightness, its folds kept."""
    lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB).astype(np.float32)
    mask = garment_mask(picture)
    middle = float(np.median(lab[:, :, 0][mask > 0.5])) if (mask > 0.5).any() else 128.0
    dyed = lab.copy()
    dyed[:, :, 0] = ((lab[:, :, 0] - middle) * rng.uniform(0.6, 1.1) + rng.uniform(70, 180)).clip(0, 255)
    dyed[:, :, 1:] = (lab[:, :, 1:] - 128) * 0.3 + 128 + rng.uniform(-45, 45, 2)
    return blend(picture, cv2.cvtColor(dyed.clip(0, 255).astype(np.uint8), cv2.COLOR_LAB2RGB), mask)


def film(picture: Picture, rng: Rng) -> Picture:
    """Lay a warm or cold film on it, as phone filters do, with darker corners."""
    h, w = picture.shape[:2]
    y, x = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j]
    shade = (1 - 0.25 * (x * x + y * y))[:, :, None]
    tint = rng.uniform(0.75, 1.2, 3)
    return (picture * shade * tint + rng.uniform(0, 25)).clip(0, 255).astype(np.uint8)


def blur(picture: Picture, rng: Rng, share: float) -> Picture:
    """Blur by `share` of the longest side."""
    return cv2.GaussianBlur(picture, (0, 0), share * max(picture.shape[:2]))


def sharpen(picture: Picture, rng: Rng) -> Picture:
    """Sharpen too much."""
    soft = cv2.GaussianBlur(picture, (0, 0), 2).astype(np.float32)
    return (picture + 1.5 * (picture - soft)).clip(0, 255).astype(np.uint8)


def noise(picture: Picture, rng: Rng, deviation: float) -> Picture:
    """Add grain."""
    return (picture + rng.normal(0, deviation, picture.shape)).clip(0, 255).astype(np.uint8)


def smooth(picture: Picture, rng: Rng) -> Picture:
    """Smooth surfaces as beauty filters do."""
    return cv2.bilateralFilter(picture, 9, 60, 9)


def blend(under: Picture, over: Picture, mask: np.ndarray) -> Picture:
    """Lay `over` on `under` where mask (H, W) in 0..1 says."""
    share = mask[:, :, None]
    return (under * (1 - share) + over * share).astype(np.uint8)
