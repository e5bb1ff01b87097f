"""Read for the office what the whole town does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from shop.accounts.models import Person
from shop.audit.models import Entry
from shop.cases.service import count_open
from shop.core.db import db
from shop.listings.models import Listing
from shop.listings.rules import ListingState
from shop.orders.models import PurchaseOrder
from shop.registry.models import Design
from shop.registry.rules import IN_FORCE
from shop.registry.service import screened
from shop.workshops.models import OnlineShop, Workshop


@dataclass(frozen=True)
class OfficeDesk:
    """What the office sees first: what waits, then how the town stands."""

    open_suspicions: int
    screened: Sequence[Design]
    workshops: int
    shops: int
    designs: int
    listings: int
    orders: int


def office_desk() -> OfficeDesk:
    """Gather the office's desk."""
    return OfficeDesk(
        open_suspicions=count_open(),
        screened=screened(),
        workshops=_count(Workshop),
        shops=_count(OnlineShop, OnlineShop.closed_at.is_(None)),
        designs=_count(Design, Design.state.in_(IN_FORCE)),
        listings=_count(Listing, Listing.state == ListingState.PUBLISHED),
        orders=_count(PurchaseOrder),
    )


def _count(kind: type, *conditions: object) -> int:
    query = select(func.count()).select_from(kind).where(*conditions)  # type: ignore[arg-type]
    return db.session.scalar(query) or 0


def names_of_actors(entries: Sequence[Entry]) -> dict[str, str]:
    """Give the names behind the public ids of who acted; whoever is gone has none."""
    ids = {entry.actor for entry in entries if entry.actor}
    query = select(Person.public_id, Person.name).where(Person.public_id.in_(ids))
    return {row.public_id: row.name for row in db.session.execute(query)}
