"""Search the pictures that the caller names: an index that follows the database by itself (decision 0021).

The database is the truth. Before each search one look at its notes tells what came, went or changed, whoever
did it; only that is read. What is found is read from the database again, and only what is still wanted
counts. The index is stored on disk now and then, in the background, so that the next start need not read all.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast
from weakref import WeakKeyDictionary

from flask import Flask, current_app
from sqlalchemy import Engine

from shop.core.db import db
from shop.core.errors import N_, Busy
from shop.core.files import sha256
from shop.pictures import journal, known, regions
from shop.pictures.known import UNREAD, Wanted
from shop.pictures.models import Picture
from shop.pictures.shapes import Shape
from shop.pictures.shards import Shards
from shop.pictures.tending import Sealed, Tending

if TYPE_CHECKING:
    from shop.matching import Fingerprint, Match
    from shop.matching.shelf import Shelf
    from shop.matching.source import Source

FULL = 50_000  # pictures in one segment, 220 MB
MOST_UNREAD = 40  # pictures that a search may first read anew; with more it asks to come again
_BATCH = 400  # fingerprints read at once, about 8 MB
_indexes: WeakKeyDictionary[Engine, dict[str, PictureIndex]] = WeakKeyDictionary()
_opening = threading.Lock()


class StillReading(Busy):
    """Tell that a new version of the engine has not read the pictures yet."""

    message = N_("The register's photos are being read anew just now. Please come back a little later.")
    retry_after = 120


def compare(
    what: Picture | bytes, wanted: Wanted, *, limit: int = 10, without: Sequence[Shape] = ()
) -> list[Match]:
    """Compare a picture, or a fingerprint's bytes, with the wanted pictures; best first, `key` is their id.

    A picture that is itself wanted finds itself. All px are those of the originals, turned upright. What
    counts is what has been committed, also within an act. What lies `without` (in shares of the picture)
    weighs nothing.
    """
    return _index_of(db.engine, wanted).search(regions.without(_marks_of(what), without), limit)


def _index_of(engine: Engine, wanted: Wanted) -> PictureIndex:
    compiled = wanted.compile(engine)
    name = sha256(f"{compiled} {sorted(compiled.params.items(), key=str)}".encode())[:16]
    with _opening:
        of_engine = _indexes.setdefault(engine, {})
        if name not in of_engine:
            # the index outlives this request, so it keeps the application itself, not the stand-in for it
            app = cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined] # noqa: SLF001
            of_engine[name] = PictureIndex(app, wanted, name)
        return of_engine[name]


def _marks_of(what: Picture | bytes) -> Fingerprint:
    from shop.matching import Fingerprint

    if isinstance(what, bytes):
        return Fingerprint.from_bytes(what)
    return regions.asked(what, known.decoded(what.id, what.fingerprint.data if what.fingerprint else None))


class PictureIndex:
    """The wanted pictures of one installation, as this process knows them."""

    def __init__(self, app: Flask, wanted: Wanted, name: str) -> None:
        """Take note of what is wanted; the first search opens what is stored under `name`, and catches up."""
        self._app, self._wanted, self._name = app, wanted, name
        self._lock = threading.Lock()
        self._source: Source | None = None
        self._shelf: Shelf | None = None  # the source, where it is our own
        self._position: journal.Position | None = None
        self._followed = False
        path = Path(app.config["INSTANCE"]) / "index" / f"{name}.json"
        self._tending = Tending(path, self._sealed, partial(self._load, set()))

    def search(self, marks: Fingerprint, limit: int) -> list[Match]:
        """Catch up with the database, then search."""
        from shop.matching import Index

        with self._lock, self._apart():
            source = self._catch_up()
        strangers: set[int] = set()
        found = Index(partial(self._load, strangers), source).search(marks, limit)
        if strangers:  # they took the seats of others
            self._forget(strangers, source)
            found = Index(partial(self._load, set()), source).search(marks, limit)
        return found

    @contextmanager
    def _apart(self) -> Iterator[None]:
        """Read in a session of its own: what has been committed by now, whatever the caller's has seen."""
        with self._app.app_context():
            yield

    def _load(self, strangers: set[int], keys: Sequence[int]) -> Mapping[int, Fingerprint]:
        """Read candidates, and say which of them are not wanted any more."""
        with self._apart():
            found = known.read(keys, self._wanted)
        strangers.update(set(keys) - found.keys())
        return found

    def _forget(self, strangers: set[int], source: Source) -> None:
        with self._lock, self._apart():
            source.remove(strangers - known.stamps(self._wanted, strangers).keys())

    def _catch_up(self) -> Source:
        source = self._source = self._source or self._open()
        news = journal.news(self._position) if self._followed and self._position else None
        if news is None:
            self._followed = journal.stands() and journal.covers(self._wanted)
            position = journal.end() if self._followed else None
            self._take_over(source, source.stamps(), known.stamps(self._wanted))
        else:
            changed, position = news
            keys = known.touched(self._wanted, changed) if changed else set()
            if keys:
                self._take_over(source, source.stamps(keys), known.stamps(self._wanted, keys))
        self._position = position
        if self._shelf is not None:
            self._tending.look_after(self._shelf)
        return source

    def _open(self) -> Source:
        """Open what is stored, or an empty shelf; or go to the databases that the installation names."""
        from shop.matching.shelf import Shelf

        urls = self._app.config.get("SHOP_INDEX_SHARDS") or os.environ.get("SHOP_INDEX_SHARDS", "")
        if urls:
            return Shards(urls.split(), f"shelf_{self._name}")
        stored = self._tending.open()
        if stored and stored.note:
            self._followed = journal.stands() and journal.covers(self._wanted)
            self._position = journal.Position(*stored.note)
        self._shelf = stored.shelf if stored else Shelf()
        return self._shelf

    def _take_over(self, source: Source, has: Mapping[int, int], there: Mapping[int, int]) -> None:
        """Bring the shelf from the stamps it has to those that are there."""
        source.remove(has.keys() - there.keys())
        changed = sorted(key for key, stamp in there.items() if has.get(key) != stamp)
        unread = [key for key in changed if there[key] == UNREAD]
        too_many = len(unread) > MOST_UNREAD
        if too_many:
            changed = sorted(set(changed) - set(unread))
        for start in range(0, len(changed), _BATCH):
            found = known.read(changed[start : start + _BATCH])
            source.add([(key, there[key], marks) for key, marks in found.items()])
            if self._shelf is not None and self._shelf.fresh() >= FULL:
                self._tending.keep(*self._shelf.seal(), None)
        if too_many:
            raise StillReading

    def _sealed(self) -> Sealed | None:
        """Seal the shelf as of a position that it has caught up with."""
        with self._lock:
            if self._shelf is None or self._position is None:
                return None
            return self._shelf, *self._shelf.seal(), self._position.to_list()
