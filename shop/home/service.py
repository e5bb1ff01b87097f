"""Gather what waits for a person, and what the front page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from shop.cases.service import about_designs_of, about_listings_of
from shop.core.db import db
from shop.core.roles import Actor
from shop.listings.models import Listing, Suspicion
from shop.listings.rules import ListingState
from shop.listings.service import catalogue
from shop.orders.service import count_to_do
from shop.registry.models import Design
from shop.registry.rules import IN_FORCE
from shop.workshops.models import Workshop
from shop.workshops.service import workshops_of

SHOWN = 8


@dataclass(frozen=True)
class Desk:
    """One workshop's desk: how much waits in each corner."""

    workshop: Workshop
    orders_to_do: int
    listings: int
    designs: int
    about_us: Sequence[Suspicion]
    about_others: Sequence[Suspicion]


def desks_of(actor: Actor) -> list[Desk]:
    """Give the desk of every workshop in which a person works."""
    return [
        Desk(
            workshop,
            count_to_do(workshop),
            _count(Listing, workshop),
            _count(Design, workshop),
            about_listings_of(workshop),
            about_designs_of(workshop),
        )
        for workshop in workshops_of(actor)
    ]


def _count(kind: type[Listing | Design], workshop: Workshop) -> int:
    return (
        db.session.scalar(select(func.count()).select_from(kind).where(kind.workshop_id == workshop.id)) or 0
    )


def newest_costumes() -> Sequence[Listing]:
    """List the newest costumes of the town."""
    return db.session.scalars(catalogue().order_by(Listing.id.desc()).limit(SHOWN)).unique().all()


def town_figures() -> tuple[int, int, int]:
    """Count workshops, registered designs and costumes in the catalogue."""
    designs = select(func.count()).select_from(Design).where(Design.state.in_(IN_FORCE))
    costumes = select(func.count()).select_from(Listing).where(Listing.state == ListingState.PUBLISHED)
    workshops = select(func.count()).select_from(Workshop)
    return tuple(db.session.scalar(query) or 0 for query in (workshops, designs, costumes))  # type: ignore[return-value]
