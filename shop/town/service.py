"""Read for the office what the whole town does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from shop.accounts.models import Person
from shop.audit.countersigning import OVERDUE, witnessed_at
from shop.audit.models import Entry
from shop.core.db import db
from shop.core.roles import Actor
from shop.listings.models import Listing
from shop.listings.rules import ListingState
from shop.orders.models import PurchaseOrder
from shop.registry.models import Design
from shop.registry.rules import IN_FORCE
from shop.town.work import Pile, Waiting, count, list_pile, with_obstacles
from shop.workshops.models import OnlineShop, Workshop

SHOWN = 5  # of each pile on the desk; the rest is one touch away


@dataclass(frozen=True)
class Stack:
    """A pile on the desk: how much waits in it, and its first few things."""

    pile: Pile
    count: int
    first: Sequence[Waiting]


@dataclass(frozen=True)
class Figures:
    """How the town stands."""

    workshops: int
    shops: int
    designs: int
    listings: int
    orders: int


def counts(now: datetime) -> dict[Pile, int]:
    """Count what waits in each pile."""
    return {pile: count(pile, now) for pile in Pile}


def stacks(waiting: dict[Pile, int], actor: Actor, now: datetime) -> list[Stack]:
    """Give the piles in which something waits, each with its first things."""
    found = []
    for pile in (pile for pile, much in waiting.items() if much):
        first = list_pile(pile, now, most=SHOWN)
        found.append(Stack(pile, waiting[pile], with_obstacles(pile, first, actor)))
    return found


def town_figures() -> Figures:
    """Count what the town has."""
    return Figures(
        workshops=_count(Workshop),
        shops=_count(OnlineShop, OnlineShop.closed_at.is_(None)),
        designs=_count(Design, Design.state.in_(IN_FORCE)),
        listings=_count(Listing, Listing.state == ListingState.PUBLISHED),
        orders=_count(PurchaseOrder),
    )


def _count(kind: type, *conditions: object) -> int:
    query = select(func.count()).select_from(kind).where(*conditions)  # type: ignore[arg-type]
    return db.session.scalar(query) or 0


def unwitnessed_since(now: datetime) -> datetime | None:
    """Tell since when no second party has looked at the log; None while that is not too long ago."""
    since = witnessed_at() or db.session.scalar(select(func.min(Entry.at)))
    return since if since is not None and now - since > OVERDUE else None


def designs_named(public_ids: Sequence[str]) -> Sequence[Design]:
    """List the designs of these public ids, the earliest end of notice first; what is none is left out."""
    query = select(Design).where(Design.public_id.in_(public_ids))
    return db.session.scalars(query.order_by(Design.notice_ends_at, Design.id)).unique().all()


def names_of_actors(entries: Sequence[Entry]) -> dict[str, str]:
    """Give the names behind the public ids of who acted; whoever is gone has none."""
    ids = {entry.actor for entry in entries if entry.actor}
    query = select(Person.public_id, Person.name).where(Person.public_id.in_(ids))
    return {row.public_id: row.name for row in db.session.execute(query)}
