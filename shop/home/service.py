"""Gather what the front page shows, and the desk of each workshop in which a person works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from shop.core.db import db
from shop.core.roles import Actor
from shop.home.waiting import Waiting, what_waits
from shop.listings.models import Listing
from shop.listings.rules import ListingState
from shop.listings.service import catalogue
from shop.orders.service import count_to_do
from shop.registry.models import Design
from shop.registry.rules import IN_FORCE, DesignState
from shop.workshops.models import Workshop
from shop.workshops.service import workshops_of

SHOWN = 8


@dataclass(frozen=True)
class Desk:
    """One workshop's desk: what waits for an answer, and how much lies in each corner."""

    workshop: Workshop
    waiting: Waiting
    orders_to_do: int
    listings: int
    designs: int


def desks_of(actor: Actor, now: datetime) -> list[Desk]:
    """Give the desk of every workshop in which a person works."""
    return [_desk(workshop, now) for workshop in workshops_of(actor)]


def _desk(workshop: Workshop, now: datetime) -> Desk:
    listed = Listing.workshop_id == workshop.id
    handed_in = (Design.workshop_id == workshop.id, Design.state != DesignState.DRAFT)
    return Desk(
        workshop=workshop,
        waiting=what_waits(workshop, now),
        orders_to_do=count_to_do(workshop),
        listings=_count(Listing, listed),
        designs=_count(Design, *handed_in),
    )


def newest_costumes() -> Sequence[Listing]:
    """List the newest costumes of the town."""
    return db.session.scalars(catalogue().order_by(Listing.id.desc()).limit(SHOWN)).unique().all()


def town_figures() -> tuple[int, int, int]:
    """Count workshops, registered designs and costumes in the catalogue."""
    designs = _count(Design, Design.state.in_(IN_FORCE))
    return _count(Workshop), designs, _count(Listing, Listing.state == ListingState.PUBLISHED)


def _count(kind: type, *conditions: object) -> int:
    query = select(func.count()).select_from(kind).where(*conditions)  # type: ignore[arg-type]
    return db.session.scalar(query) or 0
