"""Collect the strokes of a motif, drawn around the origin in a circle of radius one, pointing up."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

from shop.demo.drawing.canvas import Motif, Stroke
from shop.demo.drawing.paths import Path, Points, petal, ring, smooth, spiral, turn

DEEP, MAIN, LIGHT, HEART, LEAF, LINE = range(6)


class Sketch:
    """Gather strokes; `rng` gives every maker's hand its own small unevenness."""

    def __init__(self, rng: Random) -> None:
        """Start an empty motif."""
        self.rng = rng
        self.strokes: list[Stroke] = []

    def done(self) -> Motif:
        """Return the motif."""
        return tuple(self.strokes)

    def wobble(self, share: float = 0.08) -> float:
        """Return a factor near one."""
        return 1 + self.rng.uniform(-share, share)

    def fill(self, points: Points, role: int, root: tuple[float, float] | None = None) -> None:
        """Add a filled shape."""
        self.strokes.append(Stroke(turn(points, 0), role, 0.0, root))

    def line(self, points: Points, role: int, width: float = 0.04) -> None:
        """Add a line."""
        self.strokes.append(Stroke(turn(points, 0), role, width, None))

    def dot(self, x: float, y: float, r: float, role: int) -> None:
        """Add a disc."""
        self.fill(ring(x, y, r, n=14 if r < 0.3 else 36), role, (x, y))

    def blade(
        self, x: float, y: float, angle: float, length: float, width: float, role: int, full: float = 1.1
    ) -> None:
        """Add one petal, leaf or feather that grows from (x, y)."""
        self.fill(turn(petal(length, width, angle, full), 0, x, y), role, (x, y))

    def wheel(
        self,
        count: int,
        length: float,
        width: float,
        role: int,
        start: float = 0.0,
        full: float = 1.5,
        reach: float = 2 * pi,
        *,
        x: float = 0.0,
        y: float = 0.0,
    ) -> None:
        """Add a whorl of petals over the angle `reach`, the first at `start`."""
        for i in range(count):
            angle = start + reach * i / count
            self.blade(x, y, angle, length * self.wobble(), width * self.wobble(), role, full)

    def ruffle(self, count: int, radius: float, role: int, start: float = 0.0, lobes: int = 4) -> None:
        """Add a whorl of broad petals with ruffled edges, as a peony has."""
        for i in range(count):
            angle = start + 2 * pi * i / count
            self.fill(turn(_ruffled(radius * self.wobble(0.06), 6.7 / count, lobes), angle), role, (0, 0))

    def leaf(self, x: float, y: float, angle: float, length: float, width: float = 0.3) -> None:
        """Add a leaf with its vein."""
        self.blade(x, y, angle, length, length * width, LEAF, 1.0)
        tip = (x + 0.86 * length * sin(angle), y - 0.86 * length * cos(angle))
        self.line([(x, y), tip], LINE, 0.022)

    def scroll(
        self, x: float, y: float, r: float, hand: int = 1, role: int = LINE, start: float = 0.0
    ) -> None:
        """Add a scroll line that winds inward."""
        self.line(spiral(x, y, r, 1.5, start, hand), role, 0.055)

    def curve(self, points: Points, role: int, width: float = 0.04) -> None:
        """Add a smooth line through the points."""
        self.line(smooth(points, 6), role, width)

    def shape(self, points: Points, role: int, root: tuple[float, float] | None = None) -> None:
        """Add a smooth closed shape through the points."""
        self.fill(smooth(points, 5, closed=True), role, root)


def _ruffled(radius: float, spread: float, lobes: int) -> Path:
    points: list[tuple[float, float]] = [(0.0, 0.0)]
    steps = lobes * 4
    for i in range(steps + 1):
        t = 2 * i / steps - 1
        bulge = radius * (0.9 + 0.1 * abs(sin(i / 4 * pi))) * (1 - 0.3 * t**4)
        points.append((bulge * sin(t * spread / 2), -bulge * cos(t * spread / 2)))
    return turn(points, 0)
