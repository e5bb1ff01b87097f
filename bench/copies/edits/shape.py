"""Edits that move pixels: crops, mirrors, turns, stretches, screens photographed."""

from __future__ import annotations

import cv2
import numpy as np

from bench.copies.edits.tone import recompress

Picture = np.ndarray
Rng = np.random.Generator


def crop(picture: Picture, rng: Rng, area: float) -> Picture:
    """Keep `area` of the picture, around its middle for the smaller parts, where the garment is."""
    h, w = picture.shape[:2]
    stretch = rng.uniform(0.85, 1.18)
    ch = min(h, int(h * np.sqrt(area) * stretch))
    cw = min(w, int(w * np.sqrt(area) / stretch))
    room = 0.5 if area < 0.4 else 1.0
    y = int((h - ch) * (0.5 + room * rng.uniform(-0.5, 0.5)))
    x = int((w - cw) * (0.5 + room * rng.uniform(-0.5, 0.5)))
    return np.ascontiguousarray(picture[y : y + ch, x : x + cw])


def zoomed(picture: Picture, rng: Rng, area: float) -> Picture:
    """Crop, and enlarge to the old size."""
    h, w = picture.shape[:2]
    return cv2.resize(crop(picture, rng, area), (w, h), interpolation=cv2.INTER_CUBIC)


def mirror(picture: Picture, rng: Rng) -> Picture:
    """Swap left and right."""
    return np.ascontiguousarray(picture[:, ::-1])


def flip(picture: Picture, rng: Rng) -> Picture:
    """Stand it on its head, mirrored."""
    return np.ascontiguousarray(picture[::-1])


def quarter(picture: Picture, rng: Rng, quarters: int) -> Picture:
    """Turn by quarters."""
    return np.ascontiguousarray(np.rot90(picture, -quarters))


def turn(picture: Picture, rng: Rng, degrees: float) -> Picture:
    """Turn either way; the corners become white, black or the edge drawn out."""
    h, w = picture.shape[:2]
    angle = degrees * rng.choice([-1, 1]) * rng.uniform(0.8, 1.1)
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1)
    border = int(rng.choice([cv2.BORDER_CONSTANT, cv2.BORDER_REPLICATE]))
    value = (255, 255, 255) if rng.random() < 0.5 else (0, 0, 0)
    return cv2.warpAffine(picture, matrix, (w, h), borderMode=border, borderValue=value)


def turn_inside(picture: Picture, rng: Rng, degrees: float) -> Picture:
    """Turn and cut to the largest part without empty corners."""
    h, w = picture.shape[:2]
    turned = turn(picture, rng, degrees)
    cut = 0.5 * np.sin(np.deg2rad(degrees * 1.1))
    dy, dx = int(cut * w * 0.9), int(cut * h * 0.9)
    dy, dx = min(dy, h // 4), min(dx, w // 4)
    return np.ascontiguousarray(turned[dy : h - dy, dx : w - dx])


def stretch(picture: Picture, rng: Rng, factor: float) -> Picture:
    """Change the proportions."""
    h, w = picture.shape[:2]
    size = (int(w * factor), h) if rng.random() < 0.5 else (w, int(h * factor))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def perspective(
    picture: Picture, rng: Rng, strength: float, border: tuple[int, int, int] = (40, 40, 40)
) -> Picture:
    """Look at it from aside: each corner moves inwards by up to `strength` of the side."""
    h, w = picture.shape[:2]
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    inwards = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * rng.uniform(0, strength, (4, 2)) * [w, h]
    matrix = cv2.getPerspectiveTransform(corners, (corners + inwards).astype(np.float32))
    return cv2.warpPerspective(picture, matrix, (w, h), borderValue=border)


def screen_photo(picture: Picture, rng: Rng, strength: float) -> Picture:
    """Photograph it from a screen: pixel raster, moire, glare, perspective, softness, grain."""
    h, w = picture.shape[:2]
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    pitch, angle = rng.uniform(2.2, 4.5), rng.uniform(0, np.pi)
    raster = 1 + 0.12 * strength * np.sin(2 * np.pi * (x * np.cos(angle) + y * np.sin(angle)) / pitch)
    wave = 1 + 0.08 * strength * np.sin(
        2 * np.pi * (x * np.sin(angle) - y * np.cos(angle)) / rng.uniform(15, 60)
    )
    glare = 80 * strength * np.exp(-((x / w - rng.random()) ** 2 + (y / h - rng.random()) ** 2) / 0.06)
    seen = picture * (raster * wave)[:, :, None] * rng.uniform(0.8, 1.15, 3) + glare[:, :, None]
    seen = seen.clip(0, 255).astype(np.uint8)
    pad = int(0.08 * max(h, w))
    seen = cv2.copyMakeBorder(seen, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(18, 18, 22))
    seen = perspective(seen, rng, 0.06 + 0.06 * strength, (60, 55, 50))
    seen = cv2.GaussianBlur(seen, (0, 0), 0.7 + 0.4 * strength)
    return recompress((seen + rng.normal(0, 5 * strength, seen.shape)).clip(0, 255).astype(np.uint8), rng, 70)
