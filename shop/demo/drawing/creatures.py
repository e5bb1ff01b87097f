"""Draw the birds, fish and beasts of the commons."""

from __future__ import annotations

from math import atan2, cos, pi, sin
from random import Random

from shop.demo.drawing.canvas import Motif
from shop.demo.drawing.paths import arc, smooth
from shop.demo.drawing.sketch import DEEP, HEART, LEAF, LIGHT, LINE, MAIN, Sketch

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off


def crane(rng: Random) -> Motif:
    """Draw a crane in flight."""
    s = Sketch(rng)
    for k in range(4):
        s.line([(-0.3, 0.14), (-1.0, 0.26 + 0.03 * k)], DEEP, 0.03)
    for k in range(7):
        s.blade(0.12, -0.02, 0.35 + 0.13 * k, 0.82 - 0.05 * k, 0.075, DEEP, 1.4)
        s.blade(0.12, -0.02, 0.35 + 0.13 * k, 0.6 - 0.04 * k, 0.075, MAIN, 1.4)
    s.shape([(-0.5, 0.16), (-0.2, -0.02), (0.2, -0.06), (0.42, -0.04), (0.2, 0.16), (-0.2, 0.24)], LIGHT,
            (0, 0.1))
    s.curve([(0.34, 0.0), (0.55, -0.02), (0.68, -0.14), (0.84, -0.13)], LIGHT, 0.09)
    for k in range(9):
        angle = -0.02 - 0.125 * k
        s.blade(-0.02, 0.02, angle, (0.98 - 0.045 * k) * s.wobble(0.03), 0.08, DEEP, 1.5)
        s.blade(-0.02, 0.02, angle, 0.72 - 0.035 * k, 0.085, LIGHT if k % 2 else MAIN, 1.5)
    for k in range(4):
        s.blade(-0.36, 0.12, -1.25 - 0.2 * k, 0.34, 0.06, DEEP, 1.2)
    s.dot(0.87, -0.14, 0.08, LIGHT)
    s.dot(0.88, -0.2, 0.055, HEART)
    s.line([(0.93, -0.14), (1.12, -0.11)], DEEP, 0.035)
    return s.done()


def phoenix(rng: Random) -> Motif:
    """Draw a phoenix with spread wings and three eyed tail plumes."""
    s = Sketch(rng)
    for k, course in enumerate(([(0.05, 0.1), (-0.35, 0.35), (-0.8, 0.3), (-1.05, 0.02)],
                                [(0.05, 0.12), (-0.25, 0.5), (-0.62, 0.66), (-0.98, 0.55)],
                                [(0.08, 0.14), (0.0, 0.55), (-0.25, 0.85), (-0.62, 1.0)])):
        _plume(s, course, (DEEP, MAIN, LEAF)[k])
    s.wheel(8, 0.86, 0.1, DEEP, 0.12, 1.5, 1.35, x=0.16, y=0.0)
    s.wheel(7, 0.6, 0.09, HEART, 0.2, 1.4, 1.2, x=0.16, y=0.0)
    s.wheel(9, 0.92, 0.11, MAIN, -1.25, 1.5, 1.35, x=0.06, y=0.02)
    s.wheel(8, 0.66, 0.1, LIGHT, -1.2, 1.4, 1.25, x=0.06, y=0.02)
    s.wheel(6, 0.4, 0.09, HEART, -1.1, 1.4, 1.1, x=0.06, y=0.02)
    s.shape([(-0.12, 0.2), (-0.02, -0.04), (0.2, -0.14), (0.36, -0.34), (0.5, -0.36), (0.48, -0.14),
             (0.3, 0.16), (0.08, 0.28)], MAIN, (0.15, 0.05))
    s.dot(0.5, -0.42, 0.12, LIGHT)
    for a in (-0.7, -0.2, 0.3):
        s.blade(0.48, -0.5, a, 0.28, 0.05, HEART, 1.5)
    s.fill([(0.58, -0.48), (0.8, -0.38), (0.57, -0.36)], HEART)
    s.dot(0.53, -0.44, 0.032, DEEP)
    return s.done()


def _plume(s: Sketch, course: list[tuple[float, float]], role: int) -> None:
    line = smooth(course, 8)
    for k in range(4, len(line) - 1, 2):
        (x, y), (nx, ny) = line[k], line[k + 1]
        a = atan2(nx - x, y - ny)
        for side in (-1, 1):
            s.blade(float(x), float(y), a + side * 0.75, 0.2, 0.035, LIGHT if k % 4 else role, 1.1)
    s.line(line, role, 0.07)
    x, y = (float(v) for v in line[-1])
    s.dot(x, y, 0.15, role)
    s.dot(x, y, 0.1, HEART)
    s.dot(x, y, 0.05, DEEP)


def carp(rng: Random) -> Motif:
    """Draw a leaping carp with scales and a fan of a tail."""
    s = Sketch(rng)
    for a in (-2.5, -2.15, -1.8, -1.45, -1.1):
        s.blade(-0.38, 0.3, a, 0.66 * s.wobble(), 0.11, DEEP if a in {-2.5, -1.8, -1.1} else MAIN, 1.4)
    for a in (-0.75, -0.4, -0.05):
        s.blade(0.05, -0.18, a, 0.48, 0.1, DEEP, 1.4)
    for a in (2.3, 2.7, 3.1):
        s.blade(0.3, 0.15, a, 0.42, 0.09, DEEP, 1.4)
    s.shape([(-0.45, 0.34), (-0.1, -0.12), (0.35, -0.42), (0.75, -0.5), (0.88, -0.3), (0.62, 0.05),
             (0.2, 0.32)], MAIN, (0.2, 0))
    for row in range(4):
        for k in range(3):
            x, y = -0.14 + 0.17 * row + 0.07 * k, 0.2 - 0.15 * row + 0.11 * k - 0.08
            s.line(arc(x, y, 0.1, -1.2, 1.9, 7), LIGHT, 0.035)
    s.dot(0.72, -0.33, 0.075, LIGHT)
    s.dot(0.73, -0.33, 0.04, DEEP)
    s.curve([(0.55, -0.46), (0.45, -0.28), (0.52, -0.05)], LINE, 0.04)
    s.curve([(0.86, -0.24), (0.98, -0.18), (1.0, -0.05)], HEART, 0.035)
    return s.done()


def swallow(rng: Random) -> Motif:
    """Cut a swallow as a paper-cutter does, with slits for feathers."""
    s = Sketch(rng)
    s.shape([(-0.02, 0.1), (-0.5, -0.45), (-1.0, -0.62), (-0.72, -0.2), (-0.3, 0.25)], DEEP, (0, 0.1))
    s.shape([(0.02, 0.1), (0.3, -0.55), (0.75, -0.95), (0.72, -0.4), (0.3, 0.25)], MAIN, (0, 0.1))
    s.shape([(-0.3, 0.45), (0.0, -0.05), (0.35, -0.2), (0.55, 0.0), (0.4, 0.25), (0.0, 0.45)], MAIN,
            (0.1, 0.2))
    s.blade(-0.15, 0.4, -2.2, 0.85, 0.1, DEEP, 0.9)
    s.blade(-0.1, 0.42, -2.65, 0.85, 0.1, MAIN, 0.9)
    for k in range(3):
        s.blade(-0.3 - 0.16 * k, -0.08 - 0.14 * k, -0.9, 0.22, 0.045, LIGHT, 1.0)
        s.blade(0.3 + 0.12 * k, -0.2 - 0.18 * k, 0.5, 0.24, 0.045, LIGHT, 1.0)
    s.fill([(0.5, -0.12), (0.78, -0.06), (0.54, 0.06)], HEART)
    s.dot(0.42, -0.02, 0.05, LIGHT)
    s.wheel(5, 0.13, 0.06, LIGHT, 0, 1.6, x=0.12, y=0.2)
    return s.done()


def butterfly(rng: Random) -> Motif:
    """Draw a butterfly, seen from above."""
    s = Sketch(rng)
    high, low = s.wobble(0.12), s.wobble(0.12)
    for side in (-1, 1):
        s.shape([(0, 0.05), (side * 0.35, -0.65 * high), (side * 0.92, -0.82 * high), (side * 0.9, -0.2),
                 (side * 0.4, 0.1)], MAIN, (0, 0))
        s.shape([(0, 0.08), (side * 0.5, 0.1), (side * 0.72, 0.45 * low), (side * 0.45, 0.85 * low),
                 (side * 0.12, 0.45)], DEEP, (0, 0))
        s.shape([(side * 0.2, -0.1), (side * 0.45, -0.5), (side * 0.76, -0.58), (side * 0.7, -0.24)], LIGHT,
                (0, 0))
        s.dot(side * 0.62, -0.42, 0.1, HEART)
        s.dot(side * 0.44, 0.48 * low, 0.1, LIGHT)
        s.dot(side * 0.44, 0.48 * low, 0.05, HEART)
        s.curve([(0, -0.3), (side * 0.14, -0.65), (side * 0.34, -0.9)], LINE, 0.03)
    s.shape([(0, -0.36), (0.07, 0.0), (0.0, 0.55), (-0.07, 0.0)], LINE)
    return s.done()


def rabbit(rng: Random) -> Motif:
    """Draw a rabbit that looks at the moon."""
    s = Sketch(rng)
    s.dot(0, 0, 0.98, LEAF)
    s.dot(0, 0, 0.86, HEART)
    s.blade(0.2, -0.2, -0.12, 0.6, 0.1, LIGHT, 1.2)
    s.blade(0.34, -0.2, 0.25, 0.6, 0.1, LIGHT, 1.2)
    s.blade(0.34, -0.24, 0.25, 0.45, 0.045, MAIN, 1.2)
    s.shape([(-0.55, 0.6), (-0.6, 0.2), (-0.25, -0.08), (0.12, 0.0), (0.3, 0.35), (0.3, 0.64)], LIGHT,
            (-0.1, 0.3))
    s.shape([(0.05, 0.0), (0.15, -0.28), (0.42, -0.3), (0.6, -0.05), (0.4, 0.12), (0.2, 0.12)], LIGHT,
            (0.3, -0.1))
    s.dot(-0.6, 0.45, 0.14, LIGHT)
    s.dot(0.4, -0.1, 0.045, DEEP)
    s.dot(0.3, 0.02, 0.07, MAIN)
    s.curve([(-0.3, 0.1), (-0.05, 0.25), (-0.1, 0.55)], DEEP, 0.03)
    return s.done()


def tiger(rng: Random) -> Motif:
    """Draw the round face of a cloth tiger."""
    s = Sketch(rng)
    for side in (-1, 1):
        s.dot(side * 0.66, -0.6, 0.3, MAIN)
        s.dot(side * 0.66, -0.6, 0.16, HEART)
    s.shape([(0, -0.82), (0.7, -0.6), (0.95, 0.05), (0.65, 0.7), (0, 0.88), (-0.65, 0.7), (-0.95, 0.05),
             (-0.7, -0.6)], MAIN, (0, 0.1))
    s.shape([(0, 0.2), (0.45, 0.25), (0.45, 0.62), (0, 0.78), (-0.45, 0.62), (-0.45, 0.25)], LIGHT, (0, 0.4))
    for side in (-1, 1):
        s.dot(side * 0.4, -0.08, 0.24, LIGHT)
        s.dot(side * 0.36, -0.06, 0.15, DEEP)
        s.dot(side * 0.33, -0.12, 0.05, LIGHT)
        for y in (0.2, 0.42):
            s.blade(side * 0.95, y, -side * 1.4, 0.36, 0.06, DEEP, 0.9)
    for y, w in ((-0.68, 0.2), (-0.52, 0.3), (-0.36, 0.18)):
        s.line([(-w, y), (w, y)], DEEP, 0.085)
    s.line([(0, -0.76), (0, -0.3)], DEEP, 0.085)
    s.shape([(-0.14, 0.22), (0.14, 0.22), (0, 0.38)], DEEP)
    s.curve([(-0.26, 0.48), (-0.1, 0.56), (0, 0.42), (0.1, 0.56), (0.26, 0.48)], DEEP, 0.05)
    return s.done()


def feather(rng: Random) -> Motif:
    """Draw a peacock's eyed feather."""
    s = Sketch(rng)
    s.line([(0, 1.0), (0, -0.2)], LINE, 0.045)
    for k in range(8):
        for side in (-1, 1):
            s.blade(0, 0.9 - 0.15 * k, side * 0.6 * s.wobble(), 0.5 + 0.02 * k, 0.05,
                    LEAF if k % 2 else DEEP, 1.1)
    s.blade(0, 0.22, 0, 1.2, 0.48, DEEP, 1.25)
    s.blade(0, 0.12, 0, 1.0, 0.38, HEART, 1.25)
    s.blade(0, 0.02, 0, 0.78, 0.29, MAIN, 1.25)
    s.shape([(0, -0.62), (0.16, -0.42), (0.14, -0.18), (0, -0.28), (-0.14, -0.18), (-0.16, -0.42)], DEEP)
    s.line(arc(0, -0.4, 0.24, pi, 2 * pi, 9), LIGHT, 0.03)
    return s.done()


def magpies(rng: Random) -> Motif:
    """Draw two magpies, beak to beak, for happy news."""
    s = Sketch(rng)
    for side in (-1, 1):
        s.blade(side * 0.55, 0.15, side * 2.2, 0.75, 0.08, DEEP, 1.0)
        s.blade(side * 0.55, 0.1, side * 2.0, 0.7, 0.07, MAIN, 1.0)
        s.shape([(side * 0.7, 0.15), (side * 0.35, -0.25), (side * 0.12, -0.42), (side * 0.08, -0.1),
                 (side * 0.3, 0.3)], DEEP, (side * 0.4, 0))
        s.shape([(side * 0.25, 0.0), (side * 0.16, 0.08), (side * 0.32, 0.26), (side * 0.44, 0.18)], LIGHT,
                (side * 0.3, 0.1))
        for k in range(4):
            s.blade(side * 0.4, -0.08, side * (0.35 + 0.28 * k), 0.6 - 0.06 * k, 0.07,
                    MAIN if k % 2 else LEAF, 1.3)
        s.dot(side * 0.17, -0.36, 0.13, DEEP)
        s.dot(side * 0.14, -0.38, 0.035, LIGHT)
        s.line([(side * 0.1, -0.33), (side * 0.0, -0.29)], HEART, 0.05)
    s.curve([(-0.95, 0.55), (-0.4, 0.42), (0.2, 0.5), (0.95, 0.38)], LINE, 0.06)
    for k in range(5):
        x = -0.8 + 0.4 * k
        s.wheel(5, 0.13, 0.06, HEART, cos(x), 1.7, x=x, y=0.5 + 0.06 * sin(9 * x))
    return s.done()
