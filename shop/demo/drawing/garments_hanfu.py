"""Cut hanfu: ruqun, horse-face skirts, beizi, round-collar robes, capes."""

from __future__ import annotations

from shop.demo.drawing.canvas import Pen
from shop.demo.drawing.easel import ADULT, CHILD, Body, Easel, Fall, bodice, border
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.paths import CENTRE, Path, at_side, both, join, ribbon, smooth
from shop.demo.drawing.pigments import IVORY, WHITE, deep, light, tonal
from shop.demo.drawing.skirts import flower_row, horse_face, skirt, waistband
from shop.demo.drawing.sleeves import Cuff, sleeve, strew, wide_sleeve
from shop.demo.drawing.stands import child_stand, clips, grips, hanger, mannequin, pole
from shop.demo.drawing.trims import (
    bow,
    cross_collar,
    frog,
    round_collar,
    sash,
    scarf,
    standing_collar,
    streamers,
    tassel,
)

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off


def _cuff(e: Easel, width: float = 40) -> Cuff:
    return Cuff(width, e.colours.trim, e.colours.thread)


def _plain_bodice(e: Easel, body: Body, bottom: float, hem: float, cloth: Cloth) -> None:
    outline = bodice(body, bottom, hem)
    e.piece(outline, cloth, lambda pen: strew(e, pen, outline, 80, 22, tonal(cloth.colour), 2))


def ruqun(e: Easel) -> None:
    """Hang a crossed-collar jacket and a waist-tied skirt on a robe pole."""
    pole(e, 288, 372)
    wide_sleeve(e, ADULT, e.main(fall="flow", angle=0.15, folds=3, depth=0.2, round=0.1), _cuff(e), 336, 700,
                figure=58)
    _plain_bodice(e, ADULT, 520, 88, e.main(folds=3, depth=0.16))
    cross_collar(e, ADULT, e.colours.trim, e.colours.thread, WHITE, 212)
    skirt(e, Fall(484, 84, 1072, 226, waves=8), e.second(fall="pleat", folds=15, depth=0.32), 40,
          e.colours.trim, 44)
    sash(e, ADULT, e.colours.accent, 50, 494, 88)
    streamers(e, CENTRE - 18, 500, 400, (e.colours.accent, light(e.colours.accent, 0.3)), 22)


def high_ruqun(e: Easel) -> None:
    """Hang a chest-high skirt with a broad band, a gauze jacket and a floating scarf."""
    mannequin(e, ADULT)
    gauze = Cloth(light(e.colours.second, 0.5), fall="flow", angle=0.5, folds=4, opacity=0.86)
    scarf(e, [(300, 300), (196, 420), (150, 620), (236, 790), (150, 960), (196, 1090)],
          Cloth(e.colours.accent, fall="flow", angle=1.0, folds=4, opacity=0.72))
    e.piece(bodice(ADULT, 420, 92), Cloth(light(e.colours.second, 0.6), folds=2, depth=0.12))
    fall = Fall(352, 100, 1086, e.rng.uniform(236, 276), waves=e.rng.choice((6, 8, 10)),
                bell=e.rng.uniform(0.75, 1.1))
    pleats, blooms = e.rng.choice((13, 16, 20, 23)), e.rng.uniform(46, 66)
    skirt(e, fall, e.main(foot=light(e.colours.main, 0.45), fall="pleat", folds=pleats, depth=0.3),
          e.rng.uniform(30, 54), e.colours.trim, blooms, damask=False)
    sleeve(e, ADULT, (76, 110, 190), gauze, _cuff(e, 26), 150, 250)
    band = Fall(338, 100, 396, 106, ripple=0, bow=8)
    e.piece(band.outline(), Cloth(e.colours.trim, fall="flat", round=0.4),
            lambda pen: border(pen, band.level(0.5), 46, e.colours.trim, e.colours.thread, e.motif(1),
                               e.gold, 1.0))
    streamers(e, CENTRE + 12, 386, 470, (e.colours.accent, e.colours.trim), 24)
    scarf(e, [(620, 300), (706, 420), (760, 560), (664, 720), (742, 900), (700, 1070)],
          Cloth(e.colours.accent, fall="flow", angle=1.0, folds=4, opacity=0.78))


def mamian(e: Easel) -> None:
    """Hang a horse-face skirt from a clip rail."""
    clips(e, 262, 150)
    horse_face(e, 290, 1066, 150, 322, (e.colours.second, e.colours.trim))
    waistband(e, 252, 158, IVORY)
    grips(e, 252, 128)
    tassel(e, 262, 300, 74, e.colours.thread)


def aoqun(e: Easel) -> None:
    """Hang a Ming short jacket over a horse-face skirt."""
    pole(e, 282, 366, deep(e.colours.trim, 0.5))
    horse_face(e, 470, 1086, 104, 246, (e.colours.trim, e.colours.trim))
    jacket = Cloth(e.colours.second, fall="flow", angle=0.15, folds=3, depth=0.18, round=0.1)
    wide_sleeve(e, ADULT, jacket, Cuff(32, WHITE, e.colours.thread), 330, 560, figure=54)
    outline = bodice(ADULT, 596, 128)

    def embroider(pen: Pen) -> None:
        for side in (-1, 1):
            pen.stamp(e.motif(0), e.silks, CENTRE + side * 52, 440, 54, 0, flip=side < 0, stitched=True,
                      couched=0.9)
            pen.stamp(e.motif(1), e.gold, CENTRE + side * 74, 540, 32, side * 0.2)
        border(pen, [(CENTRE, 250), (CENTRE, 620)], 22, e.colours.trim, e.colours.thread, e.motif(1), e.gold,
               1.6)

    e.piece(outline, Cloth(e.colours.second, folds=3, depth=0.16), embroider)
    standing_collar(e, ADULT, WHITE, e.colours.thread)
    for y in (274, 350, 426):
        frog(e, CENTRE, y, 34, e.colours.thread)


def beizi(e: Easel) -> None:
    """Hang a long open beizi over a camisole and a plain pleated skirt."""
    hanger(e, ADULT)
    skirt(e, Fall(430, 92, 1080, 196, waves=8), e.second(fall="pleat", folds=13, depth=0.28), 30,
          e.colours.accent)
    camisole = both([(0, 330), (74, 320), (88, 366), (92, 470), (0, 480)])
    e.piece(camisole, Cloth(e.colours.accent, fall="flat"),
            lambda pen: pen.stamp(e.motif(0), e.gold, CENTRE, 400, 44))
    sleeve(e, ADULT, (78, 72, 62), e.main(fall="flow", angle=0.3, folds=4, opacity=0.97), _cuff(e, 30), 140,
           330, strewn=True)
    for side in (-1, 1):
        front = at_side(join([(30, 244), (104, 272), (98, 366), (100, 480)],
                             [(170, 1000), (150, 1012), (66, 1018), (44, 520), (34, 340)]), side)
        line = at_side(smooth([(36, 236), (42, 340), (54, 520), (78, 1030)]), side)

        def embroider(pen: Pen, front: Path = front, line: Path = line) -> None:
            strew(e, pen, front, 120, 34, e.silks)
            border(pen, line, 34, e.colours.trim, e.colours.thread, e.motif(1), e.gold, 1.3)

        e.piece(front, e.main(folds=3, depth=0.22, opacity=0.97), embroider)
    tassel(e, CENTRE, 470, 80, e.colours.thread)


def robe(e: Easel) -> None:
    """Hang a round-collar robe with a belt and woven roundels."""
    pole(e, 288, 372)
    cloth = e.main(fall="flow", angle=0.15, folds=3, depth=0.18, round=0.1)
    wide_sleeve(e, ADULT, cloth, _cuff(e, 30), 346, 560, figure=60)
    outline = bodice(ADULT, 500, 92)
    fall = Fall(480, 88, 1064, 196, waves=4)

    def lower(pen: Pen) -> None:
        border(pen, fall.level(0.95), 44, e.colours.trim, e.colours.thread, e.motif(1), e.gold)
        for side in (-1, 1):
            pen.stamp(e.motif(0), e.silks, CENTRE + side * 78, 760, 66, couched=0.9)
        pen.stamp(e.motif(2), e.damask, CENTRE, 900, 60)

    e.piece(fall.outline(), e.main(folds=4, depth=0.28), lower)
    e.piece(outline, e.main(folds=2, depth=0.14),
            lambda pen: pen.stamp(e.motif(0), e.silks, CENTRE, 384, 74, stitched=True, couched=1.0))
    round_collar(e, ADULT, e.colours.trim, e.colours.thread, 20)
    frog(e, CENTRE + 52, 268, 24, e.colours.thread)
    sash(e, ADULT, e.colours.second, 40, 490, 92)
    for side in (-1, 1):
        tassel(e, CENTRE + side * 66, 520, 110, e.colours.accent)


def wrapped_robe(e: Easel) -> None:
    """Wind a curved-hem robe round the figure, band over band."""
    pole(e, 288, 366)
    wide_sleeve(e, ADULT, e.main(fall="flow", angle=0.15, folds=3, depth=0.2), _cuff(e, 44), 330, 660,
                figure=0)
    skirt(e, Fall(480, 86, 1084, 176, bow=8, waves=5), e.second(folds=5, depth=0.3), 0)
    for k, (foot, cloth) in enumerate(((1000, e.main(folds=3)), (880, e.main(folds=2)),
                                       (756, e.main(folds=2)))):
        sweep = smooth([(CENTRE - 92 - 30 * (2 - k), foot - 130), (CENTRE, foot - 20),
                        (CENTRE + 150 - 22 * k, foot + 46)], 12)
        outline = join([(CENTRE - 88, 470), (CENTRE + 88, 470)], sweep[::-1])

        def embroider(pen: Pen, sweep: Path = sweep) -> None:
            border(pen, sweep - (0, 24), 38, e.colours.trim, e.colours.thread, e.motif(1), e.gold)

        e.piece(outline, cloth, embroider, 0.34)
    _plain_bodice(e, ADULT, 506, 90, e.main(folds=2, depth=0.14))
    cross_collar(e, ADULT, e.colours.trim, e.colours.thread, WHITE, 224)
    sash(e, ADULT, e.colours.accent, 58, 490, 90)
    tassel(e, CENTRE + 40, 524, 150, e.colours.thread)
    e.pen.stamp(e.motif(0), e.silks, CENTRE - 14, 690, 54, stitched=True, couched=0.9)


def great_sleeves(e: Easel) -> None:
    """Spread a ceremonial robe whose sleeves reach almost to the ground."""
    pole(e, 236, 396, deep(e.colours.trim, 0.4))
    body = Body(top=206, armpit=330, waist_y=440)
    skirt(e, Fall(330, 98, 1060, 210, waves=6), e.second(fall="pleat", folds=13, depth=0.3), 44,
          e.colours.trim, 50)
    wide_sleeve(e, body, e.main(fall="flow", angle=0.12, folds=3, depth=0.2, round=0.06), _cuff(e, 56), 374,
                900, figure=92)
    for side in (-1, 1):
        front = at_side(join([(32, 200), (106, 226), (98, 330)],
                             [(190, 1096), (120, 1110), (66, 1100), (44, 500)]), side)
        line = at_side(smooth([(38, 194), (46, 400), (62, 700), (96, 1112)]), side)

        def embroider(pen: Pen, line: Path = line, side: int = side) -> None:
            pen.stamp(e.motif(0), e.silks, CENTRE + side * 120, 900, 62, 0, flip=side < 0, stitched=True,
                      couched=0.9)
            border(pen, line, 44, e.colours.trim, e.colours.thread, e.motif(1), e.gold)

        e.piece(front, e.main(folds=3, depth=0.24), embroider)
    bow(e, CENTRE, 372, 46, e.colours.accent)
    tassel(e, CENTRE, 400, 150, e.colours.thread)


def cape(e: Easel) -> None:
    """Hang a hooded winter cape edged with fur."""
    hanger(e, ADULT)
    fall = Fall(262, 92, 1040, 318, bow=26, bell=0.72, waves=5)

    def embroider(pen: Pen) -> None:
        flower_row(e, pen, fall, 70, 0.78)
        for k in (-1, 1):
            pen.stamp(e.motif(0), e.silks, CENTRE + k * 110, 560, 64, k * 0.3, flip=k < 0, stitched=True)
        border(pen, fall.level(0.93), 40, e.colours.trim, e.colours.thread, e.motif(1), e.gold)

    e.piece(fall.outline(), e.main(folds=6, depth=0.34), embroider)
    fur = Cloth(WHITE, fall="flow", folds=16, depth=0.16, angle=0.4, round=0.1)
    e.piece(_tufts(e, fall.level(0.995), 40), fur, None, 0.25)
    for side in (-1, 1):
        opening = at_side(smooth([(12, 300), (18, 500), (22, 800), (20, 1062)]), side)
        e.piece(_tufts(e, opening, 30), fur, None, 0.25)
    e.piece(both(smooth([(0, 178), (80, 186), (128, 262), (84, 330), (0, 350)])), e.main(folds=2, depth=0.2))
    brim = at_side(smooth([(-70, 330), (-84, 250), (-40, 206), (0, 198), (40, 206), (84, 250), (70, 330)]))
    e.piece(_tufts(e, brim, 36), fur, None, 0.2)
    lining = Cloth(light(e.colours.accent, 0.25), folds=3, depth=0.3, round=0.2)
    e.piece(both(smooth([(0, 216), (44, 226), (72, 268), (46, 326), (0, 338)])), lining, None, 0)
    bow(e, CENTRE, 352, 44, e.colours.accent)
    for side in (-1, 1):
        tassel(e, CENTRE + side * 24, 384, 120, e.colours.accent)


def _tufts(e: Easel, line: Path, width: float) -> Path:
    strip = ribbon(line[::3], [width, width], 6)
    ruffled: Path = strip + [(e.rng.uniform(-3.4, 3.4), e.rng.uniform(-3.4, 3.4)) for _ in strip]
    return ruffled


def child_ruqun(e: Easel) -> None:
    """Dress a child in a chest-high skirt with a little waistcoat."""
    child_stand(e, CHILD)
    fall = Fall(456, 98, 1020, 236, waves=9, bell=0.8)
    skirt(e, fall, e.main(foot=light(e.colours.main, 0.5), fall="pleat", folds=15, depth=0.3), 34,
          e.colours.trim, 44)
    sleeve(e, CHILD, (68, 92, 140), Cloth(light(e.colours.second, 0.4), fall="flow", angle=0.5, folds=4),
           _cuff(e, 26), 120, 190)
    e.piece(bodice(CHILD, 480, 96), Cloth(e.colours.second, folds=2, depth=0.14))
    cross_collar(e, CHILD, e.colours.trim, e.colours.thread, WHITE, 118)
    sash(e, CHILD, e.colours.accent, 40, 484, 98)
    bow(e, CENTRE, 490, 46, e.colours.accent)
    streamers(e, CENTRE, 496, 260, (e.colours.accent, e.colours.trim), 20)
    for side in (-1, 1):
        bow(e, CENTRE + side * 62, 196, 30, e.colours.accent)
        tassel(e, CENTRE + side * 62, 214, 60, e.colours.accent)


CUTS = {cut.__name__: cut for cut in (ruqun, high_ruqun, mamian, aoqun, beizi, robe, wrapped_robe,
                                      great_sleeves, cape, child_ruqun)}
