"""Send messages, list them, note that they were read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, select, update

from shop.accounts.models import Person, PersonRole
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.ids import new_public_id
from shop.core.roles import OFFICE, Actor
from shop.messages.models import Message
from shop.messages.rules import KEPT_FOR, known_kinds
from shop.workshops.models import Membership, Workshop

Params = Mapping[str, str | int]  # what fills in a message's words


def tell_workshop(
    workshop: Workshop,
    kind: str,
    *,
    now: datetime,
    url: str = "",
    act_by: datetime | None = None,
    except_for: Actor | None = None,
    params: Params | None = None,
) -> None:
    """Send everybody who works in a workshop a message, except whoever did the act themselves."""
    query = select(Membership.person_id).where(Membership.workshop_id == workshop.id)
    people = set(db.session.scalars(query)) - ({except_for.id} if except_for else set())
    tell_people(people, kind, now=now, url=url, act_by=act_by, params=params)


def tell_office(
    kind: str, *, now: datetime, url: str = "", except_for: Actor | None = None, **params: str | int
) -> None:
    """Send every officer a message, except whoever did the act themselves."""
    query = select(PersonRole.person_id).join(Person, Person.id == PersonRole.person_id)
    query = query.where(PersonRole.role.in_(OFFICE), Person.closed_at.is_(None))
    people = set(db.session.scalars(query)) - ({except_for.id} if except_for else set())
    tell_people(people, kind, now=now, url=url, params=params)


def tell_people(
    person_ids: Iterable[int],
    kind: str,
    *,
    now: datetime,
    url: str = "",
    act_by: datetime | None = None,
    params: Params | None = None,
) -> None:
    """Send these people a message of a declared kind; `params` fill in its words."""
    if kind not in known_kinds():
        raise ValueError(f"no words for messages of kind {kind!r}")
    for person_id in sorted(set(person_ids)):
        message = Message(
            public_id=new_public_id(),
            person_id=person_id,
            kind=kind,
            params=dict(params or {}),
            url=url,
            made_at=now,
            act_by=act_by,
        )
        db.session.add(message)
    db.session.flush()


def messages_of(actor: Actor) -> Select[Message]:
    """Select a person's messages."""
    return select(Message).where(Message.person_id == actor.id)


def count_unread(actor: Actor) -> int:
    """Count the messages that a person has not read yet."""
    query = select(func.count()).select_from(Message)
    return db.session.scalar(query.where(Message.person_id == actor.id, Message.read_at.is_(None))) or 0


def open_message(public_id: str, actor: Actor, *, now: datetime) -> Message:
    """Give a person one of their messages, and note that they have read it; NotFound for any other."""
    message = db.session.scalar(messages_of(actor).where(Message.public_id == public_id))
    if message is None:
        raise NotFound
    if message.read_at is None:
        message.read_at = now
    return message


def read_all(actor: Actor, *, now: datetime) -> None:
    """Note that a person has read all their messages."""
    mine = update(Message).where(Message.person_id == actor.id, Message.read_at.is_(None))
    db.session.execute(mine.values(read_at=now))


def forget_read(now: datetime) -> None:
    """Delete the messages that were read too long ago to be of use."""
    db.session.execute(delete(Message).where(Message.read_at < now - KEPT_FOR))


def newest_unread(actor: Actor, most: int) -> Sequence[Message]:
    """List a person's newest messages that they have not read yet."""
    query = messages_of(actor).where(Message.read_at.is_(None)).order_by(Message.id.desc()).limit(most)
    return db.session.scalars(query).all()
