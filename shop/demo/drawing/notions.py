"""Draw what lies on a sewing table: spools, scissors, a needle, the table itself."""

from __future__ import annotations

from math import cos, sin

from shop.demo.drawing.canvas import Pen
from shop.demo.drawing.easel import Easel
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.paths import arc, join, ring, smooth, turn
from shop.demo.drawing.pigments import RGB, SILVER, WOOD, deep, light, mix

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off


def tabletop(e: Easel) -> None:
    """Lay the boards of a cutting table."""
    tone = mix(light(WOOD, 0.5), e.colours.ground, 0.55)
    lean = e.rng.uniform(-0.12, 0.12)
    width = e.rng.uniform(130, 190)
    for k in range(-3, 10):
        plank = turn([(k * width, -700), ((k + 1) * width - 3, -700), ((k + 1) * width - 3, 1400),
                      (k * width, 1400)], lean, 60, 60)
        e.pen.fill(plank, mix(tone, deep(tone, 0.3), e.rng.uniform(0, 0.5)))
        for _ in range(7):
            x = k * width + e.rng.uniform(8, width - 8)
            grain = turn([(x + 5 * sin(y / e.rng.uniform(60, 90)), y) for y in range(-300, 1400, 40)], lean,
                         60, 60)
            e.pen.line(grain, deep(tone, 0.3), 1.4, 0.35)


def spool(e: Easel, x: float, y: float, r: float, silk: RGB) -> None:
    """Stand a spool of silk."""
    wood = Cloth(light(WOOD, 0.3), fall="flat", round=0.8, sheen=0.3)
    e.piece(ring(x, y + r * 1.1, r, r * 0.36), wood, None, 0.4)
    body = join(arc(x, y - r * 0.9, r * 0.8, 3.1416, 0, 14, ry=r * 0.2),
                arc(x, y + r * 0.9, r * 0.8, 0, 3.1416, 14, ry=r * 0.26))

    def wind(pen: Pen) -> None:
        for k in range(22):
            v = y - r + k * r * 0.1
            pen.line([(x - r, v), (x + r, v + r * 0.08)], (deep(silk, 0.2), light(silk, 0.25))[k % 2], 1.5)

    e.piece(body, Cloth(silk, fall="flat", round=1.0, sheen=0.35), wind, 0.2)
    e.piece(ring(x, y - r, r, r * 0.34), wood, None, 0.2)
    e.pen.fill(ring(x, y - r, r * 0.24, r * 0.09), deep(WOOD, 0.6))
    tail = smooth([(x + r * 0.7, y + r * 0.4), (x + r * 1.6, y + r * 1.1), (x + r * 1.2, y + r * 1.9),
                   (x + r * 2.4, y + r * 1.7)])
    e.pen.line(tail, silk, 3)


def scissors(e: Easel, x: float, y: float, size: float, lean: float) -> None:
    """Lay a pair of tailor's shears, half open."""
    for side in (-1, 1):
        blade = turn([(0, -size * 0.06), (size * 1.1, -size * 0.02), (size * 1.16, size * 0.03),
                      (0, size * 0.12)], lean + side * 0.2 - 2.6, x, y)
        e.piece(blade, Cloth(SILVER, fall="flat", round=0.2, sheen=0.3), None, 0.4)
        a = lean - side * 0.34 + 0.54
        cx, cy = x + size * 0.62 * cos(a), y + size * 0.62 * sin(a)
        e.pen.line([(x, y), (cx - size * 0.2 * cos(a), cy - size * 0.2 * sin(a))], deep(SILVER, 0.45),
                   size * 0.1)
        e.pen.line(turn(ring(0, 0, size * 0.3, size * 0.2), a, cx, cy), deep(e.colours.trim, 0.1),
                   size * 0.085, closed=True)
        e.pen.line(turn(ring(0, -2, size * 0.3, size * 0.2), a, cx, cy), light(e.colours.trim, 0.3),
                   size * 0.02, closed=True)
    e.pen.bead(x, y, size * 0.05, SILVER)


def needle(e: Easel, x: float, y: float, length: float, lean: float, silk: RGB) -> None:
    """Leave a needle in the cloth, its thread trailing."""
    tip = (x + length * cos(lean), y + length * sin(lean))
    e.pen.line([(x + 5, y + 8), (tip[0] + 7, tip[1] + 10)], (60, 40, 50), 5, 0.3)
    e.pen.line([(x, y), tip], deep(SILVER, 0.3), 6)
    e.pen.line([(x, y - 1), (tip[0], tip[1] - 1)], light(SILVER, 0.6), 2)
    trail = smooth([tip, (tip[0] + 60, tip[1] + 90), (tip[0] - 40, tip[1] + 190),
                    (tip[0] + 40, tip[1] + 330), (tip[0] - 10, tip[1] + 470)])
    e.pen.line(turn(trail, 0, 4, 6), (60, 40, 50), 4, 0.25)
    e.pen.line(trail, silk, 4)
