"""Gather all that the office knows of one workshop: how it stands, and what happened around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from shop.audit.models import Entry
from shop.core.db import db
from shop.listings.models import Listing, Suspicion
from shop.listings.rules import WAITING, SuspicionState
from shop.registry.models import Design, DesignPicture, Licence, Likeness, Objection
from shop.registry.objections import standing_of
from shop.registry.rules import IN_FORCE, DesignState, LicenceState
from shop.registry.rules.objections import Standing
from shop.workshops.models import OnlineShop, Workshop


@dataclass(frozen=True)
class Record:
    """How a workshop stands: its designs, its licences, its disputes."""

    in_force: int
    refused: int
    given: int
    held: int
    standing: Standing
    suspicions: int
    copies: int
    cleared: int


def record_of(workshop: Workshop) -> Record:
    """Count what there is of a workshop."""
    design, listed = Design.workshop_id == workshop.id, Listing.workshop_id == workshop.id
    accepted = Licence.state == LicenceState.ACCEPTED
    about_it = (
        select(func.count(Suspicion.id)).join(Listing, Listing.id == Suspicion.listing_id).where(listed)
    )
    return Record(
        in_force=_count(Design, design, Design.state.in_(IN_FORCE)),
        refused=_count(Design, design, Design.state.in_((DesignState.REFUSED, DesignState.CANCELLED))),
        given=_count(Licence, accepted, Licence.maker_id == workshop.id),
        held=_count(Licence, accepted, Licence.holder_id == workshop.id),
        standing=standing_of(workshop),
        suspicions=db.session.scalar(about_it.where(Suspicion.state.in_(WAITING))) or 0,
        copies=db.session.scalar(about_it.where(Suspicion.state == SuspicionState.COPY)) or 0,
        cleared=db.session.scalar(about_it.where(Suspicion.state == SuspicionState.NOT_A_COPY)) or 0,
    )


def _count(kind: type, *conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(kind).where(*conditions)) or 0


def entries_about(workshop: Workshop, *, before: int | None, most: int) -> Sequence[Entry]:
    """List what the log holds of a workshop and of all that is its own or concerns it, the newest first."""
    things = union_all(*_things_of(workshop)).subquery()
    is_one = and_(Entry.subject_kind == things.c.kind, Entry.subject_id == things.c.name)
    query = select(Entry).join(things, is_one).order_by(Entry.id.desc()).limit(most)
    return db.session.scalars(query if before is None else query.where(Entry.id < before)).all()


def _things_of(workshop: Workshop) -> list[Select[str, str]]:
    """Select by kind and public id what the log may speak of; each thing once."""
    us = workshop.id
    its_designs = select(Design.id).where(Design.workshop_id == us)
    its_listings = select(Listing.id).where(Listing.workshop_id == us)
    likenesses = select(Likeness.id).join(DesignPicture).where(DesignPicture.design_id.in_(its_designs))
    return [
        _named("workshop", Workshop.public_id, Workshop.id == us),
        _named("shop", OnlineShop.public_id, OnlineShop.workshop_id == us),
        _named("design", Design.public_id, Design.workshop_id == us),
        _named("listing", Listing.public_id, Listing.workshop_id == us),
        _named("licence", Licence.public_id, or_(Licence.maker_id == us, Licence.holder_id == us)),
        _named(
            "objection",
            Objection.public_id,
            or_(Objection.workshop_id == us, Objection.design_id.in_(its_designs)),
        ),
        _named(
            "suspicion",
            Suspicion.public_id,
            or_(Suspicion.listing_id.in_(its_listings), Suspicion.likeness_id.in_(likenesses)),
        ),
    ]


def _named(kind: str, public_id: InstrumentedAttribute[str], which: ColumnElement[bool]) -> Select[str, str]:
    return select(literal(kind).label("kind"), public_id.label("name")).where(which)


_NAMES: tuple[Select[str, str], ...] = (
    select(Design.public_id, Design.name),
    select(Listing.public_id, Listing.title),
    select(OnlineShop.public_id, OnlineShop.name),
    select(Objection.public_id, Design.name).join(Design, Design.id == Objection.design_id),
    select(Suspicion.public_id, Listing.title).join(Listing, Listing.id == Suspicion.listing_id),
    select(Licence.public_id, Workshop.name).join(Workshop, Workshop.id == Licence.holder_id),
)


def names_of_things(entries: Sequence[Entry]) -> dict[str, str]:
    """Give by public id what the things are called that entries are about: empty for what has no name."""
    names = {entry.subject_id: "" for entry in entries}
    for query in _NAMES:
        of_these = query.where(query.selected_columns[0].in_(names))
        names |= {row.public_id: row[1] for row in db.session.execute(of_these)}
    return names
