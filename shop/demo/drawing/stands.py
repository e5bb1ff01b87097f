"""Draw what holds a costume: mannequin, child's stand, hanger, pole, clip rail."""

from __future__ import annotations

from math import pi

from shop.demo.drawing.easel import Body, Easel
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.paths import CENTRE, arc, both, join, ribbon, ring, smooth
from shop.demo.drawing.pigments import GOLD, IVORY, RGB, SAND, UMBER, WOOD, deep, light, paint

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off

TIMBER = Cloth(WOOD, fall="flat", depth=0.2, round=0.8, sheen=0.25)


def floor_shadow(e: Easel, y: float, half: float) -> None:
    """Lay a soft pool of shade on the floor."""
    for k in range(6):
        e.pen.fill(ring(CENTRE + 16, y, half * (1.12 - 0.09 * k), 30 - 3.4 * k),
                   deep(e.colours.ground, 0.75), 0.07)


def mannequin(e: Easel, body: Body, wood: RGB = WOOD) -> None:
    """Stand a dressmaker's form on a turned wooden foot."""
    timber = Cloth(wood, fall="flat", depth=0.2, round=0.8, sheen=0.25)
    floor_shadow(e, 1128, 190)
    e.piece(both([(0, 600), (9, 600), (9, 1098), (0, 1100)]), timber)
    e.piece(both(smooth([(0, 1088), (30, 1092), (86, 1112), (118, 1126), (112, 1136), (0, 1140)])), timber)
    form = both(smooth([(0, body.top - 34), (26, body.top - 34), (30, body.top - 6), (60, body.top + 14),
                        (body.shoulder - 6, body.top + body.slope + 4), (body.bust - 6, body.armpit + 10),
                        (body.waist - 4, body.waist_y), (body.hip - 10, body.waist_y + 110),
                        (0, body.waist_y + 130)]))
    e.piece(form, Cloth(SAND, fall="flat", depth=0.25, round=0.7))
    e.piece(ring(CENTRE, body.top - 36, 30, 10), timber, shadow=0.1)
    e.piece(both(smooth([(0, body.top - 78), (11, body.top - 74), (8, body.top - 60), (14, body.top - 50),
                         (0, body.top - 40)])), timber, shadow=0.1)


def child_stand(e: Easel, body: Body, wood: RGB = WOOD) -> None:
    """Stand a child's form with a round wooden head and a shy face."""
    timber = Cloth(paint("e2b98a"), fall="flat", depth=0.15, round=0.5, sheen=0.25)
    floor_shadow(e, 1106, 170)
    e.piece(both([(0, 700), (8, 700), (8, 1080), (0, 1082)]), timber)
    e.piece(both(smooth([(0, 1070), (34, 1074), (92, 1090), (112, 1104), (104, 1114), (0, 1118)])), timber)
    e.piece(both([(0, body.top - 40), (17, body.top - 40), (20, body.top + 10), (0, body.top + 20)]), timber)
    form = both(smooth([(0, body.top - 6), (30, body.top - 2),
                        (body.shoulder - 8, body.top + body.slope + 4), (body.bust - 8, body.armpit),
                        (body.waist - 4, body.waist_y), (body.hip - 12, body.waist_y + 90),
                        (0, body.waist_y + 100)]))
    e.piece(form, Cloth(SAND, fall="flat", depth=0.2, round=0.7))
    y = body.top - 104
    e.piece(ring(CENTRE, y, 74, 72, n=60),
            Cloth(paint("f3d3ac"), fall="flat", depth=0.12, round=0.26, sheen=0.12))
    fringe = smooth([(CENTRE - 72, y + 4), (CENTRE - 46, y - 22), (CENTRE - 10, y - 30),
                     (CENTRE + 30, y - 26), (CENTRE + 72, y + 4)])
    e.piece(join(arc(CENTRE, y, 76, pi, 2 * pi, 30), fringe[::-1]),
            Cloth(paint("4a3540"), fall="flat", round=0.3, sheen=0.2), None, 0)
    for side in (-1, 1):
        e.pen.line(arc(CENTRE + side * 28, y + 6, 11, 0.25, 2.9, 12), deep(wood, 0.5), 3)
        e.pen.dot(CENTRE + side * 42, y + 24, 11, (226, 128, 110), 0.45)
    e.pen.line(arc(CENTRE, y + 24, 10, 0.5, 2.64, 10), (178, 72, 62), 3)


def hanger(e: Easel, body: Body, wood: RGB = WOOD) -> None:
    """Hang a wooden hanger on a rail at the top of the sheet."""
    rail(e, 92)
    hook = smooth([(CENTRE, body.top - 8), (CENTRE, body.top - 62), (CENTRE + 4, body.top - 84),
                   (CENTRE + 20, body.top - 104)])
    e.pen.line(hook, deep(GOLD, 0.25), 5)
    e.pen.line([(CENTRE + 20, body.top - 104), (CENTRE + 14, 84)], deep(GOLD, 0.25), 4)
    bow = ribbon([(CENTRE - body.shoulder - 6, body.top + body.slope + 12), (CENTRE - 40, body.top),
                  (CENTRE, body.top - 10), (CENTRE + 40, body.top),
                  (CENTRE + body.shoulder + 6, body.top + body.slope + 12)], [12, 20, 26, 20, 12])
    e.piece(bow, Cloth(wood, fall="flat", depth=0.2, round=0.1, sheen=0.2))


def rail(e: Easel, y: float) -> None:
    """Draw a bamboo rail across the sheet."""
    e.piece([(-90, y - 9), (990, y - 9), (990, y + 9), (-90, y + 9)],
            Cloth(light(WOOD, 0.15), fall="flat", depth=0.3, round=0.1))
    start = e.rng.uniform(-60, 60)
    for k in range(6):
        x = start + 190 * k
        e.pen.line([(x, y - 10), (x, y + 10)], deep(WOOD, 0.35), 3)
        e.pen.line([(x + 4, y - 9), (x + 4, y + 9)], light(WOOD, 0.5), 2)


def pole(e: Easel, y: float, half: float, wood: RGB = UMBER) -> None:
    """Stand a robe rack: a lacquered pole through the sleeves, with gilt ends and tassels."""
    timber = Cloth(wood, fall="flat", depth=0.2, round=0.1, sheen=0.25)
    floor_shadow(e, 1130, 220)
    e.piece(both([(0, y - 40), (9, y - 40), (9, 1110), (0, 1110)]), timber)
    e.piece(both(smooth([(0, 1098), (60, 1104), (150, 1118), (156, 1134), (0, 1138)])), timber)
    e.piece([(CENTRE - half, y - 8), (CENTRE + half, y - 8), (CENTRE + half, y + 8), (CENTRE - half, y + 8)],
            timber)
    for side in (-1, 1):
        e.piece(ring(CENTRE + side * half, y, 16), Cloth(GOLD, fall="flat", round=0.6, sheen=0.3))
    e.piece(ring(CENTRE, y - 48, 15, 18), Cloth(GOLD, fall="flat", round=0.6, sheen=0.3))


def clips(e: Easel, y: float, half: float) -> None:
    """Hang a clip rail for a skirt."""
    rail(e, 92)
    e.pen.line(smooth([(CENTRE, y - 30), (CENTRE, y - 90), (CENTRE + 18, 106), (CENTRE + 12, 82)]),
               deep(GOLD, 0.25), 5)
    e.piece([(CENTRE - half - 24, y - 38), (CENTRE + half + 24, y - 38), (CENTRE + half + 24, y - 22),
             (CENTRE - half - 24, y - 22)], Cloth(WOOD, fall="flat", depth=0.2, round=0.1, sheen=0.2))


def grips(e: Easel, y: float, half: float) -> None:
    """Close the clips of the rail over a waistband."""
    for side in (-1, 1):
        x = CENTRE + side * half
        e.piece([(x - 15, y - 44), (x + 15, y - 44), (x + 19, y + 26), (x - 19, y + 26)],
                Cloth(light(IVORY, 0.2), fall="flat", round=0.5))
        e.pen.dot(x, y - 8, 6, GOLD)
