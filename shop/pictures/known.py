"""Read what the database knows of the pictures that are to be found: their stamps and their fingerprints."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Select, and_, select

from shop.core.db import db
from shop.matching import ENGINE_VERSION
from shop.pictures import pool, regions, store
from shop.pictures.journal import Changed, column_of, tables_of
from shop.pictures.models import Picture, StoredFingerprint

if TYPE_CHECKING:
    from shop.matching import Fingerprint

Wanted = Select[int]  # of picture ids

UNREAD = 0  # the stamp of a picture that the present engine has not read
_BATCH = 500
_log = logging.getLogger(__name__)


def stamps(wanted: Wanted, among: Iterable[int] | None = None) -> dict[int, int]:
    """Give the stamps of the wanted pictures, or of those among these."""
    if among is None:
        return dict(_stamps(wanted))
    return {key: stamp for batch in _batches(among) for key, stamp in _stamps(wanted, batch)}


def _stamps(wanted: Wanted, among: Sequence[int] | None = None) -> Iterator[tuple[int, int]]:
    rows = wanted.subquery()
    key, mark = rows.c[0], StoredFingerprint
    of_present = and_(mark.picture_id == key, mark.engine_version == ENGINE_VERSION)
    query = select(key, mark.stamp).select_from(rows).outerjoin(mark, of_present)
    if among is not None:
        query = query.where(key.in_(among))
    for picture_id, stamp in db.session.execute(query):
        yield picture_id, UNREAD if stamp is None else stamp


def touched(wanted: Wanted, changed: Changed) -> set[int]:
    """Give the pictures that changed rows concern, as far as they are wanted now."""
    keys = changed.get(Picture.__tablename__, set()) | changed.get(StoredFingerprint.__tablename__, set())
    for table in tables_of(wanted):
        for batch in _batches(changed.get(table.name, ())):
            keys |= set(db.session.scalars(wanted.where(table.c[column_of(table)].in_(batch))))
    return keys


def read(keys: Iterable[int], wanted: Wanted | None = None) -> dict[int, Fingerprint]:
    """Read pictures' fingerprints, what weighs nothing in them muted; only of the wanted ones, if given."""
    found: dict[int, Fingerprint] = {}
    for batch in _batches(keys):
        mark = StoredFingerprint
        of_present = and_(mark.picture_id == Picture.id, mark.engine_version == ENGINE_VERSION)
        query = select(Picture.id, mark.data).outerjoin(mark, of_present).where(Picture.id.in_(batch))
        if wanted is not None:
            query = query.where(Picture.id.in_(wanted))
        found |= regions.muted_all({key: decoded(key, data) for key, data in db.session.execute(query).all()})
    return found


def decoded(picture_id: int, data: bytes | None) -> Fingerprint:
    """Decode a fingerprint; where it is missing or broken, the picture is read anew."""
    from shop.matching import Fingerprint

    if data is not None:
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


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    return (ordered[start : start + _BATCH] for start in range(0, len(ordered), _BATCH))
