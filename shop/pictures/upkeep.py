"""Keep the store and the fingerprints in order: sweep what nobody needs, make anew what is missing or old."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import or_, select

from shop.core.db import db
from shop.matching import ENGINE_VERSION
from shop.pictures import pool, store
from shop.pictures.index import fingerprint_anew
from shop.pictures.models import Picture, StoredFingerprint

_BATCH = 500


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


def list_outdated() -> Sequence[int]:
    """List the ids of pictures without a fingerprint of the present engine."""
    query = select(Picture.id).outerjoin(StoredFingerprint)
    old = or_(StoredFingerprint.picture_id.is_(None), StoredFingerprint.engine_version != ENGINE_VERSION)
    return db.session.scalars(query.where(old).order_by(Picture.id)).all()


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
    row = db.session.get(StoredFingerprint, picture_id)
    if row is None:
        db.session.add(StoredFingerprint(picture_id=picture_id, engine_version=ENGINE_VERSION, data=data))
    else:
        row.engine_version, row.data = ENGINE_VERSION, data
    db.session.flush()
