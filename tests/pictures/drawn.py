"""Draw photos for the tests, good ones in every form that phones and scanners make."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pi_heif
from PIL import Image, ImageCms, ImageDraw

SAMPLES = Path(__file__).parent / "samples"
HEIC = (
    SAMPLES / "phone.heic"
)  # 240 x 160 px lying on its side, with EXIF: maker SecretPhone, a place on earth
SECRET = b"SecretPhone"
RED, BLUE, GREEN, GOLD = (200, 30, 50), (30, 90, 180), (40, 140, 70), (240, 200, 60)
LYING = (240, 160)  # px of the drawn photo

pi_heif.register_heif_opener(thumbnails=False)


@cache
def costume(width: int = 240, height: int = 160, seed: int = 0) -> Image.Image:
    """Draw four fields (red, blue over green, gold) with embroidery that the copy engine can hold on to."""
    image = Image.new("RGB", (width, height))
    pen = ImageDraw.Draw(image)
    half = (width // 2, height // 2)
    pen.rectangle((0, 0, *half), fill=RED)
    pen.rectangle((half[0], 0, width, half[1]), fill=BLUE)
    pen.rectangle((0, half[1], half[0], height), fill=GREEN)
    pen.rectangle((*half, width, height), fill=GOLD)
    dice = np.random.default_rng(seed)
    for _ in range(60):
        x, y = dice.integers(width // 5, width * 4 // 5), dice.integers(height // 5, height * 4 // 5)
        size = int(dice.integers(3, max(4, min(width, height) // 8)))
        ink = tuple(int(v) for v in dice.integers(0, 255, 3))
        pen.ellipse((x - size, y - size, x + size, y + size), outline=ink, width=2)
    return image


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    """Encode a picture."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def jpeg(**options: Any) -> bytes:
    """Give the drawn photo as a JPEG."""
    return encoded(costume(), "JPEG", quality=90, **options)


def exif(turn: int = 1) -> bytes:
    """Make a phone's EXIF: its maker, how it was held, and where on earth."""
    tags = Image.Exif()
    tags[0x010F], tags[0x0112] = SECRET.decode(), turn
    place = tags.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (34.0, 49.0, 12.0), "E", (115.0, 32.0, 30.0)
    return tags.tobytes()


def swapped_profile() -> bytes:
    """Make a colour profile in which what is called red is blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"?XYZ", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"?XYZ", b"bXYZ", 1)


def opened(data: bytes) -> Image.Image:
    """Open what was encoded."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def corners(image: Image.Image) -> list[str]:
    """Name the colours in the corners: top left, top right, bottom left, bottom right."""
    right, bottom = image.width - 8, image.height - 8
    return [_name(image, point) for point in ((7, 7), (right, 7), (7, bottom), (right, bottom))]


def _name(image: Image.Image, point: tuple[int, int]) -> str:
    names = {"red": RED, "blue": BLUE, "green": GREEN, "gold": GOLD, "white": (255, 255, 255)}
    seen = np.array(image.convert("RGB").getpixel(point), int)
    return min(names, key=lambda name: int(np.abs(seen - np.array(names[name])).sum()))
