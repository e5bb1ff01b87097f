"""Weigh an agreement's measures into one score, by weights that `python -m bench.copies.calibrate` learns."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).with_name("scoring.json")


@dataclass(frozen=True)
class Scoring:
    """A small network: measures, brought to mean 0 and deviation 1, through one hidden layer to one logit.

    `names` (M,), `mean` and `deviation` (M,), `hidden` (M + 1, H) and `out` (H + 1,), the last row the bias.
    """

    names: tuple[str, ...]
    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]
    hidden: NDArray[np.float64]
    out: NDArray[np.float64]

    def score(self, measures: dict[str, float]) -> float:
        """Return the score 0..1 of the measures."""
        values = np.array([measures[name] for name in self.names])
        values = ((values - self.mean) / self.deviation).clip(-5, 5)
        inner = np.tanh(values @ self.hidden[:-1] + self.hidden[-1])
        logit = float(inner @ self.out[:-1] + self.out[-1])
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@cache
def scoring() -> Scoring:
    """Return the learnt weights, read once."""
    stored = json.loads(FILE.read_text())
    arrays = {name: np.array(stored[name]) for name in ("mean", "deviation", "hidden", "out")}
    return Scoring(names=tuple(stored["names"]), **arrays)
