"""Cut stage dresses: choir gowns, water sleeves, flying dancers, peacocks, war drums."""

from __future__ import annotations

from shop.demo.drawing.canvas import Pen
from shop.demo.drawing.easel import ADULT, Easel, Fall, bodice, border
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.paths import CENTRE, along, at_side, both, join, ribbon, scatter, smooth
from shop.demo.drawing.pigments import IVORY, WHITE, deep, light, mix
from shop.demo.drawing.props import drum, fan, sticks, umbrella
from shop.demo.drawing.skirts import flower_row, petals, skirt, tiers
from shop.demo.drawing.sleeves import Cuff, sleeve, strew, trousers, water_sleeve
from shop.demo.drawing.stands import hanger, mannequin
from shop.demo.drawing.trims import (
    bow,
    cloud_collar,
    cross_collar,
    frog,
    round_collar,
    sash,
    scarf,
    spangles,
    standing_collar,
    streamers,
    tassel,
)

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off

SHOULDER_PLATE = ((44, 262), (110, 262), (160, 330), (120, 368), (70, 322))

# Flowers that climb a gown: offset from the centre line, height, size, lean.
CLIMBING = ((-30, 940, 92, 0.1), (46, 800, 64, -0.4), (-34, 690, 46, 0.5), (38, 560, 38, 0.0),
            (-44, 420, 34, 0.3))


def qipao(e: Easel) -> None:
    """Hang a long fitted gown with a standing collar, a slanted opening and a slit."""
    hanger(e, ADULT)
    sleeve(e, ADULT, (70, 66), e.main(folds=2, depth=0.16),
           Cuff(12, e.colours.trim, e.colours.thread, figured=False), 46, 72)
    half = join(bodice(ADULT, 480, 78)[:8] - (CENTRE, 0),
                smooth([(78, 470), (100, 590), (110, 720), (104, 900), (122, 1084)]), [(0, 1096)])
    outline = both(half)
    opening = smooth([(CENTRE, 264), (CENTRE + 30, 310), (CENTRE + 92, 362)])

    def embroider(pen: Pen) -> None:
        strew(e, pen, outline, 92, 26, e.damask, 2)
        for x, y, size, turn in CLIMBING:
            pen.stamp(e.motif(0), e.silks, CENTRE + x, y, size, turn, flip=x > 0, stitched=True, couched=0.8)
            pen.stamp(e.motif(1), e.silks, CENTRE - x * 1.1, y - 60, size * 0.4, -turn)
        foot = smooth([(CENTRE - 140, 1076), (CENTRE, 1086), (CENTRE + 140, 1076)])
        border(pen, foot, 22, e.colours.trim, e.colours.thread)
        pen.line(opening, e.colours.trim, 9)

    e.piece(outline, e.main(folds=2, depth=0.14, round=0.5, sheen=0.2), embroider)
    e.piece([(CENTRE + 92, 760), (CENTRE + 108, 900), (CENTRE + 124, 1086), (CENTRE + 96, 1090)],
            Cloth(deep(e.colours.main, 0.4), fall="flat"), None, 0)
    standing_collar(e, ADULT, e.colours.main, e.colours.trim)
    for x, y, _ in along(opening, 36):
        frog(e, x, y, 28, e.colours.thread)


def choir_gown(e: Easel) -> None:
    """Stand a choir gown: lace bodice, sequinned waist, a great bell of a skirt."""
    mannequin(e, ADULT)
    fall = Fall(482, 78, 1090, 290, bow=34, waves=7, bell=0.9)

    def sew(pen: Pen) -> None:
        for x, y in scatter((140, 500, 760, 1100), 34):
            share = max(0.0, (y - 480) / 620)
            if e.rng.random() < 0.75 - 0.7 * share:
                pen.bead(x + e.rng.uniform(-8, 8), y + e.rng.uniform(-8, 8), 2.6, e.colours.thread)
        flower_row(e, pen, fall, 60, 0.84)

    e.piece(fall.outline(), e.main(foot=e.colours.second, folds=9, depth=0.36, sheen=0.18), sew)
    sleeve(e, ADULT, (66, 62, 54), Cloth(light(e.colours.main, 0.2), fall="flow", folds=3, opacity=0.8),
           Cuff(14, e.colours.thread, IVORY, figured=False), 108, 300, strewn=True)
    outline = bodice(ADULT, 496, 80)
    e.piece(outline, e.main(folds=1, depth=0.1, sheen=0.2),
            lambda pen: strew(e, pen, outline, 58, 26, e.gold, 1))
    for drop in range(3):
        spangles(e, at_side(smooth([(-76, 262 + 10 * drop), (-38, 326 + 10 * drop), (0, 344 + 10 * drop),
                                    (38, 326 + 10 * drop), (76, 262 + 10 * drop)])), 10, 3.8,
                                    e.colours.thread)
    for drop in range(4):
        spangles(e, [(CENTRE - 78, 472 + 9 * drop), (CENTRE, 478 + 9 * drop), (CENTRE + 78, 472 + 9 * drop)],
                 9, 3.8, e.colours.thread)


def water_sleeves(e: Easel) -> None:
    """Stand a water-sleeve dress with its long silk poured to either side."""
    mannequin(e, ADULT)
    fall = Fall(484, 80, 1092, 214, waves=7)
    skirt(e, fall, e.main(foot=e.colours.second, fall="pleat", folds=15, depth=0.32), 0, damask=False, row=48)
    water_sleeve(e, ADULT, Cloth(light(e.colours.second, 0.7), fall="flow", angle=0.9, folds=4, depth=0.26))
    sleeve(e, ADULT, (68, 66, 58), e.main(fall="flow", folds=3), Cuff(24, e.colours.trim, e.colours.thread),
           104, 262)
    outline = bodice(ADULT, 500, 84)
    e.piece(outline, e.main(folds=2, depth=0.12), lambda pen: strew(e, pen, outline, 70, 22, e.damask, 1))
    cross_collar(e, ADULT, e.colours.trim, e.colours.thread, WHITE, 214)
    e.piece(Fall(470, 82, 640, 138, bow=40, ripple=0).outline(), Cloth(e.colours.accent, folds=4, depth=0.26))
    sash(e, ADULT, e.colours.trim, 42)
    tassel(e, CENTRE, 520, 150, e.colours.thread)


def apsara(e: Easel) -> None:
    """Stand a flying dancer of the caves: short bodice, jewelled belt, whirling scarves."""
    half = [(300, 1080), (236, 940), (322, 800), (258, 650), (322, 500), (300, 330), (190, 170)]
    course = [(CENTRE - x, y) for x, y in half] + [(CENTRE, 112)] + [(CENTRE + x, y) for x, y in half[::-1]]
    floating = Cloth(e.colours.accent, foot=light(e.colours.accent, 0.45), fall="flow", angle=1.0, folds=4,
                     depth=0.28)
    scarf(e, course, floating, (62, 40, 66, 46, 60, 40, 56, 70, 56, 40, 60, 46, 66, 40, 62))
    mannequin(e, ADULT)
    skirt(e, Fall(520, 92, 1086, 196, waves=6, bell=1.3), e.main(foot=e.colours.second, folds=8, depth=0.36),
          30, e.colours.trim, 40)
    tiers(e, Fall(516, 96, 720, 158, waves=5), (e.colours.second, e.colours.accent), 6, 16)
    top = both(smooth([(0, 352), (40, 330), (76, 300), (98, 350), (92, 414), (0, 428)], 6))
    e.piece(top, e.second(fall="flat", round=0.5), lambda pen: strew(e, pen, top, 46, 20, e.gold, 1))
    for drop, colour in ((0, e.colours.thread), (14, e.colours.accent), (28, e.colours.thread)):
        spangles(e, at_side(smooth([(-66, 258 + drop), (-34, 300 + drop), (0, 316 + drop), (34, 300 + drop),
                                    (66, 258 + drop)])), 13, 5.5, colour)
    sash(e, ADULT, e.colours.trim, 40, 516, 94)
    for x in (-66, -33, 0, 33, 66):
        tassel(e, CENTRE + x, 548 - abs(x) * 0.1, 96 - abs(x) * 0.5, e.colours.thread)
    e.pen.stamp(e.motif(0), e.gold, CENTRE, 516, 34, stitched=True)


def peacock(e: Easel) -> None:
    """Stand a peacock dress that fits to the knee and opens in a train of feathers."""
    mannequin(e, ADULT)
    tail = both(join([(70, 700)], smooth([(90, 760), (200, 930), (330, 1080), (250, 1112), (0, 1130)])))

    def plumes(pen: Pen) -> None:
        for row, (count, y, size) in enumerate(((9, 1040, 92), (7, 960, 80), (5, 884, 70), (3, 820, 58))):
            for k in range(count):
                a = (k - (count - 1) / 2) / max(1, count - 1) * (1.9 - 0.2 * row)
                pen.stamp(e.motif(0), e.silks, CENTRE + a * (286 - 62 * row) * 0.98, y - abs(a) * 16, size,
                          3.14 - a * 0.75, stitched=row == 0)

    e.piece(tail, e.main(foot=e.colours.second, folds=11, depth=0.3), plumes)
    sheath = both(join(bodice(ADULT, 480, 76)[:8] - (CENTRE, 0),
                       smooth([(76, 478), (104, 590), (98, 700), (84, 770)]), [(0, 800)]))
    e.piece(sheath, e.main(folds=2, depth=0.14, sheen=0.25, round=0.5),
            lambda pen: strew(e, pen, sheath, 64, 26, e.gold, 1))
    for side in (-1, 1):
        shape = at_side(ribbon([(92, 300), (170, 380), (220, 520)], [70, 60, 44]), side)
        e.piece(shape, Cloth(light(e.colours.second, 0.3), fall="flow", folds=4, opacity=0.8), None, 0.24)
    for drop in range(4):
        spangles(e, at_side(smooth([(-80, 268 + 12 * drop), (-40, 320 + 14 * drop), (0, 344 + 16 * drop),
                                    (40, 320 + 14 * drop), (80, 268 + 12 * drop)])), 12, 4.6,
                                    (e.colours.thread, e.colours.accent)[drop % 2])
    sash(e, ADULT, e.colours.trim, 34)


def parasol_dancer(e: Easel) -> None:
    """Stand a southern umbrella dancer: wrapped jacket, pleated skirt, painted umbrella."""
    umbrella(e, 596, 300, 236, (e.colours.accent, e.colours.trim))
    mannequin(e, ADULT)
    skirt(e, Fall(486, 82, 1080, 224, waves=8),
          e.main(foot=light(e.colours.main, 0.55), fall="pleat", folds=15, depth=0.3), 32, e.colours.trim,
          46, damask=False)
    sleeve(e, ADULT, (70, 88, 140), e.second(fall="flow", angle=0.4, folds=4),
           Cuff(26, e.colours.trim, e.colours.thread), 120, 250)
    outline = bodice(ADULT, 540, 102)
    e.piece(outline, e.second(folds=2, depth=0.14), lambda pen: strew(e, pen, outline, 84, 30, e.silks, 2))
    cross_collar(e, ADULT, e.colours.trim, e.colours.thread, WHITE, 218)
    sash(e, ADULT, e.colours.main, 44)
    streamers(e, CENTRE - 44, 496, 300, (e.colours.main, e.colours.trim), 22)


def war_drum(e: Easel) -> None:
    """Stand a war drummer: shouldered jacket with studs, sash, boots of trousers, the great drum."""
    drum(e, 190, 880, 170, e.colours.accent, -0.1)
    mannequin(e, ADULT)
    trousers(e, ADULT, e.second(folds=3, depth=0.3), Cuff(70, e.colours.trim, e.colours.thread), 1050, 30)
    sleeve(e, ADULT, (84, 74, 58), e.main(fall="flow", folds=3), Cuff(74, e.colours.trim, e.colours.thread),
           112, 292)
    def emboss(pen: Pen) -> None:
        pen.stamp(e.motif(0), e.silks, CENTRE, 388, 80, stitched=True, couched=1.0)
        for side in (-1, 1):
            pen.stamp(e.motif(1), e.gold, CENTRE + side * 66, 570, 40, 0, flip=side < 0)
        border(pen, smooth([(CENTRE - 150, 626), (CENTRE, 640), (CENTRE + 150, 626)]), 30, e.colours.trim,
               e.colours.thread, e.motif(1), e.gold)

    e.piece(bodice(ADULT, 640, 132), e.main(folds=3, depth=0.2), emboss)
    for side in (-1, 1):
        plate = at_side(smooth(SHOULDER_PLATE, 6, closed=True), side)
        e.piece(plate, Cloth(e.colours.trim, fall="flat", round=0.5, sheen=0.3))
        e.pen.line(plate, e.colours.thread, 4, closed=True)
        spangles(e, plate[::6], 30, 5, e.colours.thread)
    sash(e, ADULT, e.colours.accent, 58)
    streamers(e, CENTRE + 40, 504, 330, (e.colours.accent, e.colours.trim), 34)
    standing_collar(e, ADULT, e.colours.trim, e.colours.thread)
    sticks(e, 740, 900, 190, e.colours.accent)


def round_fan(e: Easel) -> None:
    """Stand a classical dancer: cloud collar over gauze, layered skirt, one painted fan."""
    mannequin(e, ADULT)
    tiers(e, Fall(480, 80, 1090, 246, waves=7),
          (e.colours.main, light(e.colours.main, 0.3), e.colours.second), 8, 18)
    petals(e, 486, 240, (e.second(fall="flat"),), 7, 0.95, 0.24)
    sleeve(e, ADULT, (66, 80, 150), Cloth(light(e.colours.main, 0.55), fall="flow", angle=0.5, folds=5,
                                          opacity=0.88),
                                          Cuff(20, e.colours.trim, e.colours.thread, figured=False), 140, 250)
    outline = bodice(ADULT, 494, 82)
    e.piece(outline, e.main(folds=2, depth=0.12), lambda pen: strew(e, pen, outline, 62, 22, e.gold, 1))
    cloud_collar(e, ADULT, (e.colours.trim, e.colours.accent), 5, 0.86)
    sash(e, ADULT, e.colours.accent, 40)
    bow(e, CENTRE, 490, 36, e.colours.accent)
    fan(e, 690, 640, 190, 0.4, light(e.colours.accent, 0.6), e.colours.accent, fluff=False)


def star_gown(e: Easel) -> None:
    """Hang an evening choir gown with one draped shoulder and a night of spangles."""
    hanger(e, ADULT)
    fall = Fall(478, 80, 1086, 246, bow=30, waves=5)

    def night(pen: Pen) -> None:
        for _ in range(210):
            x, y = e.rng.uniform(200, 700), 490 + 600 * e.rng.random() ** 1.4
            pen.bead(x, y, e.rng.uniform(1.6, 3.6), mix(e.colours.thread, WHITE, e.rng.random()))
        for _ in range(16):
            pen.stamp(e.motif(0), e.gold, e.rng.uniform(230, 670), e.rng.uniform(540, 1070),
                      e.rng.uniform(14, 34), e.rng.uniform(0, 1.5))

    e.piece(fall.outline(), e.main(foot=e.colours.second, folds=8, depth=0.34, sheen=0.2), night)
    outline = bodice(ADULT, 492, 82)
    e.piece(outline, e.main(folds=1, depth=0.1), lambda pen: strew(e, pen, outline, 50, 15, e.gold))
    drape = ribbon([(350, 284), (430, 330), (500, 420), (524, 486)], [30, 84, 70, 40], 12)
    e.piece(drape, e.second(fall="flow", angle=0.8, folds=8, depth=0.34))
    e.piece(ribbon([(360, 280), (280, 420), (262, 640), (300, 830)], [40, 110, 120, 60], 12),
            e.second(fall="hang", folds=4, opacity=0.86))
    round_collar(e, ADULT, e.colours.trim, e.colours.thread, 10)
    sash(e, ADULT, e.colours.trim, 34)


CUTS = {cut.__name__: cut for cut in (qipao, choir_gown, water_sleeves, apsara, peacock, parasol_dancer,
                                      war_drum, round_fan, star_gown)}
