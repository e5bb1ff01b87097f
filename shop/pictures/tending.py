"""Look after a shelf in the background: store it now and then, and put small segments together."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shop.matching import Fingerprint
    from shop.matching.segments import Segment
    from shop.matching.shelf import Shelf
    from shop.matching.stored import Opened

CHANGES = 500  # pictures that came since the last storing: reading them again takes half a second
SECONDS = 600.0  # after which even one is worth storing
SMALL = 25_000  # pictures; smaller segments are put together,
MOST_SMALL = 6  # once there are more than this of them
DEAD = 1 / 3  # share of dead pictures from which a segment is made anew
_BATCH = 256

_log = logging.getLogger(__name__)

# a shelf, its sealed segments, the keys that are gone, and the position that it has caught up with
Sealed = tuple["Shelf", list["Segment"], list[int], list[int]]
Read = Callable[[Sequence[int]], "Mapping[int, Fingerprint]"]


class Tending:
    """What is stored of one shelf, and the thread that sees to it when there is something to do."""

    def __init__(self, path: Path, seal: Callable[[], Sealed | None], read: Read) -> None:
        """Keep it under the list's path; `seal` gives what to store, `read` reads fingerprints."""
        self._path, self._seal, self._read = path, seal, read
        self._thread: threading.Thread | None = None
        self._stored_at = time.monotonic()

    def open(self) -> Opened | None:
        """Open what is stored; None where there is nothing of use."""
        from shop.matching.stored import open_stored

        return open_stored(self._path)

    def look_after(self, shelf: Shelf) -> None:
        """Start the thread if enough is new; whoever searches does not wait for it."""
        new, busy = shelf.fresh(), self._thread is not None and self._thread.is_alive()
        late = new > 0 and time.monotonic() - self._stored_at > SECONDS
        if (new >= CHANGES or late) and not busy:
            self._thread = threading.Thread(target=self.work, name="index", daemon=False)
            self._thread.start()

    def work(self) -> None:
        """Store what is new, put small segments together. A failure costs only time at the next start."""
        try:
            sealed = self._seal()
            if sealed:
                shelf, segments, gone, position = sealed
                self.keep(segments, gone, position)
                if threading.main_thread().is_alive():  # who is closing need not wait for tidying
                    self._tidy(shelf, segments)
        except Exception:  # noqa: BLE001 - nobody waits for this thread; the log is where it speaks
            _log.exception("the index could not be stored under %s", self._path)

    def keep(self, segments: Sequence[Segment], gone: Sequence[int], position: list[int] | None) -> None:
        """Store sealed segments as of a position; None while not everything is there."""
        from shop.matching.stored import store

        store(self._path, segments, gone, position)
        self._stored_at = time.monotonic()

    def _tidy(self, shelf: Shelf, segments: Sequence[Segment]) -> None:
        """Put one segment in place of many small ones or of those with many dead; the database fills it."""
        from shop.matching.segments import Segment

        old = _worth_renewing(segments)
        if not old:
            return
        new = Segment()
        for segment in old:
            for living in _batches(segment):
                found = self._read(list(living))
                new.add([(key, living[key], marks) for key, marks in found.items()])
        shelf.replace(old, new)


def _worth_renewing(segments: Sequence[Segment]) -> list[Segment]:
    small = [one for one in segments if one.size < SMALL]
    dying = [one for one in segments if len(one.living()) < one.size * (1 - DEAD)]
    chosen = [*dying, *(small if len(small) > MOST_SMALL else [])]
    return [one for one in segments if one in chosen]


def _batches(segment: Segment) -> Iterator[dict[int, int]]:
    """Give the living keys of a segment with their stamps, some at a time."""
    alive = segment.alive[: segment.size].copy()
    keys, stamps = (column[: segment.size][alive].tolist() for column in (segment.keys, segment.stamps))
    for start in range(0, len(keys), _BATCH):
        chosen = slice(start, start + _BATCH)
        yield dict(zip(keys[chosen], stamps[chosen], strict=True))
