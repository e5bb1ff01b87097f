"""Make the outlines every drawing is cut from: arrays of shape (n, 2), x right, y down, in page units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, sin

import numpy as np
from numpy.typing import NDArray

Path = NDArray[np.float64]
Points = Sequence[tuple[float, float]] | Path
CENTRE = 450.0


def path(*points: tuple[float, float]) -> Path:
    """Return the given corners as a path."""
    return np.array(points, dtype=np.float64)


def smooth(points: Points, steps: int = 8, *, closed: bool = False) -> Path:
    """Run a Catmull-Rom curve through the points, `steps` samples to a span."""
    knots = np.asarray(points, dtype=np.float64)
    ends = (knots[-1:], knots[:2]) if closed else (2 * knots[:1] - knots[1:2], 2 * knots[-1:] - knots[-2:-1])
    k = np.concatenate([ends[0], knots, ends[1]])
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    a, b, c, d = (k[i : len(k) - 3 + i, None, :] for i in range(4))
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    flat: Path = curve.reshape(-1, 2)
    return flat if closed else np.concatenate([flat, knots[-1:]])


def join(*parts: Points) -> Path:
    """Lay several paths end to end."""
    return np.concatenate([np.asarray(part, dtype=np.float64) for part in parts])


def at_side(points: Points, side: int = 1, centre: float = CENTRE) -> Path:
    """Turn offsets from the centre line into page coordinates, on the right (1) or the left (-1)."""
    offsets = np.asarray(points, dtype=np.float64)
    return np.column_stack([centre + side * offsets[:, 0], offsets[:, 1]])


def both(half: Points, centre: float = CENTRE) -> Path:
    """Close a symmetric outline from its right half, given as offsets from the centre line, top to bottom."""
    return join(at_side(half, 1, centre), at_side(half, -1, centre)[::-1])


def ring(x: float, y: float, rx: float, ry: float | None = None, n: int = 40) -> Path:
    """Return an ellipse around (x, y)."""
    a = np.linspace(0, 2 * np.pi, n, endpoint=False)
    return np.column_stack([x + rx * np.cos(a), y + (rx if ry is None else ry) * np.sin(a)])


def arc(x: float, y: float, r: float, start: float, end: float, n: int = 24, ry: float | None = None) -> Path:
    """Return the part of an ellipse from angle `start` to `end` (radians, clockwise from the right)."""
    a = np.linspace(start, end, n)
    return np.column_stack([x + r * np.cos(a), y + (r if ry is None else ry) * np.sin(a)])


def spiral(
    x: float, y: float, r: float, turns: float, start: float = 0.0, hand: int = 1, n: int = 26
) -> Path:
    """Return a scroll that winds inward from radius `r`."""
    t = np.linspace(0, 1, n)
    a = start + hand * turns * 2 * np.pi * t
    radius = r * (1 - 0.86 * t)
    return np.column_stack([x + radius * np.cos(a), y + radius * np.sin(a)])


def petal(length: float, width: float, angle: float = 0.0, fullness: float = 1.2, n: int = 9) -> Path:
    """Return a petal from the origin, pointing up and turned by `angle`; more fullness, rounder tip."""
    t = np.linspace(0, 1, n)
    half = width * np.sin(np.pi * t**fullness)
    side = np.column_stack([half, -length * t])
    outline = np.concatenate([side, side[::-1] * (-1, 1)])
    return turn(outline, angle)


def turn(points: Points, angle: float, x: float = 0.0, y: float = 0.0) -> Path:
    """Turn a path by `angle` radians clockwise around the origin, then move it by (x, y)."""
    c, s = cos(angle), sin(angle)
    turned: Path = np.asarray(points, dtype=np.float64) @ np.array([[c, s], [-s, c]]) + (x, y)
    return turned


def normals(line: Path) -> Path:
    """Return the unit normal at every point of a line."""
    d = np.gradient(line, axis=0)
    d /= np.maximum(np.hypot(d[:, 0], d[:, 1]), 1e-9)[:, None]
    return np.column_stack([-d[:, 1], d[:, 0]])


def ribbon(line: Points, widths: Sequence[float], steps: int = 8) -> Path:
    """Return the outline of a strip along a smooth centre line; `widths` are spread evenly along it."""
    centre = smooth(line, steps)
    at = np.linspace(0, 1, len(widths))
    half = np.interp(np.linspace(0, 1, len(centre)), at, widths)[:, None] / 2
    n = normals(centre)
    return np.concatenate([centre + n * half, (centre - n * half)[::-1]])


def along(line: Points, spacing: float, inset: float = 0.5) -> list[tuple[float, float, float]]:
    """List (x, y, angle) at even steps of about `spacing` along a line, the first `inset` steps in."""
    p = np.asarray(line, dtype=np.float64)
    reach = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(p, axis=0).T))])
    count = max(1, round(reach[-1] / spacing))
    at = (np.arange(count) + inset) * reach[-1] / count
    x, y = np.interp(at, reach, p[:, 0]), np.interp(at, reach, p[:, 1])
    d = reach[-1] / count / 4
    dx = np.interp(at + d, reach, p[:, 0]) - np.interp(at - d, reach, p[:, 0])
    dy = np.interp(at + d, reach, p[:, 1]) - np.interp(at - d, reach, p[:, 1])
    return list(zip(x.tolist(), y.tolist(), np.arctan2(dy, dx).tolist(), strict=True))


def between(a: Points, b: Points, t: float) -> Path:
    """Return the path that lies the share `t` of the way from `a` to `b` (same number of points)."""
    blend: Path = np.asarray(a) * (1 - t) + np.asarray(b) * t
    return blend


def scatter(
    box: tuple[float, float, float, float], step: float, lean: float = 0.0
) -> Iterable[tuple[float, float]]:
    """Yield the points of a half-drop repeat that covers the box (left, top, right, bottom)."""
    left, top, right, bottom = box
    for row, y in enumerate(np.arange(top, bottom + step, step * 0.8)):
        for x in np.arange(left - step + (row % 2) * step / 2 + lean * row, right + step, step):
            yield float(x), float(y)
