"""Draw a costume's needlework close by: a hem, a collar, a swatch on the table, a hoop, sequins."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import cos, pi, sin

from PIL import Image

from shop.demo.drawing.canvas import Pen
from shop.demo.drawing.costume import Costume
from shop.demo.drawing.easel import Easel, Fall, border
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.notions import needle, scissors, spool, tabletop
from shop.demo.drawing.paths import Path, along, join, ring, scatter, smooth, turn
from shop.demo.drawing.pigments import GOLD, WHITE, WOOD, deep, light, mix
from shop.demo.drawing.trims import frog, tassel

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off

DRAPE = ((70, 130), (450, 70), (840, 150), (880, 600), (820, 1060), (460, 1140), (90, 1050), (30, 600))
SHEET = ((-10, -10), (910, -10), (910, 1210), (-10, 1210))


def draw_detail(costume: Costume) -> Image.Image:
    """Draw the close view the costume asks for, 900 x 1200 pixels. Raises KeyError for an unknown one."""
    easel = Easel(costume, "detail")
    VIEWS[costume.detail](easel)
    return easel.canvas.finish()


def _damask(e: Easel, pen: Pen, outline: Path, step: float = 210) -> None:
    low, high = outline.min(axis=0), outline.max(axis=0)
    for k, (x, y) in enumerate(scatter((low[0], low[1], high[0], high[1]), step)):
        pen.stamp(e.motif(2), e.damask, x, y, step * 0.27, (k % 3 - 1) * 0.2, flip=k % 2 == 0)


def _figure(e: Easel, pen: Pen, x: float, y: float, size: float, angle: float = 0.0, *,
            flip: bool = False) -> None:
    pen.stamp(e.motif(0), e.silks, x + 3, y + 5, size, angle, flip=flip)
    pen.stamp(e.motif(0), e.silks, x, y, size, angle, flip=flip, stitched=True, couched=1.8)


def hem(e: Easel) -> None:
    """Let the foot of the skirt hang across the sheet, its border in full."""
    tabletop(e)
    lean = e.rng.uniform(-0.1, 0.1)
    under = Fall(-60, 560, 1120, 640, bow=26, ripple=16, waves=4)
    e.piece(turn(under.outline() - (450, 600), lean * 0.6, 450, 600), e.second(folds=5, depth=0.34))
    fall = Fall(-80, 560, 1010, 620, bow=34, ripple=18, waves=3)
    band = turn(fall.level(0.9) - (450, 600), lean, 450, 600)

    def embroider(pen: Pen) -> None:
        _damask(e, pen, fall.outline())
        border(pen, band, 150, e.colours.trim, e.colours.thread)
        for k, (x, y, a) in enumerate(along(band, e.rng.uniform(132, 176))):
            pen.stamp(e.motif(1), e.gold, x, y, 58, a, flip=k % 2 == 0, stitched=True, couched=1.4)
        border(pen, band - (0, 122), 26, e.colours.accent, e.colours.thread)
        side, size = e.rng.choice((-1, 1)), e.rng.uniform(240, 290)
        _figure(e, pen, 450 + side * 70, 420 + e.rng.uniform(-40, 40), size, side * 0.1, flip=side < 0)
        _figure(e, pen, 450 - side * 330, 640, 132, -side * 0.3, flip=side > 0)
        pen.stamp(e.motif(2), e.gold, 450 - side * 290, 260, 74, 0.3, stitched=True)
        pen.stamp(e.motif(2), e.gold, 450 + side * 350, 690, 56, -0.4, flip=True, stitched=True)

    e.piece(turn(fall.outline() - (450, 600), lean, 450, 600), e.main(folds=5, depth=0.26, round=0.1),
            embroider, 0.45)


def collar(e: Easel) -> None:
    """Look at the breast of the garment: the collar laid across, its knots, a flower beside."""
    _breast(e)
    sway = e.rng.uniform(-70, 70)
    line = smooth([(760 + sway, -60), (560 + sway, 160), (380 + sway * 0.3, 420), (190 - sway, 700),
                   (-60, 980)], 14)
    inner = [(-10, -10), (500 + sway, -10), (330, 300), (120, 560), (-10, 720)]
    e.piece(inner, Cloth(mix(e.colours.second, WHITE, 0.4), fall="flow", angle=0.7, folds=1, depth=0.2),
            None, 0)

    def weave(pen: Pen) -> None:
        border(pen, line, 118, e.colours.trim, e.colours.thread)
        for x, y, a in along(line, 128):
            pen.stamp(e.motif(1), e.gold, x, y, 48, a, stitched=True, couched=1.3)

    strip = _strip(line, 74)
    e.piece(strip, Cloth(e.colours.trim, fall="flat", depth=0.3, round=0.05), weave, 0.5)
    for x, y, a in along(_moved(line, 66, 52), e.rng.uniform(300, 460), e.rng.uniform(0.3, 0.6)):
        frog(e, x + 26 * cos(a), y, 92, e.colours.thread)
    tassel(e, e.rng.uniform(760, 850), e.rng.uniform(20, 90), e.rng.uniform(180, 260), e.colours.accent)


def _breast(e: Easel) -> None:
    def embroider(pen: Pen) -> None:
        _damask(e, pen, join(SHEET))
        x, y, size = e.rng.uniform(590, 660), e.rng.uniform(740, 850), e.rng.uniform(230, 290)
        _figure(e, pen, x, y, size, e.rng.uniform(-0.25, 0.1), flip=e.rng.random() < 0.5)
        _figure(e, pen, x - 440, y + 250, size * 0.46, 0.3, flip=True)
        pen.stamp(e.motif(2), e.gold, x + 150, y - 360, 70, 0.4, stitched=True)
        pen.stamp(e.motif(2), e.gold, x + 130, y + 330, 52, -0.3, stitched=True)

    cloth = e.main(fall="flow", angle=e.rng.uniform(0.3, 0.8), folds=0.55, depth=0.22, round=0.1)
    e.piece(SHEET, cloth, embroider, 0)


def _moved(line: Path, dx: float, dy: float) -> Path:
    return turn(line, 0, dx, dy)


def _strip(line: Path, half: float) -> Path:
    shift = (half * 0.72, half * 0.62)
    return join(line + shift, (line - shift)[::-1])


def swatch(e: Easel) -> None:
    """Lay a folded swatch on the cutting table, with the silks it was stitched with."""
    tabletop(e)
    lean = e.rng.uniform(-0.16, 0.16)
    for k, colour in enumerate((e.colours.second, e.colours.trim)):
        back = turn(_pinked(330 - 10 * k, 420 - 30 * k), lean * 2 - 0.14 + 0.3 * k, 470 - 30 * k, 590)
        e.piece(back, Cloth(colour, fall="flat", depth=0.25, round=0.1), None, 0.4)
    cloth = turn(_pinked(340, 430), lean, 450, 560)

    def embroider(pen: Pen) -> None:
        _damask(e, pen, cloth, 190)
        frame = turn([(-296, -386), (296, -386), (296, 386), (-296, 386), (-296, -386)], lean, 450, 560)
        border(pen, frame, 54, e.colours.trim, e.colours.thread)
        for x, y, a in along(frame, 62):
            pen.stamp(e.motif(1), e.gold, x, y, 22, a)
        _figure(e, pen, 450, 500, 262, lean)
        for side in (-1, 1):
            x, y = turn([(side * 190, 286)], lean, 450, 560)[0]
            pen.stamp(e.motif(2), e.silks, float(x), float(y), 72, side * 0.3, flip=side < 0, stitched=True,
                      couched=1.2)

    e.piece(cloth, e.main(fall="flow", angle=0.9, folds=0.6, depth=0.12, round=0.1), embroider, 0.45)
    for k, colour in enumerate((e.colours.accent, e.colours.thread, e.colours.second)):
        spool(e, 130 + 130 * k, 1090 + 14 * (k % 2), 46, colour)
    scissors(e, 700, 1060, 150, e.rng.uniform(-0.5, 0.1))


def _pinked(half: float, tall: float) -> Path:
    points: list[tuple[float, float]] = []
    corners = [(-half, -tall), (half, -tall), (half, tall), (-half, tall), (-half, -tall)]
    for (x0, y0), (x1, y1) in pairwise(corners):
        steps = 2 * round(max(abs(x1 - x0), abs(y1 - y0)) / 26)
        for i in range(steps):
            t, out = i / steps, 7 * (i % 2)
            x, y = x0 + (x1 - x0) * t, y0 + (y1 - y0) * t
            points.append((x * (1 + out / half), y * (1 + out / tall)))
    return turn(points, 0)


def hoop(e: Easel) -> None:
    """Hold the cloth in an embroidery hoop, the needle still in it."""
    tabletop(e)
    drape = smooth(DRAPE, 10, closed=True)
    e.piece(drape, e.main(fall="flow", angle=0.6, folds=1.6, depth=0.4, round=0.2),
            lambda pen: _damask(e, pen, drape), 0.45)
    x, y, r = 450 + e.rng.uniform(-20, 20), 580.0, 372.0
    e.piece(ring(x, y, r + 20, n=100), Cloth(WOOD, fall="flat", round=0.4, sheen=0.3), None, 0.45)
    e.pen.line(ring(x, y, r + 12, n=100), light(WOOD, 0.35), 3, closed=True)

    def embroider(pen: Pen) -> None:
        _damask(e, pen, ring(x, y, r), 180)
        _figure(e, pen, x, y - 14, 236)
        count = e.rng.choice((6, 8, 10))
        for k in range(count):
            a = k * 2 * pi / count + 0.5
            pen.stamp(e.motif(1), e.gold, x + 314 * cos(a), y + 314 * sin(a), 250 / count, a + pi / 2,
                      stitched=True, couched=1.2)

    e.piece(ring(x, y, r, n=100), e.main(fall="flat", depth=0.2, round=0.25), embroider, 0)
    e.pen.line(ring(x, y, r, n=100), deep(WOOD, 0.5), 4, 0.7, closed=True)
    e.piece([(x - 22, y - r - 54), (x + 22, y - r - 54), (x + 22, y - r - 6), (x - 22, y - r - 6)],
            Cloth(GOLD, fall="flat", round=0.6, sheen=0.3))
    needle(e, x + 150, y + 190, 210, -0.8, e.colours.accent)
    spool(e, 770, 1080, 54, e.colours.accent)


def sequins(e: Easel) -> None:
    """Look close at spangles and beads sewn round the flowers, a beaded fringe below."""
    e.piece(SHEET, e.second(fall="flow", angle=0.2, folds=1.4, depth=0.3, round=0.1), None, 0)
    line = smooth([(-40 + 245 * k, e.rng.uniform(930, 1010)) for k in range(5)], 14)
    front = join([(-20, -20), (920, -20)], line[::-1])

    def embroider(pen: Pen) -> None:
        _damask(e, pen, front, 160)
        for k, (x, y, size) in enumerate(_flowerbed(e)):
            _figure(e, pen, x, y, size, (k - 1) * 0.22, flip=k % 2 == 1)
            _spray(e, pen, x, y, size)
        border(pen, line - (0, 30), 44, e.colours.trim, e.colours.thread, e.motif(1), e.gold, 1.2)
        for row in range(2):
            for px, py, _ in along(line - (0, 84 + 26 * row), 24, 0.5 * row):
                pen.bead(px, py, 10, (e.colours.thread, e.colours.accent)[row])

    e.piece(front, e.main(fall="flow", angle=0.35, folds=1.0, depth=0.26, round=0.1), embroider, 0.5)
    sway, gap = e.rng.uniform(0.25, 0.9), e.rng.uniform(18, 30)
    for k, (x, y, _) in enumerate(along(line, gap)):
        _strand(e, x, y, 150 + 40 * sin(k * sway), k)


def _flowerbed(e: Easel) -> list[tuple[float, float, float]]:
    """Choose where the flowers stand: one large, three small about it, mirrored or not."""
    side = e.rng.choice((-1, 1))
    spots = ((20, 430, 255), (-310, 770, 130), (300, 800, 150), (-330, 150, 110))
    return [(450 + side * x + e.rng.uniform(-40, 40), y + e.rng.uniform(-40, 40),
             size * e.rng.uniform(0.85, 1.1)) for x, y, size in spots]


def _spray(e: Easel, pen: Pen, x: float, y: float, size: float) -> None:
    """Sew beads round a flower: in a ring, in rays, or in scallops."""
    manner, colours = (e.rng.choice(("ring", "rays", "scallops")),
                       (e.colours.thread, light(e.colours.accent, 0.4)))
    if manner == "rays":
        for k in range(18):
            for step in range(4):
                a, r = k * pi / 9, size * (1.12 + 0.1 * step + 0.04 * (k % 2))
                pen.bead(x + r * cos(a), y + r * sin(a), 9 - 1.8 * step, colours[k % 2])
        return
    swell = 0.07 if manner == "scallops" else 0.0
    for k in range(round(size / 3.4)):
        a = 2 * pi * k / round(size / 3.4)
        r = size * (1.16 + swell * abs(sin(4 * a)))
        pen.bead(x + r * cos(a), y + r * sin(a), 7.5, colours[k % 2])


def _strand(e: Easel, x: float, y: float, length: float, k: int) -> None:
    e.pen.line([(x, y), (x + 3 * sin(k), y + length)], deep(e.colours.thread, 0.3), 2)
    for step in range(5):
        colour = (e.colours.thread, e.colours.accent, light(e.colours.thread, 0.5))[(step + k) % 3]
        e.pen.bead(x + 3 * sin(k) * step / 5, y + 12 + length * step / 5, 6 if step < 4 else 9, colour)


VIEWS: dict[str, Callable[[Easel], None]] = {view.__name__: view
                                             for view in (hem, collar, swatch, hoop, sequins)}
