"""Draw the flowers and leaves of the commons: peony, plum, lotus and their neighbours."""

from __future__ import annotations

from math import cos, sin
from random import Random

from shop.demo.drawing.canvas import Motif
from shop.demo.drawing.sketch import DEEP, HEART, LEAF, LIGHT, LINE, MAIN, Sketch

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off


def peony(rng: Random) -> Motif:
    """Draw a full peony between leaves."""
    s = Sketch(rng)
    turned = rng.uniform(0, 1)
    for k in range(5):
        s.leaf(0, 0, turned + k * 1.26, 1.0 * s.wobble(0.12), 0.24)
    s.ruffle(rng.choice((5, 6)), 0.86, DEEP, turned, rng.choice((3, 4)))
    s.ruffle(rng.choice((5, 6)), 0.7, MAIN, turned + 0.4, 3)
    s.ruffle(4, 0.52, LIGHT, turned + 0.1, 3)
    s.ruffle(3, 0.38, MAIN, turned + 0.7, 2)
    s.ruffle(3, 0.24, DEEP, turned + 0.3, 2)
    for k in range(7):
        s.dot(0.12 * cos(k * 0.9), 0.12 * sin(k * 0.9), 0.045, HEART)
    return s.done()


def plum(rng: Random) -> Motif:
    """Draw one plum blossom with its stamens."""
    s = Sketch(rng)
    start = rng.uniform(0, 1.2)
    s.wheel(5, 0.95, 0.42, MAIN, start, 1.7)
    s.wheel(5, 0.6, 0.22, LIGHT, start, 1.7)
    for k in range(10):
        a, r = start + k * 0.628, 0.42 + 0.12 * (k % 2)
        s.line([(0, 0), (r * sin(a), -r * cos(a))], LINE, 0.03)
        s.dot(r * sin(a), -r * cos(a), 0.05, HEART)
    s.dot(0, 0, 0.12, DEEP)
    return s.done()


def branch(rng: Random) -> Motif:
    """Draw a bough of plum blossom."""
    s = Sketch(rng)
    s.curve([(-0.9, 0.95), (-0.5, 0.5), (-0.25, 0.3), (0.1, -0.05), (0.3, -0.5), (0.75, -0.95)], LEAF, 0.09)
    s.curve([(-0.35, 0.38), (0.2, 0.35), (0.62, 0.12), (0.95, 0.15)], LEAF, 0.06)
    s.curve([(0.1, -0.05), (-0.3, -0.35), (-0.4, -0.8)], LEAF, 0.05)
    for x, y, r in ((-0.3, -0.45, 0.27), (0.3, -0.5, 0.25), (0.45, 0.22, 0.28), (-0.5, 0.45, 0.24),
                    (0.05, 0.0, 0.2)):
        start = rng.uniform(0, 1.2)
        s.wheel(5, r, r * 0.46, MAIN, start, 1.7, x=x, y=y)
        s.wheel(5, r * 0.55, r * 0.2, LIGHT, start, 1.7, x=x, y=y)
        s.dot(x, y, r * 0.2, HEART)
    for x, y in ((0.72, -0.9), (0.95, 0.12), (-0.4, -0.85), (0.62, -0.72), (0.72, 0.1), (-0.82, 0.82)):
        s.dot(x, y, 0.075 * s.wobble(0.3), DEEP)
    return s.done()


def lotus(rng: Random) -> Motif:
    """Draw an open lotus from the side."""
    s = Sketch(rng)
    s.shape([(-1.0, 0.55), (-0.5, 0.42), (0, 0.5), (0.5, 0.42), (1.0, 0.55), (0.55, 0.75), (0, 0.66),
             (-0.55, 0.75)], LEAF)
    for role, angles, length in ((DEEP, (-1.25, 1.25, -0.9, 0.9), 0.98), (MAIN, (-0.55, 0.55), 1.15),
                                 (LIGHT, (-0.25, 0.25), 1.2)):
        for a in angles:
            s.blade(0, 0.52, a * s.wobble(0.05), length * s.wobble(0.05), 0.24, role, 1.05)
    s.blade(0, 0.52, 0, 1.3, 0.27, MAIN, 1.0)
    for a in (-0.08, 0.0, 0.08):
        s.line([(0, 0.4), (sin(a) * 1.0, 0.52 - cos(a) * 1.0)], LINE, 0.02)
    s.shape([(-0.2, 0.3), (0.2, 0.3), (0.12, 0.55), (-0.12, 0.55)], HEART)
    return s.done()


def daisy(rng: Random) -> Motif:
    """Draw a chrysanthemum with three whorls of narrow petals."""
    s = Sketch(rng)
    start = rng.uniform(0, 1)
    count = rng.choice((16, 18, 20))
    s.wheel(count, 1.0, 0.12, DEEP, start, 1.6)
    s.wheel(count - 3, 0.78, 0.11, MAIN, start + 0.1, 1.6)
    s.wheel(count - 6, 0.52, 0.1, LIGHT, start + 0.2, 1.6)
    s.dot(0, 0, 0.16, HEART)
    return s.done()


def sunflower(rng: Random) -> Motif:
    """Draw a sunflower with its seeds."""
    s = Sketch(rng)
    s.wheel(15, 1.0, 0.17, DEEP, 0.2, 1.15)
    s.wheel(15, 0.95, 0.15, MAIN, 0.0, 1.15)
    s.dot(0, 0, 0.48, LEAF)
    for k in range(34):
        r, a = 0.44 * (k / 34) ** 0.5, k * 2.39996
        s.dot(r * cos(a), r * sin(a), 0.035, HEART)
    return s.done()


def sprig(rng: Random) -> Motif:
    """Draw a little sprig of leaves and berries, to strew between larger flowers."""
    s = Sketch(rng)
    s.curve([(0, 1), (0.08, 0.3), (-0.05, -0.3), (0.05, -0.8)], LEAF, 0.06)
    for k in range(3):
        y = 0.65 - 0.45 * k
        s.leaf(0.04, y, 0.9 * s.wobble(), 0.6, 0.28)
        s.leaf(0.04, y - 0.15, -0.9 * s.wobble(), 0.6, 0.28)
    for x, y in ((0.05, -0.86), (-0.2, -0.7), (0.28, -0.68)):
        s.dot(x, y, 0.13, MAIN)
        s.dot(x - 0.03, y - 0.03, 0.05, LIGHT)
    return s.done()


def bamboo(rng: Random) -> Motif:
    """Draw two canes of bamboo with hanging leaves."""
    s = Sketch(rng)
    for x, lean in ((-0.25, 0.1), (0.2, -0.06)):
        for k in range(4):
            y = 1.0 - 0.5 * k
            s.line([(x + lean * k, y), (x + lean * (k + 0.9), y - 0.45)], DEEP if x < 0 else MAIN, 0.08)
    for _ in range(5):
        x, y = rng.uniform(-0.25, 0.3), rng.uniform(-0.7, 0.3)
        for a in (1.7, 2.3, 2.9):
            s.blade(x, y, (a * s.wobble()) * rng.choice((1, -1)), 0.55, 0.075,
                    rng.choice((LEAF, MAIN, LIGHT)), 0.9)
    return s.done()


def ginkgo(rng: Random) -> Motif:
    """Draw a fan of three ginkgo leaves."""
    s = Sketch(rng)
    for a, role in ((-0.9, DEEP), (0.85, MAIN), (0.0, LIGHT)):
        points = [(0.0, 0.4)]
        for k in range(13):
            t = a + (k / 12 - 0.5) * 1.15
            r = 1.12 + 0.05 * sin(k * 2.1) - (0.16 if k == 6 else 0)
            points.append((r * sin(t), 0.4 - r * cos(t)))
        s.fill(points, role, (0, 0.4))
        for vein in (-0.35, -0.12, 0.12, 0.35):
            s.line([(0, 0.4), (sin(a + vein), 0.4 - cos(a + vein))], LINE, 0.018)
    s.curve([(0, 0.35), (0.04, 0.7), (-0.05, 1.0)], LEAF, 0.06)
    return s.done()


def wheat(rng: Random) -> Motif:
    """Draw an ear of wheat."""
    s = Sketch(rng)
    bend = rng.uniform(0.1, 0.3)
    s.curve([(-0.1, 1.0), (0, 0.3), (bend * 0.4, -0.3), (bend, -0.8)], LEAF, 0.05)
    for k in range(7):
        x, y = bend * 0.16 * k, 0.3 - 0.17 * k
        for side in (-1, 1):
            s.line([(x, y), (x + side * 0.55, y - 0.62)], LINE, 0.018)
            s.blade(x, y, side * 0.6, 0.42, 0.09, MAIN if side > 0 else DEEP, 1.0)
    s.blade(bend, -0.75, 0.1, 0.3, 0.08, LIGHT, 1.0)
    s.leaf(-0.05, 0.85, -0.7, 0.8, 0.13)
    return s.done()


def magnolia(rng: Random) -> Motif:
    """Draw a magnolia on its twig."""
    s = Sketch(rng)
    s.curve([(-0.7, 1.0), (-0.2, 0.75), (0, 0.45)], DEEP, 0.09)
    s.leaf(-0.3, 0.8, 1.2, 0.7, 0.25)
    for a, role in ((-0.85, MAIN), (0.85, MAIN), (-0.45, LIGHT), (0.45, LIGHT), (0.0, MAIN)):
        s.blade(0, 0.5, a * s.wobble(), 1.3 * s.wobble(0.05), 0.27, role, 1.35)
    s.blade(0, 0.5, 0.05, 0.5, 0.12, HEART, 1.1)
    return s.done()


def persimmon(rng: Random) -> Motif:
    """Draw a pair of persimmons, for good wishes."""
    s = Sketch(rng)
    for x, y, r in ((-0.35, 0.3, 0.5), (0.4, 0.1, 0.45)):
        s.shape([(x - r, y), (x - r * 0.7, y - r * 0.7), (x, y - r * 0.75), (x + r * 0.7, y - r * 0.7),
                 (x + r, y), (x + r * 0.6, y + r * 0.8), (x, y + r * 0.9), (x - r * 0.6, y + r * 0.8)], MAIN,
                 (x, y))
        s.dot(x - r * 0.35, y, r * 0.22, LIGHT)
        s.wheel(4, r * 0.55, r * 0.2, LEAF, 0.8, 1.1, x=x, y=y - r * 0.6)
    s.curve([(-0.35, 0), (-0.1, -0.5), (0.3, -0.9)], DEEP, 0.07)
    s.curve([(0.4, -0.2), (0.2, -0.5), (0.0, -0.6)], DEEP, 0.06)
    s.leaf(0.2, -0.75, 1.3, 0.7, 0.3)
    s.leaf(0.0, -0.6, -1.1, 0.7, 0.3)
    return s.done()
