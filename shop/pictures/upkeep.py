"""Keep the store and the fingerprints in order: sweep what nobody needs, make anew what is missing or old."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, CursorResult, delete, exists, func, select

from shop.core.db import db
from shop.matching import ENGINE_VERSION
from shop.pictures import pool, store
from shop.pictures.known import fingerprint_anew
from shop.pictures.models import Picture, PictureChange, StoredFingerprint

_BATCH = 500
NOTES_KEPT = 100_000  # notes of changes


def sweep(now: datetime) -> int:
    """Remove files that have lain a day without a row (an upload that was broken off); give how many."""
    return store.here().sweep(now, _with_rows)


def _with_rows(digests: set[str]) -> set[str]:
    ordered = sorted(digests)
    found: set[str] = set()
    for start in range(0, len(ordered), _BATCH):
        query = select(Picture.sha256).where(Picture.sha256.in_(ordered[start : start + _BATCH]))
        found.update(db.session.scalars(query))
    return found


def unread(above: int = 0, limit: int | None = None) -> Sequence[int]:
    """List the ids, above this one, of pictures without a fingerprint of the present engine, in order."""
    query = select(Picture.id).where(Picture.id > above, ~_read_by_present()).order_by(Picture.id)
    return db.session.scalars(query.limit(limit)).all()


def progress() -> tuple[int, int]:
    """Give how many pictures the present engine has read, and how many there are."""
    count = select(func.count()).select_from(Picture)
    read = db.session.scalar(count.where(_read_by_present())) or 0
    return read, db.session.scalar(count) or 0


def _read_by_present() -> ColumnElement[bool]:
    mark = StoredFingerprint
    return exists().where(mark.picture_id == Picture.id, mark.engine_version == ENGINE_VERSION)


def drop_old() -> int:
    """Remove what older engines read, of pictures that the present one has read; give how many rows."""
    present = select(StoredFingerprint.picture_id).where(StoredFingerprint.engine_version == ENGINE_VERSION)
    older = delete(StoredFingerprint).where(
        StoredFingerprint.engine_version < ENGINE_VERSION, StoredFingerprint.picture_id.in_(present)
    )
    result = db.session.execute(older, execution_options={"synchronize_session": False})
    return cast("CursorResult[object]", result).rowcount


def clear_notes() -> int:
    """Remove all but the newest notes of changes; give how many. Who has not read them compares all."""
    newest = db.session.scalar(select(func.max(PictureChange.id))) or 0
    old = delete(PictureChange).where(PictureChange.id <= newest - NOTES_KEPT)
    return cast("CursorResult[object]", db.session.execute(old)).rowcount


def list_without_copies() -> Iterator[Picture]:
    """List the pictures of which a copy is missing in the store."""
    kept = store.here()
    return (
        p
        for p in db.session.scalars(select(Picture).order_by(Picture.id)).all()
        if not kept.has_copies(p.sha256)
    )


def list_damaged() -> Iterator[Picture]:
    """List the pictures whose original is missing or not any more what came."""
    kept = store.here()
    pictures = db.session.scalars(select(Picture).order_by(Picture.id)).all()
    return (picture for picture in pictures if not kept.is_whole(picture.sha256, picture.ending))


def copy_anew(picture: Picture) -> None:
    """Make the missing copies anew from the original; raise PhotoRefused where it cannot be read any more."""
    kept = store.here()
    original = kept.original_path(picture.sha256, picture.ending).read_bytes()
    kept.keep_copies(picture.sha256, pool.take_in(original).copies)


def make_fingerprint(picture_id: int) -> bytes:
    """Fingerprint a picture anew, outside any transaction; its row follows with `keep_fingerprint`."""
    return fingerprint_anew(db.session.get_one(Picture, picture_id))


def keep_fingerprint(picture_id: int, data: bytes) -> None:
    """Write the fingerprint of the present engine into the picture's row."""
    db.session.merge(StoredFingerprint(picture_id=picture_id, engine_version=ENGINE_VERSION, data=data))
    db.session.flush()
