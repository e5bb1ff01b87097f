"""Deal photos into registered designs, copies of them, innocents and traps; the same seed deals the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np

from bench.copies.edits import KINDS, Kind, apply
from bench.copies.photos import Half, Photo, half_of, read_photos
from bench.copies.traps import DRESSES

Picture = np.ndarray
Group = Literal["copy", "innocent", "trap"]
TRAP_KEYS = 100_000  # registered trap pictures have keys from here on


@dataclass(frozen=True)
class Query:
    """One uploaded picture, made when asked for: of what kind, and the key it copies, if any."""

    name: str
    kind: str
    family: str
    group: Group
    truth: int | None
    make: Callable[[], Picture] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Dataset:
    """Photos dealt from `half`; `scenes`, `companions` and `crowd` come from the other half."""

    designs: list[Photo]
    trapped: list[Photo]
    strangers: list[Photo]
    scenes: list[Photo]
    companions: list[Photo]
    crowd: list[Photo]
    seed: int

    def registered(self) -> Iterator[tuple[int, Picture]]:
        """Yield the registered pictures with their keys."""
        yield from ((key, photo.pixels) for key, photo in enumerate(self.designs))
        for key, kind, number in self._trap_keys():
            yield key, DRESSES[kind](self.trapped[number].pixels, self._scene(number), key)

    def queries(self, per_kind: int, innocent_edits: int) -> Iterator[Query]:
        """Yield `per_kind` copies of every kind, every stranger plain and edited, and every trap."""
        yield from self._copies(per_kind)
        yield from self._innocents(innocent_edits)
        yield from self._traps()

    def _copies(self, per_kind: int) -> Iterator[Query]:
        rng = np.random.default_rng(self.seed)
        for number, kind in enumerate(KINDS):
            for key in rng.permutation(len(self.designs))[:per_kind].tolist():
                yield self._edited(self.designs[key], kind, "copy", key, number * 1000 + key)

    def _innocents(self, edits: int) -> Iterator[Query]:
        rng = np.random.default_rng(self.seed + 1)
        for number, photo in enumerate(self.strangers):
            yield Query(photo.name, "plain", "plain", "innocent", None, lambda p=photo: p.pixels)
            for chosen in rng.permutation(len(KINDS))[:edits].tolist():
                yield self._edited(photo, KINDS[chosen], "innocent", None, 10**6 + number * 1000 + chosen)

    def _traps(self) -> Iterator[Query]:
        for key, kind, number in self._trap_keys():
            photo = self.strangers[number % len(self.strangers)]
            make = partial(DRESSES[kind], photo.pixels, self._scene(number), key)
            yield Query(f"{photo.name} / {key}", kind, kind, "trap", None, make)

    def _trap_keys(self) -> Iterator[tuple[int, str, int]]:
        for number in range(len(self.trapped)):
            for order, kind in enumerate(DRESSES):
                yield TRAP_KEYS + number * 100 + order, kind, number

    def _scene(self, number: int) -> Picture:
        return self.scenes[number % len(self.scenes)].pixels

    def _edited(self, photo: Photo, kind: Kind, group: Group, truth: int | None, seed: int) -> Query:
        def make() -> Picture:
            rng = np.random.default_rng(self.seed * 7919 + seed)
            companions = (
                self.companions[int(i)].pixels for i in iter(lambda: rng.integers(len(self.companions)), -1)
            )
            return apply(kind, photo.pixels, self.seed * 7919 + seed, partial(next, companions))

        return Query(photo.name, kind.name, kind.family, group, truth, make)


def deal(folder: Path, half: Half, seed: int = 1) -> Dataset:
    """Deal the photos of `half` (55% designs, 20% for traps, the rest strangers), others around."""
    photos = list(read_photos(folder))
    mine = [p for p in photos if half in ("all", half_of(p.name))]
    rest = [p for p in photos if half_of(p.name) != half] if half != "all" else list(mine)
    rng = np.random.default_rng(seed)
    mine = [mine[i] for i in rng.permutation(len(mine))]
    rest = [rest[i] for i in rng.permutation(len(rest))]
    a, b, quarter = int(len(mine) * 0.55), int(len(mine) * 0.75), len(rest) // 4
    return Dataset(
        mine[:a], mine[a:b], mine[b:], rest[:quarter], rest[quarter:-quarter], rest[-quarter:], seed
    )
