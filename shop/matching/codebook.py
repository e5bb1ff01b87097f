"""Hold the learnt numbers of the engine: how features become codes, and the words of the index."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shop.matching.pixels import Array

FILE = Path(__file__).with_name("codebook.npz")  # made by `python -m bench.copies.train`


@dataclass(frozen=True)
class Codebook:
    """Learnt numbers; D = dimensions of a coded feature, W = words, P = parts of a short code.

    `mean` (128,), `basis` (128, D), `deviation` (D,), `weight` (D,): descriptor -> code -> vector;
    `antisymmetric` (D,) bool: the dimensions whose sign a mirror changes;
    `words` (W, D): coarse cells; `short` (P, 16, D / P): product quantiser within the index.
    """

    mean: Array
    basis: Array
    deviation: Array
    weight: Array
    antisymmetric: NDArray[np.bool_]
    words: Array
    short: Array

    @property
    def dimensions(self) -> int:
        """Return how many dimensions a coded feature has."""
        return len(self.weight)


@cache
def codebook() -> Codebook:
    """Return the codebook, read once."""
    with np.load(FILE, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    flip = arrays.pop("antisymmetric").astype(bool)
    numbers = {name: np.ascontiguousarray(value, np.float32) for name, value in arrays.items()}
    return Codebook(antisymmetric=flip, **numbers)
