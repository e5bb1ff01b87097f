"""Keep the town's list of villages, workshops, members and online shops."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from shop.accounts.models import Person
from shop.accounts.service import find_by_phone
from shop.audit.service import record
from shop.core.db import add_or_raise, db
from shop.core.errors import NotFound
from shop.core.ids import new_public_id
from shop.core.roles import Actor, Role, is_office
from shop.workshops.models import Membership, OnlineShop, Town, Village, Workshop
from shop.workshops.rules import AlreadyMember, NameTaken, NobodyThere, tidy_link


def find_town() -> Town | None:
    """Find the town that this installation serves; None before it is named."""
    return db.session.scalar(select(Town).order_by(Town.id))


def create_town(name: str, *, now: datetime, is_demo: bool = False) -> Town:
    """Name the town."""
    town = Town(name=name, is_demo=is_demo, created_at=now)
    db.session.add(town)
    db.session.flush()
    record("town.named", actor=None, subject=("town", str(town.id)), now=now)
    return town


def list_villages() -> Sequence[Village]:
    """List the villages by name."""
    return db.session.scalars(select(Village).order_by(Village.name)).all()


def get_village(number: int) -> Village:
    """Give the village of this number."""
    village = db.session.get(Village, number)
    if village is None:
        raise NotFound
    return village


def create_village(name: str, *, actor: Actor | None, now: datetime) -> Village:
    """Add a village to the town."""
    if db.session.scalar(select(Village.id).where(Village.name == name)):
        raise NameTaken
    village = Village(name=name)
    add_or_raise(village, NameTaken())
    record("village.created", actor=actor, subject=("village", str(village.id)), now=now)
    return village


def create_workshop(
    *, name: str, village: Village, actor: Actor | None, now: datetime, brand: str = "", about: str = ""
) -> Workshop:
    """Add a family workshop to the town's list."""
    if find_workshop_named(name):
        raise NameTaken
    workshop = Workshop(
        name=name, village=village, brand=brand, about=about, created_at=now, public_id=new_public_id()
    )
    add_or_raise(workshop, NameTaken())
    record("workshop.created", actor=actor, subject=("workshop", workshop.public_id), now=now)
    return workshop


def find_workshop_named(name: str) -> Workshop | None:
    """Find a workshop by its exact name."""
    return db.session.scalar(select(Workshop).where(Workshop.name == name))


def get_workshop(public_id: str) -> Workshop:
    """Give a workshop to anybody."""
    workshop = db.session.scalar(select(Workshop).where(Workshop.public_id == public_id))
    if workshop is None:
        raise NotFound
    return workshop


def is_member(workshop_id: int, actor: Actor | None) -> bool:
    """Tell whether this person works in the workshop."""
    return actor is not None and db.session.get(Membership, (actor.id, workshop_id)) is not None


def workshop_of(public_id: str, actor: Actor) -> Workshop:
    """Give a workshop to somebody who works there; to everybody else it is not found."""
    workshop = get_workshop(public_id)
    if not is_member(workshop.id, actor):
        raise NotFound
    return workshop


def workshop_to_keep(public_id: str, actor: Actor) -> Workshop:
    """Give a workshop to those who keep its page right: its members, the station keepers, the office."""
    workshop = get_workshop(public_id)
    if not may_keep(workshop, actor):
        raise NotFound
    return workshop


def may_keep(workshop: Workshop, actor: Actor | None) -> bool:
    """Tell whether this person keeps the workshop's page right."""
    if actor is None:
        return False
    return is_office(actor) or Role.KEEPER in actor.roles or is_member(workshop.id, actor)


def workshops_of(actor: Actor) -> Sequence[Workshop]:
    """List the workshops in which a person works, the first joined first."""
    query = select(Workshop).join(Membership).where(Membership.person_id == actor.id)
    return db.session.scalars(query.order_by(Membership.since, Workshop.id)).all()


def list_workshops() -> Sequence[Workshop]:
    """List all workshops by village and name."""
    query = select(Workshop).join(Village).order_by(Village.name, Workshop.name)
    return db.session.scalars(query).all()


def edit_workshop(
    workshop: Workshop, *, brand: str, about: str, phone: str, address: str, actor: Actor, now: datetime
) -> None:
    """Change what a workshop says of itself, and whence it sends."""
    workshop.brand, workshop.about, workshop.phone, workshop.address = brand, about, phone, address
    record("workshop.edited", actor=actor, subject=("workshop", workshop.public_id), now=now)


def add_member(workshop: Workshop, *, phone: str, actor: Actor | None, now: datetime) -> Person:
    """Let a registered person work in the workshop."""
    person = find_by_phone(phone)
    if person is None:
        raise NobodyThere
    if is_member(workshop.id, person):
        raise AlreadyMember
    add_or_raise(Membership(person_id=person.id, workshop_id=workshop.id, since=now), AlreadyMember())
    details = {"person": person.public_id}
    record(
        "workshop.member_added",
        actor=actor,
        subject=("workshop", workshop.public_id),
        now=now,
        details=details,
    )
    return person


def create_shop(
    workshop: Workshop, *, platform: str, name: str, link: str, actor: Actor | None, now: datetime
) -> OnlineShop:
    """Put an online shop of the workshop on the town's list."""
    taken = (
        select(func.count())
        .select_from(OnlineShop)
        .where(OnlineShop.platform == platform, OnlineShop.name == name)
    )
    if db.session.scalar(taken):
        raise NameTaken
    shop = OnlineShop(
        workshop_id=workshop.id,
        platform=platform,
        name=name,
        link=tidy_link(link),
        created_at=now,
        public_id=new_public_id(),
    )
    add_or_raise(shop, NameTaken())
    record("shop.created", actor=actor, subject=("shop", shop.public_id), now=now)
    return shop


def open_platforms(workshop: Workshop) -> list[str]:
    """List the platforms on which a workshop has an open shop."""
    return sorted({shop.platform for shop in workshop.shops if shop.closed_at is None})


def close_shop(workshop: Workshop, public_id: str, *, actor: Actor, now: datetime) -> OnlineShop:
    """Mark an online shop as closed; it stays on the list with its date. Closing it twice changes nothing."""
    query = select(OnlineShop).where(OnlineShop.public_id == public_id, OnlineShop.workshop_id == workshop.id)
    shop = db.session.scalar(query)
    if shop is None:
        raise NotFound
    if shop.closed_at is None:
        shop.closed_at = now
        record("shop.closed", actor=actor, subject=("shop", shop.public_id), now=now)
    return shop
