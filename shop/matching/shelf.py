"""Keep many pictures' features in memory, as a few segments: old ones sealed and stored, one fresh that grows.

That is how search engines keep text: what is new is small and quick to add to and to write; what is old is never
written again. A picture that is removed or comes anew is only marked dead where it stood (decision 0020).
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from shop.matching.candidates import NEIGHBOURS, Candidate, Ids, Question, question_of, vote
from shop.matching.fingerprint import Fingerprint
from shop.matching.pixels import Array
from shop.matching.segments import Segment
from shop.matching.source import Shelved


class Shelf:
    """Known pictures by key; thread-safe. Sealed segments are searched without any lock."""

    def __init__(self, sealed: Sequence[Segment] = (), gone: Iterable[int] = ()) -> None:
        """Put stored segments on the shelf, the oldest first, less the keys that were gone when they were stored."""
        self._lock = threading.RLock()
        self._starts: list[int] = []
        self._segments: list[Segment] = []
        self._slots: dict[int, int] = {}
        self._gone: set[int] = set()  # keys with a dead slot and no living one
        for segment in sealed:
            self._put_up(segment)
        self._put_up(Segment())
        self.remove(gone)

    def _put_up(self, segment: Segment) -> None:
        """Let a segment's slots begin after all others; what it knows replaces what was known."""
        start = self._starts[-1] + max(self._segments[-1].size, 1) if self._segments else 0
        if segment.size:
            keys = segment.keys[: segment.size].tolist()
            for key in self._slots.keys() & keys:
                self._kill(key)
            self._slots.update(zip(keys, range(start, start + len(keys)), strict=True))
        self._starts.append(start)
        self._segments.append(segment)

    def add(self, pictures: Sequence[Shelved]) -> None:
        """Take pictures in, each in place of what its key had before; plain ones are known, never proposed."""
        latest = {key: (key, stamp, fp) for key, stamp, fp in pictures}
        with self._lock:
            fresh, start = self._segments[-1], self._starts[-1]
            for key in latest:
                if key in self._slots or key in self._gone:
                    self._kill(key)
                    self._gone.discard(key)
                    self._erase_from_fresh(key)
            slots = fresh.add(list(latest.values()))
            self._slots.update(zip(latest, (start + slot for slot in slots), strict=True))

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
            segment, local = self._locate(slot)
            segment.kill(local)

    def _locate(self, slot: int) -> tuple[Segment, int]:
        which = bisect_right(self._starts, slot) - 1
        return self._segments[which], slot - self._starts[which]

    def _erase_from_fresh(self, key: int) -> None:
        """Take a picture's former selves out of the fresh segment: many of them would crowd out the living."""
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
            *sealed, fresh = zip(self._segments, self._starts, strict=True)
            answers = [fresh[0].neighbours(question, fresh[1])]
        answers += [segment.neighbours(question, start) for segment, start in sealed]
        found = vote(question, *_nearest(answers), limit)
        with self._lock:
            return [Candidate(key, one.mirrored, one.votes) for one in found if (key := self._key_of(one.key)) >= 0]

    def _key_of(self, slot: int) -> int:
        """Return whose slot it is; -1 where it died or its segment was taken down since."""
        which = bisect_right(self._starts, slot) - 1
        segment, local = self._segments[which], slot - self._starts[which]
        key = int(segment.keys[local]) if local < segment.size else -1
        return key if self._slots.get(key) == slot else -1

    def stamps(self) -> Mapping[int, int]:
        """Return the stamp that each known picture came with."""
        found: dict[int, int] = {}
        with self._lock:
            for segment in self._segments:
                alive = segment.alive[: segment.size]
                stamps = segment.stamps[: segment.size][alive]
                found.update(zip(segment.living().tolist(), stamps.tolist(), strict=True))
        return found

    def stamp_of(self, key: int) -> int | None:
        """Return the stamp that a picture came with; None where it is not known."""
        with self._lock:
            slot = self._slots.get(key)
            if slot is None:
                return None
            segment, local = self._locate(slot)
            return int(segment.stamps[local])

    def fresh(self) -> int:
        """Return how many pictures came since the last sealing, whether or not they are still known."""
        return self._segments[-1].size

    def seal(self) -> tuple[list[Segment], list[int]]:
        """Let no sealed segment grow any more; return them all, and the keys that are dead in them."""
        with self._lock:
            if self.fresh():
                self._put_up(Segment())
            return self._segments[:-1], sorted(self._gone)

    def take_down(self, segments: Sequence[Segment]) -> None:
        """Take sealed segments down whose pictures all stand elsewhere by now, or died."""
        with self._lock:
            kept = [one for one in zip(self._segments, self._starts, strict=True) if one[0] not in segments]
            self._segments, self._starts = [one for one, _ in kept], [start for _, start in kept]

    def __len__(self) -> int:
        """Return how many pictures are known."""
        return len(self._slots)

    def __contains__(self, key: object) -> bool:
        """Tell whether a picture is known."""
        return key in self._slots


def _nearest(answers: Sequence[tuple[Array, Ids]]) -> tuple[Array, Ids]:
    """Return the NEIGHBOURS nearest of what all segments answered, cosines and ids (N, NEIGHBOURS)."""
    similarity, ids = (np.concatenate([one[i] for one in answers], axis=1) for i in (0, 1))
    best = np.argsort(-similarity, axis=1, kind="stable")[:, :NEIGHBOURS]
    return np.take_along_axis(similarity, best, 1), np.take_along_axis(ids, best, 1)
