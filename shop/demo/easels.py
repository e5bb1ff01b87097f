"""Draw the demo's pictures on all cores, keep the drawings, and take them in like any photo."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from PIL import Image

from shop.core.files import write_whole
from shop.demo.drawing import COSTUMES, PLATES, copy_of, draw, draw_plate
from shop.pictures.service import prepare
from shop.pictures.taken import Taken

QUALITY = 90
FRONT, DETAIL, COPY, PLATE = "front", "detail", "copy", "plate"
Wanted = tuple[str, str]  # a costume's or a plate's slug, a view


def paint(wanted: Iterable[Wanted], folder: Path) -> dict[Wanted, Path]:
    """Draw what is not in the folder yet; give each drawing's file."""
    files = {(slug, view): folder / f"{slug}-{view}.jpg" for slug, view in wanted}
    missing = [(slug, view, path) for (slug, view), path in files.items() if not path.exists()]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        with ProcessPoolExecutor(_hands(), mp_context=get_context("spawn")) as painters:
            list(painters.map(_paint_one, missing, chunksize=2))
    return files


def _hands() -> int:
    return max(1, min(4, os.cpu_count() or 1))


def _paint_one(job: tuple[str, str, Path]) -> None:
    slug, view, path = job
    out = io.BytesIO()
    _drawn(slug, view).save(out, "JPEG", quality=QUALITY)
    write_whole(path, out.getvalue())


def _drawn(slug: str, view: str) -> Image.Image:
    if view == PLATE:
        return draw_plate(next(plate for plate in PLATES if plate.slug == slug))
    costume = next(c for c in COSTUMES if c.slug == slug)
    return copy_of(draw(costume)) if view == COPY else draw(costume, view)


def take_in_all(files: dict[Wanted, Path], inside: Callable[[], object]) -> dict[Wanted, Taken]:
    """Take the drawings in, two at a time; `inside` gives the application's context for a thread."""
    with ThreadPoolExecutor(2) as hands:
        taken = hands.map(partial(_take_in, inside), files.values())
        return dict(zip(files, taken, strict=True))


def _take_in(inside: Callable[[], object], path: Path) -> Taken:
    with inside():  # type: ignore[attr-defined]  # an application context
        return prepare(path.read_bytes())
