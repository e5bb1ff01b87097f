"""Draw the ornaments of the commons: clouds, waves, frets, roundels, lattices."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

from shop.demo.drawing.canvas import Motif
from shop.demo.drawing.paths import arc, ring, spiral
from shop.demo.drawing.sketch import DEEP, HEART, LEAF, LIGHT, LINE, MAIN, Sketch

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off


def cloud(rng: Random) -> Motif:
    """Draw a drifting ruyi cloud with a tail."""
    s = Sketch(rng)
    lift = rng.uniform(-0.06, 0.08)
    s.curve([(-0.1, 0.3), (0.4, 0.42), (0.75, 0.28), (1.0, 0.4)], MAIN, 0.13)
    s.curve([(0.0, 0.42), (0.35, 0.6), (0.7, 0.52)], DEEP, 0.1)
    for x, y, r, role in ((-0.55, 0.15, 0.36, DEEP), (0.3, 0.05, 0.4, DEEP),
                          (-0.12, -0.3 + lift, 0.46, MAIN), (-0.12, 0.22, 0.3, MAIN)):
        s.dot(x, y, r, role)
    s.scroll(-0.55, 0.15, 0.28, 1, LIGHT, 2.2)
    s.scroll(0.3, 0.05, 0.31, -1, LIGHT, 0.9)
    s.scroll(-0.12, -0.3 + lift, 0.36, rng.choice((1, -1)), LIGHT, 1.57)
    s.line(arc(-0.12, 0.2, 0.3, 0.3, 2.8, 9), LIGHT, 0.045)
    return s.done()


def ruyi(rng: Random) -> Motif:
    """Draw a ruyi head, the lobed scroll of cloud collars."""
    s = Sketch(rng)
    s.shape([(0, -0.95), (0.42, -0.7), (0.4, -0.42), (0.85, -0.45), (1.0, 0.0), (0.62, 0.42), (0.2, 0.5),
             (0, 0.95), (-0.2, 0.5), (-0.62, 0.42), (-1.0, 0.0), (-0.85, -0.45), (-0.4, -0.42),
             (-0.42, -0.7)], MAIN, (0, 0))
    s.scroll(0.55, 0.0, 0.3, 1, LIGHT, 3.4)
    s.scroll(-0.55, 0.0, 0.3, -1, LIGHT, -0.3)
    s.wheel(5, 0.34, 0.15, HEART, 0, 1.6, x=0, y=-0.42)
    s.dot(0, -0.42, 0.09, DEEP)
    s.curve([(0, 0.75), (0.1, 0.45), (0, 0.1), (-0.1, 0.45), (0, 0.75)], LIGHT, 0.05)
    return s.done()


def wave(rng: Random) -> Motif:
    """Draw one scale of the sea, to be laid like tiles."""
    s = Sketch(rng)
    for r, role in ((1.0, LINE), (0.92, DEEP), (0.76, LIGHT), (0.68, MAIN), (0.5, LIGHT), (0.43, DEEP),
                    (0.24, HEART)):
        s.fill(arc(0, 0.5, r * s.wobble(0.01), pi, 2 * pi, 18), role, (0, 0.5))
    return s.done()


def crest(rng: Random) -> Motif:
    """Draw a breaking wave that curls over itself, with foam."""
    s = Sketch(rng)
    s.shape([(-1.1, 0.9), (-1.0, 0.3), (-0.66, -0.36), (-0.05, -0.74), (0.5, -0.6), (0.72, -0.2),
             (0.5, 0.06), (0.3, -0.06), (0.36, -0.26), (0.1, -0.3), (-0.1, 0.05), (0.12, 0.5), (0.6, 0.72),
             (1.1, 0.7), (1.1, 0.9)], MAIN, (-0.7, 0.6))
    for k, role in enumerate((LIGHT, DEEP, LIGHT, DEEP)):
        d = 0.12 * k
        s.curve([(-0.94 + d, 0.82), (-0.82 + d, 0.3), (-0.5 + d * 0.8, -0.2 + d * 0.4),
                 (0.0 + d * 0.2, -0.52 + d * 0.7), (0.36 - d * 0.3, -0.44 + d * 0.6)], role, 0.06)
    s.scroll(0.46, -0.24, 0.26, 1, LIGHT, -1.6)
    for k in range(7):
        a = -2.0 + 0.44 * k
        s.dot(0.16 + 0.62 * cos(a), -0.24 + 0.54 * sin(a), 0.1 * s.wobble(0.35), LIGHT)
    for x, y, r in ((0.86, -0.62, 0.07), (0.98, -0.3, 0.05), (0.62, -0.86, 0.05), (0.2, -0.95, 0.06)):
        s.dot(x, y, r, HEART)
    s.curve([(0.2, 0.85), (0.5, 0.78), (0.8, 0.84)], LIGHT, 0.05)
    return s.done()


def fret(rng: Random) -> Motif:
    """Draw one key of the fret that runs along hems."""
    s = Sketch(rng)
    s.line([(-1, 0.7), (-0.7, 0.7), (-0.7, -0.7), (0.6, -0.7), (0.6, 0.3), (-0.2, 0.3), (-0.2, -0.2),
            (0.2, -0.2)], LINE, 0.2)
    s.line([(-1, 0.7), (1, 0.7)], LINE, 0.2)
    return s.done()


def roundel(rng: Random) -> Motif:
    """Draw a round woven medallion."""
    s = Sketch(rng)
    count = rng.choice((6, 8))
    for r, role in ((1.0, LINE), (0.94, DEEP), (0.7, LINE), (0.66, MAIN)):
        s.fill(ring(0, 0, r, n=44), role, (0, 0))
    for k in range(count * 2):
        a = 2 * pi * k / (count * 2)
        s.dot(0.82 * cos(a), 0.82 * sin(a), 0.07, HEART if k % 2 else LIGHT)
    s.wheel(count, 0.6, 0.15, LIGHT, 0, 1.3)
    s.wheel(count, 0.52, 0.1, LEAF, pi / count, 1.3)
    s.dot(0, 0, 0.18, HEART)
    s.dot(0, 0, 0.08, DEEP)
    return s.done()


def lattice(rng: Random) -> Motif:
    """Draw a stepped diamond, as looms of the south-west weave it."""
    s = Sketch(rng)
    for r, role in ((1.0, DEEP), (0.76, LIGHT), (0.58, MAIN), (0.34, HEART), (0.16, DEEP)):
        s.fill([(0, -r), (r, 0), (0, r), (-r, 0)], role, (0, 0))
    for k in range(4):
        a = pi / 4 + k * pi / 2
        s.fill([(0.9 * cos(a + d) * e, 0.9 * sin(a + d) * e) for d,
                e in ((-0.22, 0.8), (0, 1.1), (0.22, 0.8), (0, 0.68))], LEAF)
    return s.done()


def ikat(rng: Random) -> Motif:
    """Draw an atlas-silk comb with feathered edges."""
    s = Sketch(rng)
    for r, role in ((1.0, DEEP), (0.74, LIGHT), (0.5, MAIN), (0.26, HEART)):
        edge = []
        for k in range(28):
            a = 2 * pi * k / 28
            jag = (0.86 if k % 2 else 1.0) * s.wobble(0.06)
            edge.append((0.42 * r * jag * cos(a) * (1 + 0.4 * sin(a)), r * jag * sin(a)))
        s.fill(edge, role, (0, 0))
    return s.done()


def horn(rng: Random) -> Motif:
    """Draw the ram's-horn scroll of the steppe, four horns about a diamond."""
    s = Sketch(rng)
    for lift in (-1, 1):
        for side in (-1, 1):
            s.line(spiral(side * 0.5, lift * 0.46, 0.44, 1.25, pi / 2 * (1 - side) + side * lift * 2.4,
                          -side * lift), MAIN, 0.15)
            s.line(spiral(side * 0.5, lift * 0.46, 0.44, 1.25, pi / 2 * (1 - side) + side * lift * 2.4,
                          -side * lift), LIGHT, 0.045)
    for r, role in ((0.34, DEEP), (0.25, HEART), (0.12, DEEP)):
        s.fill([(0, -r), (r, 0), (0, r), (-r, 0)], role, (0, 0))
    for side in (-1, 1):
        s.blade(0, side * 0.3, pi / 2 * (1 - side) + pi, 0.62, 0.1, LEAF, 1.0)
        s.blade(side * 0.3, 0, side * pi / 2, 0.62, 0.1, LEAF, 1.0)
    return s.done()


def sunbird(rng: Random) -> Motif:
    """Draw a whorl of batik birds around a sun."""
    s = Sketch(rng)
    for k in range(6):
        a = k * pi / 3
        s.blade(0.36 * sin(a), -0.36 * cos(a), a + 0.75, 0.68 * s.wobble(0.04), 0.16, LIGHT, 0.9)
        s.dot(0.5 * sin(a + 0.1), -0.5 * cos(a + 0.1), 0.05, DEEP)
        s.dot(0.86 * sin(a + 0.05), -0.86 * cos(a + 0.05), 0.07, HEART)
    s.wheel(12, 0.4, 0.06, MAIN, 0, 1.3)
    s.dot(0, 0, 0.22, HEART)
    s.scroll(0, 0, 0.18, 1, DEEP)
    return s.done()


def star(rng: Random) -> Motif:
    """Draw a spray of spangles."""
    s = Sketch(rng)
    for k in range(8):
        a = k * pi / 4
        r = 0.95 if k % 2 == 0 else 0.6
        s.blade(0, 0, a, r, 0.07, MAIN if k % 2 == 0 else LIGHT, 0.8)
        s.dot(r * sin(a), -r * cos(a), 0.07, HEART)
    s.dot(0, 0, 0.13, HEART)
    return s.done()


def mountain(rng: Random) -> Motif:
    """Draw the rocks that stand in the sea at the hem of a robe."""
    s = Sketch(rng)
    for x, h, role in ((-0.55, 0.95, DEEP), (0.55, 0.95, DEEP), (0.0, 1.5, MAIN)):
        height = h * s.wobble(0.05)
        s.fill([(x - 0.42, 0.8), (x - 0.2, 0.8 - height * 0.6), (x, 0.8 - height),
                (x + 0.2, 0.8 - height * 0.6), (x + 0.42, 0.8)], role, (x, 0.8))
        for k, silk in enumerate((LIGHT, HEART, LEAF)):
            d = 0.1 + 0.1 * k
            s.line([(x - 0.34 + d * 0.6, 0.8), (x - 0.14 + d * 0.4, 0.8 - height * 0.55 + d),
                    (x, 0.8 - height + d * 1.6), (x + 0.14 - d * 0.4, 0.8 - height * 0.55 + d),
                    (x + 0.34 - d * 0.6, 0.8)], silk, 0.045)
    return s.done()
