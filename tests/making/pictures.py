"""Draw photos like no others, and take them in."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
from PIL import Image, ImageDraw

from shop.core.clock import now
from shop.core.db import transaction
from shop.pictures import regions, store
from shop.pictures.intake import take_in
from shop.pictures.models import MarkedRegion, Picture
from shop.pictures.service import keep
from shop.pictures.shapes import RegionKind, box
from shop.pictures.taken import Taken
from shop.workshops.models import Workshop
from tests.making.numbers import numbers, unsaid_seed


@cache
def drawing(seed: int) -> Image.Image:
    """Draw a picture (480 x 640 px) like no other seed's, with much for the copy engine to hold on to."""
    dice = np.random.default_rng(seed)
    image = Image.new("RGB", (480, 640), tuple(int(v) for v in dice.integers(120, 255, 3)))
    pen = ImageDraw.Draw(image)
    for _ in range(160):
        x, y, wide, high = (int(v) for v in dice.integers((20, 20, 8, 8), (460, 620, 70, 70)))
        ink = tuple(int(v) for v in dice.integers(0, 255, 3))
        shape = (pen.ellipse, pen.rectangle)[int(dice.integers(2))]
        shape((x - wide, y - high, x + wide, y + high), fill=ink, outline=(0, 0, 0), width=2)
    return image


@cache
def photo_bytes(seed: int) -> bytes:
    """Give the drawing as a JPEG, as a phone would send it."""
    return jpeg(drawing(seed))


def jpeg(image: Image.Image, quality: int = 90) -> bytes:
    """Encode a picture as a JPEG."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()


@cache
def _taken(data: bytes) -> Taken:
    return take_in(data)  # in this process: a worker takes seconds to start, and has tests of its own


def a_picture(workshop: Workshop | None, *, seed: int | None = None, data: bytes = b"") -> Picture:
    """Take a photo in for the workshop (none: the office): these bytes, this seed's drawing, or a fresh one."""
    data = data or photo_bytes(unsaid_seed() if seed is None else seed)
    taken = _taken(data)
    files = store.here()
    files.keep_original(data, taken.sha256, taken.ending)
    files.keep_copies(taken.sha256, taken.copies)
    with transaction():
        return keep(taken, file_name="IMG_0001.jpg", workshop=workshop, actor=None, now=now())


def a_mark(
    picture: Picture,
    kind: RegionKind,
    words: str = "",
    place: tuple[float, float, float, float] = (0, 0, 100, 20),
    *,
    everywhere: bool = False,
) -> MarkedRegion:
    """Mark a rectangle on a picture, given as left, top, width and height in percent."""
    with transaction():
        return regions.mark(
            picture,
            kind,
            words=words or f"记号{next(numbers)}",
            shape=box(*place),
            everywhere=everywhere,
            actor=None,
            now=now(),
        )
