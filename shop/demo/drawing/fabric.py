"""Shade cloth: folds, pleats, sheen, the dark of an edge, and the grain of paint and weave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from shop.demo.drawing.pigments import RGB

Field = NDArray[np.float32]
COARSE = 4  # shading is soft, so it is worked out on a grid this many times coarser than the drawing
SHADOW = np.array([0.30, 0.20, 0.34], dtype=np.float32)  # what is left of white in the deepest fold
SHINE = np.array([1.0, 0.95, 0.84], dtype=np.float32)


@dataclass(frozen=True)
class Cloth:
    """Describe a cloth: its colours, how it falls (`hang`, `pleat`, `flow`, `flat`), how sheer it is."""

    colour: RGB
    foot: RGB | None = None
    fall: str = "hang"
    folds: float = 6.0
    depth: float = 0.3
    angle: float = 0.0
    sheen: float = 0.12
    opacity: float = 1.0
    round: float = 0.3


def gradient(cloth: Cloth, size: tuple[int, int]) -> Image.Image:
    """Dip the cloth from its own colour to the colour of its foot; `size` in pixels."""
    if cloth.foot is None:
        return Image.new("RGB", size, cloth.colour)
    t = np.clip(np.linspace(-0.35, 1.05, 64), 0, 1)[:, None, None]
    column = np.array(cloth.colour) * (1 - t) + np.array(cloth.foot) * t
    return Image.fromarray(column.astype(np.uint8)).resize(size, Image.Resampling.BILINEAR)


def shade(mask: Image.Image, cloth: Cloth, rng: np.random.Generator) -> tuple[Image.Image, Image.Image]:
    """Return the layers to multiply and to screen with, both RGB of the full mask's size (pixels)."""
    small = mask.reduce(COARSE)
    relief = _relief(np.asarray(small, dtype=np.float32), cloth, rng)
    edge = np.asarray(small.filter(ImageFilter.GaussianBlur(5)), dtype=np.float32) / 255
    relief -= np.clip(0.95 - edge, 0, 1) * 0.4
    hue = np.array(cloth.colour, dtype=np.float32) / max(1, *cloth.colour)
    floor = 0.5 * SHADOW + 0.26 * hue**2
    dark = _tinted(np.clip(-relief, 0, 0.85), mask.size, lambda share, k: 255 - share * (1 - floor[k]))
    lit = _tinted(np.clip(relief, 0, 0.7), mask.size, lambda share, k: share * SHINE[k])
    return dark, lit


def _tinted(values: Field, size: tuple[int, int], tint: Callable[[int, int], float]) -> Image.Image:
    """Enlarge one coarse field, then colour its steps channel by channel: cheaper than enlarging three."""
    grey = Image.fromarray((values * 255).astype(np.uint8)).resize(size, Image.Resampling.BILINEAR)
    return Image.merge("RGB", [grey.point([round(tint(share, k)) for share in range(256)]) for k in range(3)])


def _relief(mask: Field, cloth: Cloth, rng: np.random.Generator) -> Field:
    """Return the light on the cloth, about -0.6 (deep) to 0.4 (shining), on the coarse grid."""
    u, v = _across(mask)
    mottle = _crop(_clouds(), mask.shape, rng)
    waves = {"hang": _hang, "pleat": _pleat, "flow": _flow, "flat": _flat}[cloth.fall](
        u, v, mottle, cloth, rng
    )
    body = -cloth.round * ((u - 0.42) * 1.35) ** 2 * 2 + 0.05
    shine = cloth.sheen * np.exp(-(((u - 0.36 + 0.05 * mottle) / 0.09) ** 2))
    relief: Field = waves * cloth.depth + body + shine + 0.05 * mottle
    return relief


def _across(mask: Field) -> tuple[Field, Field]:
    """Return how far every point lies from the left edge to the right, and from top to foot (0 to 1)."""
    h, w = mask.shape
    inside = mask > 40
    left = np.where(inside.any(1), inside.argmax(1), 0)
    right = np.where(inside.any(1), w - inside[:, ::-1].argmax(1), w)
    x = np.arange(w, dtype=np.float32)[None, :]
    u = (x - left[:, None]) / np.maximum(right - left, 6)[:, None]
    v = np.broadcast_to(np.linspace(0, 1, h, dtype=np.float32)[:, None], (h, w))
    return u.astype(np.float32), v


def _hang(u: Field, v: Field, mottle: Field, cloth: Cloth, rng: np.random.Generator) -> Field:
    a, b, c = rng.uniform(0, 6.28, 3)
    uneven = u + 0.05 * np.sin(6.28 * 1.7 * u + a) + 0.012 * mottle + 0.02 * np.sin(3 * v + b)
    wave = np.sin(6.28 * cloth.folds * uneven + c)
    fine = np.sin(6.28 * cloth.folds * 2.6 * uneven + a) * 0.3
    folded: Field = (np.sign(wave) * np.abs(wave) ** 1.3 + fine - 0.2) * (0.25 + 0.75 * v**0.8)
    return folded


def _pleat(u: Field, v: Field, mottle: Field, cloth: Cloth, rng: np.random.Generator) -> Field:
    saw = (u * abs(cloth.folds) + 0.01 * mottle + rng.uniform(0, 0.3)) % 1.0
    saw = saw if cloth.folds > 0 else 1 - saw
    pleats: Field = (0.55 - 1.5 * saw**2.2 + 0.25 * np.exp(-(((saw - 0.1) / 0.09) ** 2))) * (0.55 + 0.45 * v)
    return pleats


def _flow(u: Field, v: Field, mottle: Field, cloth: Cloth, rng: np.random.Generator) -> Field:
    h, w = u.shape
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    reach = (x * np.cos(cloth.angle) + y * np.sin(cloth.angle)) / 42
    cross = (y * np.cos(cloth.angle) - x * np.sin(cloth.angle)) / 90
    a, b = rng.uniform(0, 6.28, 2)
    phase = reach * cloth.folds / 2 + 0.8 * np.sin(cross + a) + 0.3 * mottle
    wave = np.sin(phase + b)
    fine = np.sin(2.7 * phase + 1.1 * np.sin(2 * cross))
    flowing: Field = np.sign(wave) * np.abs(wave) ** 1.4 * 0.75 + 0.2 * fine
    return flowing


def _flat(u: Field, v: Field, mottle: Field, cloth: Cloth, rng: np.random.Generator) -> Field:
    return mottle * 0.6


def _crop(texture: Field, shape: tuple[int, ...], rng: np.random.Generator) -> Field:
    top = int(rng.integers(0, max(1, texture.shape[0] - shape[0])))
    left = int(rng.integers(0, max(1, texture.shape[1] - shape[1])))
    return texture[top : top + shape[0], left : left + shape[1]]


@lru_cache(maxsize=1)
def _clouds() -> Field:
    """Paint the slow, cloudy unevenness of gouache: about -1 to 1, large enough for any piece."""
    rng = np.random.default_rng(371721)
    total = np.zeros((760, 1000), dtype=np.float32)
    for cells, weight in ((9, 0.6), (26, 0.3), (80, 0.18)):
        noise = rng.normal(0, 1, (cells, cells)).astype(np.float32)
        layer = Image.fromarray(noise).resize((1000, 760), Image.Resampling.BICUBIC)
        total += np.asarray(layer) * weight
    return np.clip(total, -1.4, 1.4)


@lru_cache(maxsize=4)
def weave(kind: str) -> Image.Image:
    """Return a sheet of cloth grain, grey around 245, 1200 x 1000 pixels, of kind `plain` or `brush`."""
    rng = np.random.default_rng(len(kind))
    noise = rng.normal(0, 1, (1000, 1200)).astype(np.float32)
    y, x = np.mgrid[0:1000, 0:1200]
    if kind == "plain":
        grain = np.sin(x * 1.1) * np.sin(y * 1.1) * 5 + noise * 3
    else:
        streaks = np.cumsum(noise, axis=0)
        grain = (streaks - np.roll(streaks, 40, axis=0)) * 0.8
    return Image.fromarray(np.clip(244 + grain, 205, 255).astype(np.uint8))


@lru_cache(maxsize=1)
def paper() -> NDArray[np.int16]:
    """Return the tooth of the paper: signed steps of a few grey levels, (1400, 1700, 1)."""
    rng = np.random.default_rng(1713)
    fine = rng.normal(0, 2.6, (1400, 1700)).astype(np.float32)
    soft = Image.fromarray(rng.normal(0, 1, (350, 425)).astype(np.float32)).resize(
        (1700, 1400), Image.Resampling.BICUBIC
    )
    grain: NDArray[np.int16] = (fine + np.asarray(soft) * 2.2).round().astype(np.int16)[..., None]
    return grain
