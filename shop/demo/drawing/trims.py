"""Make collars, sashes, tassels, knots and ribbons."""

from __future__ import annotations

from math import cos, pi, sin

from shop.demo.drawing.canvas import Decorate, Pen
from shop.demo.drawing.easel import Body, Easel, border
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.paths import (
    CENTRE,
    Points,
    along,
    arc,
    at_side,
    both,
    join,
    petal,
    ribbon,
    ring,
    smooth,
    turn,
)
from shop.demo.drawing.pigments import RGB, Threads, deep, light, threads

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off


def cross_collar(e: Easel, body: Body, ground: RGB, edge: RGB, inner: RGB, waist: float) -> None:
    """Cross the collar left over right: the upper band runs down to the viewer's left."""
    b = body
    e.piece(both([(0, b.top - 18), (b.neck + 4, b.top - 22), (b.neck + 2, b.top + 4), (0, b.top + 116)]),
            Cloth(inner, fall="flat"), None, 0)
    for side, foot in ((-1, 66.0), (1, waist)):
        line = at_side([(b.neck + 8, b.top - 22), (b.neck + 2, b.top + 22), (-14, b.top + 128),
                        (-b.waist + 4, foot + b.top)], side)
        band = ribbon(line if side > 0 else line[:3], [30, 32, 32])
        strip = smooth(line if side > 0 else line[:3])

        def weave(pen: Pen, strip: Points = strip) -> None:
            pen.line(strip, edge, 33)
            border(pen, smooth(strip, 2), 22, ground, edge, e.motif(1), e.gold, 1.35)

        e.piece(band, Cloth(ground, fall="flat", depth=0.15, round=0.1), weave, 0.25)


def standing_collar(e: Easel, body: Body, ground: RGB, edge: RGB) -> None:
    """Stand a small collar round the neck, with its knot."""
    b = body
    shape = both(smooth([(0, b.top - 24), (b.neck - 4, b.top - 32), (b.neck + 3, b.top - 6),
                         (b.neck * 0.6, b.top + 14), (0, b.top + 20)]))
    e.piece(shape, Cloth(ground, fall="flat", round=0.5), lambda pen: pen.line(shape, edge, 5, closed=True),
            0.15)


def round_collar(e: Easel, body: Body, ground: RGB, edge: RGB, width: float = 16) -> None:
    """Lay a round collar on the shoulders."""
    b = body
    ringlet = join(arc(CENTRE, b.top - 4, b.neck + width, 0.0, pi, 26, ry=44 + width),
                   arc(CENTRE, b.top - 6, b.neck, pi, 0.0, 26, ry=36))
    e.piece(ringlet, Cloth(ground, fall="flat", round=0.3),
            lambda pen: pen.line(ringlet, edge, 4, closed=True), 0.2)


def cloud_collar(e: Easel, body: Body, colours: tuple[RGB, RGB], lobes: int = 5, reach: float = 1.0) -> None:
    """Lay a cloud collar of ruyi lobes round the neck, hung with tassels."""
    b = body
    size = 46 * reach
    for layer, (grow, colour) in enumerate(zip((1.34, 1.0), colours, strict=True)):
        for k in range(lobes):
            a = pi * (0.06 + 0.88 * k / (lobes - 1))
            x, y = CENTRE + (b.neck + 54 * reach) * cos(a) * 1.15, b.top + 4 + 70 * reach * sin(a)
            if layer == 0:
                tassel(e, x + 26 * cos(a), y + size * 1.0 * sin(a) + 12, 44 * reach, e.colours.thread)
            _lobe(e, x, y, size * grow, a, colour, layer)
    round_collar(e, body, colours[0], e.colours.thread, 14)


def _lobe(e: Easel, x: float, y: float, size: float, a: float, colour: RGB, layer: int) -> None:
    shape = [(-0.5, -0.9), (-0.95, -0.2), (-0.8, 0.35), (-0.4, 0.4), (-0.25, 0.66), (0, 0.95), (0.25, 0.66),
             (0.4, 0.4), (0.8, 0.35), (0.95, -0.2), (0.5, -0.9)]
    outline = turn(smooth(shape, 5, closed=True) * size, a - pi / 2, x, y)

    def embroider(pen: Pen) -> None:
        pen.line(outline, e.colours.thread, 5, closed=True)
        if layer:
            pen.stamp(e.motif(1), e.silks, x, y, size * 0.56, a - pi / 2, couched=0.8)

    e.piece(outline, Cloth(colour, fall="flat", depth=0.2, round=0.2), embroider, 0.28 - 0.1 * layer)


def sash(e: Easel, body: Body, colour: RGB, height: float = 46, y: float | None = None,
         half: float | None = None) -> None:
    """Tie a sash round the waist."""
    y = body.waist_y if y is None else y
    half = body.waist + 7 if half is None else half
    shape = both([(0, y - height / 2 + 5), (half, y - height / 2), (half + 4, y + height / 2),
                  (0, y + height / 2 + 7)])

    def weave(pen: Pen) -> None:
        for lift in (-height / 2 + 6, height / 2):
            pen.line([(CENTRE - half - 8, y + lift), (CENTRE, y + lift + 5), (CENTRE + half + 8, y + lift)],
                     e.colours.thread, 3)
        for x, dy, _ in along([(CENTRE - half, y + 4), (CENTRE + half, y + 4)], 30):
            pen.stamp(e.motif(1), e.gold, x, dy, height * 0.26)

    e.piece(shape, Cloth(colour, fall="flat", depth=0.3, round=0.5), weave, 0.3)


def streamers(e: Easel, x: float, y: float, length: float, colours: tuple[RGB, ...],
              width: float = 24) -> None:
    """Let tied ends hang from a knot at (x, y)."""
    for k, colour in enumerate(colours):
        lean = (k - (len(colours) - 1) / 2) * 34
        long = length * (1 - 0.12 * (k % 2))
        line = [(x, y), (x + lean * 0.7 - 8, y + long * 0.35), (x + lean * 1.2 + 8, y + long * 0.7),
                (x + lean * 1.1, y + long)]
        e.piece(ribbon(line, [width * 0.5, width, width * 0.9, width * 1.15]),
                Cloth(colour, folds=2, depth=0.35), _ends(e, line[-1], width), 0.28)
    bow(e, x, y, width * 1.25, colours[0])


def _ends(e: Easel, foot: tuple[float, float], width: float) -> Decorate:
    def embroider(pen: Pen) -> None:
        pen.line([(foot[0] - width, foot[1] - 16), (foot[0] + width, foot[1] - 16)], e.colours.thread, 4)
        pen.stamp(e.motif(1), e.gold, foot[0], foot[1] - 40, width * 0.4)

    return embroider


def bow(e: Easel, x: float, y: float, size: float, colour: RGB) -> None:
    """Tie a bow with two loops."""
    for side in (-1, 1):
        loop = smooth([(0, 0), (side * size * 0.7, -size * 0.75), (side * size * 1.35, -size * 0.25),
                       (side * size * 1.1, size * 0.4)], 6, closed=True)
        e.piece(turn(loop, 0, x, y), Cloth(colour, fall="flow", angle=1.2, folds=5, depth=0.3), None, 0.25)
    e.piece(ring(x, y, size * 0.3, size * 0.34), Cloth(deep(colour, 0.1), fall="flat", round=0.8), None, 0.2)


def tassel(e: Easel, x: float, y: float, length: float, colour: RGB) -> None:
    """Hang a silk tassel from its bead."""
    for k in range(9):
        lean = (k - 4) * length * 0.045
        e.pen.line([(x + lean * 0.4, y), (x + lean, y + length)],
                   (deep(colour, 0.25), colour, light(colour, 0.3))[k % 3], 2.4)
    e.pen.line([(x - length * 0.09, y + length * 0.16), (x + length * 0.09, y + length * 0.16)],
               deep(colour, 0.4), 3)
    e.pen.bead(x, y, max(4, length * 0.1), e.colours.accent)


def frog(e: Easel, x: float, y: float, width: float, colour: RGB) -> None:
    """Fasten a knotted frog button."""
    for side in (-1, 1):
        loop = arc(x + side * width * 0.6, y, width * 0.32, 0, 2 * pi, 16, ry=width * 0.2)
        e.pen.line(loop, deep(colour, 0.4), 5)
        e.pen.line(loop, colour, 3.4)
        e.pen.line([(x, y), (x + side * width * 0.4, y)], colour, 4)
    e.pen.bead(x, y, width * 0.16, colour)


def scarf(e: Easel, course: Points, cloth: Cloth,
          widths: tuple[float, ...] = (34, 58, 40, 62, 46, 70)) -> None:
    """Let a long gauze scarf float along its course."""
    e.piece(ribbon(course, widths, 14), cloth, None, 0.22)


def fringe(e: Easel, line: Points, length: float, colour: RGB, gap: float = 7) -> None:
    """Hang a fringe of beads and threads along a line."""
    for k, (x, y, _) in enumerate(along(line, gap)):
        sway = e.rng.uniform(-1.6, 1.6)
        e.pen.line([(x, y), (x + sway, y + length * e.rng.uniform(0.9, 1.06))],
                   (colour, light(colour, 0.35), deep(colour, 0.2))[k % 3], 2.2)
        if k % 3 == 0:
            e.pen.bead(x, y, 3.2, light(colour, 0.3))


def spangles(e: Easel, line: Points, gap: float, size: float, colour: RGB) -> None:
    """Sew sequins along a line."""
    for x, y, _ in along(line, gap):
        e.pen.bead(x, y, size, colour)


def rosette(e: Easel, x: float, y: float, size: float, silks: Threads | None = None) -> None:
    """Pin a cloth flower."""
    for k in range(7):
        e.piece(turn(petal(size, size * 0.42, k * 0.9, 1.6), 0, x, y),
                Cloth((silks or e.silks).main, fall="flat", depth=0.3), None, 0.2)
    e.pen.stamp(e.motif(0), silks or threads(e.colours.accent, heart=e.colours.thread), x, y, size * 0.62,
                couched=0.8)
