"""Draw what dancers carry: fans, drums, kerchiefs, umbrellas, lions' heads."""

from __future__ import annotations

from math import cos, pi, sin

from shop.demo.drawing.canvas import Pen
from shop.demo.drawing.easel import Easel
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.paths import Path, arc, join, petal, ring, smooth, turn
from shop.demo.drawing.pigments import GOLD, INK, RGB, UMBER, WHITE, WOOD, deep, light, mix
from shop.demo.drawing.trims import tassel

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off


def fan(e: Easel, x: float, y: float, r: float, angle: float, leaf: RGB, edge: RGB, *,
        fluff: bool = True) -> None:
    """Open a folding fan at (x, y), turned by `angle`, with a silk edge that flutters."""
    a0, a1 = -pi / 2 - 1.15 + angle, -pi / 2 + 1.15 + angle
    if fluff:
        e.piece(_flutter(e, x, y, r, a0, a1), Cloth(edge, fall="flow", angle=angle, folds=9, depth=0.28),
                None, 0.3)
    sheet = join(arc(x, y, r, a0, a1, 40), arc(x, y, r * 0.36, a1, a0, 20))

    def paint(pen: Pen) -> None:
        for k in range(16):
            a, b = (a0 + (a1 - a0) * (k + d) / 16 for d in (0.0, 0.5))
            pen.fill([(x, y), (x + 1.1 * r * cos(a), y + 1.1 * r * sin(a)),
                      (x + 1.1 * r * cos(b), y + 1.1 * r * sin(b))], deep(leaf, 0.14))
        pen.stamp(e.motif(0), e.silks, x + 0.68 * r * cos(a0 + 1.15), y + 0.68 * r * sin(a0 + 1.15),
                  r * 0.27, angle, stitched=True, couched=0.8)
        for d in (-0.72, 0.72):
            pen.stamp(e.motif(2), e.silks, x + 0.7 * r * cos(a0 + 1.15 + d),
                      y + 0.7 * r * sin(a0 + 1.15 + d), r * 0.16, angle + d)
        pen.line(arc(x, y, r * 0.97, a0, a1, 40), e.colours.thread, 6)

    e.piece(sheet, Cloth(leaf, fall="flat", depth=0.2, round=0.1), paint, 0.3)
    _ribs(e, x, y, r, a0, a1)


def _ribs(e: Easel, x: float, y: float, r: float, a0: float, a1: float) -> None:
    for k in range(9):
        a = a0 + (a1 - a0) * k / 8
        reach = r * (0.98 if k in {0, 8} else 0.38)
        e.pen.line([(x, y), (x + reach * cos(a), y + reach * sin(a))], deep(WOOD, 0.3) if k % 8 else UMBER, 4)
    e.pen.bead(x, y, 7, GOLD)
    tassel(e, x, y + 10, r * 0.3, e.colours.trim)


def _flutter(e: Easel, x: float, y: float, r: float, a0: float, a1: float) -> Path:
    outer = []
    for k in range(40):
        a = a0 - 0.06 + (a1 - a0 + 0.12) * k / 39
        reach = r * (1.24 + 0.05 * cos(k * 1.6) + e.rng.uniform(-0.02, 0.02))
        outer.append((x + reach * cos(a), y + reach * sin(a)))
    return join(smooth(outer, 3), arc(x, y, r * 0.9, a1, a0, 20))


def drum(e: Easel, x: float, y: float, r: float, colour: RGB, lean: float = 0.0) -> None:
    """Set down a barrel drum with studs."""
    barrel = smooth([(-0.78, -0.6), (-1.02, 0), (-0.78, 0.6), (0, 0.78), (0.78, 0.6), (1.02, 0),
                     (0.78, -0.6), (0, -0.4)], 7, closed=True)

    def paint(pen: Pen) -> None:
        for k in range(5):
            pen.stamp(e.motif(1), e.gold, x + (k - 2) * r * 0.42, y + r * 0.2, r * 0.19)

    e.piece(turn(barrel * r, lean, x, y), Cloth(colour, fall="flat", round=1.0, sheen=0.3), paint)
    head = turn(ring(0, -0.6 * r, 0.8 * r, 0.24 * r), lean, x, y)
    e.piece(head, Cloth((246, 230, 196), fall="flat", round=0.2), None, 0.1)
    for px, py in turn(ring(0, -0.56 * r, 0.82 * r, 0.27 * r, 22), lean, x, y)[:12]:
        e.pen.bead(float(px), float(py), r * 0.045, GOLD)


def sticks(e: Easel, x: float, y: float, length: float, silk: RGB) -> None:
    """Cross a pair of drumsticks with silk at their ends."""
    for side in (-1, 1):
        tip = (x + side * length * 0.5, y - length * 0.6)
        e.pen.line([(x - side * length * 0.3, y + length * 0.36), tip], deep(WOOD, 0.2), 9)
        e.pen.line([(x - side * length * 0.3 - 2, y + length * 0.36), (tip[0] - 2, tip[1])],
                   light(WOOD, 0.3), 3)
        e.pen.bead(*tip, 10, e.colours.trim)
        for k in range(4):
            strand = smooth([(x - side * length * 0.3, y + length * 0.36),
                             (x - side * (length * 0.36 + 14 * k), y + length * 0.56),
                             (x - side * (length * 0.28 + 16 * k), y + length * 0.8)])
            e.pen.line(strand, (silk, light(silk, 0.3), deep(silk, 0.2), silk)[k], 7)


def kerchief(e: Easel, x: float, y: float, r: float, colour: RGB, edge: RGB, angle: float = 0.0) -> None:
    """Spin an eight-cornered kerchief sewn with sequins."""
    rim = []
    for k in range(48):
        a = 2 * pi * k / 48
        reach = r * (1.0 + 0.09 * cos(8 * a))
        rim.append((x + reach * cos(a + angle), y + reach * 0.94 * sin(a + angle)))
    inner = ring(x, y, r * 0.78, r * 0.73, 48)

    def sew(pen: Pen) -> None:
        pen.fill(inner, colour)
        for k, (px, py) in enumerate(ring(x, y, r * 0.8, r * 0.75, 40)):
            pen.bead(float(px), float(py), r * 0.035, e.colours.thread if k % 2 else WHITE)
        pen.stamp(e.motif(0), e.silks, x, y, r * 0.52, angle, stitched=True, couched=0.8)
        for px, py in ring(x, y, r * 0.92, r * 0.86, 30):
            pen.bead(float(px), float(py), r * 0.026, light(edge, 0.5))

    e.piece(rim, Cloth(edge, fall="flow", angle=angle, folds=7, depth=0.22, round=0.1), sew, 0.34)


def umbrella(e: Easel, x: float, y: float, r: float, colours: tuple[RGB, RGB], lean: float = -0.5) -> None:
    """Open an oil-paper umbrella, seen from its painted side."""
    e.pen.line([(x, y), (x + r * 1.3 * sin(-lean), y + r * 1.3 * cos(lean))], deep(WOOD, 0.35), 9)
    disc = turn(ring(0, 0, r, r * 0.9, 72), lean, x, y)

    def paint(pen: Pen) -> None:
        for k in range(24):
            a = 2 * pi * k / 24
            rib = turn([(0, 0), (r * 1.05 * cos(a), r * 0.95 * sin(a)),
                        (r * 1.05 * cos(a + 0.13), r * 0.95 * sin(a + 0.13))], lean, x, y)
            pen.fill(rib, deep(colours[0], 0.12))
            pen.line(rib[:2], deep(colours[0], 0.34), 1.6)
        for share in (0.95, 0.86):
            pen.line(turn(ring(0, 0, r * share, r * 0.9 * share, 72), lean, x, y), colours[1], 7 * share,
                     closed=True)
        for k in range(5):
            a = k * 1.256 + 0.3
            spot = turn([(r * 0.55 * cos(a), r * 0.5 * sin(a))], lean, x, y)[0]
            pen.stamp(e.motif(0), e.silks, float(spot[0]), float(spot[1]), r * 0.2, a)
        pen.dot(x, y, r * 0.1, colours[1])

    e.piece(disc, Cloth(colours[0], fall="flat", depth=0.25, round=0.35), paint, 0.36)
    e.pen.bead(x, y, 9, INK)


def lion_head(e: Easel, x: float, y: float, r: float, colour: RGB, mane: RGB) -> None:
    """Set the fringed head of a dancing lion at (x, y)."""
    for k in range(30):
        a = 2 * pi * k / 30
        tuft = turn(petal(r * e.rng.uniform(0.5, 0.62), r * 0.14, a, 1.3), 0, x + r * 0.8 * sin(a),
                    y - r * 0.8 * cos(a))
        e.pen.fill(tuft, (mane, light(mane, 0.4), deep(mane, 0.15))[k % 3])
    e.piece(ring(x, y, r, r * 0.94, 60), Cloth(colour, fall="flat", round=0.7), None, 0.3)
    for side in (-1, 1):
        eye = x + side * r * 0.4
        e.pen.dot(eye, y - r * 0.16, r * 0.31, e.colours.thread)
        e.pen.dot(eye, y - r * 0.16, r * 0.26, WHITE)
        e.pen.dot(eye - side * r * 0.04, y - r * 0.12, r * 0.14, INK)
        e.pen.dot(eye - r * 0.05, y - r * 0.18, r * 0.05, WHITE)
        e.pen.line(arc(eye, y - r * 0.14, r * 0.4, pi * 1.15, pi * 1.85, 12), mane, r * 0.11)
        e.pen.dot(x + side * r * 0.56, y + r * 0.3, r * 0.15, mix(colour, WHITE, 0.45), 0.7)
    e.pen.fill(ring(x, y + r * 0.14, r * 0.19, r * 0.13), e.colours.trim)
    mouth = smooth([(x - r * 0.5, y + r * 0.42), (x, y + r * 0.36), (x + r * 0.5, y + r * 0.42),
                    (x + r * 0.3, y + r * 0.74), (x, y + r * 0.8), (x - r * 0.3, y + r * 0.74)], 6,
                    closed=True)
    e.pen.fill(mouth, deep(e.colours.trim, 0.3))
    e.pen.line(mouth, e.colours.thread, 6, closed=True)
    e.pen.fill(ring(x, y + r * 0.66, r * 0.2, r * 0.1), (232, 120, 120))
    e.pen.stamp(e.motif(1), e.gold, x, y - r * 0.62, r * 0.24)
