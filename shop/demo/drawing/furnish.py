"""Put a small thing or two into the maker's room: a vase, a stool, slippers, a basket of yarn."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from shop.demo.drawing.canvas import Pen
from shop.demo.drawing.easel import Easel
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.motifs import motif
from shop.demo.drawing.paths import Path, arc, both, petal, ribbon, ring, smooth, turn
from shop.demo.drawing.pigments import (
    CINNABAR,
    GOLD,
    HONEY,
    JADE,
    MOSS,
    PEONY,
    PORCELAIN,
    RGB,
    STRAW,
    UMBER,
    WHITE,
    WOOD,
    deep,
    light,
    mix,
    threads,
)

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off

CROWDED = frozenset({"fan_dancer", "peony_fans", "drummer", "kerchief_dancer", "vest_drummer",
                     "drummer_child", "war_drum"})


def furnish(e: Easel) -> None:
    """Choose what stands beside the costume, unless the dancer's own things lie there."""
    if e.costume.cut in CROWDED:
        return
    things = e.rng.sample(list(THINGS), 2)
    left = e.rng.uniform(70, 128)
    THINGS[things[0]](e, left, e.rng.uniform(1076, 1136))
    if e.rng.random() < 0.6:
        THINGS[things[1]](e, 900 - e.rng.uniform(76, 130), e.rng.uniform(1070, 1130))


def _shade(e: Easel, x: float, y: float, half: float) -> None:
    for k in range(4):
        e.pen.fill(ring(x + 8, y, half * (1.2 - 0.12 * k), 13 - 2 * k), deep(e.colours.ground, 0.7), 0.1)


def _glaze(e: Easel) -> RGB:
    return e.rng.choice((PORCELAIN, JADE, mix(CINNABAR, UMBER, 0.3), WHITE, e.colours.second))


def _centred(half: list[tuple[float, float]], x: float, y: float) -> Path:
    return turn(both(smooth(half, 6), 0), 0, x, y)


def vase(e: Easel, x: float, y: float) -> None:
    """Stand a glazed vase with a flowering branch."""
    _shade(e, x, y, 52)
    glaze, tall = _glaze(e), e.rng.uniform(150, 190)
    bough, lean = (motif(e.rng.choice(("branch", "bamboo", "magnolia", "sprig")), e.costume.slug + " vase"),
                   e.rng.uniform(-0.2, 0.3))
    e.pen.stamp(bough, threads(e.rng.choice((PEONY, CINNABAR, HONEY, WHITE)), MOSS), x + 46 * lean + 6,
                y - tall - 78, 104, lean, couched=0.4)
    shape = _centred([(0, -tall), (20, -tall), (16, -tall * 0.82), (50, -tall * 0.5), (44, -tall * 0.18),
                      (28, 0), (0, 3)], x, y)

    def paint(pen: Pen) -> None:
        pen.stamp(motif("lotus", e.costume.slug), threads(mix(glaze, deep(glaze), 0.6), deep(glaze, 0.4)), x,
                  y - tall * 0.42, 34)
        for lift in (0.1, 0.74):
            pen.line([(x - 60, y - tall * lift), (x, y - tall * lift + 4), (x + 60, y - tall * lift)],
                     deep(glaze, 0.35), 4)

    e.piece(shape, Cloth(glaze, fall="flat", round=0.8, sheen=0.4), paint)


def stool(e: Easel, x: float, y: float) -> None:
    """Stand a stool with folded cloth on it."""
    _shade(e, x, y, 66)
    wood = Cloth(mix(WOOD, UMBER, e.rng.random() * 0.6), fall="flat", round=0.3, sheen=0.2)
    for dx in (-46, 46):
        e.piece(ribbon([(x + dx * 0.8, y - 96), (x + dx, y - 50), (x + dx * 1.08, y)], [13, 10, 12]), wood,
                None, 0.2)
    e.piece(ribbon([(x - 46, y - 46), (x, y - 44), (x + 46, y - 46)], [8, 8]), wood, None, 0.2)
    for k in range(e.rng.choice((2, 3, 4))):
        colour = e.rng.choice((e.colours.main, e.colours.second, e.colours.accent, e.colours.trim, STRAW))
        top = y - 112 - 20 * k
        fold = smooth([(x - 48, top - 8), (x + 50, top - 9), (x + 55, top + 1), (x + 50, top + 10),
                       (x - 48, top + 10), (x - 52, top + 1)], 5, closed=True)
        e.piece(fold, Cloth(colour, fall="flow", angle=1.57, folds=4, depth=0.3), None, 0.2)
    e.piece(_centred([(0, -104), (64, -104), (68, -96), (62, -88), (0, -86)], x, y), wood, None, 0.25)


def slippers(e: Easel, x: float, y: float) -> None:
    """Set down a pair of embroidered slippers."""
    colour = e.rng.choice((e.colours.accent, e.colours.trim, e.colours.main, CINNABAR))
    for k, side in enumerate((-1, 1)):
        px, py = x + side * 38, y - 6 * k
        _shade(e, px, py + 20, 26)
        shoe = turn(smooth([(0, -52), (25, -34), (27, 8), (16, 36), (0, 42), (-16, 36), (-27, 8),
                            (-25, -34)], 6, closed=True), pi + side * 0.12, px, py)
        e.piece(shoe, Cloth(colour, fall="flat", round=0.5), None, 0.3)
        e.pen.stamp(e.motif(0), e.silks, px, py + 24, 16)
        e.pen.fill(turn(ring(0, -16, 16, 24, 20), side * 0.12, px, py), deep(colour, 0.55))
        e.pen.line(turn(ring(0, -16, 16, 24, 20), side * 0.12, px, py), e.colours.thread, 3, closed=True)


def basket(e: Easel, x: float, y: float) -> None:
    """Set down a basket of yarn and bobbins."""
    _shade(e, x, y, 70)
    for dx, dy, r, colour in ((-34, -76, 27, e.colours.accent), (28, -80, 30, e.colours.second),
                              (-2, -96, 28, e.colours.thread)):
        _ball(e, x + dx, y + dy, r, colour)
    cane = mix(HONEY, WOOD, 0.5)

    def weave(pen: Pen) -> None:
        for row in range(7):
            for k in range(-7, 8):
                pen.line(arc(x + 20 * k + 10 * (row % 2), y - 66 + 11 * row, 10, pi, 2 * pi, 7),
                         deep(cane, 0.35), 2.2)

    e.piece(_centred([(0, -76), (72, -76), (68, -40), (54, 0), (0, 4)], x, y),
            Cloth(cane, fall="flat", round=0.6), weave)
    e.pen.line([(x - 73, y - 74), (x, y - 70), (x + 73, y - 74)], deep(cane, 0.2), 9)
    e.pen.line([(x - 73, y - 76), (x, y - 72), (x + 73, y - 76)], light(cane, 0.35), 3)


def _ball(e: Easel, x: float, y: float, r: float, colour: RGB) -> None:
    def wind(pen: Pen) -> None:
        for k in range(9):
            pen.line(arc(x - r + 6 * k, y, r, -0.9, 0.9, 9), (light(colour, 0.4), deep(colour, 0.25))[k % 2],
                     1.6)

    e.piece(ring(x, y, r), Cloth(colour, fall="flat", round=0.6), wind, 0.2)


def pot(e: Easel, x: float, y: float) -> None:
    """Grow a leafy plant in a pot."""
    _shade(e, x, y, 52)
    green = e.rng.choice((JADE, MOSS, mix(JADE, MOSS, 0.5)))
    for k in range(11):
        a = -1.25 + 0.25 * k + e.rng.uniform(-0.08, 0.08)
        leaf = turn(petal(e.rng.uniform(120, 190), e.rng.uniform(12, 20), 0, 0.95), a, x + 10 * sin(a),
                    y - 74)
        e.piece(leaf, Cloth(mix(green, light(green), 0.4 * (k % 3) / 2), fall="flat", round=0.2), None, 0.16)
    clay = e.rng.choice((mix(CINNABAR, WOOD, 0.6), PORCELAIN, WHITE))
    e.piece(_centred([(0, -84), (52, -84), (50, -66), (36, 0), (0, 4)], x, y),
            Cloth(clay, fall="flat", round=0.7, sheen=0.3))
    e.pen.line([(x - 52, y - 80), (x, y - 77), (x + 52, y - 80)], deep(clay, 0.25), 8)


def lanterns(e: Easel, x: float, y: float) -> None:
    """Hang a silk lantern from above instead of standing something on the floor."""
    drop, r = e.rng.uniform(190, 270), e.rng.uniform(46, 58)
    colour = e.rng.choice((CINNABAR, e.colours.accent, HONEY))
    e.pen.line([(x, -4), (x, drop - r)], UMBER, 3)

    def paint(pen: Pen) -> None:
        for share in (0.3, 0.65):
            pen.line(ring(x, drop, r * share, r * 0.86, 30), deep(colour, 0.3), 2, closed=True)
        pen.stamp(e.motif(1), e.gold, x, drop, r * 0.42)

    e.piece(ring(x, drop, r, r * 0.86), Cloth(light(colour, 0.12), fall="flat", round=0.8, sheen=0.3), paint)
    for side in (-1, 1):
        e.pen.line([(x - r * 0.42, drop + side * r * 0.84), (x + r * 0.42, drop + side * r * 0.84)], GOLD, 7)
    for k in range(7):
        e.pen.line([(x + (k - 3) * 3, drop + r * 0.9), (x + (k - 3) * 5 * cos(k), drop + r * 0.9 + 62)],
                   (HONEY, light(colour, 0.2))[k % 2], 2.4)


THINGS: dict[str, Callable[[Easel, float, float], None]] = {
    thing.__name__: thing for thing in (vase, stool, slippers, basket, pot, lanterns)
}
