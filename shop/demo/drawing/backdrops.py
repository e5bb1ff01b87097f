"""Paint the room behind a costume: each quiet, none like the next."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

import numpy as np

from shop.demo.drawing.easel import Easel
from shop.demo.drawing.motifs import motif
from shop.demo.drawing.paths import arc, join, petal, ribbon, ring, smooth, turn
from shop.demo.drawing.pigments import HONEY, JADE, RGB, WHITE, Threads, deep, light, mix, rich, threads

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off


def backdrop(e: Easel) -> None:
    """Wash the sheet and paint the room that the costume asks for."""
    g = e.colours.ground
    top, foot = light(g, 0.4), mix(rich(g, 0.12), e.colours.accent, 0.1)
    for k in range(40):
        e.pen.fill([(0, k * 30), (900, k * 30), (900, k * 30 + 31), (0, k * 30 + 31)], mix(top, foot, k / 39))
    ROOMS[e.costume.backdrop](e, g)


def _floor(e: Easel, y: float, colour: RGB) -> None:
    e.pen.fill([(0, y), (900, y), (900, 1200), (0, 1200)], colour)
    for k in range(8):
        e.pen.fill([(0, y + k * 18), (900, y + k * 18), (900, 1200), (0, 1200)], light(colour, 0.5), 0.06)
    e.pen.line([(0, y), (900, y)], deep(colour, 0.2), 3, 0.5)


def arch(e: Easel, g: RGB) -> None:
    """Open a round-headed niche in the wall."""
    half = e.rng.uniform(290, 350)
    for grow, colour in ((26, light(g, 0.6)), (0, rich(g, 0.12))):
        head = arc(450, 420, half + grow, pi, 2 * pi, 50)
        e.pen.fill(join([(450 - half - grow, 1040)], head, [(450 + half + grow, 1040)]), colour)
    _floor(e, 1040, rich(g, 0.22))


def moon(e: Easel, g: RGB) -> None:
    """Hang a great moon behind the costume, with drifting clouds."""
    x, y = 450 + e.rng.uniform(-60, 60), e.rng.uniform(430, 520)
    for k in range(6):
        e.pen.fill(ring(x, y, 410 - 14 * k, n=80), light(g, 0.35 + 0.1 * k), 0.5)
    _drift(e, g, 7)


def _drift(e: Easel, g: RGB, count: int) -> None:
    cloud = motif("cloud", e.costume.slug + " sky")
    for k in range(count):
        x = e.rng.uniform(40, 260) if k % 2 else e.rng.uniform(640, 860)
        e.pen.stamp(cloud, Threads(light(g, 0.5), light(g, 0.68), mix(g, rich(g, 0.1), 0.6), g, g, g), x,
                    90 + 1040 * k / count, e.rng.uniform(48, 96), flip=k % 2 == 0)


def window(e: Easel, g: RGB) -> None:
    """Set a lattice window in the wall."""
    wood, pane = rich(g, 0.34), light(g, 0.62)
    left, top = 450 - e.rng.uniform(300, 360), e.rng.uniform(90, 140)
    right, foot = 900 - left, 820.0
    e.pen.fill([(left, top), (right, top), (right, foot), (left, foot)], pane)
    step = e.rng.choice((74, 92, 110))
    for x in np.arange(left, right + 1, (right - left) / round((right - left) / step)):
        e.pen.line([(x, top), (x, foot)], wood, 5, 0.5)
    for k, y in enumerate(np.arange(top, foot + 1, (foot - top) / 8)):
        e.pen.line([(left, y), (right, y)], wood, 5, 0.5)
        for x in np.arange(left + step / 2 * (k % 2), right - 20, step):
            e.pen.line(ring(x + step / 2, y, step * 0.24, n=4), wood, 4, 0.4, closed=True)
    e.pen.line([(left, top), (right, top), (right, foot), (left, foot)], wood, 15, 0.8, closed=True)
    _floor(e, 1000, rich(g, 0.2))


def hills(e: Easel, g: RGB) -> None:
    """Wash far hills and a low sun."""
    e.pen.fill(ring(e.rng.choice((190, 710)), e.rng.uniform(170, 260), 92, n=60),
               mix(light(g, 0.5), HONEY, 0.3), 0.9)
    for k in range(5):
        y = 470 + 140 * k
        knots = [(-20 + 118 * i, y + e.rng.uniform(-80, 40) * (1 - k * 0.12)) for i in range(9)]
        e.pen.fill(join(smooth(knots), [(940, 1210), (-20, 1210)]),
                   mix(light(g, 0.3), rich(g, 0.3), 0.12 + k * 0.15), 0.75)


def screen(e: Easel, g: RGB) -> None:
    """Stand a folding screen behind, each leaf painted with the costume's own flower."""
    leaves = e.rng.choice((4, 5))
    wide = 900 / leaves
    flower = motif(e.rng.choice(("branch", "bamboo", "magnolia", "daisy")), e.costume.slug + " screen")
    soft = mix(light(g, 0.2), e.colours.accent, 0.3)
    paints = Threads(rich(soft, 0.1), soft, light(soft, 0.4), light(g, 0.3), mix(g, JADE, 0.35), soft)
    for k in range(leaves):
        x, drop = k * wide, 18 * (k % 2)
        e.pen.fill([(x + 7, 60 + drop), (x + wide - 7, 60 + 18 - drop), (x + wide - 7, 1070 - 18 + drop),
                    (x + 7, 1070 - drop)], rich(g, 0.3))
        e.pen.fill([(x + 15, 72 + drop), (x + wide - 15, 90 - drop), (x + wide - 15, 1038 + drop),
                    (x + 15, 1056 - drop)], light(g, 0.32 + 0.16 * (k % 2)))
        for y in (210, 560, 890):
            e.pen.stamp(flower, paints, x + wide / 2, y + e.rng.uniform(-40, 40), wide * 0.34,
                        e.rng.uniform(-0.4, 0.4))


def grove(e: Easel, g: RGB) -> None:
    """Let leaves hang in from the corners."""
    for _ in range(34):
        side, y = e.rng.choice((0, 1)), e.rng.uniform(-40, 1150)
        x = e.rng.uniform(-30, 170) if side == 0 else e.rng.uniform(730, 930)
        blade = turn(petal(e.rng.uniform(120, 230), e.rng.uniform(13, 26), 0, 0.95),
                     e.rng.uniform(1.7, 2.7) * (1 if side == 0 else -1), x, y)
        e.pen.fill(blade, mix(rich(g, 0.16), e.rng.choice(((150, 178, 120), (120, 160, 130))), 0.4),
                   e.rng.uniform(0.3, 0.75))


def rays(e: Easel, g: RGB) -> None:
    """Fold the wall into rays like a paper fan."""
    x, y = 450 + e.rng.uniform(-120, 120), e.rng.uniform(620, 780)
    count = e.rng.choice((30, 36, 44))
    for k in range(count):
        a, w = 2 * pi * k / count, pi / count
        spot = [(x, y), (x + 1300 * cos(a), y + 1300 * sin(a)),
                (x + 1300 * cos(a + w), y + 1300 * sin(a + w))]
        e.pen.fill(spot, light(g, 0.7), 0.4)
    e.pen.fill(ring(x, y, 330, n=80), light(g, 0.5), 0.55)


def tiles(e: Easel, g: RGB) -> None:
    """Roof the courtyard wall with grey tiles, and pave its floor."""
    roof = mix(rich(g, 0.4), (112, 112, 126), 0.5)
    for row in range(3):
        for k in range(19):
            x = k * 50 + 25 * (row % 2) - 10
            e.pen.fill(join([(x - 27, 0), (x + 27, 0)], arc(x, 40 + 30 * (2 - row), 27, 0, pi, 12)),
                       mix(roof, light(g), 0.14 * row + 0.08 * ((k * 5) % 3)))
            e.pen.line(arc(x, 40 + 30 * (2 - row), 27, 0, pi, 12), light(roof, 0.5), 3, 0.8)
    e.pen.fill([(0, 130), (900, 130), (900, 150), (0, 150)], rich(g, 0.3), 0.5)
    _floor(e, 1020, rich(g, 0.24))
    for k in range(9):
        e.pen.line([(450 + (k - 4) * 90, 1020), (450 + (k - 4) * 190, 1200)], light(g, 0.4), 2.5, 0.5)
    e.pen.line([(0, 1092), (900, 1092)], light(g, 0.4), 2.5, 0.5)


def petals(e: Easel, g: RGB) -> None:
    """Let blossom fall through the air."""
    e.pen.fill(ring(e.rng.uniform(380, 520), 1180, 620, 240, n=70), rich(g, 0.14), 0.7)
    bloom = motif("plum", e.costume.slug + " air")
    for k in range(26):
        x, y = e.rng.uniform(20, 880), e.rng.uniform(20, 1060)
        if k % 3 == 0:
            e.pen.stamp(bloom, threads(light(mix(g, e.colours.accent, 0.3), 0.3)), x, y,
                        e.rng.uniform(12, 26), e.rng.uniform(0, 6))
        else:
            e.pen.fill(turn(petal(e.rng.uniform(18, 32), 9), e.rng.uniform(0, 6), x, y),
                       mix(light(g, 0.4), e.colours.accent, 0.3), 0.8)


def curtain(e: Easel, g: RGB) -> None:
    """Draw theatre curtains aside over a stage."""
    _floor(e, 1010, mix(rich(g, 0.3), (150, 98, 66), 0.35))
    for side in (-1, 1):
        for k in range(6):
            x = 450 + side * (470 - 42 * k)
            fold = ribbon([(x, -10), (x + side * 10, 420), (x + side * (36 + 18 * k), 800),
                           (x + side * 6, 1100)], [64, 60, 44, 66])
            e.pen.fill(fold, mix(rich(g, 0.26), light(g, 0.2), 0.5 + 0.5 * cos(k * 2.2)), 0.9)
    for k in range(10):
        e.pen.fill(join(arc(45 + 90 * k, 0, 66, 0, pi, 20, ry=70 + 12 * (k % 2))),
                   rich(g, 0.16 + 0.1 * (k % 2)), 0.95)


def meadow(e: Easel, g: RGB) -> None:
    """Let the wheat of the plain stand behind."""
    e.pen.fill([(0, 830), (900, 830), (900, 1200), (0, 1200)], mix(g, HONEY, 0.34))
    for k in range(9):
        e.pen.fill(ring(60 + 100 * k + e.rng.uniform(-30, 30), 826, e.rng.uniform(40, 80),
                        e.rng.uniform(30, 64)), mix(rich(g, 0.2), (122, 158, 120), 0.45), 0.8)
    for _ in range(110):
        x, y = e.rng.uniform(0, 900), e.rng.uniform(860, 1190)
        tall = 40 + (y - 820) * 0.2
        bend = x + e.rng.uniform(-10, 18)
        e.pen.line([(x, y), (bend, y - tall)], mix(HONEY, rich(g, 0.3), 0.4), 2.5, 0.8)
        e.pen.fill(turn(petal(tall * 0.5, 6), 0.15, bend, y - tall),
                   mix(HONEY, WHITE, e.rng.uniform(0, 0.4)), 0.9)


ROOMS: dict[str, Callable[[Easel, RGB], None]] = {
    room.__name__: room
    for room in (arch, moon, window, hills, screen, grove, rays, tiles, petals, curtain, meadow)
}
