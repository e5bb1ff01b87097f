"""Cut the yangge: fan dancers, drummers, kerchief dancers, the evening square."""

from __future__ import annotations

from shop.demo.drawing.canvas import Pen
from shop.demo.drawing.easel import ADULT, Body, Easel, Fall, bodice, border
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.paths import CENTRE, Path, Points, at_side, ribbon, smooth
from shop.demo.drawing.pigments import IVORY, RGB, light, tonal
from shop.demo.drawing.props import drum, fan, kerchief, sticks
from shop.demo.drawing.skirts import apron, skirt, tiers
from shop.demo.drawing.sleeves import Cuff, sleeve, strew, trousers
from shop.demo.drawing.stands import mannequin
from shop.demo.drawing.trims import (
    cloud_collar,
    fringe,
    frog,
    rosette,
    sash,
    spangles,
    standing_collar,
    streamers,
)

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off


def slanted_jacket(e: Easel, body: Body, bottom: float, hem: float, cloth: Cloth, figure: float = 0) -> None:
    """Lay a jacket that closes from the neck to under the arm, with frogs."""
    outline = bodice(body, bottom, hem)
    opening = smooth([(CENTRE, body.top + 14), (CENTRE + 34, body.top + 62),
                      (CENTRE + body.bust - 8, body.armpit - 4)])

    def embroider(pen: Pen) -> None:
        strew(e, pen, outline, 78, 22, tonal(cloth.colour), 2)
        if figure:
            pen.stamp(e.motif(0), e.silks, CENTRE - 12, body.armpit + 24, figure, 0.1, stitched=True,
                      couched=0.9)
        border(pen, opening, 15, e.colours.trim, e.colours.thread)
        foot = [(CENTRE - hem - 10, bottom - 14), (CENTRE, bottom - 3), (CENTRE + hem + 10, bottom - 14)]
        border(pen, smooth(foot), 28, e.colours.trim, e.colours.thread, e.motif(1), e.gold)

    e.piece(outline, cloth, embroider)
    for k in (0.16, 0.5, 0.9):
        x, y = opening[int(k * (len(opening) - 1))]
        frog(e, float(x), float(y), 26, e.colours.thread)


def _trim(e: Easel, width: float = 34) -> Cuff:
    return Cuff(width, e.colours.trim, e.colours.thread)


def fan_dancer(e: Easel) -> None:
    """Dress a yangge dancer: jacket, cloud collar, long skirt, and two fluttering fans."""
    mannequin(e, ADULT)
    fall = Fall(500, 92, 1068, 232, waves=7)
    skirt(e, fall, e.second(folds=8, depth=0.34), 58, e.colours.trim, 40)
    sleeve(e, ADULT, (74, 76, 112), e.main(fall="flow", angle=0.4, folds=4), _trim(e), 128, 262)
    slanted_jacket(e, ADULT, 566, 124, e.main(folds=3, depth=0.18))
    sash(e, ADULT, e.colours.trim, 44)
    streamers(e, CENTRE + 30, 486, 330, (e.colours.trim, e.colours.accent))
    cloud_collar(e, ADULT, (e.colours.accent, e.colours.second), 5)
    standing_collar(e, ADULT, e.colours.trim, e.colours.thread)
    for side in (-1, 1):
        fan(e, CENTRE + side * 226, 652, 176, side * 0.62, light(e.colours.accent, 0.35), e.colours.accent)


def peony_fans(e: Easel) -> None:
    """Lay out a dancer's silk fans by themselves, with trailing silk."""
    for k, (x, y, turn, leaf) in enumerate(((300, 560, -0.5, e.colours.second),
                                            (620, 640, 0.55, e.colours.main))):
        for lean in (-1, 0, 1):
            course = [(x, y), (x + 90 * lean, y + 150), (x + 50 * lean - 30, y + 290),
                      (x + 130 * lean + 20 * k, y + 440)]
            e.piece(_trail(course), Cloth(light(leaf, 0.25), foot=e.colours.accent, folds=3, depth=0.35),
                    None, 0.25)
        fan(e, x, y, 300 - 20 * k, turn, leaf, e.colours.accent)
    rosette(e, 450, 1010, 62)


def _trail(course: Points) -> Path:
    return ribbon(course, [20, 70, 84, 110], 12)


def drummer(e: Easel) -> None:
    """Dress a waist-drum player: slanted jacket, wide trousers, knotted sash, drum and sticks."""
    mannequin(e, ADULT)
    trousers(e, ADULT, e.second(folds=3, depth=0.3), _trim(e, 40))
    sleeve(e, ADULT, (76, 72, 66), e.main(fall="flow", angle=0.3, folds=4), _trim(e), 124, 286)
    slanted_jacket(e, ADULT, 596, 118, e.main(folds=3, depth=0.2), 62)
    sash(e, ADULT, e.colours.accent, 52)
    streamers(e, CENTRE - 52, 500, 360, (e.colours.accent, light(e.colours.accent, 0.35)), 32)
    standing_collar(e, ADULT, e.colours.trim, e.colours.thread)
    drum(e, CENTRE + 104, 640, 88, e.colours.main, 0.12)
    sticks(e, 190, 900, 170, e.colours.accent)


def kerchief_dancer(e: Easel) -> None:
    """Dress a kerchief dancer: waistcoat over a blouse, apron skirt, spinning kerchiefs."""
    mannequin(e, ADULT)
    fall = Fall(486, 84, 1030, 250, waves=9, bell=0.8)
    tiers(e, fall, (e.colours.main, e.colours.second, e.colours.main), 9, 22)
    sleeve(e, ADULT, (72, 84, 58), Cloth(light(e.colours.second, 0.66), fall="flow", angle=0.3, folds=5),
           _trim(e, 30), 132, 220)
    slanted_jacket(e, ADULT, 512, 92, e.main(folds=2, depth=0.15))
    apron(e, 494, 260, 70, 118, Cloth(e.colours.trim, folds=3, depth=0.18))
    sash(e, ADULT, e.colours.accent, 40)
    standing_collar(e, ADULT, e.colours.accent, e.colours.thread)
    kerchief(e, 172, 470, 128, e.colours.accent, e.colours.second, 0.2)
    kerchief(e, 726, 772, 140, e.colours.second, e.colours.accent, 0.5)


def square_dancer(e: Easel) -> None:
    """Dress the evening square: a light tunic with spangles over flowing trousers."""
    mannequin(e, ADULT)
    trousers(e, ADULT, e.second(folds=4, depth=0.34), Cuff(22, e.colours.thread, IVORY, figured=False), 1070,
             110)
    sleeve(e, ADULT, (70, 96, 168), e.main(fall="flow", angle=0.5, folds=5, opacity=0.92),
           Cuff(16, e.colours.thread, IVORY, figured=False), 150, 230)
    fall = Fall(482, 80, e.rng.uniform(640, 780), e.rng.uniform(160, 200), bow=50,
                waves=e.rng.choice((3, 5, 7)))
    skirt(e, fall, e.main(folds=e.rng.uniform(4, 8), depth=0.3), 0, damask=False, row=e.rng.uniform(24, 40))
    spangles(e, fall.level(0.96), 12, 4.4, e.colours.thread)
    outline = bodice(ADULT, 494, 82)

    def embroider(pen: Pen) -> None:
        for side in (-1, 1):
            pen.stamp(e.motif(0), e.silks, CENTRE + side * 46, 360, 58, side * 0.3, flip=side < 0,
                      stitched=True, couched=0.8)
        pen.stamp(e.motif(1), e.gold, CENTRE, 440, 32)

    e.piece(outline, e.main(folds=2, depth=0.14), embroider)
    _neckline(e, e.colours.thread)
    sash(e, ADULT, e.colours.trim, 36)
    rosette(e, CENTRE + 58, 482, 42)


def _neckline(e: Easel, colour: RGB) -> None:
    for drop in (0, 16):
        spangles(e, at_side(smooth([(-62, 262 + drop), (-34, 304 + drop), (0, 322 + drop), (34, 304 + drop),
                                    (62, 262 + drop)])), 11, 4.2, colour)


def vest_drummer(e: Easel) -> None:
    """Dress a drummer in an open waistcoat with a fringed hem and a bare-headed drum before it."""
    mannequin(e, ADULT)
    trousers(e, ADULT, e.second(folds=3, depth=0.3), _trim(e, 30), 1040, 34)
    sleeve(e, ADULT, (74, 70, 58), Cloth(IVORY, fall="flow", angle=0.3, folds=4), _trim(e, 40), 118, 300)
    e.piece(bodice(ADULT, 560, 100), Cloth(IVORY, folds=3, depth=0.2))
    for side in (-1, 1):
        front = at_side([(30, 246), (100, 272), (96, 366), (88, 480), (124, 592), (36, 604), (16, 480),
                         (18, 330)], side)

        def embroider(pen: Pen, front: Path = front, side: int = side) -> None:
            pen.stamp(e.motif(0), e.silks, CENTRE + side * 62, 420, 54, 0, flip=side < 0, stitched=True,
                      couched=0.9)
            pen.stamp(e.motif(1), e.gold, CENTRE + side * 74, 532, 30, side * 0.3)
            pen.line(front, e.colours.thread, 26, closed=True)
            pen.line(front, e.colours.trim, 18, closed=True)

        e.piece(front, e.main(folds=2, depth=0.16), embroider)
        fringe(e, at_side([(38, 604), (122, 592)], side), 40, e.colours.thread)
    sash(e, ADULT, e.colours.trim, 50)
    streamers(e, CENTRE, 496, 250, (e.colours.trim, e.colours.accent, e.colours.trim), 26)
    drum(e, 450, 980, 120, e.colours.accent)
    sticks(e, 704, 870, 190, e.colours.trim)


CUTS = {cut.__name__: cut for cut in (fan_dancer, peony_fans, drummer, kerchief_dancer, square_dancer,
                                      vest_drummer)}
