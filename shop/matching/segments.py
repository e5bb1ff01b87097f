"""Hold the indexed features of some pictures; once sealed, a segment never grows and lies in a file."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shop.matching.candidates import FeatureIndex, Ids, Question
from shop.matching.pixels import Array
from shop.matching.source import Shelved

ROOM = 256  # slots a new segment has room for; doubled when they are full

Column = NDArray[np.int64]


class Segment:
    """Pictures by slot 0, 1, 2 ...; `keys` and `stamps` (room,) int64, `alive` (room,) bool.

    Not thread-safe while pictures are added; sealed, it may be searched by many threads at once.
    """

    def __init__(
        self, features: FeatureIndex | None = None, keys: Column | None = None, stamps: Column | None = None
    ) -> None:
        """Open an empty segment, or one that was stored."""
        self.features = features or FeatureIndex()
        self.size = 0 if keys is None else len(keys)
        self.keys = np.zeros(ROOM, np.int64) if keys is None else keys
        self.stamps = np.zeros(ROOM, np.int64) if stamps is None else stamps
        self.alive = np.ones(len(self.keys), bool)
        self.start = 0  # what is added to its slots' numbers on a shelf
        self.file, self.check = "", 0  # its name and checksum in the folder, once it is stored

    def add(self, pictures: Sequence[Shelved]) -> range:
        """Take pictures in; return their slots."""
        slots = range(self.size, self.size + len(pictures))
        self._make_room(slots.stop)
        placed = zip(slots, (fp for _, _, fp in pictures), strict=True)
        self.features.add([(slot, fp) for slot, fp in placed if not fp.plain])
        self.keys[slots.start : slots.stop] = [key for key, _, _ in pictures]
        self.stamps[slots.start : slots.stop] = [stamp for _, stamp, _ in pictures]
        self.size = slots.stop
        return slots

    def _make_room(self, wanted: int) -> None:
        room = len(self.keys)
        while room < wanted:
            room *= 2
        more = room - len(self.keys)
        if more:
            empty = np.zeros(more, np.int64)
            self.keys, self.stamps = np.append(self.keys, empty), np.append(self.stamps, empty)
            self.alive = np.append(self.alive, np.ones(more, bool))

    def kill(self, slot: int) -> None:
        """Let a picture's features vote no more; they stay in their cells."""
        self.alive[slot] = False

    def living(self) -> Column:
        """Return the keys of the pictures that have not been killed."""
        return self.keys[: self.size][self.alive[: self.size]]

    def neighbours(self, question: Question) -> tuple[Array, Ids]:
        """Return cosines and ids (N, NEIGHBOURS) of the nearest living features, slots from `start`."""
        similarity, ids = self.features.neighbours(question)
        known = ids >= 0
        known[known] = self.alive[ids[known] >> 32]
        ids = np.where(known, ids + (self.start << 32), -1)
        return np.where(known, similarity, -1).astype(np.float32), ids
