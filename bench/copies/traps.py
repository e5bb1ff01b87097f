"""Build innocent pairs that look like copies: a registered picture, and another design in the same dress."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from bench.copies.edits import composite, overlay
from bench.copies.edits.cutout import garment_mask
from bench.copies.edits.tone import blend

Picture = np.ndarray
LIMBS = (  # neck, arms and legs: from, to, thickness in px
    (240, 130, 240, 190, 46),
    (190, 210, 130, 400, 40),
    (290, 210, 350, 400, 40),
    (215, 420, 205, 660, 56),
    (265, 420, 275, 660, 56),
)


@dataclass(frozen=True)
class Trap:
    """A registered picture and an innocent one that shares something with it."""

    kind: str
    registered: Picture
    innocent: Picture


def traps(first: Picture, second: Picture, other: Picture, seed: int) -> list[Trap]:
    """Return one trap of every kind made of two designs, and of a third picture for a shared scene."""
    return [
        Trap(kind, dress(first, other, seed), dress(second, other, seed)) for kind, dress in DRESSES.items()
    ]


def framed(picture: Picture, other: Picture, seed: int) -> Picture:
    """Set a design into the shop's frame."""
    return overlay.shop_frame(picture, np.random.default_rng(seed), seed)


def in_chrome(picture: Picture, other: Picture, seed: int) -> Picture:
    """Show it in a screenshot of one application."""
    return overlay.chrome(picture, np.random.default_rng(seed), seed)


def under_watermark(picture: Picture, other: Picture, seed: int) -> Picture:
    """Print the shop's watermark all over it."""
    return overlay.watermark(picture, np.random.default_rng(seed), 0.8)


def under_slogans(picture: Picture, other: Picture, seed: int) -> Picture:
    """Write the same large slogans across it."""
    return overlay.large_text(picture, np.random.default_rng(seed))


def with_tag(picture: Picture, other: Picture, seed: int) -> Picture:
    """Stick the same price tag on it."""
    return overlay.price_tag(picture, np.random.default_rng(seed))


def before_one_wall(picture: Picture, other: Picture, seed: int) -> Picture:
    """Lay the garment, cut out, before the same scene."""
    return composite.new_background(picture, np.random.default_rng(seed), lambda: other, False)


def with_print(picture: Picture, other: Picture, seed: int) -> Picture:
    """Print the same motif, a sixth of the side, on the garment."""
    h, w = picture.shape[:2]
    side = min(h, w) // 3
    motif = cv2.resize(
        other[other.shape[0] // 3 : other.shape[0] * 2 // 3, other.shape[1] // 3 : other.shape[1] * 2 // 3],
        (side, side),
        interpolation=cv2.INTER_AREA,
    )
    out = picture.copy()
    out[int(h * 0.35) : int(h * 0.35) + side, (w - side) // 2 : (w - side) // 2 + side] = motif
    return out


def on_one_body(picture: Picture, other: Picture, seed: int) -> Picture:
    """Put the garment's cloth on the same drawn body before white."""
    rng = np.random.default_rng(seed)
    page = np.full((720, 480, 3), 255, np.uint8)
    skin = tuple(int(v) for v in rng.integers([180, 130, 100], [245, 205, 180]))
    page = _body(page, rng, skin)
    mask = _garment_shape(rng, page.shape[:2])
    cloth = _cloth(picture, 480, 720)
    shaded = (
        (cloth * (0.85 + 0.15 * np.cos(np.linspace(-9, 9, 480)))[None, :, None]).clip(0, 255).astype(np.uint8)
    )
    return blend(page, shaded, cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.8))


def in_one_photo(picture: Picture, other: Picture, seed: int) -> Picture:
    """Replace the garment in a photo, within its own outline, by this one's cloth; before white."""
    mask = garment_mask(other)
    core = cv2.erode(mask, np.ones((3, 3)), iterations=max(1, other.shape[1] // 40))
    white = blend(np.full_like(other, 255), other, mask)
    band = np.zeros_like(core)
    band[int(other.shape[0] * 0.25) : int(other.shape[0] * 0.78)] = 1
    cloth = cv2.resize(
        _cloth(picture, 480, 640), (other.shape[1], other.shape[0]), interpolation=cv2.INTER_AREA
    )
    return blend(white, cloth, cv2.GaussianBlur(core * band, (0, 0), 1))


def _cloth(picture: Picture, width: int, height: int) -> Picture:
    """Return the middle of the picture, mostly the garment's cloth, in folds of its own."""
    h, w = picture.shape[:2]
    part = picture[int(h * 0.2) : int(h * 0.85), int(w * 0.22) : int(w * 0.78)]
    rng = np.random.default_rng(zlib.crc32(picture.tobytes()))
    folds = cv2.resize(rng.normal(0, 1, (7, 12)), (width, height), interpolation=cv2.INTER_CUBIC)
    cloth = cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA)
    return (cloth * (1 + 0.12 * folds[:, :, None])).clip(0, 255).astype(np.uint8)


def _body(page: Picture, rng: np.random.Generator, skin: tuple[int, ...]) -> Picture:
    """Draw head, hair, arms, hands, legs and shoes, with folds and strands enough to be recognised."""
    dark = tuple(int(v) for v in rng.integers(10, 90, 3))
    for x0, y0, x1, y1, thick in LIMBS:
        cv2.line(page, (x0, y0), (x1 + int(rng.integers(-15, 16)), y1), skin, thick, cv2.LINE_AA)
    _head(page, rng, skin, dark)
    for x in (125, 355):
        for finger in range(5):
            tip = (x - 14 + 7 * finger, 436)
            cv2.line(page, (x, 405), tip, skin, 6, cv2.LINE_AA)
            cv2.line(page, (x - 3 + 7 * (finger - 2), 412), tip, dark, 1, cv2.LINE_AA)
    for x in (200, 280):
        cv2.ellipse(page, (x, 680), (34, 20), 0, 0, 360, dark, -1, cv2.LINE_AA)
        for lace in range(4):
            cv2.line(
                page, (x - 14, 668 + 6 * lace), (x + 14, 671 + 6 * lace), (240, 240, 240), 2, cv2.LINE_AA
            )
    grain = cv2.GaussianBlur(rng.normal(0, 22, page.shape[:2]), (0, 0), 3)[:, :, None]
    return np.where(page < 250, page + grain * 2, page).clip(0, 255).astype(np.uint8)


def _head(page: Picture, rng: np.random.Generator, skin: tuple[int, ...], dark: tuple[int, ...]) -> None:
    """Draw a face and hair onto the page."""
    cv2.ellipse(page, (240, 85), (48, 62), 0, 0, 360, skin, -1, cv2.LINE_AA)
    for _ in range(160):
        x = int(rng.uniform(185, 295))
        shade = tuple(int(min(255, v + rng.integers(0, 60))) for v in dark)
        cv2.line(page, (240, 20), (x, int(60 + abs(x - 240) * rng.uniform(0.8, 1.6))), shade, 2, cv2.LINE_AA)
    for x in (222, 258):
        cv2.ellipse(page, (x, 82), (9, 5), 0, 0, 360, (255, 255, 255), -1, cv2.LINE_AA)
        cv2.circle(page, (x, 82), 4, dark, -1, cv2.LINE_AA)
        cv2.line(page, (x - 10, 70), (x + 10, 68), dark, 3, cv2.LINE_AA)
    cv2.ellipse(page, (240, 118), (14, 5), 0, 0, 180, (180, 40, 60), -1, cv2.LINE_AA)


def _garment_shape(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Return the outline of a dress, (H, W) of 0 and 1."""
    mask = np.zeros(shape, np.uint8)
    hem, length = int(rng.integers(80, 150)), int(rng.integers(470, 600))
    outline = [
        (170, 185),
        (310, 185),
        (330, 240),
        (290, 330),
        (240 + hem, length),
        (240 - hem, length),
        (190, 330),
        (150, 240),
    ]
    cv2.fillPoly(mask, [np.array(outline)], 1)
    return mask


DRESSES: dict[str, Callable[[Picture, Picture, int], Picture]] = {
    "same frame": framed,
    "same application": in_chrome,
    "same watermark": under_watermark,
    "same slogans": under_slogans,
    "same price tag": with_tag,
    "same print": with_print,
    "same scene": before_one_wall,
    "one body": on_one_body,
    "one photo, other cloth": in_one_photo,
}
