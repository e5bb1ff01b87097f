"""Grant licences, end them, and tell what they protect."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from shop.audit.service import record
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.ids import new_public_id
from shop.core.roles import Actor
from shop.registry.models import Design, Licence
from shop.registry.rules import BadPeriod, Grant, LicenceState, OwnLicence, Shield, best_shield
from shop.workshops.models import Workshop

IN_FORCE = (Shield.COVERED, Shield.NO_PHOTOS)


def grant_licence(
    maker: Workshop,
    holder: Workshop,
    *,
    design: Design | None,
    covers_photos: bool,
    starts_on: date,
    ends_on: date,
    actor: Actor | None,
    now: datetime,
) -> Licence:
    """Allow another workshop to sell a design (None: all of them), with its photos or without."""
    if maker.id == holder.id:
        raise OwnLicence
    if ends_on < starts_on:
        raise BadPeriod
    if design is not None and design.workshop_id != maker.id:
        raise NotFound
    licence = Licence(
        maker=maker,
        holder=holder,
        design=design,
        covers_photos=covers_photos,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=now,
        answered_at=now,
        state=LicenceState.ACCEPTED,
        public_id=new_public_id(),
    )
    db.session.add(licence)
    db.session.flush()
    record("licence.granted", actor=actor, subject=("licence", licence.public_id), now=now)
    return licence


def end_licence(maker: Workshop, public_id: str, *, actor: Actor, now: datetime) -> Licence:
    """End a licence before its time; ending it twice changes nothing."""
    query = select(Licence).where(Licence.public_id == public_id, Licence.maker_id == maker.id)
    licence = db.session.scalar(query)
    if licence is None:
        raise NotFound
    db.session.refresh(licence, ["ended_at"], with_for_update=True)
    if licence.ended_at is None:
        licence.ended_at = now
        record("licence.ended", actor=actor, subject=("licence", licence.public_id), now=now)
    return licence


def shield_for(design: Design, holder_id: int, now: datetime) -> Shield:
    """Tell whether a licence lets this workshop use the design's photos now, or why none does."""
    query = select(Licence).where(Licence.maker_id == design.workshop_id, Licence.holder_id == holder_id)
    held = db.session.scalars(query).unique().all()
    shield = best_shield([grant_of(one) for one in held if one.design_id in (None, design.id)], now)
    elsewhere = any(grant_of(one).shields(now) in IN_FORCE for one in held)
    return Shield.OTHER_DESIGN if shield is Shield.NONE and elsewhere else shield


def grant_of(licence: Licence) -> Grant:
    """Give what a licence says, as the rules read it."""
    return Grant(licence.covers_photos, licence.starts_on, licence.ends_on, licence.ended_at)


def may_sell_for(maker_id: int, holder_id: int, now: datetime) -> bool:
    """Tell whether a workshop holds any licence of a maker in force now, with photos or without."""
    query = select(Licence).where(Licence.maker_id == maker_id, Licence.holder_id == holder_id)
    return any(grant_of(licence).shields(now) in IN_FORCE for licence in db.session.scalars(query).unique())


def licences_given(maker: Workshop) -> Sequence[Licence]:
    """List the licences a workshop has given, the newest first."""
    query = select(Licence).where(Licence.maker_id == maker.id).order_by(Licence.id.desc())
    return db.session.scalars(query).unique().all()


def licences_held(holder: Workshop) -> Sequence[Licence]:
    """List the licences a workshop holds, the newest first."""
    query = select(Licence).where(Licence.holder_id == holder.id).order_by(Licence.id.desc())
    return db.session.scalars(query).unique().all()
