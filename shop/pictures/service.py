"""Take photos in, find them again, and say who may see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.exc import IntegrityError

from shop.audit.service import record
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.roles import Actor, is_office
from shop.pictures import pool, store
from shop.pictures.models import Picture, StoredFingerprint
from shop.pictures.rules import tidy_file_name
from shop.pictures.taken import Taken
from shop.workshops.models import Workshop
from shop.workshops.service import is_member

if TYPE_CHECKING:
    from shop.matching.pixels import Pixels

_viewers: list[Callable[[Picture, Actor], bool]] = []
_showcases: list[Callable[[int], Select[int]]] = []


def examine(data: bytes) -> Taken:
    """Read a photo only to compare it: nothing of it is kept. Raise PhotoRefused or Busy."""
    return pool.take_in(data, with_copies=False)


def prepare(data: bytes) -> Taken:
    """Read a photo and put its files into the store; its row follows with `keep`. Raise PhotoRefused or Busy.

    This is the slow part: call it before the transaction, never within.
    """
    taken = pool.take_in(data)
    kept = store.here()
    kept.keep_original(data, taken.sha256, taken.ending)
    kept.keep_copies(taken.sha256, taken.copies)
    return taken


def keep(
    taken: Taken, *, file_name: str, workshop: Workshop | None, actor: Actor | None, now: datetime
) -> Picture:
    """Give the workshop's picture of a photo that was prepared; the same photo twice gives the same one.

    Without a workshop it is the town office's.
    """
    found = _find_same(taken, workshop)
    if found is not None:
        return found
    picture = _row_of(taken, file_name, workshop, now)
    try:
        with db.session.begin_nested():
            db.session.add(picture)
    except IntegrityError:  # somebody sent the same photo at this very moment
        found = _find_same(taken, workshop)
        if found is None:
            raise
        return found
    details = {"sha256": taken.sha256}
    record("picture.taken_in", actor=actor, subject=("picture", picture.public_id), now=now, details=details)
    return picture


def _find_same(taken: Taken, workshop: Workshop | None) -> Picture | None:
    return db.session.scalar(select(Picture).where(_owned_by(workshop), Picture.sha256 == taken.sha256))


def _owned_by(workshop: Workshop | None) -> ColumnElement[bool]:
    return Picture.workshop_id == workshop.id if workshop else Picture.workshop_id.is_(None)


def _row_of(taken: Taken, file_name: str, workshop: Workshop | None, now: datetime) -> Picture:
    return Picture(
        workshop=workshop,
        sha256=taken.sha256,
        file_name=tidy_file_name(file_name),
        media_type=taken.media_type,
        width=taken.width,
        height=taken.height,
        created_at=now,
        fingerprint=StoredFingerprint(engine_version=taken.engine_version, data=taken.fingerprint),
    )


def get_picture(public_id: str) -> Picture:
    """Give a picture; whether somebody may see it is asked with `may_see`."""
    picture = db.session.scalar(select(Picture).where(Picture.public_id == public_id))
    if picture is None:
        raise NotFound
    return picture


def find_pictures(public_ids: Sequence[str], workshop: Workshop | None) -> list[Picture]:
    """Give these pictures of the workshop (none: of the office) in this order, each once; else NotFound."""
    wanted = list(dict.fromkeys(public_ids))
    query = select(Picture).where(Picture.public_id.in_(wanted), _owned_by(workshop))
    found = {picture.public_id: picture for picture in db.session.scalars(query)}
    if len(found) < len(wanted):
        raise NotFound
    return [found[public_id] for public_id in wanted]


def newest_of(workshop: Workshop, most: int = 24) -> Sequence[Picture]:
    """List the workshop's newest pictures."""
    query = select(Picture).where(Picture.workshop_id == workshop.id).order_by(Picture.id.desc())
    return db.session.scalars(query.limit(most)).all()


def may_see(picture: Picture, actor: Actor | None) -> bool:
    """Tell whether this person may see the picture: anybody a public one; else its family.

    Higher floors let more people see some with `let_see`, the office too: what has come before it, no drafts.
    """
    if picture.is_public:
        return True
    if actor is None:
        return False
    own = is_office(actor) if picture.workshop_id is None else is_member(picture.workshop_id, actor)
    return own or any(allows(picture, actor) for allows in _viewers)


def let_see(rule: Callable[[Picture, Actor], bool]) -> Callable[[Picture, Actor], bool]:
    """Let those see a picture for whom the rule says yes (say, the maker whose design it seems to copy)."""
    if rule not in _viewers:
        _viewers.append(rule)
    return rule


def showcase(shows: Callable[[int], Select[int]]) -> Callable[[int], Select[int]]:
    """Let everybody see a picture while the feature's query about its id finds a row: it hangs somewhere."""
    if shows not in _showcases:
        _showcases.append(shows)
    return shows


def review_public(pictures: Iterable[Picture]) -> None:
    """Ask anew whether these pictures hang anywhere; called by whoever hangs one or takes one down."""
    db.session.flush()
    for picture in pictures:
        hangs = or_(*(shows(picture.id).exists() for shows in _showcases))
        picture.is_public = db.session.scalar(select(hangs)) or False
    db.session.flush()


def load_pixels(picture: Picture) -> Pixels:
    """Load the largest copy as RGB uint8 (H, W, 3), at most 1600 px wide; we encoded it, so it is safe."""
    import numpy as np
    from PIL import Image

    with Image.open(store.here().copy_path(picture.sha256, "zoom", "jpg"), formats=["JPEG"]) as image:
        return np.array(image.convert("RGB"))
