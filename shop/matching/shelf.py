"""Keep many pictures' features in memory, as a few segments: old ones sealed and stored, one fresh to grow.

That is how search engines keep text: what is new is small and quick to add to and to write; what is old is
never written again. A picture that is removed or comes anew is only marked dead where it stood (decision
0021).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from itertools import count

import numpy as np

from shop.matching.candidates import NEIGHBOURS, Candidate, Ids, question_of, vote
from shop.matching.fingerprint import Fingerprint
from shop.matching.pixels import Array
from shop.matching.segments import Segment
from shop.matching.source import Shelved

SLOTS = 1 << 22  # slots set aside for one segment: ids have room for 512 segments of four million pictures


class Shelf:
    """Known pictures by key; thread-safe. Sealed segments are searched without any lock."""

    def __init__(self, sealed: Sequence[Segment] = (), gone: Iterable[int] = ()) -> None:
        """Put stored segments on the shelf, the oldest first, less the keys that were gone."""
        self._lock = threading.RLock()
        self._segments: list[Segment] = []  # by age, the fresh one last
        self._at: dict[int, Segment] = {}  # by the number of their first slot, divided by SLOTS
        self._slots: dict[int, int] = {}
        self._gone: set[int] = set()  # keys with a dead slot and no living one
        for segment in [*sealed, Segment()]:
            self._segments.append(segment)
            start = self._give_slots(segment)
            keys = segment.keys[: segment.size].tolist()
            for key in self._slots.keys() & keys:
                self._kill(key)
            self._slots.update(zip(keys, range(start, start + len(keys)), strict=True))
        self.remove(gone)

    def _give_slots(self, segment: Segment) -> int:
        """Give a segment slots that no other has; return the first."""
        number = next(free for free in count() if free not in self._at)
        self._at[number], segment.start = segment, number * SLOTS
        return segment.start

    def add(self, pictures: Sequence[Shelved]) -> None:
        """Take pictures in, in place of what their keys had; plain ones are known, never proposed."""
        latest = {key: (key, stamp, fp) for key, stamp, fp in pictures}
        with self._lock:
            fresh = self._segments[-1]
            for key in latest:
                if key in self._slots or key in self._gone:
                    self._kill(key)
                    self._gone.discard(key)
                    self._erase_from_fresh(key)
            slots = fresh.add(list(latest.values()))
            self._slots.update(zip(latest, (fresh.start + slot for slot in slots), strict=True))

    def remove(self, keys: Iterable[int]) -> None:
        """Forget pictures; nothing happens where one is not known."""
        with self._lock:
            for key in keys:
                if key in self._slots:
                    self._kill(key)
                    self._gone.add(key)

    def _kill(self, key: int) -> None:
        slot = self._slots.pop(key, None)
        if slot is not None:
            self._at[slot // SLOTS].kill(slot % SLOTS)

    def _erase_from_fresh(self, key: int) -> None:
        """Take a picture's former selves out of the fresh segment: many would crowd out the living."""
        fresh = self._segments[-1]
        former = np.flatnonzero((fresh.keys[: fresh.size] == key) & ~fresh.alive[: fresh.size])
        fresh.features.erase(former.tolist())
        fresh.keys[former] = -1

    def candidates(self, query: Fingerprint, limit: int) -> list[Candidate]:
        """Return at most `limit` known pictures worth a closer look, most votes first."""
        question = question_of(query)
        if question is None:
            return []
        with self._lock:
            *sealed, fresh = self._segments
            answers = [fresh.neighbours(question)]
        answers += [segment.neighbours(question) for segment in sealed]
        found = vote(question, *nearest(answers), limit)
        with self._lock:
            keyed = ((self._key_of(one.key), one) for one in found)
            return [Candidate(key, one.mirrored, one.votes) for key, one in keyed if key is not None]

    def _key_of(self, slot: int) -> int | None:
        """Return whose slot it is; None where it died, or its segment was replaced, since it was found."""
        segment = self._at.get(slot // SLOTS)
        key = int(segment.keys[slot % SLOTS]) if segment and slot % SLOTS < segment.size else None
        return key if key is not None and self._slots.get(key) == slot else None

    def stamps(self, among: Iterable[int] | None = None) -> Mapping[int, int]:
        """Return the stamps that the known pictures came with, or those among some."""
        with self._lock:
            if among is not None:
                slots = ((key, self._slots[key]) for key in among if key in self._slots)
                return {key: int(self._at[slot // SLOTS].stamps[slot % SLOTS]) for key, slot in slots}
            found: dict[int, int] = {}
            for segment in self._segments:
                stamps = segment.stamps[: segment.size][segment.alive[: segment.size]]
                found.update(zip(segment.living().tolist(), stamps.tolist(), strict=True))
            return found

    def fresh(self) -> int:
        """Return how many pictures came since the last sealing, whether or not they are still known."""
        return self._segments[-1].size

    def seal(self) -> tuple[list[Segment], list[int]]:
        """Begin a new fresh segment; return the sealed ones by age, and the keys that are gone."""
        with self._lock:
            if self.fresh():
                self._segments.append(Segment())
                self._give_slots(self._segments[-1])
            return self._segments[:-1], sorted(self._gone)

    def replace(self, old: Sequence[Segment], new: Segment) -> None:
        """Put one segment in place of sealed ones whose living it holds; some may have died since."""
        with self._lock:
            start, spans = self._give_slots(new), [range(one.start, one.start + one.size) for one in old]
            for slot, key in enumerate(new.keys[: new.size].tolist()):
                if any(self._slots.get(key, -1) in span for span in spans):
                    self._slots[key] = start + slot
                else:
                    new.kill(slot)
            self._segments.insert(self._segments.index(old[-1]) + 1, new)
            for one in old:
                self._segments.remove(one)
                del self._at[one.start // SLOTS]

    def __len__(self) -> int:
        """Return how many pictures are known."""
        return len(self._slots)

    def __contains__(self, key: object) -> bool:
        """Tell whether a picture is known."""
        return key in self._slots


def nearest(answers: Sequence[tuple[Array, Ids]]) -> tuple[Array, Ids]:
    """Return the NEIGHBOURS nearest of what all segments answered, cosines and ids (N, NEIGHBOURS)."""
    similarity, ids = (np.concatenate([one[i] for one in answers], axis=1) for i in (0, 1))
    best = np.argsort(-similarity, axis=1, kind="stable")[:, :NEIGHBOURS]
    return np.take_along_axis(similarity, best, 1), np.take_along_axis(ids, best, 1)
