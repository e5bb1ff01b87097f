"""Edits that put a picture together with others, or its parts anew."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from bench.copies.edits.cutout import garment_mask
from bench.copies.edits.overlay import inset
from bench.copies.edits.tone import blend

Picture = np.ndarray
Rng = np.random.Generator
Others = Callable[[], Picture]


def collage(picture: Picture, rng: Rng, others: Others) -> Picture:
    """Put it into one of four cells beside three other pictures, each whole."""
    h, w = picture.shape[:2]
    cells = [cv2.resize(one, (w, h), interpolation=cv2.INTER_AREA) for one in (others(), others(), others())]
    cells.insert(int(rng.integers(4)), picture)
    both = np.vstack([np.hstack(cells[:2]), np.hstack(cells[2:])])
    return cv2.resize(both, (w * 3 // 2, h * 3 // 2), interpolation=cv2.INTER_AREA)


def squares(picture: Picture, rng: Rng, others: Others) -> Picture:
    """Put it into one of nine square cells, cut to a square."""
    page = np.full((720, 720, 3), 255, np.uint8)
    mine = int(rng.integers(9))
    for i in range(9):
        left, top = 240 * (i % 3) + 4, 240 * (i // 3) + 4
        page = inset(page, picture if i == mine else others(), (left, top, left + 232, top + 232))
    return page


def beside(picture: Picture, rng: Rng, others: Others) -> Picture:
    """Put another picture beside it, the other one larger."""
    other = cv2.resize(others(), (480, 640), interpolation=cv2.INTER_AREA)
    mine = inset(np.full((640, 320, 3), 255, np.uint8), picture, (0, 100, 320, 527))
    return np.hstack([mine, other] if rng.random() < 0.5 else [other, mine])


def corner(picture: Picture, rng: Rng, others: Others, share: float) -> Picture:
    """Lay it, `share` of the side, into a corner of another picture."""
    page = cv2.resize(others(), (600, 800), interpolation=cv2.INTER_CUBIC)
    w = int(600 * share)
    h = int(w * picture.shape[0] / picture.shape[1])
    left = 12 if rng.random() < 0.5 else 600 - w - 12
    top = 12 if rng.random() < 0.5 else 800 - h - 12
    return inset(page, picture, (left, max(0, top), left + w, max(0, top) + min(h, 780)))


def rearranged(picture: Picture, rng: Rng, rows: int, columns: int) -> Picture:
    """Cut it into parts and arrange them anew."""
    h, w = picture.shape[0] // rows, picture.shape[1] // columns
    parts = [picture[h * i : h * (i + 1), w * j : w * (j + 1)] for i in range(rows) for j in range(columns)]
    order = rng.permutation(len(parts))
    while (order == np.arange(len(parts))).any():
        order = rng.permutation(len(parts))
    return np.vstack(
        [np.hstack([parts[order[i * columns + j]] for j in range(columns)]) for i in range(rows)]
    )


def new_background(picture: Picture, rng: Rng, others: Others, plain: bool) -> Picture:
    """Keep the garment, replace what is behind it: by white or one colour, or by another picture's margin."""
    h, w = picture.shape[:2]
    if plain:
        colour = (255, 255, 255) if rng.random() < 0.5 else tuple(int(v) for v in rng.integers(60, 256, 3))
        behind = np.full_like(picture, colour)
    else:
        behind = cv2.resize(others(), (w, h), interpolation=cv2.INTER_AREA)
    return blend(behind, picture, garment_mask(picture))


def on_a_poster(picture: Picture, rng: Rng, others: Others) -> Picture:
    """Cut the garment out and set it, smaller, on a coloured poster beside another garment."""
    page = np.full((800, 800, 3), rng.integers(120, 256, 3), np.uint8)
    for left, one in ((30, picture), (430, others())):
        cell = cv2.resize(one, (340, int(340 * one.shape[0] / one.shape[1])), interpolation=cv2.INTER_AREA)[
            :700
        ]
        part = page[60 : 60 + cell.shape[0], left : left + 340]
        part[:] = blend(part, cell, garment_mask(cell))
    return page if rng.random() < 0.5 else np.ascontiguousarray(np.roll(page, 400, axis=1))
