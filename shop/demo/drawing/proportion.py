"""Give every picture proportions of its own, as no two tailors draw the same figure."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from random import Random

import numpy as np

from shop.demo.drawing.paths import CENTRE, Path, Points


@dataclass(frozen=True)
class Proportion:
    """Swell and pinch a figure about its centre line, lengthen and shorten it: level lines stay level."""

    phases: tuple[float, float, float, float]
    swell: float = 0.05
    stretch: float = 17.0

    @classmethod
    def drawn_by(cls, rng: Random) -> Proportion:
        """Choose the proportions of one maker."""
        a, b, c, d = (rng.uniform(0, 2 * pi) for _ in range(4))
        return cls((a, b, c, d))

    def __call__(self, points: Points) -> Path:
        """Move points, in page units, to where this figure has them."""
        p = np.asarray(points, dtype=np.float64)
        a, b, c, d = self.phases
        y = p[:, 1]
        wide = 1 + self.swell * np.sin(y / 150 + a) + 0.5 * self.swell * np.sin(y / 74 + b)
        down = self.stretch * np.sin(y / 130 + c) + 0.4 * self.stretch * np.sin(y / 62 + d)
        return np.column_stack([CENTRE + (p[:, 0] - CENTRE) * wide, y + down])
