"""Read the benchmark's photos and deal them into a half to tune on and a half held out."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

Half = Literal["tune", "held", "all"]
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


@dataclass(frozen=True)
class Photo:
    """One photo: its file's name and its RGB pixels (H, W, 3)."""

    name: str
    pixels: np.ndarray


def half_of(name: str) -> Half:
    """Return which half a file belongs to; the same for ever, whatever else is in the folder."""
    return "tune" if zlib.crc32(name.encode()) % 2 == 0 else "held"


def read_photos(folder: Path, half: Half = "all", limit: int | None = None) -> Iterator[Photo]:
    """Yield the photos of `half`, by name; files that are no pictures are passed over."""
    names = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES)
    chosen = [p for p in names if half in ("all", half_of(p.name))]
    for path in chosen[:limit]:
        pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if pixels is not None:
            yield Photo(path.name, cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))
