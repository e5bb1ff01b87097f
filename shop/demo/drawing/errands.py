"""Draw who and what moves along the street: costumes on the line, parcels, a three-wheeler, people."""

from __future__ import annotations

from math import pi
from random import Random

import numpy as np

from shop.demo.drawing.canvas import Canvas, Figure, Pen
from shop.demo.drawing.costume import Costume
from shop.demo.drawing.easel import ADULT, Fall, bodice, border
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.motifs import motif
from shop.demo.drawing.paths import Path, Points, arc, at_side, both, join, ribbon, ring, smooth
from shop.demo.drawing.pigments import (
    CINNABAR,
    GOLD,
    HONEY,
    INDIGO,
    INK,
    IVORY,
    JADE,
    PEONY,
    PORCELAIN,
    RGB,
    SILVER,
    STRAW,
    UMBER,
    WHITE,
    WOOD,
    deep,
    light,
    mix,
    paint,
    threads,
)
from shop.demo.drawing.street import box, flat

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off

SKIN, CARTON = paint("eec3a0"), paint("cfa06c")


def little_costume(c: Canvas, costume: Costume, x: float, y: float, size: float) -> None:
    """Peg a costume on the line at (x, y), `size` times its full drawing."""
    p = costume.colours

    def fit(points: Points) -> Path:
        fitted: Path = (np.asarray(points) - (450, ADULT.top - 12)) * size + (x, y)
        return fitted

    fall = Fall(480, 86, 1010, 250, waves=5, bell=0.8)
    figure, silks = motif(costume.motifs[0], costume.slug), threads(p.accent, JADE, p.thread)

    def hemmed(pen: Pen) -> None:
        border(pen, fit(fall.level(0.92)), 60 * size, p.trim, p.thread)
        for k in (-0.6, 0, 0.6):
            pen.stamp(figure, silks, x + k * 190 * size, y + 560 * size, 66 * size)

    _little_sleeves(c, fit, costume, size)
    one_cloth = costume.cut in {"high_ruqun", "choir_gown"}
    c.piece(fit(fall.outline()), Cloth(p.main if one_cloth else p.second, folds=5, depth=0.34), hemmed, 0.24)
    c.piece(fit(bodice(ADULT, 520, 96)), Cloth(p.main, folds=2, depth=0.15), None, 0.2)
    c.pen.stamp(figure, silks, x, y + 150 * size, 60 * size)
    c.piece(fit(both([(0, 470), (92, 466), (92, 512), (0, 518)])), flat(p.trim), None, 0.1)
    for band in ([(400, 246), (440, 330)], [(500, 246), (410, 400)]):
        c.pen.line(fit(band), p.trim, 22 * size)
    for peg in (x - 70 * size, x + 70 * size):
        c.pen.line([(peg, y - 8), (peg, y + 8)], WOOD, 3)


def _little_sleeves(c: Canvas, fit: Figure, costume: Costume, size: float) -> None:
    arm = ribbon([(94, 300), (190, 400), (270, 520)], [84, 104, 140])
    cloth = Cloth(costume.colours.main, fall="flow", folds=1, depth=0.1)
    for side in (-1, 1):
        c.piece(fit(at_side(arm, side)), cloth, None, 0.2)
        c.pen.line(fit(at_side([(212, 556), (322, 486)], side)), costume.colours.trim, 24 * size)


def bolt(c: Canvas, x: float, y: float, wide: float, r: float, colour: RGB) -> None:
    """Lay a bolt of cloth on a shelf."""
    c.piece(box(x, y, wide, r * 2), flat(colour, 0.2),
            lambda pen: pen.line([(x, y - r * 1.4), (x + wide, y - r * 1.4)], light(colour, 0.5), 2), 0.2)
    c.pen.dot(x + wide, y - r, r, deep(colour, 0.25))
    c.pen.dot(x + wide, y - r, r * 0.45, STRAW)


def parcel(c: Canvas, x: float, y: float, wide: float, tall: float, tone: RGB = CARTON) -> None:
    """Put down a parcel with its tape and label."""

    def tape(pen: Pen) -> None:
        pen.fill(box(x + wide * 0.42, y, wide * 0.16, tall), light(tone, 0.35))
        pen.fill(box(x + wide * 0.62, y - tall * 0.2, wide * 0.28, tall * 0.36), IVORY)
        for k in range(3):
            pen.line([(x + wide * 0.65, y - tall * (0.28 + 0.08 * k)),
                      (x + wide * 0.86, y - tall * (0.28 + 0.08 * k))], INK, 1)

    c.piece(box(x, y, wide, tall), flat(tone), tape, 0.26)


def stack(c: Canvas, x: float, y: float, rng: Random, rows: tuple[int, ...], unit: float = 40) -> None:
    """Stack parcels, row over row."""
    for row, count in enumerate(rows):
        px = x + row * unit * 0.3
        for _ in range(count):
            wide = unit * rng.uniform(0.8, 1.15)
            parcel(c, px, y - row * unit * 0.78, wide, unit * rng.uniform(0.66, 0.78),
                   mix(CARTON, deep(CARTON), rng.random() * 0.3))
            px += wide + 2


def wheel(c: Canvas, x: float, y: float, r: float) -> None:
    """Turn a spoked wheel."""
    c.pen.fill(ring(x, y, r), INK)
    c.pen.fill(ring(x, y, r * 0.74), SILVER)
    c.pen.fill(ring(x, y, r * 0.66), deep(STRAW, 0.15))
    for px, py in ring(x, y, r * 0.66, n=10):
        c.pen.line([(x, y), (float(px), float(py))], SILVER, 1.6)
    c.pen.bead(x, y, r * 0.2, SILVER)


def three_wheeler(c: Canvas, x: float, y: float, rng: Random) -> None:
    """Drive a blue cargo three-wheeler, heaped with parcels, towards the right."""
    stack(c, x + 8, y - 46, rng, (4, 4, 3, 2), 43)
    c.piece(box(x - 4, y - 24, 196, 46), flat(PORCELAIN, 0.2))
    for lift in (32, 46):
        c.pen.line([(x - 4, y - lift), (x + 192, y - lift)], light(PORCELAIN, 0.4), 2)
    for k in range(3):
        c.pen.stamp(motif("cloud", "cart"), threads(STRAW), x + 36 + 60 * k, y - 46, 16)
    frame = smooth([(x + 190, y - 34), (x + 236, y - 30), (x + 268, y - 34), (x + 286, y - 84)])
    c.pen.line(frame, CINNABAR, 9)
    c.pen.line([(x + 286, y - 84), (x + 306, y - 12)], CINNABAR, 7)
    c.pen.line([(x + 286, y - 88), (x + 262, y - 98)], INK, 5)
    c.piece(smooth([(x + 204, y - 66), (x + 250, y - 70), (x + 252, y - 56), (x + 206, y - 52)], 5,
                   closed=True), flat(INK))
    c.piece(smooth([(x + 284, y - 66), (x + 312, y - 60), (x + 326, y - 24), (x + 300, y - 32)], 6,
                   closed=True), flat(PORCELAIN, 0.4))
    c.pen.bead(x + 306, y - 60, 7, HONEY)
    for wx, r in ((x + 46, 27), (x + 146, 27), (x + 306, 25)):
        wheel(c, wx, y - 8, r)
    rider(c, x + 228, y - 64)


def rider(c: Canvas, x: float, y: float) -> None:
    """Seat the station keeper with his hands on the bars."""
    c.piece(ribbon([(x, y), (x + 34, y + 6), (x + 40, y + 42)], [24, 20, 14]), flat(INDIGO, 0.3))
    c.piece(ribbon([(x - 2, y + 4), (x + 2, y - 30), (x + 6, y - 58)], [34, 36, 28]), flat(JADE, 0.4))
    c.piece(ribbon([(x + 6, y - 48), (x + 26, y - 30), (x + 40, y - 32)], [15, 12, 10]),
            flat(light(JADE, 0.15), 0.3))
    c.pen.dot(x + 41, y - 32, 5, SKIN)
    head(c, x + 8, y - 76, 19, INK)
    c.piece(arc(x + 8, y - 80, 20, pi, 2 * pi, 16), flat(CINNABAR))
    c.pen.line([(x + 8, y - 80), (x + 36, y - 79)], CINNABAR, 5)


def head(c: Canvas, x: float, y: float, r: float, hair: RGB) -> None:
    """Draw a round, friendly head."""
    c.piece(ring(x, y, r, r), flat(SKIN, 0.2), None, 0.16)
    c.pen.fill(arc(x, y - r * 0.1, r * 1.02, pi * 0.98, pi * 2.02, 18), hair)
    for side in (-1, 1):
        c.pen.dot(x + side * r * 0.38, y + r * 0.18, r * 0.09, INK)
        c.pen.dot(x + side * r * 0.6, y + r * 0.42, r * 0.17, PEONY, 0.55)
    c.pen.line(arc(x, y + r * 0.36, r * 0.24, 0.4, 2.7, 8), CINNABAR, 1.6)


def dancer(c: Canvas, x: float, y: float, size: float, colours: tuple[RGB, RGB, RGB], lean: int = 1) -> None:
    """Let a child dance in a wide skirt with a fan in the lifted hand."""
    s = size
    for side in (-1, 1):
        c.pen.line([(x + side * 9 * s, y - 22 * s), (x + side * 12 * s, y - 2 * s)], SKIN, 6 * s)
        c.pen.fill(ring(x + side * 14 * s, y, 7 * s, 3.6 * s), CINNABAR)
    fall = Fall(y - 66 * s, 13 * s, y - 16 * s, 50 * s, 5 * s, 2.4 * s, bell=0.7, centre=x)
    up = [(x + lean * 10 * s, y - 96 * s), (x + lean * 30 * s, y - 112 * s), (x + lean * 42 * s, y - 136 * s)]
    down = [(x - lean * 10 * s, y - 96 * s), (x - lean * 32 * s, y - 88 * s), (x - lean * 50 * s, y - 74 * s)]
    for arm in (up, down):
        c.piece(ribbon(arm, [13 * s, 11 * s, 15 * s]), flat(colours[0], 0.3), None, 0.16)
        _little_fan(c, arm[-1], -pi / 2 + (0.5 * lean if arm is up else -1.3 * lean), s, colours[2])
    c.piece(fall.outline(), Cloth(colours[1], folds=7, depth=0.34),
            lambda pen: border(pen, fall.level(0.88), 8 * s, colours[0], GOLD), 0.24)
    c.piece([(x - 13 * s, y - 104 * s), (x + 13 * s, y - 104 * s), (x + 13 * s, y - 64 * s),
             (x - 13 * s, y - 64 * s)], flat(colours[0], 0.3), None, 0.14)
    c.pen.line([(x - 14 * s, y - 66 * s), (x + 14 * s, y - 66 * s)], GOLD, 5 * s)
    head(c, x, y - 121 * s, 18 * s, INK)
    for side in (-1, 1):
        c.pen.dot(x + side * 15 * s, y - 138 * s, 7.5 * s, INK)
        c.pen.dot(x + side * 15 * s, y - 133 * s, 3.4 * s, CINNABAR)


def _little_fan(c: Canvas, hand: tuple[float, float], tilt: float, s: float, colour: RGB) -> None:
    c.pen.dot(*hand, 4.5 * s, SKIN)
    leaf = join([hand], arc(*hand, 33 * s, tilt - 1.05, tilt + 1.05, 22))
    c.piece(leaf, Cloth(colour, fall="flow", folds=9, depth=0.3), None, 0.2)
    c.pen.line(arc(*hand, 32 * s, tilt - 1.05, tilt + 1.05, 22), GOLD, 2)


def seamstress(c: Canvas, x: float, y: float, cloth: RGB) -> None:
    """Seat a seamstress at her machine, cloth running over the table."""
    c.piece(ribbon([(x - 4, y - 8), (x - 2, y - 40), (x + 2, y - 64)], [40, 36, 26]),
            flat(paint("b5688a"), 0.3))
    head(c, x + 4, y - 80, 17, INK)
    c.pen.dot(x - 10, y - 94, 8, INK)
    c.piece(ribbon([(x + 4, y - 58), (x + 26, y - 44), (x + 46, y - 46)], [13, 11, 9]),
            flat(paint("b5688a"), 0.2), None, 0.1)
    c.pen.dot(x + 47, y - 46, 4.4, SKIN)
    c.piece(box(x + 16, y - 32, 96, 7), flat(WOOD))
    for dx in (22, 100):
        c.pen.line([(x + dx, y - 32), (x + dx, y)], UMBER, 4)
    machine = smooth([(x + 52, y - 40), (x + 52, y - 74), (x + 60, y - 80), (x + 98, y - 80),
                      (x + 100, y - 40), (x + 88, y - 40), (x + 86, y - 66), (x + 66, y - 66),
                      (x + 64, y - 40)], 3)
    c.piece(machine, flat(INK, 0.3), lambda pen: pen.line([(x + 62, y - 74), (x + 94, y - 74)], GOLD, 2))
    c.pen.bead(x + 104, y - 72, 7, SILVER)
    c.piece(smooth([(x + 34, y - 42), (x + 74, y - 44), (x + 110, y - 40), (x + 122, y - 6),
                    (x + 104, y - 2), (x + 98, y - 34), (x + 36, y - 36)], 6),
                    Cloth(cloth, folds=4, depth=0.3), None, 0.2)


def elder(c: Canvas, x: float, y: float) -> None:
    """Let a grandmother carry a folded costume to the station."""
    for side in (-1, 1):
        c.pen.line([(x + side * 8, y - 36), (x + side * 9, y - 2)], deep(INDIGO, 0.2), 13)
        c.pen.fill(ring(x + side * 11 + 2, y, 9, 4), INK)
    coat = smooth([(x - 16, y - 96), (x + 16, y - 96), (x + 24, y - 34), (x, y - 28), (x - 24, y - 34)], 6,
                  closed=True)
    c.piece(coat, flat(paint("7d5a86"), 0.4))
    for k in range(4):
        c.pen.stamp(motif("plum", "coat"), threads(PEONY), x - 14 + 9 * k, y - 80 + 18 * (k % 3), 5)
    head(c, x, y - 112, 18, SILVER)
    c.pen.dot(x, y - 134, 8, SILVER)
    for k, colour in enumerate((CINNABAR, HONEY, PORCELAIN)):
        c.piece(box(x - 22, y - 54 - 9 * k, 46, 9), flat(colour), None, 0.14)
    for side in (-1, 1):
        c.piece(ribbon([(x + side * 18, y - 88), (x + side * 28, y - 66), (x + side * 14, y - 54)],
                       [14, 13, 11]), flat(paint("7d5a86"), 0.3), None, 0.1)
        c.pen.dot(x + side * 13, y - 53, 4.5, SKIN)


def hen(c: Canvas, x: float, y: float, tone: RGB = WHITE) -> None:
    """Let a hen scratch by the road."""
    c.piece(smooth([(x - 20, y - 24), (x - 14, y - 16), (x - 2, y - 17), (x + 7, y - 22), (x + 11, y - 28),
                    (x + 16, y - 22), (x + 13, y - 8), (x + 2, y - 1), (x - 11, y - 5)], 5, closed=True),
                    flat(tone, 0.4), None, 0.2)
    c.pen.dot(x + 11, y - 30, 2.6, CINNABAR)
    c.pen.fill([(x + 15, y - 23), (x + 21, y - 20), (x + 15, y - 19)], HONEY)
    c.pen.dot(x + 12, y - 23, 1.2, INK)
    for dx in (-2, 3):
        c.pen.line([(x + dx, y - 3), (x + dx, y + 3)], HONEY, 1.6)
