"""Cut children's stage costumes: petals, fins, wings, little lions and tigers."""

from __future__ import annotations

from math import pi

from shop.demo.drawing.canvas import Pen
from shop.demo.drawing.easel import CHILD, Easel, Fall, bodice
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.paths import CENTRE, Path, along, at_side, both, petal, ribbon, ring, smooth, turn
from shop.demo.drawing.pigments import GOLD, IVORY, RGB, WHITE, deep, light, mix, threads
from shop.demo.drawing.props import drum, lion_head, sticks
from shop.demo.drawing.skirts import petals, tiers
from shop.demo.drawing.sleeves import Cuff, lantern_trousers, sleeve, strew, trousers
from shop.demo.drawing.stands import child_stand, hanger
from shop.demo.drawing.trims import (
    bow,
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


def _top(e: Easel, cloth: Cloth, figure: float = 46) -> None:
    outline = bodice(CHILD, CHILD.waist_y + 12, 90)
    e.piece(outline, cloth, lambda pen: pen.stamp(e.motif(0), e.silks, CENTRE, 470, figure, stitched=True,
                                                  couched=0.8))


def _puffs(e: Easel, cloth: Cloth) -> None:
    for side in (-1, 1):
        x, y = CENTRE + side * (CHILD.shoulder + 14), CHILD.top + 66
        e.piece(ring(x, y, 52, 46), Cloth(cloth.colour, fall="hang", folds=4, depth=0.3), None, 0.26)
        e.piece(ribbon([(x - 34, y + 40), (x, y + 48), (x + 34, y + 40)], [14, 14]),
                Cloth(e.colours.trim, fall="flat"), None, 0.1)


def lotus_child(e: Easel) -> None:
    """Dress a child as a lotus: petal skirt over leaves of tulle."""
    child_stand(e, CHILD)
    tiers(e, Fall(540, 90, 900, 300, waves=12, bell=0.6),
          (light(e.colours.second, 0.35), e.colours.second, e.colours.second), 12, 0)
    petals(e, 540, 330, (e.main(foot=light(e.colours.main, 0.6), fall="flat"),
                         Cloth(light(e.colours.main, 0.4), fall="flat")), 9)
    _puffs(e, Cloth(light(e.colours.main, 0.4)))
    _top(e, e.second(folds=2, depth=0.12))
    spangles(e, at_side(smooth([(-52, 372), (-26, 398), (0, 406), (26, 398), (52, 372)])), 9, 4,
             e.colours.thread)
    sash(e, CHILD, e.colours.trim, 30, 542, 94)
    e.pen.stamp(e.motif(0), threads(e.colours.main, e.colours.second, GOLD), CENTRE, 168, 64, stitched=True)


def goldfish_child(e: Easel) -> None:
    """Dress a child as a goldfish: scales on the bodice, long split fins for a skirt."""
    child_stand(e, CHILD)
    for k in (-3, 3, -2, 2, -1, 1, 0):
        tip = CENTRE + k * 104
        fin = ribbon([(CENTRE + k * 20, 540), (CENTRE + k * 74, 690), (tip, 850),
                      (tip + k * 16, 1010 - 16 * abs(k))], [40, 110, 150, 30], 12)
        e.piece(fin, Cloth(light(e.colours.main, 0.1 * abs(k)), foot=e.colours.accent, fall="hang", folds=4,
                           depth=0.4), None, 0.28)
    for side in (-1, 1):
        fin = at_side(ribbon([(84, 400), (160, 420), (250, 500), (290, 600)], [50, 84, 120, 20], 12), side)
        e.piece(fin, Cloth(light(e.colours.main, 0.25), foot=e.colours.accent, fall="flow", angle=1.2,
                           folds=6, opacity=0.93), None, 0.25)
    outline = bodice(CHILD, 590, 96, 22)

    e.piece(outline, e.main(fall="flat", round=0.4), lambda pen: _scales(e, pen))
    round_collar(e, CHILD, e.colours.trim, e.colours.thread, 22)
    for side in (-1, 1):
        e.piece(turn(petal(92, 30, side * 0.7, 1.4), 0, CENTRE + side * 30, 196),
                e.main(fall="hang", folds=3), None, 0.2)


def _scales(e: Easel, pen: Pen) -> None:
    for row in range(14):
        for k in range(-6, 7):
            x, y = CENTRE + k * 26 + 13 * (row % 2), 614 - row * 19
            pen.dot(x, y, 15, e.colours.thread)
            pen.dot(x, y - 1.5, 13, mix(e.colours.main, e.colours.second, row / 14))
            pen.dot(x - 3, y - 4, 4, light(e.colours.second, 0.6))


def butterfly_child(e: Easel) -> None:
    """Dress a child as a butterfly: painted wings behind, a round tutu before."""
    for side in (-1, 1):
        upper = at_side(smooth([(20, 470), (120, 300), (300, 206), (392, 290), (360, 470), (200, 560),
                                (40, 520)], 8), side)
        lower = at_side(smooth([(30, 500), (190, 550), (310, 640), (290, 790), (190, 830), (80, 700),
                                (24, 560)], 8), side)
        _wing(e, lower, side, e.colours.second)
        _wing(e, upper, side, e.colours.accent)
    child_stand(e, CHILD)
    tiers(e, Fall(540, 88, 800, 262, waves=12, bell=0.55),
          (e.colours.main, light(e.colours.main, 0.35), light(e.colours.main, 0.6)), 14, 0)
    _top(e, e.main(folds=2, depth=0.12), 44)
    sash(e, CHILD, e.colours.trim, 28, 542, 92)
    for side in (-1, 1):
        e.pen.line(at_side(smooth([(16, 190), (30, 130), (62, 96)]), side), e.colours.trim, 5)
        e.pen.bead(CENTRE + side * 62, 94, 11, e.colours.thread)


def _wing(e: Easel, wing: Path, side: int, colour: RGB) -> None:
    x, y = (float(part) for part in wing.mean(axis=0))

    def paint(pen: Pen) -> None:
        for px, py in wing[::4]:
            pen.line([(CENTRE + side * 24, 500), (float(px), float(py))], light(e.colours.accent, 0.4), 2)
        pen.line(wing, e.colours.trim, 30, closed=True)
        for px, py, _ in along(wing, 34):
            pen.dot(px + (x - px) * 0.06, py + (y - py) * 0.06, 5, IVORY)
        pen.stamp(e.motif(1), e.silks, x + side * 30, y, 62, side * 0.5, couched=0.8)

    e.piece(wing, Cloth(colour, fall="flat", depth=0.3), paint)


def lion_child(e: Easel) -> None:
    """Dress a child as a lion dancer: shaggy waistcoat and trousers, with the lion's head on top."""
    child_stand(e, CHILD)
    lantern_trousers(e, CHILD, e.main(folds=3, depth=0.28), e.colours.accent, 1010)
    for y in (700, 790, 880):
        for side in (-1, 1):
            fringe(e, at_side([(6, y), (144, y - 10)], side), 56, e.colours.accent, 6)
    sleeve(e, CHILD, (78, 82, 70), e.second(fall="flow", folds=4),
           Cuff(30, e.colours.trim, e.colours.thread), 118, 200)
    e.piece(bodice(CHILD, 610, 112), e.main(folds=2, depth=0.14),
            lambda pen: pen.stamp(e.motif(1), e.gold, CENTRE, 500, 60, stitched=True, couched=1.0))
    for y in (592, 548):
        fringe(e, [(CENTRE - 112, y), (CENTRE + 112, y)], 50, e.colours.accent, 6)
    for side in (-1, 1):
        fringe(e, at_side([(60, 376), (112, 410)], side), 60, e.colours.accent, 6)
    sash(e, CHILD, e.colours.trim, 36, 546, 98)
    lion_head(e, CENTRE, 232, 132, e.colours.main, e.colours.accent)


def tiger_child(e: Easel) -> None:
    """Hang a child's bib with a tiger's face over full trousers."""
    child_stand(e, CHILD)
    lantern_trousers(e, CHILD, e.second(folds=4, depth=0.3), e.colours.trim, 980)
    bib = both(smooth([(0, 386), (52, 380), (74, 430), (128, 520), (112, 600), (60, 668), (0, 706)]))

    def embroider(pen: Pen) -> None:
        strew(e, pen, bib, 74, 22, e.damask, 1)
        pen.stamp(e.motif(0), threads(e.colours.accent, e.colours.second, GOLD), CENTRE, 548, 84,
                  stitched=True, couched=1.0)
        pen.line(bib, e.colours.thread, 30, closed=True)
        pen.line(bib, e.colours.trim, 22, closed=True)

    for side in (-1, 1):
        e.pen.line(at_side(smooth([(46, 390), (40, 350), (26, 326)]), side), e.colours.trim, 10)
        e.pen.line(at_side(smooth([(122, 540), (150, 556), (166, 590)]), side), e.colours.trim, 9)
    e.piece(bib, e.main(fall="flat", depth=0.2, round=0.35), embroider)
    tassel(e, CENTRE, 704, 84, e.colours.thread)
    for side in (-1, 1):
        e.piece(turn(petal(80, 34, side * 0.5, 1.6), 0, CENTRE + side * 44, 198),
                Cloth(e.colours.accent, fall="flat"), None, 0.2)
        e.pen.bead(CENTRE + side * 66, 156, 12, e.colours.trim)


def drummer_child(e: Easel) -> None:
    """Dress a little drummer: short jacket with clouds, trousers, a drum as large as the child."""
    child_stand(e, CHILD)
    trousers(e, CHILD, e.second(folds=3, depth=0.28), Cuff(34, e.colours.trim, e.colours.thread), 990, 40)
    sleeve(e, CHILD, (76, 72, 64), e.main(fall="flow", folds=4), Cuff(30, e.colours.trim, e.colours.thread),
           116, 200)
    outline = bodice(CHILD, 612, 114)

    def embroider(pen: Pen) -> None:
        strew(e, pen, outline, 74, 20, e.damask, 2)
        pen.line([(CENTRE, 370), (CENTRE, 640)], e.colours.trim, 16)
        for side in (-1, 1):
            pen.stamp(e.motif(1), e.silks, CENTRE + side * 54, 470, 40, 0, flip=side < 0, stitched=True,
                      couched=0.8)

    e.piece(outline, e.main(folds=2, depth=0.14), embroider)
    standing_collar(e, CHILD, e.colours.trim, e.colours.thread)
    sash(e, CHILD, e.colours.accent, 38, 546, 98)
    streamers(e, CENTRE - 50, 556, 210, (e.colours.accent, light(e.colours.accent, 0.3)), 24)
    drum(e, 642, 930, 150, e.colours.main)
    sticks(e, 236, 880, 170, e.colours.accent)
    bow(e, CENTRE, 190, 54, e.colours.accent)


def sunflower_child(e: Easel) -> None:
    """Hang a sunflower dress: a ray of petals for a collar, a round gathered skirt."""
    hanger(e, CHILD)
    fall = Fall(540, 92, 960, 300, waves=11, bell=0.62)
    tiers(e, fall, (e.colours.second, e.colours.main, e.colours.second), 12, 22)
    sleeve(e, CHILD, (60, 64), e.main(folds=3), None, 60, 70)
    _top(e, e.second(folds=2, depth=0.12), 42)
    for k in range(21):
        a = pi * 0.42 + pi * 1.16 * k / 20
        shape = turn(petal(112, 22, a, 1.3), 0, CENTRE + 26 * (10 - k) / 10, CHILD.top + 8)
        e.piece(shape, Cloth(mix(e.colours.main, e.colours.accent, (k % 2) * 0.4), fall="flat"), None, 0.2)
    round_collar(e, CHILD, e.colours.trim, e.colours.thread, 14)
    sash(e, CHILD, e.colours.trim, 34, 542, 94)
    rosette(e, CENTRE + 66, 548, 54)


def bud_child(e: Easel) -> None:
    """Dress a child in a tulle skirt strewn with stars and a puffed blouse."""
    child_stand(e, CHILD)
    fall = Fall(536, 86, 930, 330, waves=10, bell=0.6)
    for k, cloth in enumerate((deep(e.colours.main, 0.1), e.colours.main, light(e.colours.main, 0.4))):
        layer = Fall(536, 86, 960 - 56 * k, 336 - 30 * k, waves=10 + k, bell=0.6)

        def sew(pen: Pen, k: int = k) -> None:
            for _ in range(38):
                x, y = e.rng.uniform(130, 770), e.rng.uniform(580, 940)
                pen.stamp(e.motif(k), e.silks, x, y, e.rng.uniform(9, 24), e.rng.uniform(0, 6))

        e.piece(layer.outline(), Cloth(cloth, folds=13, depth=0.26, opacity=0.86), sew, 0.24)
    spangles(e, fall.level(0.7), 14, 4, e.colours.thread)
    _puffs(e, Cloth(WHITE))
    _top(e, e.second(folds=2, depth=0.12), 44)
    sash(e, CHILD, e.colours.accent, 36, 540, 94)
    bow(e, CENTRE + 58, 548, 46, e.colours.accent)
    bow(e, CENTRE, 186, 60, e.colours.accent)


CUTS = {cut.__name__: cut for cut in (lotus_child, goldfish_child, butterfly_child, lion_child, tiger_child,
                                      drummer_child, sunflower_child, bud_child)}
