"""Build the village street: houses, roofs, trees, fields, washing lines."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin
from random import Random

from shop.demo.drawing.canvas import Canvas, Pen
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.motifs import motif
from shop.demo.drawing.paths import Path, Points, arc, between, join, path, petal, ribbon, ring, smooth, turn
from shop.demo.drawing.pigments import (
    CINNABAR,
    GOLD,
    HONEY,
    IVORY,
    JADE,
    MOSS,
    PEONY,
    PERSIMMON,
    RGB,
    STRAW,
    UMBER,
    WILLOW,
    WISTERIA,
    WOOD,
    deep,
    light,
    mix,
    paint,
    threads,
)

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off

LACQUER, LAMPLIGHT = paint("8c3b34"), paint("ffe3a6")
SLATE, PLASTER, BRICK, EARTH = paint("6f7383"), paint("f6ecdc"), paint("c98a6b"), paint("dcc39a")


def flat(colour: RGB, round_: float = 0.1) -> Cloth:
    """Return a painted surface rather than a cloth."""
    return Cloth(colour, fall="flat", depth=0.22, round=round_, sheen=0.04)


def box(x: float, y: float, wide: float, tall: float) -> Path:
    """Return an upright rectangle that stands on y, its left edge at x."""
    return path((x, y - tall), (x + wide, y - tall), (x + wide, y), (x, y))


def roof(c: Canvas, x: float, y: float, wide: float, tall: float, tone: RGB = SLATE) -> None:
    """Lay a tiled roof whose eaves stand at y, with lifted corners."""
    ridge = smooth([(x + 22, y - tall - 7), (x + wide / 2, y - tall + 3), (x + wide - 22, y - tall - 7)])
    eaves = smooth([(x - 24, y - 5), (x + wide / 2, y + 5), (x + wide + 24, y - 5)])

    def tile(pen: Pen) -> None:
        rows = 6
        for row in range(rows, 0, -1):
            line = between(ridge, eaves, row / rows)
            for k in range(round(wide / 15) + 4):
                px = x - 24 + k * 15 + 7.5 * (row % 2)
                py = float(line[min(len(line) - 1, max(0, int((px - x) / wide * len(line)))), 1])
                pen.dot(px, py - tall / rows, tall / rows * 0.92,
                        mix(tone, deep(tone), 0.5 * (k * 7 + row) % 3 / 3))
                pen.line(arc(px, py - tall / rows, tall / rows * 0.92, 0.3, pi - 0.3, 7), light(tone, 0.25),
                         1.1)

    c.piece(join(ridge, eaves[::-1]), flat(tone), tile, 0.34)
    c.pen.line(ridge, deep(tone, 0.45), 9)
    c.pen.line(ridge - (0, 3), light(tone, 0.2), 3)
    c.pen.line(eaves, deep(tone, 0.4), 4)
    for end, side in ((ridge[0], -1), (ridge[-1], 1)):
        c.pen.line(smooth([tuple(end), (end[0] + side * 9, end[1] - 7), (end[0] + side * 10, end[1] - 17)]),
                   deep(tone, 0.45), 6)


def lantern(c: Canvas, x: float, y: float, r: float) -> None:
    """Hang a red lantern."""
    c.pen.line([(x, y - r * 1.8), (x, y - r)], UMBER, 1.6)
    c.piece(ring(x, y, r, r * 0.84), flat(CINNABAR, 0.9), None, 0.2)
    for share in (0.35, 0.7):
        c.pen.line(ring(x, y, r * share, r * 0.84), HONEY, 1.0, closed=True)
    for cap in (-1, 1):
        c.pen.line([(x - r * 0.4, y + cap * r * 0.82), (x + r * 0.4, y + cap * r * 0.82)], GOLD, 3)
    for k in (-1, 0, 1):
        c.pen.line([(x + k * 2, y + r * 0.86), (x + k * 2.6, y + r * 1.7)], HONEY, 1.4)


def door(c: Canvas, x: float, y: float, wide: float, tall: float, tone: RGB = LACQUER) -> None:
    """Set a double door with its couplets of red paper."""
    c.piece(box(x - wide / 2, y, wide, tall), flat(tone), None, 0.2)
    c.pen.line([(x, y - tall), (x, y)], deep(tone, 0.5), 2)
    for side in (-1, 1):
        c.pen.bead(x + side * 6, y - tall * 0.5, 3, GOLD)
        c.pen.stamp(motif("roundel", "door"), threads(HONEY, JADE), x + side * wide / 4, y - tall * 0.66,
                    wide * 0.16)
        strip = x + side * (wide / 2 + 11)
        c.pen.fill(box(strip - 6, y - 14, 12, tall - 22), CINNABAR)
        for k in range(5):
            c.pen.dot(strip, y - tall + 20 + k * (tall - 46) / 4, 2.6, HONEY)
    c.pen.fill(box(x - wide / 2 - 8, y - tall - 5, wide + 16, 13), CINNABAR)
    for k in (-1, 0, 1):
        c.pen.dot(x + k * wide * 0.3, y - tall - 11, 3, HONEY)


def lattice_window(c: Canvas, x: float, y: float, wide: float, tall: float, glow: RGB = LAMPLIGHT) -> None:
    """Set a lattice window with lamplight in it and a paper-cut on the pane."""
    c.piece(box(x, y, wide, tall), flat(glow), None, 0)
    c.pen.stamp(motif("swallow", str(x)), threads(CINNABAR, JADE), x + wide / 2, y - tall / 2,
                min(wide, tall) * 0.34)
    for k in range(1, 4):
        c.pen.line([(x + wide * k / 4, y - tall), (x + wide * k / 4, y)], WOOD, 1.5)
        c.pen.line([(x, y - tall * k / 4), (x + wide, y - tall * k / 4)], WOOD, 1.5)
    c.pen.line(box(x, y, wide, tall), UMBER, 4, closed=True)


def house(c: Canvas, x: float, y: float, wide: float, tall: float, wall: RGB, tone: RGB = SLATE) -> None:
    """Build one house: wall, plinth of brick, roof."""

    def course(pen: Pen) -> None:
        for row in range(3):
            pen.fill(box(x, y - row * 9, wide, 9), mix(BRICK, deep(BRICK), 0.15 * row))
            for k in range(int(wide / 22) + 1):
                px = x + k * 22 + 11 * (row % 2)
                pen.line([(px, y - row * 9), (px, y - row * 9 - 9)], deep(BRICK, 0.3), 1)
        for k in range(14):
            spot = (k * 73) % int(wide)
            pen.fill(ring(x + spot, y - 40 - (k * 47) % int(tall - 40), 14, 5), deep(wall, 0.1), 0.35)

    c.piece(box(x, y, wide, tall), flat(wall, 0.16), course, 0.3)
    c.pen.fill(box(x, y - tall + 20, wide, 20), deep(wall, 0.4), 0.25)
    roof(c, x, y - tall + 6, wide, tall * 0.5, tone)


def tree(c: Canvas, x: float, y: float, tall: float, crown: RGB, rng: Random,
         bloom: RGB | None = None) -> None:
    """Grow a round tree, in blossom or fruit if asked."""
    c.piece(ribbon([(x, y), (x - 3, y - tall * 0.4), (x + 4, y - tall * 0.75)],
                   [tall * 0.11, tall * 0.06, tall * 0.035]), flat(UMBER, 0.5))
    for side in (-1, 1):
        c.pen.line(smooth([(x, y - tall * 0.42), (x + side * tall * 0.14, y - tall * 0.6),
                           (x + side * tall * 0.25, y - tall * 0.72)]), UMBER, tall * 0.03)
    for k in range(10):
        a = 2.2 + k * 0.7
        px, py, r = (x + tall * 0.24 * cos(a), y - tall * 0.82 + tall * 0.17 * sin(a),
                     tall * rng.uniform(0.13, 0.19))
        puff = [(px + r * (1 + 0.1 * (i % 2)) * cos(i * 0.45),
                 py + 0.86 * r * (1 + 0.1 * (i % 2)) * sin(i * 0.45)) for i in range(14)]
        c.piece(smooth(puff, 4, closed=True), flat(mix(crown, light(crown), rng.uniform(0, 0.5)), 0.22),
                None, 0.14)
    flower = motif("persimmon" if bloom == PERSIMMON else "plum", "bough")
    for _ in range(70 if bloom != PERSIMMON else 34):
        a, r = rng.uniform(0, 6.28), tall * 0.4 * rng.random() ** 0.5
        px, py = x + r * cos(a) * 1.0, y - tall * 0.82 + r * sin(a) * 0.76
        if bloom:
            c.pen.stamp(flower, threads(mix(bloom, light(bloom), rng.random() * 0.6), crown), px, py,
                        rng.uniform(4, 8.5), rng.uniform(0, 6))
        else:
            c.pen.fill(turn(petal(10, 3), a, px, py), light(crown, rng.uniform(0.1, 0.5)), 0.7)


def poplars(c: Canvas, y: float, rng: Random, haze: RGB) -> None:
    """Plant the far rows of poplars that shelter the plain."""
    for k in range(64):
        x = k * 26 + rng.uniform(-9, 9)
        tall = rng.uniform(34, 76) * (0.7 + 0.3 * sin(k * 0.4))
        c.pen.fill(smooth([(x - 6, y), (x - 8, y - tall * 0.5), (x, y - tall), (x + 8, y - tall * 0.5),
                           (x + 6, y)], 5), mix(haze, MOSS, rng.uniform(0.15, 0.4)))


def fields(c: Canvas, top: float, foot: float, rng: Random) -> None:
    """Stripe the plain with wheat and young green to the horizon."""
    c.pen.fill(box(0, foot, 1600, foot - top), WILLOW)
    spread = 26
    for k in range(spread):
        near = [(-700 + k * 3000 / spread, foot), (-700 + (k + 1) * 3000 / spread, foot)]
        far = [(500 + (k + 1) * 700 / spread, top), (500 + k * 700 / spread, top)]
        tone = (HONEY, mix(HONEY, WILLOW, 0.45), STRAW, WILLOW, mix(HONEY, STRAW, 0.5))[k % 5]
        c.pen.fill(near + far, mix(tone, light(tone), rng.uniform(0, 0.35)))
        for t in (0.25, 0.5, 0.75):
            c.pen.line([(near[0][0] + (near[1][0] - near[0][0]) * t, foot),
                        (far[1][0] + (far[0][0] - far[1][0]) * t, top)], deep(tone, 0.2), 1.2, 0.4)


def wheat_edge(c: Canvas, xs: tuple[float, float], y: float, rng: Random, count: int) -> None:
    """Let ears of wheat stand at the near edge of the picture."""
    for k in range(count):
        x = xs[0] + (xs[1] - xs[0]) * (k * 0.618 % 1)
        tall, bend = rng.uniform(34, 66) + 26 * k / count, rng.uniform(-4, 16)
        tone = mix(HONEY, (STRAW, GOLD, WILLOW)[k % 3], rng.random() * 0.6)
        tip = (x + bend, y - tall)
        c.pen.line(smooth([(x, y), (x + bend * 0.2, y - tall * 0.5), tip]), mix(tone, MOSS, 0.4), 1.8)
        for row in range(6):
            gx, gy = tip[0] + bend * 0.09 * row, tip[1] - 4.6 * row
            for side in (-1, 1):
                c.pen.line([(gx, gy), (gx + side * 8 + bend * 0.3, gy - 17)], light(tone, 0.3), 0.8)
                c.pen.fill(turn(petal(9.5, 2.8), side * 0.55 + bend * 0.02, gx, gy),
                           deep(tone, 0.16) if side > 0 else tone)


def peony_bed(c: Canvas, x: float, y: float, rng: Random, count: int = 7) -> None:
    """Plant peonies, the flower of the prefecture."""
    for k in range(count):
        px, py, r = (x + k * 36 + rng.uniform(-8, 8), y - 20 * (k % 2) - rng.uniform(0, 12),
                     rng.uniform(19, 27))
        for a in (-0.9, -0.3, 0.4, 1.0):
            c.pen.fill(turn(petal(r * 2.1, r * 0.5), a + pi * (k % 2) * 0.1, px, y + 20),
                       mix(JADE, MOSS, rng.random()))
        c.pen.stamp(motif("peony", str(k)),
                    threads((PEONY, CINNABAR, WISTERIA, paint("f3c9cf"))[k % 4], JADE), px, py, r,
                    couched=0.5)


def washing_line(c: Canvas, ends: Points, hang: tuple[Callable[[float, float], None], ...],
                 sag: float = 18) -> None:
    """Stretch a line between two posts and hang things along it."""
    (x0, y0), (x1, y1) = ((float(p[0]), float(p[1])) for p in ends)
    for x, y in ((x0, y0), (x1, y1)):
        c.piece(ribbon([(x, y - 10), (x, y + 96), (x + 1, y + 176)], [6, 8, 9]), flat(WOOD, 0.5))
    c.pen.line(smooth([(x0, y0), ((x0 + x1) / 2, (y0 + y1) / 2 + sag), (x1, y1)]), IVORY, 2.2)
    for k, thing in enumerate(hang):
        t = (k + 0.7) / (len(hang) + 0.4)
        thing(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t + sag * (1 - (2 * t - 1) ** 2) * 1.0)
