"""Make people, villages, workshops and their online shops, ties and messages."""

from __future__ import annotations

from itertools import count
from typing import Any

from shop.accounts.models import Person
from shop.accounts.service import create_person
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.roles import Role
from shop.messages.models import Message
from shop.workshops import service as workshops
from shop.workshops.models import OnlineShop, Tie, Town, Village, Workshop
from shop.workshops.ties import declare_tie
from tests.making.numbers import numbers

PASSWORD = "a good long password"
_phones = count(13_900_000_001)


def a_town(name: str = "大集镇", *, is_demo: bool = False) -> Town:
    """Name the town."""
    with transaction():
        return workshops.create_town(name, now=now(), is_demo=is_demo)


def a_person(name: str = "", *roles: Role, phone: str = "", password: str = PASSWORD) -> Person:
    """Register somebody who has chosen a password already (an empty one: a first password is made)."""
    with transaction():
        person, _first = create_person(
            name=name or f"村民{next(numbers)}",
            phone=phone or str(next(_phones)),
            roles=roles,
            actor=None,
            now=now(),
            password=password,
        )
    return person


def a_village(name: str = "") -> Village:
    """Add a village."""
    with transaction():
        return workshops.create_village(name or f"村{next(numbers)}", actor=None, now=now())


def a_workshop(name: str = "", *members: Person, village: Village | None = None) -> Workshop:
    """Add a workshop in which these people work."""
    home = village or a_village()
    with transaction():
        workshop = workshops.create_workshop(
            name=name or f"作坊{next(numbers)}", village=home, actor=None, now=now()
        )
        for person in members:
            workshops.add_member(workshop, phone=person.phone, actor=None, now=now())
    return workshop


def an_online_shop(
    workshop: Workshop, name: str = "", platform: str = "taobao", link: str = ""
) -> OnlineShop:
    """Put an online shop of the workshop on the list."""
    with transaction():
        return workshops.create_shop(
            workshop,
            platform=platform,
            name=name or f"店铺{next(numbers)}",
            link=link,
            actor=None,
            now=now(),
        )


def join(workshop: Workshop, *people: Person) -> None:
    """Let these people work in the workshop from now on."""
    with transaction():
        for person in people:
            workshops.add_member(workshop, phone=person.phone, actor=None, now=now())


def a_tie(person: Person, to: Village | Workshop) -> Tie:
    """Note that somebody comes from a village, or has relatives in a workshop."""
    with transaction():
        return declare_tie(person, to, actor=None, now=now())


def a_message(person: Person, kind: str = "of.old", **values: Any) -> Message:
    """Send somebody a message now (or `made_at`, with `act_by`, `url`, `read_at`); all else fills its words."""
    own = {name: values.pop(name) for name in ("made_at", "act_by", "url", "read_at") if name in values}
    message = Message(person_id=person.id, kind=kind, params=values, **{"made_at": now(), **own})
    with transaction():
        db.session.add(message)
    return message
