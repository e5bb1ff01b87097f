"""Cut sleeves and trousers."""

from __future__ import annotations

from dataclasses import dataclass

from shop.demo.drawing.canvas import Pen
from shop.demo.drawing.easel import Body, Easel, border
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.paths import Path, at_side, join, ribbon, scatter, smooth
from shop.demo.drawing.pigments import RGB, Threads, tonal

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off


@dataclass(frozen=True)
class Cuff:
    """Describe the border of a sleeve: width, ground, edge, and whether the second motif runs on it."""

    width: float
    ground: RGB
    edge: RGB
    figured: bool = True


def _arm(body: Body, reach: float, drop: float, lift: float = 0.0) -> list[tuple[float, float]]:
    x, y = body.shoulder - 14, body.top + body.slope + 26
    return [(x - 34, y - 20), (x, y), (x + reach * 0.55, y + drop * 0.5 - lift), (x + reach, y + drop)]


def sleeve(e: Easel, body: Body, widths: tuple[float, ...], cloth: Cloth, cuff: Cuff | None = None,
           reach: float = 108, drop: float = 300, *, strewn: bool = False) -> None:
    """Hang a pair of tubular sleeves of the given widths from shoulder to wrist."""
    arm = _arm(body, reach, drop)
    for side in (-1, 1):
        outline = at_side(ribbon(arm, (widths[0] * 0.42, *widths)), side)
        end = _end(arm, widths[-1], side, cuff.width / 2 if cuff else 0)

        def trim(pen: Pen, end: Path = end, outline: Path = outline) -> None:
            if strewn:
                strew(e, pen, outline, 74, 17, e.silks)
            if cuff:
                border(pen, end, cuff.width, cuff.ground, cuff.edge, e.motif(1) if cuff.figured else None,
                       e.gold, 1.2)

        e.piece(outline, cloth, trim, 0.25)


def _end(arm: list[tuple[float, float]], width: float, side: int, inset: float) -> Path:
    line = smooth(arm)
    share = max(0, len(line) - 1 - round(inset / 20))
    d = line[-1] - line[-4]
    length = float((d**2).sum() ** 0.5)
    across = (-d[1] / length * (width / 2 + 26), d[0] / length * (width / 2 + 26))
    middle = line[-1] - d / length * inset if share else line[-1]
    return at_side([tuple(middle - across), tuple(middle + across)], side)


def strew(e: Easel, pen: Pen, outline: Path, step: float, size: float, silks: Threads,
          place: int = 0) -> None:
    """Strew a motif over the box of an outline in a half-drop repeat."""
    low, high = outline.min(axis=0), outline.max(axis=0)
    shift = e.rng.uniform(0, step / 2)
    for k, (x, y) in enumerate(scatter((low[0] + shift, low[1] + shift, high[0], high[1]), step)):
        pen.stamp(e.motif(place), silks, x, y, size, (k % 5 - 2) * 0.14, flip=k % 2 == 1)


def wide_sleeve(e: Easel, body: Body, cloth: Cloth, cuff: Cuff, reach: float = 340, deep_y: float = 720,
                figure: float = 0) -> None:
    """Spread a pair of wide hanging sleeves, as on a robe pole; `figure` is the size of the motif on each."""
    for side in (-1, 1):
        top = [(body.neck + 10, body.top), (body.shoulder + 10, body.top + 14), (reach, body.top + 26)]
        mouth = smooth([(reach, body.top + 26), (reach + 8, (body.top + deep_y) / 2),
                        (reach - 8, deep_y - 10)])
        foot = smooth([(reach - 8, deep_y - 10), (reach * 0.72, deep_y + 8), (reach * 0.5, deep_y - 60),
                       (body.bust - 20, body.armpit + 60)])
        outline = at_side(join(top, mouth, foot), side)
        edge = at_side(mouth - (cuff.width / 2, 0), side)

        def trim(pen: Pen, side: int = side, edge: Path = edge, outline: Path = outline) -> None:
            strew(e, pen, outline, 82, 25, tonal(cloth.colour), 2)
            if figure:
                x, y = at_side([(reach * 0.66, deep_y - (deep_y - body.top) * 0.36)], side)[0]
                pen.stamp(e.motif(0), e.silks, x, y, figure, 0.2 * side, flip=side < 0, stitched=True,
                          couched=0.8)
            border(pen, edge, cuff.width, cuff.ground, cuff.edge, e.motif(1) if cuff.figured else None,
                   e.gold)

        e.piece(outline, cloth, trim)


def water_sleeve(e: Easel, body: Body, cloth: Cloth) -> None:
    """Let long water sleeves pour from the wrists in curves."""
    x, y = body.shoulder + 96, body.top + 268
    courses = ([(x, y), (x + 92, y + 40), (x + 104, y + 170), (x - 4, y + 300), (x + 50, y + 440),
                (x + 128, y + 520)], [(x, y), (x + 120, y - 30), (x + 150, y + 90), (x + 60, y + 220),
                                      (x + 96, y + 380), (x + 30, y + 500)])
    for side, course in zip((-1, 1), courses, strict=True):
        outline = at_side(ribbon(course, [52, 110, 96, 120, 84, 132], 14), side)
        e.piece(outline, cloth, None, 0.3)
        e.pen.line(at_side(smooth(course, 14), side), e.colours.accent, 1.4, 0.4)


def trousers(e: Easel, body: Body, cloth: Cloth, cuff: Cuff, foot: float = 1040, spread: float = 66) -> None:
    """Hang a pair of trousers, wide at the foot."""
    for side in (-1, 1):
        y = body.waist_y + 30
        outline = at_side([(-6, y), (body.hip + 4, y), (body.hip + spread * 0.5, foot - 200),
                           (body.hip + spread, foot), (body.hip * 0.55 + spread * 0.3, foot + 9), (20, foot),
                           (4, y + 190)], side)
        hem = at_side([(0, foot - cuff.width * 0.75),
                       (body.hip * 0.6 + spread * 0.4, foot - cuff.width * 0.6),
                       (body.hip + spread + 30, foot - cuff.width * 0.75)], side)

        def trim(pen: Pen, hem: Path = hem) -> None:
            border(pen, hem, cuff.width, cuff.ground, cuff.edge, e.motif(1) if cuff.figured else None, e.gold)

        e.piece(outline, cloth, trim)


def lantern_trousers(e: Easel, body: Body, cloth: Cloth, cuff: RGB, foot: float = 960) -> None:
    """Hang a pair of children's trousers, full in the leg and gathered at the ankle."""
    for side in (-1, 1):
        y = body.waist_y + 20
        leg = smooth([(body.hip, y), (body.hip + 44, y + 120), (body.hip + 52, foot - 110),
                      (body.hip + 10, foot - 30)])
        inner = smooth([(30, foot - 30), (4, foot - 110), (0, y + 120)])
        e.piece(at_side(join([(-6, y)], leg, inner), side), cloth)
        band = [(26, foot - 36), (body.hip + 14, foot - 36), (body.hip + 10, foot + 4), (30, foot + 4)]
        e.piece(at_side(band, side), Cloth(cuff, fall="hang", folds=5, depth=0.2))
