"""Fill an index with many more pictures than there are photos.

Each is put together from the fingerprints of four photos that nothing else uses: a quarter of the features
of each, moved as one, and every code shaken so that no two are the same. That crowds the index's cells and
candidate lists as other pictures would, and costs what they cost. It says nothing about false alarms: for
those, only the real photos count.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench.copies.photos import Photo
from shop.matching import Fingerprint, fingerprint
from shop.matching.features import FEATURES, LEVELS, Features

SHAKEN = 0.35  # share of a code's values that move
STORED = 5_000  # fingerprints that are really written; a larger crowd's keys share them
CROWD_KEYS = 1 << 24  # the crowd's keys begin here


class Crowd:
    """Made-up pictures, written to one temporary file and read from it when asked for."""

    def __init__(self, photos: list[Photo], known: dict[int, Fingerprint]) -> None:
        self._bases = [fingerprint(photo.pixels) for photo in photos]
        self._known = {key: fp.to_bytes() for key, fp in known.items()}
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the crowd
        self._places: list[tuple[int, int]] = []

    def load(self, keys: Sequence[int]) -> dict[int, Fingerprint]:
        """Return the fingerprints of keys, as a database would."""
        return {key: Fingerprint.from_bytes(self._read(key)) for key in keys}

    def members(self, first: int, count: int) -> Iterator[tuple[int, Fingerprint]]:
        """Yield `count` pictures with their keys, from number `first` on."""
        for number in range(first, first + count):
            made = self._make(np.random.default_rng(number))
            if len(self._places) < STORED:
                data = made.to_bytes()
                self._places.append((self._file.seek(0, 2), len(data)))
                self._file.write(data)
            yield CROWD_KEYS + number, made

    def _read(self, key: int) -> bytes:
        if key < CROWD_KEYS:
            return self._known[key]
        start, length = self._places[(key - CROWD_KEYS) % len(self._places)]
        self._file.seek(start)
        return self._file.read(length)

    def _make(self, rng: np.random.Generator) -> Fingerprint:
        bases = [self._bases[i] for i in rng.permutation(len(self._bases))[:4]]
        parts = [self._part(base, rng) for base in bases]
        points, codes = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
        order = rng.permutation(len(points))[:FEATURES]
        face = bases[0]
        return Fingerprint(
            face.width,
            face.height,
            Features(points[order], codes[order]),
            face.jpeg,
            face.colours,
            face.mask,
        )

    def _part(self, base: Fingerprint, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        rows = rng.permutation(len(base.features))[: FEATURES // 4]
        points, codes = base.features.points[rows].copy(), base.features.codes[rows].astype(int)
        points[:, :2] = points[:, :2] * 0.5 + rng.uniform(0, 0.5, 2) * [base.width, base.height]
        points[:, 3] = (points[:, 3] + rng.uniform(0, 360)) % 360
        codes += (rng.random(codes.shape) < SHAKEN) * rng.integers(-2, 3, codes.shape)
        return points, codes.clip(0, LEVELS - 1).astype(np.uint8)


def resident_bytes() -> int:
    """Return the memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
