"""Draw old patterns as they stand in a pattern book: one plate each, ink and one or two colours."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

from PIL import Image

from shop.demo.drawing.canvas import Canvas
from shop.demo.drawing.motifs import motif
from shop.demo.drawing.pigments import RGB, threads

INK: RGB = (58, 44, 40)
SHEET: RGB = (244, 235, 214)
STRAW: RGB = (222, 184, 98)


@dataclass(frozen=True)
class Plate:
    """One old pattern: its name, the motif in the middle and the one around it, the colours of the print."""

    slug: str
    name: str
    middle: str
    around: str
    many: int
    red: RGB
    green: RGB


PLATES = (
    Plate("plate-peony", "折枝牡丹", "peony", "sprig", 8, (178, 44, 52), (74, 108, 72)),
    Plate("plate-cloud", "四合如意云", "ruyi", "cloud", 10, (40, 82, 128), (120, 148, 168)),
    Plate("plate-lotus", "缠枝莲", "lotus", "wave", 12, (196, 96, 120), (64, 112, 96)),
)


def draw_plate(plate: Plate) -> Image.Image:
    """Draw one plate of the book, RGB, 900 x 1200 pixels, always the same."""
    canvas = Canvas((900, 1200), sum(map(ord, plate.slug)), SHEET)
    silks = threads(plate.red, plate.green, STRAW, INK)
    _frame(canvas, plate)
    for k in range(plate.many):
        a = 2 * pi * k / plate.many
        x, y = 450 + 280 * sin(a), 600 - 280 * cos(a)
        canvas.pen.stamp(motif(plate.around, plate.slug), silks, x, y, 80, a)
    canvas.pen.stamp(motif(plate.middle, plate.slug), silks, 450, 600, 190, couched=2.2)
    for x, y in ((170, 220), (730, 220), (170, 980), (730, 980)):
        canvas.pen.stamp(motif(plate.around, f"{plate.slug} corner"), silks, x, y, 74, couched=1.2)
    return canvas.finish()


def _frame(canvas: Canvas, plate: Plate) -> None:
    """Rule the double line that printers set around a plate, with knots between."""
    for gap, width in ((44, 5.0), (62, 1.6)):
        corners = [(gap, gap), (900 - gap, gap), (900 - gap, 1200 - gap), (gap, 1200 - gap)]
        canvas.pen.line(corners, INK, width, closed=True)
    for k in range(1, 10):
        for y in (90, 1110):
            canvas.pen.dot(k * 90, y, 7, plate.red if k % 2 else plate.green)
