"""Paint the village on a bright morning, for the sign-in page and the first page of the handbook."""

from __future__ import annotations

from functools import partial
from random import Random

from PIL import Image

from shop.demo.drawing.canvas import Canvas
from shop.demo.drawing.catalogue import COSTUMES
from shop.demo.drawing.errands import (
    bolt,
    dancer,
    elder,
    hen,
    little_costume,
    parcel,
    seamstress,
    stack,
    three_wheeler,
)
from shop.demo.drawing.motifs import motif
from shop.demo.drawing.paths import join, ring, smooth
from shop.demo.drawing.pigments import (
    CINNABAR,
    HONEY,
    INDIGO,
    IVORY,
    JADE,
    LILAC,
    MOSS,
    PEONY,
    PERSIMMON,
    PORCELAIN,
    RGB,
    ROUGE,
    SKY,
    STRAW,
    TEAL,
    UMBER,
    WHITE,
    WILLOW,
    WISTERIA,
    WOOD,
    deep,
    light,
    mix,
    paint,
    threads,
    tonal,
)
from shop.demo.drawing.street import (
    EARTH,
    PLASTER,
    SLATE,
    box,
    door,
    fields,
    flat,
    house,
    lantern,
    lattice_window,
    peony_bed,
    poplars,
    tree,
    washing_line,
    wheat_edge,
)

# Outlines are read point after point: one point a line would hide their shape.
# fmt: off

SIZE = (1600, 600)
ROAD = 470.0
WASHING = ((((534.0, 362.0), (864.0, 358.0)),
            ("peony-fan-yangge", "lotus-breeze-ruqun", "night-sea-choir", "peach-tang-ruqun")),
            (((1140.0, 360.0), (1500.0, 364.0)),
             ("phoenix-peony-mamian", "moonlit-fan", "golden-wheat-square", "steppe-robe")))


def town_scene(size: tuple[int, int] = SIZE) -> Image.Image:
    """Paint the street, RGB, scaled to `size` pixels (drawn at 1600 x 600)."""
    rng = Random("the village street")
    c = Canvas(SIZE, 2017, SKY)
    _sky(c, rng)
    poplars(c, 300, rng, mix(SKY, STRAW, 0.5))
    fields(c, 292, 480, rng)
    _far_houses(c)
    _homes(c, rng)
    _road(c, rng)
    _lines(c)
    _bustle(c, rng)
    picture = c.finish()
    return picture if size == SIZE else picture.resize(size, Image.Resampling.LANCZOS)


def _sky(c: Canvas, rng: Random) -> None:
    top, low = paint("bcdde6"), paint("fde7c3")
    for k in range(40):
        c.pen.fill([(0, k * 8), (1600, k * 8), (1600, k * 8 + 9), (0, k * 8 + 9)], mix(top, low, k / 39))
    for k in range(26):
        c.pen.fill(ring(1130, 132, 190 - 5.4 * k, n=60), mix(IVORY, HONEY, k / 40), 0.07)
    c.pen.fill(ring(1130, 132, 50, n=60), paint("fbd98a"))
    cloud = motif("cloud", "sky")
    for x, y, size in ((150, 92, 66), (420, 58, 46), (760, 100, 58), (930, 46, 38), (1330, 72, 62),
                       (1530, 120, 44)):
        c.pen.stamp(cloud, tonal(light(top, 0.6), 0.12), x, y, size, flip=rng.random() < 0.5)
    for k in range(7):
        c.pen.stamp(motif("swallow", str(k)), threads(deep(PORCELAIN, 0.4)), 540 + 46 * k,
                    120 + 22 * ((k * 3) % 4), 11 + (k % 3) * 3, 0.2)


def _far_houses(c: Canvas) -> None:
    for k, x in enumerate((40, 300, 610, 860, 1110, 1420)):
        wall = mix(PLASTER, SKY, 0.3)
        house(c, x, 352, 120, 54, wall, mix((SLATE, paint("a87560"))[k % 2], SKY, 0.35))


def _homes(c: Canvas, rng: Random) -> None:
    tree(c, 556, ROAD, 236, mix(JADE, WILLOW, 0.5), rng, WISTERIA)
    tree(c, 1160, ROAD - 4, 220, MOSS, rng, PERSIMMON)
    _cottage(c, 24, IVORY)
    _workshop(c, 262)
    _cottage(c, 640, PLASTER)
    _station(c, 880)
    _cottage(c, 1300, paint("f1dcc4"))
    tree(c, 1570, ROAD, 200, mix(JADE, MOSS, 0.5), rng, PEONY)


def _cottage(c: Canvas, x: float, wall: RGB) -> None:
    house(c, x, ROAD, 206, 132, wall)
    door(c, x + 66, ROAD, 52, 88)
    lattice_window(c, x + 124, ROAD - 38, 58, 52)
    for dx in (24, 110):
        lantern(c, x + dx, ROAD - 112 + 4, 11)


def _workshop(c: Canvas, x: float) -> None:
    """Open the front of a family workshop: bolts on the shelves, somebody sewing."""
    house(c, x, ROAD, 270, 150, paint("f3dfc6"), paint("5f6475"))
    c.piece(box(x + 20, ROAD, 230, 106), flat(paint("e7b978")), None, 0)
    c.pen.fill(box(x + 20, ROAD - 84, 230, 22), deep(WOOD, 0.4), 0.35)
    for row in range(2):
        y = ROAD - 62 + 28 * row - 6
        c.pen.line([(x + 24, y), (x + 124, y)], UMBER, 4)
        for k in range(3):
            bolt(c, x + 28 + 33 * k, y - 1, 24, 8,
                 (CINNABAR, JADE, HONEY, LILAC, PORCELAIN, PEONY)[k + 3 * row])
    seamstress(c, x + 132, ROAD, ROUGE)
    c.pen.line(box(x + 20, ROAD, 230, 106), UMBER, 7, closed=True)
    for k in range(9):
        drop = box(x + 14 + 27 * k, ROAD - 92, 27, 22)
        c.piece(drop, flat((CINNABAR, IVORY)[k % 2]), None, 0.16)
    for dx in (6, 264):
        lantern(c, x + dx, ROAD - 104, 13)


def _station(c: Canvas, x: float) -> None:
    """Build the village station: an awning, shelves of parcels, a board with a parcel on it."""
    house(c, x, ROAD, 250, 146, paint("e3efe4"), TEAL)
    c.piece(box(x + 18, ROAD, 152, 96), flat(paint("f8e3b4")), None, 0)
    for row in range(3):
        y = ROAD - 4 - 31 * row
        c.pen.line([(x + 22, y), (x + 166, y)], WOOD, 4)
        for k in range(5):
            parcel(c, x + 26 + 28 * k, y - 2, 22 + 3 * ((k + row) % 2), 17 + 5 * ((k * 2 + row) % 2),
                   mix(paint("cfa06c"), WHITE, 0.12 * ((k + row) % 3)))
    c.pen.line(box(x + 18, ROAD, 152, 96), deep(TEAL, 0.2), 6, closed=True)
    for k in range(8):
        c.piece(box(x + 10 + 21 * k, ROAD - 82, 21, 22), flat((JADE, IVORY)[k % 2]), None, 0.14)
    door(c, x + 210, ROAD, 42, 84, TEAL)
    c.piece(box(x + 62, ROAD - 122, 128, 44), flat(JADE), None, 0.34)
    c.pen.line(box(x + 62, ROAD - 122, 128, 44), STRAW, 4, closed=True)
    parcel(c, x + 110, ROAD - 129, 32, 28)
    for side in (-1, 1):
        c.pen.stamp(motif("wheat", "board"), threads(STRAW, STRAW), x + 126 + side * 38, ROAD - 144, 17,
                    side * 0.3, flip=side < 0)


def _road(c: Canvas, rng: Random) -> None:
    verge = join(smooth([(-20, 462), (400, 470), (800, 462), (1200, 470), (1620, 460)]),
                 [(1620, 620), (-20, 620)])
    c.piece(verge, flat(mix(WILLOW, EARTH, 0.5), 0), None, 0)
    road = join(smooth([(-20, 506), (400, 496), (800, 506), (1200, 498), (1620, 508)]),
                smooth([(1620, 586), (1200, 580), (800, 590), (400, 580), (-20, 590)]))
    c.piece(road, flat(mix(EARTH, IVORY, 0.35), 0), None, 0.16)
    for _ in range(90):
        x, y = rng.uniform(0, 1600), rng.uniform(510, 580)
        c.pen.fill(ring(x, y, rng.uniform(3, 12), rng.uniform(1, 2.4), 12), deep(EARTH, 0.2), 0.3)
    for _ in range(150):
        x, y = rng.uniform(0, 1600), rng.choice((rng.uniform(478, 502), rng.uniform(590, 600)))
        c.pen.line([(x, y), (x + rng.uniform(-3, 3), y - rng.uniform(5, 12))],
                   mix(MOSS, WILLOW, rng.random()), 1.6)


def _lines(c: Canvas) -> None:
    washed = {costume.slug: partial(little_costume, c, costume, size=0.145) for costume in COSTUMES}
    for ends, slugs in WASHING:
        washing_line(c, ends, tuple(washed[slug] for slug in slugs))


def _bustle(c: Canvas, rng: Random) -> None:
    stack(c, 1066, ROAD + 12, rng, (2, 1), 30)
    elder(c, 912, 516)
    three_wheeler(c, 980, 572, rng)
    dancer(c, 92, 560, 0.9, (CINNABAR, JADE, PEONY), 1)
    dancer(c, 210, 576, 0.98, (INDIGO, HONEY, CINNABAR), -1)
    dancer(c, 330, 562, 0.86, (PEONY, WISTERIA, HONEY), 1)
    for x, y, tone in ((640, 556, WHITE), (690, 574, paint("c9824a")), (612, 580, paint("c9824a"))):
        hen(c, x, y, tone)
    peony_bed(c, -6, 604, rng, 3)
    peony_bed(c, 470, 606, rng, 4)
    wheat_edge(c, (1352, 1612), 602, rng, 62)
