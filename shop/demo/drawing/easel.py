"""Set up one costume's picture: its sheet, its seeded hand, its silks and motifs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import pi
from random import Random
from zlib import crc32

import numpy as np

from shop.demo.drawing.canvas import Canvas, Decorate, Motif, Pen
from shop.demo.drawing.costume import Costume
from shop.demo.drawing.fabric import Cloth
from shop.demo.drawing.motifs import motif
from shop.demo.drawing.paths import CENTRE, Path, Points, along, at_side, both, join, path
from shop.demo.drawing.pigments import JADE, MOSS, RGB, Threads, deep, light, threads, tonal

PAGE = (900, 1200)
FLATTEST = 0.9  # radians from level at which a border counts as upright


class Easel:
    """Hold what every part of one picture shares."""

    def __init__(self, costume: Costume, view: str) -> None:
        """Stretch a sheet for one view of the costume."""
        self.costume = costume
        self.colours = costume.colours
        self.rng = Random(f"{costume.slug} {view}")
        self.canvas = Canvas(PAGE, crc32(f"{costume.slug} {view}".encode()), costume.colours.ground)

    @property
    def pen(self) -> Pen:
        """Return the pen that draws on the sheet itself."""
        return self.canvas.pen

    def piece(
        self, outline: Points, cloth: Cloth, decorate: Decorate | None = None, shadow: float = 0.3
    ) -> None:
        """Lay a piece of cloth on the sheet."""
        self.canvas.piece(outline, cloth, decorate, shadow)

    def motif(self, place: int = 0) -> Motif:
        """Return the costume's motif at that place in its list, counting round."""
        names = self.costume.motifs
        return self._motifs[place % len(names)]

    @cached_property
    def _motifs(self) -> tuple[Motif, ...]:
        return tuple(motif(name, self.costume.slug) for name in self.costume.motifs)

    @cached_property
    def silks(self) -> Threads:
        """Return the silks of the chief motif."""
        return threads(self.colours.accent, leaf=_foliage(self.colours.main), heart=self.colours.thread)

    @cached_property
    def gold(self) -> Threads:
        """Return metal thread with a little of the second colour."""
        return threads(self.colours.thread, leaf=self.colours.second, heart=light(self.colours.thread, 0.6))

    @cached_property
    def damask(self) -> Threads:
        """Return the tone-in-tone silks of the main cloth."""
        return tonal(self.colours.main)

    def main(self, **changes: object) -> Cloth:
        """Return the main cloth, changed as asked."""
        return replace(Cloth(self.colours.main), **changes)  # type: ignore[arg-type]

    def second(self, **changes: object) -> Cloth:
        """Return the second cloth, changed as asked."""
        return replace(Cloth(self.colours.second), **changes)  # type: ignore[arg-type]


def _foliage(cloth: RGB) -> RGB:
    green = cloth[1] > cloth[0] + 12 and cloth[1] > cloth[2]
    return deep(MOSS, 0.35) if green else JADE


@dataclass(frozen=True)
class Body:
    """Measure a figure in page units: heights from the top of the sheet, widths from the centre line."""

    top: float = 250
    neck: float = 34
    shoulder: float = 108
    slope: float = 26
    armpit: float = 366
    bust: float = 98
    waist: float = 74
    waist_y: float = 480
    hip: float = 98
    foot: float = 1050


ADULT = Body()
CHILD = Body(
    top=356, neck=32, shoulder=100, slope=24, armpit=456, bust=96, waist=88, waist_y=540, hip=104, foot=940
)


@dataclass(frozen=True)
class Fall:
    """Describe hanging cloth from top edge to foot: half widths, how it flares, bows and ripples."""

    top_y: float
    top: float
    foot_y: float
    foot: float
    bow: float = 22
    ripple: float = 5
    waves: int = 6
    bell: float = 1.0
    centre: float = CENTRE

    def half(self, share: float) -> float:
        """Return the half width at a share of the height (0 top, 1 foot)."""
        return self.top + (self.foot - self.top) * float(share**self.bell)

    def level(self, share: float, n: int = 60) -> Path:
        """Return the line across the cloth at a share of its height, left to right."""
        x = np.linspace(-1, 1, n)
        y = self.top_y + (self.foot_y - self.top_y) * share
        bowed = y + self.bow * share * (1 - x**2) + self.ripple * share * np.cos(x * np.pi * self.waves)
        return np.column_stack([self.centre + x * self.half(share), bowed])

    def outline(self) -> Path:
        """Return the closed outline."""
        shares = [k / 13 for k in range(1, 13)]
        edge = path(*((self.half(t), self.top_y + (self.foot_y - self.top_y) * t) for t in shares))
        right, left = at_side(edge, 1, self.centre), at_side(edge, -1, self.centre)[::-1]
        return join(self.level(0), right, self.level(1)[::-1], left)


def border(
    pen: Pen,
    line: Points,
    width: float,
    ground: RGB,
    edge: RGB,
    figure: Motif | None = None,
    silks: Threads | None = None,
    spacing: float = 1.3,
) -> None:
    """Weave a border along a line: ground between two edges of thread, and a repeated figure on it."""
    pen.line(line, edge, width + 7)
    pen.line(line, deep(ground, 0.25), width + 2)
    pen.line(line, ground, width - 1)
    if figure and silks:
        runs = all(stroke.width for stroke in figure)
        for x, y, angle in along(line, width * spacing):
            pen.stamp(figure, silks, x, y, width * 0.4, angle if runs else _upright(angle), couched=0.6)


def _upright(angle: float) -> float:
    """Keep a figure on its feet: it leans with a border, but neither lies down nor stands on its head."""
    lean = (angle + pi / 2) % pi - pi / 2
    return lean if abs(lean) < FLATTEST else 0.0


def bodice(body: Body, bottom: float, hem: float, dip: float = 10) -> Path:
    """Return the outline of an upper garment from neck to `bottom` (y), `hem` wide on either side."""
    b = body
    half = [
        (0, b.top + 16),
        (b.neck * 0.7, b.top + 10),
        (b.neck, b.top - 4),
        (b.shoulder - 8, b.top + b.slope - 4),
        (b.shoulder, b.top + b.slope + 8),
        (b.shoulder - 6, b.armpit - 30),
        (b.bust, b.armpit),
        (b.bust - 1, b.armpit + 20),
    ]
    if bottom > b.waist_y:
        half += [(b.waist + 3, b.waist_y - 20), (b.waist + 3, b.waist_y + 10)]
    half += [(hem, bottom), (hem * 0.5, bottom + dip), (0, bottom + dip * 1.25)]
    return both(half)
