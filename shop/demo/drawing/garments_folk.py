"""Cut the festival dress of many peoples, as dance troupes order it."""

from __future__ import annotations

from shop.demo.drawing.canvas import Pen
from shop.demo.drawing.easel import ADULT, Easel, Fall, bodice, border
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.garments_yangge import slanted_jacket
from shop.demo.drawing.paths import CENTRE, Path, along, arc, at_side, both, join, ribbon, smooth
from shop.demo.drawing.pigments import IVORY, RGB, SILVER, WHITE, deep, light
from shop.demo.drawing.skirts import apron, skirt, tiers
from shop.demo.drawing.sleeves import Cuff, sleeve, strew
from shop.demo.drawing.stands import hanger, mannequin, pole
from shop.demo.drawing.trims import (
    bow,
    cross_collar,
    fringe,
    rosette,
    round_collar,
    sash,
    spangles,
    standing_collar,
    streamers,
    tassel,
)

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off

WAISTCOAT = ((30, 246), (100, 270), (96, 366), (78, 470), (86, 528), (30, 520), (12, 440), (44, 340))


def _silver(e: Easel, y: float, half: float, drop: float) -> None:
    for k in range(3):
        necklet = join(arc(CENTRE, y, half - 22 * k, 0.12, 3.02, 30, ry=drop - 20 * k),
                       arc(CENTRE, y, half - 22 * k - 15, 3.02, 0.12, 30, ry=drop - 20 * k - 17))
        e.piece(necklet, Cloth(SILVER, fall="flat", round=0.3, sheen=0.4), None, 0.3)
    for x, v, _ in along(arc(CENTRE, y, half, 0.3, 2.84, 30, ry=drop + 4), 24):
        e.pen.line([(x, v), (x, v + 24)], deep(SILVER, 0.3), 2.5)
        e.pen.bead(x, v + 28, 7, SILVER)
    e.pen.stamp(e.motif(1), e.gold, CENTRE, y + drop - 30, 24)


def miao(e: Easel) -> None:
    """Stand a pleated batik skirt, an embroidered jacket and a silver necklet."""
    mannequin(e, ADULT)
    fall = Fall(484, 88, 900, 262, waves=12, bell=0.75)

    def batik(pen: Pen) -> None:
        for share, colour in ((0.36, e.colours.accent), (0.62, e.colours.trim), (0.9, e.colours.accent)):
            border(pen, fall.level(share), 44, colour, e.colours.thread, e.motif(0), e.silks, 1.1)

    e.piece(fall.outline(), e.main(fall="pleat", folds=26, depth=0.36), batik)
    sleeve(e, ADULT, (78, 84, 92), e.main(fall="flow", folds=3),
           Cuff(74, e.colours.accent, e.colours.thread), 136, 240)
    outline = bodice(ADULT, 520, 108)
    e.piece(outline, e.main(folds=2, depth=0.14), lambda pen: strew(e, pen, outline, 70, 26, e.silks, 0))
    apron(e, 490, 350, 62, 84, e.second(folds=2, depth=0.14), beads=False)
    fringe(e, [(CENTRE - 80, 846), (CENTRE + 80, 846)], 60, SILVER, 10)
    sash(e, ADULT, e.colours.trim, 34)
    _silver(e, 262, 124, 150)


def mongol(e: Easel) -> None:
    """Hang a steppe robe with a broad sash and ram's-horn scrolls."""
    pole(e, 284, 350)
    sleeve(e, ADULT, (90, 78, 62), e.main(fall="flow", folds=3, depth=0.2),
           Cuff(60, e.colours.accent, e.colours.thread), 196, 230)
    fall = Fall(476, 92, 1070, 224, waves=4)

    def lower(pen: Pen) -> None:
        border(pen, fall.level(0.94), 66, e.colours.accent, e.colours.thread, e.motif(0), e.silks, 1.1)
        border(pen, fall.level(0.8), 14, e.colours.trim, e.colours.thread)
        for side in (-1, 1):
            pen.stamp(e.motif(0), e.gold, CENTRE + side * 74, 760, 62, stitched=True, couched=0.9)

    e.piece(fall.outline(), e.main(folds=5, depth=0.28), lower)
    slanted_jacket(e, ADULT, 500, 94, e.main(folds=2, depth=0.12))
    yoke = both(smooth([(20, 240), (100, 268), (96, 322), (40, 352), (0, 360)]))
    e.piece(yoke, Cloth(e.colours.accent, fall="flat", round=0.3),
            lambda pen: border(pen, yoke[:-4], 18, e.colours.trim, e.colours.thread))
    e.pen.stamp(e.motif(0), e.gold, CENTRE, 316, 34, couched=0.8)
    standing_collar(e, ADULT, e.colours.accent, e.colours.thread)
    sash(e, ADULT, e.colours.second, 76, 486, 92)
    streamers(e, CENTRE + 56, 516, 320, (e.colours.second, light(e.colours.second, 0.3)), 30)


def tibetan(e: Easel) -> None:
    """Stand a plateau robe with one long sleeve loose and a rainbow apron."""
    mannequin(e, ADULT)
    skirt(e, Fall(480, 90, 1074, 204, waves=5), e.main(folds=5, depth=0.3), 50, e.colours.trim)
    sleeve(e, ADULT, (76, 84, 80), Cloth(e.colours.second, fall="flow", folds=4),
           Cuff(34, e.colours.accent, e.colours.thread), 116, 300)
    loose = ribbon([(540, 300), (640, 420), (690, 620), (650, 820), (700, 990)], [90, 104, 92, 96, 104], 12)
    e.piece(loose, e.main(fall="hang", folds=3, depth=0.3),
            lambda pen: border(pen, smooth([(620, 950), (780, 960)], 4), 56, e.colours.accent,
                               e.colours.thread, e.motif(1), e.gold))
    e.piece(bodice(ADULT, 506, 92), Cloth(e.colours.second, folds=2, depth=0.14))
    flap = [(CENTRE + 96, 366), (CENTRE + 104, 272), (CENTRE + 40, 246), (CENTRE - 84, 470),
            (CENTRE - 84, 506), (CENTRE + 90, 506)]
    e.piece(flap, e.main(folds=2, depth=0.16),
            lambda pen: border(pen, smooth([(CENTRE + 46, 240), (CENTRE - 20, 372), (CENTRE - 96, 490)]), 44,
                               e.colours.accent, e.colours.thread, e.motif(0), e.silks, 1.1))
    rainbow = (e.colours.accent, IVORY, e.colours.thread, e.colours.trim, e.colours.second, e.colours.accent,
               e.colours.main)
    apron(e, 500, 430, 70, 96, Cloth(IVORY, folds=2, depth=0.16), rainbow * 2)
    sash(e, ADULT, e.colours.trim, 48)
    for drop, colour in ((0, e.colours.accent), (26, (240, 170, 60))):
        spangles(e, at_side(smooth([(-54, 264), (-34, 330 + drop), (0, 362 + drop), (34, 330 + drop),
                                    (54, 264)])), 17, 8, colour)


def uyghur(e: Easel) -> None:
    """Stand an atlas-silk dress with a velvet waistcoat and a four-cornered cap."""
    mannequin(e, ADULT)
    fall = Fall(478, 82, 1030, 288, waves=10, bell=0.7)

    def dye(pen: Pen) -> None:
        for k in range(-6, 7):
            for row in range(6):
                x = CENTRE + k * fall.half(0.12 + 0.17 * row) / 6
                pen.stamp(e.motif(0), e.silks, x, 500 + row * 98 + 49 * (k % 2), 62, -k * 0.07)

    e.piece(fall.outline(), e.main(folds=11, depth=0.3), dye)
    sleeve(e, ADULT, (72, 100, 64), e.main(fall="flow", folds=4),
           Cuff(30, e.colours.accent, e.colours.thread), 128, 276, strewn=True)
    e.piece(bodice(ADULT, 500, 84), e.main(folds=2))
    for side in (-1, 1):
        front = at_side(smooth(WAISTCOAT, 6), side)

        def gild(pen: Pen, front: Path = front, side: int = side) -> None:
            pen.stamp(e.motif(1), e.gold, CENTRE + side * 66, 330, 28)
            pen.stamp(e.motif(1), e.gold, CENTRE + side * 58, 452, 34, couched=0.8)
            pen.line(front, e.colours.thread, 13, closed=True)

        e.piece(front, e.second(fall="flat", depth=0.2), gild)
    _cap(e, 202, 196)


def _cap(e: Easel, x: float, y: float) -> None:
    shape = smooth([(x - 84, y + 46), (x - 70, y - 26), (x, y - 52), (x + 70, y - 26), (x + 84, y + 46),
                    (x, y + 62)], 8, closed=True)

    def gild(pen: Pen) -> None:
        for k in (-1, 0, 1):
            pen.stamp(e.motif(1), e.gold, x + k * 48, y + 8 + 4 * abs(k), 25)
        border(pen, smooth([(x - 90, y + 40), (x, y + 54), (x + 90, y + 40)]), 12, e.colours.accent,
               e.colours.thread)

    e.piece(shape, e.second(fall="flat", round=0.6), gild, 0.35)
    tassel(e, x + 66, y - 12, 92, e.colours.accent)


def dai(e: Easel) -> None:
    """Stand a close jacket and a long wrapped skirt with a silver belt."""
    mannequin(e, ADULT)
    shape = both(join([(84, 468)], smooth([(84, 468), (108, 580), (102, 800), (118, 1020), (146, 1084)]),
                      [(0, 1098)]))
    rows = (1050, 960, 720)

    def weave(pen: Pen) -> None:
        strew(e, pen, shape, 84, 24, e.damask, 2)
        for y, width in zip(rows, (48, 60, 26), strict=True):
            line = smooth([(CENTRE - 160, y - 8), (CENTRE, y + 4), (CENTRE + 160, y - 8)])
            border(pen, line, width, e.colours.trim, e.colours.thread, e.motif(0), e.silks, 1.1)
        pen.line(smooth([(CENTRE + 40, 470), (CENTRE + 60, 800), (CENTRE + 30, 1100)]),
                 deep(e.colours.main, 0.3), 4)

    e.piece(shape, e.main(folds=3, depth=0.2, round=0.55, sheen=0.2), weave)
    sleeve(e, ADULT, (62, 54, 46), e.second(fall="flow", folds=3),
           Cuff(16, e.colours.trim, e.colours.thread, figured=False), 104, 310)
    outline = bodice(ADULT, 512, 102)
    e.piece(outline, e.second(folds=2, depth=0.14), lambda pen: strew(e, pen, outline, 66, 18, e.silks, 1))
    sash(e, ADULT, SILVER, 34, 488, 82)
    scarf_line = ribbon([(350, 280), (420, 380), (470, 560), (440, 720)], [20, 44, 52, 60], 12)
    e.piece(scarf_line, Cloth(e.colours.accent, fall="flow", folds=5, opacity=0.84))
    round_collar(e, ADULT, e.colours.trim, e.colours.thread, 12)
    rosette(e, CENTRE - 64, 306, 34)


def yi(e: Easel) -> None:
    """Hang a torch-festival dress: black jacket with scrolls, a skirt in broad bright tiers."""
    hanger(e, ADULT)
    tiers(e, Fall(486, 92, 1070, 316, waves=11, bell=0.7),
          (e.colours.main, e.colours.accent, e.colours.thread, e.colours.second), 12, 26)
    sleeve(e, ADULT, (78, 82, 80), e.main(fall="flow", folds=3),
           Cuff(60, e.colours.accent, e.colours.thread), 140, 270)
    slanted_jacket(e, ADULT, 574, 118, e.main(folds=2, depth=0.14), 60)
    standing_collar(e, ADULT, e.colours.accent, SILVER)
    for side in (-1, 1):
        tassel(e, CENTRE + side * 92, 566, 120, e.colours.accent)
    sash(e, ADULT, e.colours.trim, 36)


def chima(e: Easel) -> None:
    """Stand a high-waisted bell skirt with a short jacket and a long ribbon."""
    mannequin(e, ADULT)
    fall = Fall(366, 96, 1090, 330, bow=30, waves=7, bell=0.62)
    skirt(e, fall, e.main(foot=light(e.colours.main, 0.4), folds=10, depth=0.34), 34, e.colours.trim, 54,
          damask=False)
    sleeve(e, ADULT, (80, 104, 66), e.second(fall="flow", folds=3),
           Cuff(34, e.colours.trim, e.colours.thread), 150, 250)
    e.piece(bodice(ADULT, 400, 96, 16), e.second(folds=2, depth=0.12),
            lambda pen: pen.stamp(e.motif(1), e.silks, CENTRE - 56, 352, 26))
    cross_collar(e, ADULT, e.colours.trim, e.colours.thread, WHITE, 138)
    for k, lean in enumerate((-1, 1)):
        line = [(CENTRE + 22, 392), (CENTRE + 30 + 22 * lean, 520), (CENTRE + 16 + 30 * lean, 700),
                (CENTRE + 30 + 44 * lean, 850 - 60 * k)]
        e.piece(ribbon(line, [16, 30, 34, 42], 12), Cloth(e.colours.accent, folds=2, depth=0.3), None, 0.26)
    bow(e, CENTRE + 22, 388, 34, e.colours.accent)
    tassel(e, CENTRE - 40, 400, 110, e.colours.thread)


def brocade(e: Easel) -> None:
    """Hang a mountain jacket and skirt bordered with the loom's stepped diamonds."""
    hanger(e, ADULT)
    fall = Fall(500, 96, 1046, 222, waves=6)

    def weave(pen: Pen) -> None:
        for share, width in ((0.9, 70), (0.7, 34), (0.52, 52)):
            border(pen, fall.level(share), width, e.colours.trim, e.colours.thread, e.motif(0), e.silks, 1.0)

    e.piece(fall.outline(), e.main(fall="pleat", folds=12, depth=0.3), weave)
    sleeve(e, ADULT, (84, 88, 96), e.second(fall="flow", folds=3),
           Cuff(56, e.colours.trim, e.colours.thread), 150, 246)
    slanted_jacket(e, ADULT, 590, 124, e.second(folds=3, depth=0.16), 0)
    _bib(e, e.colours.main)
    standing_collar(e, ADULT, e.colours.trim, e.colours.thread)
    for x in (-60, -20, 20, 60):
        e.pen.bead(CENTRE + x, 600, 8, SILVER)


def _bib(e: Easel, colour: RGB) -> None:
    shape = both([(0, 300), (58, 300), (74, 420), (62, 560), (0, 586)])

    def embroider(pen: Pen) -> None:
        pen.stamp(e.motif(1), e.silks, CENTRE, 430, 56, stitched=True, couched=1.0)
        pen.stamp(e.motif(2), e.gold, CENTRE, 532, 30)
        pen.line(shape, e.colours.thread, 12, closed=True)

    e.piece(shape, Cloth(colour, fall="flat", round=0.3), embroider, 0.32)
    fringe(e, [(CENTRE - 62, 562), (CENTRE, 586), (CENTRE + 62, 562)], 46, e.colours.thread)


CUTS = {cut.__name__: cut for cut in (miao, mongol, tibetan, uyghur, dai, yi, chima, brocade)}
