"""Search the pictures that the caller names: one index in memory, which follows the database by itself.

The database is the truth. Before each search one sum over the wanted fingerprints' stamps tells whether
anything came, went or changed, whoever did it; only then are rows read, and only those that differ.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Select, func, select

from shop.core.db import db
from shop.pictures import pool, regions, store
from shop.pictures.models import Picture, StoredFingerprint

if TYPE_CHECKING:
    from shop.matching import Fingerprint, Match

_BATCH = 400  # rows read at once, about 8 MB
_log = logging.getLogger(__name__)
_indexes: WeakKeyDictionary[Engine, PictureIndex] = WeakKeyDictionary()
_opening = threading.Lock()

Wanted = Select[int]  # of picture ids


def compare(what: Picture | bytes, wanted: Wanted, *, limit: int = 10) -> list[Match]:
    """Compare a picture, or a fingerprint's bytes, with the wanted pictures; best first, `key` is their id.

    A picture that is itself wanted finds itself. All px are those of the originals, turned upright.
    """
    return _index_of(db.engine).search(_marks_of(what), wanted, limit)


def _index_of(engine: Engine) -> PictureIndex:
    with _opening:
        if engine not in _indexes:
            _indexes[engine] = PictureIndex()
        return _indexes[engine]


def _marks_of(what: Picture | bytes) -> Fingerprint:
    from shop.matching import Fingerprint

    if isinstance(what, bytes):
        return Fingerprint.from_bytes(what)
    row = what.fingerprint
    return regions.asked(what, _read(what.id, row.engine_version if row else None, row.data if row else b""))


class PictureIndex:
    """The fingerprints of one installation's wanted pictures."""

    def __init__(self) -> None:
        """Open it empty; the first search fills it."""
        from shop.matching import Index

        self._lock = threading.Lock()
        self._index = Index()
        self._stamps: dict[int, int] = {}
        self._sum = 0

    def search(self, marks: Fingerprint, wanted: Wanted, limit: int) -> list[Match]:
        """Catch up with the database, then search."""
        with self._lock:
            self._catch_up(wanted)
        return self._index.search(marks, limit)

    def _catch_up(self, wanted: Wanted) -> None:
        there = _count_and_sum(wanted)
        if there == (len(self._stamps), self._sum):
            return
        newer = _stamps(wanted, above=max(self._stamps, default=0))
        if there == (len(self._stamps) + len(newer), self._sum + sum(newer.values())):
            self._take_over({**self._stamps, **newer})  # the usual case: only new pictures came
        else:
            self._take_over(_stamps(wanted))

    def _take_over(self, stamps: dict[int, int]) -> None:
        for key in self._stamps.keys() - stamps.keys():
            self._index.remove(key)
            self._note(key, None)
        changed = [key for key, stamp in stamps.items() if self._stamps.get(key) != stamp]
        for key, marks in _load(changed):
            self._index.add(key, marks)
            self._note(key, stamps[key])

    def _note(self, key: int, stamp: int | None) -> None:
        """Remember what stands in the index, also when the rest of the catching up should fail."""
        self._sum -= self._stamps.pop(key, 0)
        if stamp is not None:
            self._stamps[key] = stamp
            self._sum += stamp


def _count_and_sum(wanted: Wanted) -> tuple[int, int]:
    # "+ 0" makes the database read the narrow index on id and stamp from end to end, which takes a third of
    # the time of looking every wanted row up among the data
    among = (StoredFingerprint.picture_id + 0).in_(wanted)
    query = select(func.count(), func.coalesce(func.sum(StoredFingerprint.stamp), 0)).where(among)
    count, total = db.session.execute(query).one()
    return count, int(total)


def _stamps(wanted: Wanted, above: int = 0) -> dict[int, int]:
    """Read the stamps of the wanted pictures whose ids lie above this one."""
    key = StoredFingerprint.picture_id
    query = select(key, StoredFingerprint.stamp).where(key > above, key.in_(wanted))
    return {row.picture_id: row.stamp for row in db.session.execute(query)}


def _load(keys: Iterable[int]) -> Iterator[tuple[int, Fingerprint]]:
    """Read these pictures' fingerprints, batch by batch."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), _BATCH):
        row = StoredFingerprint
        columns = select(row.picture_id, row.engine_version, row.data)
        among = row.picture_id.in_(ordered[start : start + _BATCH])
        rows = db.session.execute(columns.where(among)).all()
        known = {key: _read(key, version, data) for key, version, data in rows}
        yield from regions.muted_all(known).items()


def _read(picture_id: int, version: int | None, data: bytes) -> Fingerprint:
    """Read a fingerprint; a broken one, or one of another version of the engine, is made anew."""
    from shop.matching import ENGINE_VERSION, Fingerprint

    if version == ENGINE_VERSION:
        try:
            return Fingerprint.from_bytes(data)
        except ValueError:
            pass
    _log.warning("the fingerprint of picture %s is old or broken: run `flask pictures refresh`", picture_id)
    return Fingerprint.from_bytes(fingerprint_anew(db.session.get_one(Picture, picture_id)))


def fingerprint_anew(picture: Picture) -> bytes:
    """Fingerprint a picture from its stored copy, in a worker."""
    copy = store.here().copy_path(picture.sha256, "zoom", "webp")
    return pool.fingerprint_copy(copy.read_bytes(), picture.width, picture.height)
