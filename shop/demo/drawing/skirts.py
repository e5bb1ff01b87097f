"""Cut skirts: flared, pleated, tiered, petalled, horse-faced, trailing."""

from __future__ import annotations

from dataclasses import replace

from shop.demo.drawing.canvas import Pen
from shop.demo.drawing.easel import Easel, Fall, border
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.paths import CENTRE, Path, along, both, join, petal, scatter, smooth, turn
from shop.demo.drawing.pigments import RGB, Threads, deep, light, tonal
from shop.demo.drawing.trims import fringe

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off


def skirt(e: Easel, fall: Fall, cloth: Cloth, hem: float = 46, ground: RGB | None = None, row: float = 0, *,
          damask: bool = True) -> None:
    """Hang a skirt with a woven border of width `hem`; `row` is the size of the flowers above it."""

    def embroider(pen: Pen) -> None:
        if damask:
            for x, y in scatter((CENTRE - fall.foot, fall.top_y, CENTRE + fall.foot, fall.foot_y), 96):
                pen.stamp(e.motif(2), tonal(cloth.colour), x, y, 26)
        if row:
            flower_row(e, pen, fall, row)
        if hem:
            share = 1 - hem * 0.62 / (fall.foot_y - fall.top_y)
            border(pen, fall.level(share), hem, ground or e.colours.trim, e.colours.thread, e.motif(1),
                   e.gold)

    e.piece(fall.outline(), cloth, embroider)


def flower_row(e: Easel, pen: Pen, fall: Fall, size: float, share: float = 0.8,
               silks: Threads | None = None) -> None:
    """Embroider the chief motif along the skirt, small ones rising between."""
    spots = along(fall.level(share), size * 2.1)
    for k, (x, y, angle) in enumerate(spots):
        lift = -size * 0.5 if k % 2 else 0
        pen.stamp(e.motif(0), silks or e.silks, x, y + lift, size, angle * 0.6, flip=x > CENTRE,
                  stitched=True, couched=0.9)
        pen.stamp(e.motif(2), e.gold, x + size * 1.05, y + lift - size * 1.1, size * 0.42, 0.3,
                  flip=k % 2 == 0)


def tiers(e: Easel, fall: Fall, colours: tuple[RGB, ...], folds: float = 9, hem: float = 20,
          swell: float = 1.08) -> None:
    """Hang tier over tier of gathered cloth, the lowest first."""
    count = len(colours)
    for k in reversed(range(count)):
        top, foot = k / count, (k + 1.16) / count
        y = fall.foot_y - fall.top_y
        tier = replace(fall, top_y=fall.top_y + y * max(0, top - 0.05),
                       foot_y=fall.top_y + y * min(1.04, foot), top=fall.half(max(0.0, top - 0.05)),
                       foot=fall.half(min(1.0, foot)) * swell, ripple=fall.ripple, waves=fall.waves + k)
        edge = tier.level(0.94)

        def trim(pen: Pen, edge: Path = edge, k: int = k) -> None:
            if hem:
                border(pen, edge, hem, colours[(k + 1) % count], e.colours.thread, e.motif(1), e.silks, 1.6)

        e.piece(tier.outline(), Cloth(colours[k], folds=folds + 2 * k, depth=0.34), trim, 0.34)


def petals(e: Easel, y: float, length: float, cloths: tuple[Cloth, ...], count: int = 9,
           spread: float = 1.15, width: float = 0.2) -> None:
    """Overlap petals that hang from a waist, layer over layer."""
    for layer, cloth in enumerate(cloths):
        long = length * (1 - 0.22 * layer)
        order = sorted(range(count), key=lambda k: -abs(k - (count - 1) / 2))
        for k in order:
            angle = (k - (count - 1) / 2) / ((count - 1) / 2) * spread
            root = (CENTRE + angle * 62, y)
            shape = turn(petal(long, long * width, 0, 1.5, 14), 3.14159 - angle * 0.8, *root)

            def veins(pen: Pen, root: tuple[float, float] = root, angle: float = angle, long: float = long,
                      shape: Path = shape) -> None:
                tips = turn([(-long * 0.07, -long * 0.8), (0, -long * 0.92), (long * 0.07, -long * 0.8)],
                            3.14159 - angle * 0.8, *root)
                for tip in tips:
                    pen.line([root, tuple(tip)], light(cloths[0].colour, 0.6), 1.8, 0.6)
                pen.line(shape, e.colours.thread, 4, closed=True)

            e.piece(shape, cloth, veins, 0.26)


def horse_face(e: Easel, y: float, foot_y: float, top: float, foot: float, bands: tuple[RGB, RGB]) -> None:
    """Hang a horse-face skirt: knife pleats at the sides, a flat panel with its borders in front."""
    for side in (-1, 1):
        half = [(0, y), (top, y), (foot, foot_y - 6), (foot * 0.6, foot_y + 10), (0, foot_y + 14)]
        outline = join([(CENTRE, y)], [(CENTRE + side * x, v) for x, v in half[1:]])
        line = smooth([(CENTRE, foot_y - 76), (CENTRE + side * foot * 0.6, foot_y - 82),
                       (CENTRE + side * foot * 1.06, foot_y - 100)])

        def weave(pen: Pen, line: Path = line) -> None:
            _bands(e, pen, line, y, foot_y, bands)

        e.piece(outline, e.main(fall="pleat", folds=side * 9.0, depth=0.4, round=0.05), weave)
    _front(e, y, foot_y, top, foot, bands)


def _bands(e: Easel, pen: Pen, line: Path, y: float, foot_y: float, bands: tuple[RGB, RGB]) -> None:
    border(pen, line, 108, bands[0], e.colours.thread)
    for x, v, angle in along(line, 92):
        pen.stamp(e.motif(0), e.silks, x, v, 40, angle, couched=0.8)
    knee = line - (0, (foot_y - y) * 0.36)
    border(pen, knee, 46, bands[1], e.colours.thread, e.motif(1), e.gold)


def _front(e: Easel, y: float, foot_y: float, top: float, foot: float, bands: tuple[RGB, RGB]) -> None:
    outline = both([(0, y), (top * 0.62, y), (foot * 0.44, foot_y + 10), (0, foot_y + 16)])
    line = smooth([(CENTRE - foot * 0.5, foot_y - 76), (CENTRE, foot_y - 72),
                   (CENTRE + foot * 0.5, foot_y - 76)])

    def weave(pen: Pen) -> None:
        _bands(e, pen, line, y, foot_y, bands)
        for k, (dx, v) in enumerate(((0, 0.2), (-26, 0.36), (28, 0.36))):
            pen.stamp(e.motif(2), e.damask, CENTRE + dx, y + (foot_y - y) * v, 34, flip=k == 1)
        knee = y + (foot_y - y) * 0.62
        pen.stamp(e.motif(0), e.silks, CENTRE, knee - 70, 66, stitched=True, couched=1.0)

    e.piece(outline, e.main(fall="hang", folds=1.4, depth=0.12, round=0.1), weave, 0.36)


def waistband(e: Easel, y: float, half: float, colour: RGB, height: float = 48) -> None:
    """Sew the cotton waistband of a wrapped skirt, with its ties."""
    for side in (-1, 1):
        x = CENTRE + side * half
        tie = smooth([(x - side * 10, y + 16), (x + side * 34, y + 90), (x + side * 14, y + 210),
                      (x + side * 36, y + 320)])
        e.pen.line(turn(tie, 0, 5, 8), deep(e.colours.ground, 0.5), 12, 0.35)
        e.pen.line(tie, deep(colour, 0.12), 13)
        e.pen.line(tie, colour, 10)
    e.piece([(CENTRE - half, y), (CENTRE + half, y), (CENTRE + half + 4, y + height),
             (CENTRE - half - 4, y + height)], Cloth(colour, folds=10, depth=0.14, round=0.3))
    for k in range(9):
        x = CENTRE + (k - 4) * half * 0.24
        e.pen.line([(x - 6, y + height - 7), (x + 6, y + height - 7)], deep(colour, 0.3), 2)


def apron(e: Easel, y: float, length: float, top: float, foot: float, cloth: Cloth,
          stripes: tuple[RGB, ...] = (), *, beads: bool = True) -> None:
    """Tie an apron before a skirt, striped or embroidered, with a fringe."""
    panel = Fall(y, top, y + length, foot, bow=16, ripple=0)

    def adorn(pen: Pen) -> None:
        for k, colour in enumerate(stripes):
            pen.line(panel.level((k + 0.5) / len(stripes)), colour, length / len(stripes) + 1)
            pen.line(panel.level(k / len(stripes)), e.colours.thread, 2.4)
        if not stripes:
            pen.stamp(e.motif(0), e.silks, CENTRE, y + length * 0.46, min(foot * 0.72, length * 0.36),
                      stitched=True, couched=1.0)
            pen.line(panel.outline(), e.colours.thread, 15, closed=True)
            pen.line(panel.outline(), e.colours.trim, 8, closed=True)

    e.piece(panel.outline(), cloth, adorn)
    if beads:
        fringe(e, panel.level(1)[3:-3], 40, e.colours.thread)
