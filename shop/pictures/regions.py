"""Keep the marked parts of pictures, and mute in fingerprints what weighs nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from shop.audit.service import record
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.ids import new_public_id
from shop.core.roles import Actor
from shop.pictures.models import MarkedRegion, Picture, StoredFingerprint, new_stamp
from shop.pictures.shapes import (
    MOST_REGIONS,
    WEIGHS_NOTHING,
    RegionKind,
    Shape,
    TooManyRegions,
    check_frames,
    in_px,
    same_shape,
)
from shop.workshops.models import Workshop

if TYPE_CHECKING:
    from shop.matching import Fingerprint


def marks_of(picture: Picture) -> Sequence[MarkedRegion]:
    """List what is marked on a picture, the oldest first: also its workshop's frames that lie everywhere."""
    return marks_on([picture.id]).get(picture.id, [])


def marks_on(picture_ids: Iterable[int]) -> dict[int, list[MarkedRegion]]:
    """List what is marked on each of these pictures; pictures without marks are left out."""
    ids = list(picture_ids)
    own = select(MarkedRegion.picture_id, MarkedRegion).where(MarkedRegion.picture_id.in_(ids))
    found: dict[int, list[MarkedRegion]] = {}
    for picture_id, mark in [*db.session.execute(own), *_from_elsewhere(ids)]:
        found.setdefault(picture_id, []).append(mark)
    return {key: sorted(marks, key=lambda mark: mark.id) for key, marks in found.items()}


def _from_elsewhere(ids: list[int]) -> list[tuple[int, MarkedRegion]]:
    """Give the frames that lie everywhere, with each of these pictures on which they do."""
    on, shown = aliased(Picture), aliased(Picture)
    query = (
        select(shown.id, shown.width, shown.height, MarkedRegion)
        .join(on, on.id == MarkedRegion.picture_id)
        .join(shown, shown.workshop_id == on.workshop_id)
        .where(MarkedRegion.everywhere, shown.id.in_(ids), shown.id != on.id)
    )
    return [
        (key, mark)
        for key, width, height, mark in db.session.execute(query)
        if same_shape((width, height), (mark.picture.width, mark.picture.height))
    ]


def muted(picture: Picture, marks: Fingerprint) -> Fingerprint:
    """Give the fingerprint under which a picture is known: commons and its shop's frame weigh nothing."""
    return muted_all({picture.id: marks})[picture.id]


def muted_all(known: dict[int, Fingerprint]) -> dict[int, Fingerprint]:
    """Give likewise the fingerprints of many pictures, by their ids."""
    marked = marks_on(known)
    return {key: _mute(marks, marked.get(key, ()), WEIGHS_NOTHING) for key, marks in known.items()}


def asked(picture: Picture, marks: Fingerprint) -> Fingerprint:
    """Give the fingerprint with which a picture asks: only commons weigh nothing.

    Nobody hides a copy by calling it their frame: that only ever takes from what is their own.
    """
    return _mute(marks, marks_of(picture), frozenset({RegionKind.COMMONS}))


def without(marks: Fingerprint, shapes: Sequence[Shape]) -> Fingerprint:
    """Give the fingerprint without these parts, in shares of the picture."""
    from shop.matching.muting import mute

    return mute(marks, [in_px(shape, marks.width, marks.height) for shape in shapes]) if shapes else marks


def _mute(marks: Fingerprint, regions: Sequence[MarkedRegion], kinds: frozenset[RegionKind]) -> Fingerprint:
    return without(marks, [one.shape for one in regions if one.kind in kinds])


def plain_among(pictures: Sequence[Picture]) -> list[Picture]:
    """List those of the pictures that are too plain to compare, or on which marks leave too little."""
    from shop.matching import ENGINE_VERSION, Fingerprint

    ids = [picture.id for picture in pictures]
    query = select(StoredFingerprint).where(StoredFingerprint.picture_id.in_(ids))
    known = {}
    for row in db.session.scalars(query.where(StoredFingerprint.engine_version == ENGINE_VERSION)):
        with contextlib.suppress(ValueError):  # a broken one is made anew by the index
            known[row.picture_id] = Fingerprint.from_bytes(row.data)
    heard = muted_all(known)
    return [picture for picture in pictures if picture.id in heard and heard[picture.id].plain]


def mark(
    picture: Picture,
    kind: RegionKind,
    *,
    words: str,
    shape: Shape,
    everywhere: bool = False,
    actor: Actor | None,
    now: datetime,
) -> MarkedRegion:
    """Mark a part of a picture; TooManyRegions or FrameTooLarge. Who may is asked by the caller."""
    there = marks_of(picture)
    if len(there) >= MOST_REGIONS:
        raise TooManyRegions(most=MOST_REGIONS)
    if kind is RegionKind.FRAME:
        check_frames([shape, *(one.shape for one in there if one.kind == RegionKind.FRAME)])
    region = MarkedRegion(
        public_id=new_public_id(),
        picture=picture,
        kind=kind,
        words=words,
        shape=[list(corner) for corner in shape],
        everywhere=everywhere,
        marked_by_id=actor.id if actor else None,
        marked_at=now,
    )
    db.session.add(region)
    db.session.flush()
    _follow(region, f"region.{kind}_marked", actor=actor, now=now)
    return region


def unmark(region: MarkedRegion, *, actor: Actor | None, now: datetime) -> None:
    """Take a mark away; what lay under it weighs again."""
    _follow(region, f"region.{region.kind}_removed", actor=actor, now=now)
    db.session.delete(region)
    db.session.flush()


def _follow(region: MarkedRegion, act: str, *, actor: Actor | None, now: datetime) -> None:
    """Let every index read anew what changed, and write the act down."""
    if region.kind in WEIGHS_NOTHING:
        _renew(region)
    corners = [
        [round(1000 * share) for share in corner] for corner in region.shape
    ]  # the log keeps no floats
    details = {"region": region.public_id, "per_mille": corners, "everywhere": region.everywhere}
    subject = ("picture", region.picture.public_id)
    record(act, actor=actor, subject=subject, now=now, details=details)


def _renew(region: MarkedRegion) -> None:
    """Stamp the fingerprints anew on which the region lies, so that every index reads them again."""
    row = StoredFingerprint
    query = select(row.picture_id, row.engine_version).join(Picture, Picture.id == row.picture_id)
    if region.everywhere:
        query = query.where(Picture.workshop_id == region.picture.workshop_id)
    else:
        query = query.where(Picture.id == region.picture_id)
    stamps = [{**found, "stamp": new_stamp()} for found in db.session.execute(query).mappings()]
    if stamps:
        db.session.execute(update(row), stamps)


def get_mark(public_id: str, pictures: Iterable[Picture]) -> MarkedRegion:
    """Give a mark that was drawn on one of these pictures; NotFound for any other."""
    ids = [picture.id for picture in pictures]
    query = select(MarkedRegion).where(MarkedRegion.public_id == public_id, MarkedRegion.picture_id.in_(ids))
    region = db.session.scalar(query)
    if region is None:
        raise NotFound
    return region


def frame_of(public_id: str, workshop: Workshop) -> MarkedRegion:
    """Give a frame that was marked on a picture of this workshop."""
    query = select(MarkedRegion).join(Picture, Picture.id == MarkedRegion.picture_id)
    query = query.where(MarkedRegion.public_id == public_id, MarkedRegion.kind == RegionKind.FRAME)
    region = db.session.scalar(query.where(Picture.workshop_id == workshop.id))
    if region is None:
        raise NotFound
    return region


def frames_of(workshop: Workshop) -> Sequence[MarkedRegion]:
    """List the workshop's frames, the newest first."""
    query = select(MarkedRegion).join(Picture, Picture.id == MarkedRegion.picture_id)
    query = query.where(Picture.workshop_id == workshop.id, MarkedRegion.kind == RegionKind.FRAME)
    return db.session.scalars(query.order_by(MarkedRegion.id.desc())).all()
