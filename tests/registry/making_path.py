"""Make what happens to a design on its path: objections, offers, proposed dates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from shop.accounts.models import Person
from shop.audit.models import Entry
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.roles import Role
from shop.messages.models import Message
from shop.registry.models import Design, Objection, PriorityChange, Transfer
from shop.registry.objecting import answer_objection, decide, make_objection
from shop.registry.priority import propose
from shop.registry.rules import Ground, ObjectionAct
from shop.registry.transfers import offer
from shop.workshops.models import Workshop
from tests.making import a_person, join


def somebody_of(workshop: Workshop) -> Person:
    """Give somebody who works in the workshop: a new member, if it has none."""
    if not workshop.members:
        join(workshop, a_person())
    return workshop.members[0].person


def kinds_told(person: Person) -> list[str]:
    """List the kinds of the messages that somebody has got, in their order."""
    db.session.rollback()
    query = select(Message.kind).where(Message.person_id == person.id).order_by(Message.id)
    return list(db.session.scalars(query))


def acts_logged(kind: str, thing: Any) -> list[str]:
    """List what the log holds of a thing, in its order."""
    db.session.rollback()
    query = select(Entry.act).where(Entry.subject_kind == kind, Entry.subject_id == thing.public_id)
    return list(db.session.scalars(query.order_by(Entry.id)))


def an_officer() -> Person:
    """Give a new officer, a stranger to everybody."""
    return a_person("", Role.OFFICER)


def an_objection(design: Design, workshop: Workshop, words: str = "我们早就做了", **said: Any) -> Objection:
    """Object to a design in the workshop's name."""
    person = somebody_of(workshop)
    what: dict[str, Any] = {
        "ground": Ground.EARLIER,
        "pictures": (),
        "own_design": None,
        "now": now(),
        **said,
    }
    with transaction():
        return make_objection(design, workshop, words=words, actor=person, **what)


def an_answer(objection: Objection, words: str = "是我们先做的") -> None:
    """Let the family answer an objection."""
    person = somebody_of(objection.design.workshop)
    with transaction():
        answer_objection(objection, words, actor=person, now=now())


def a_decision(
    objection: Objection, act: ObjectionAct, officer: Person, reason: str = "看过双方的照片"
) -> None:
    """Let an officer decide on an objection, after an answer."""
    with transaction():
        decide(objection, act, reason=reason, actor=officer, now=now())


def an_offer(design: Design, taker: Workshop) -> Transfer:
    """Offer a registered design to another workshop."""
    person = somebody_of(design.workshop)
    with transaction():
        return offer(design, taker, actor=person, now=now())


def a_date_change(design: Design, officer: Person, days: int = 30) -> PriorityChange:
    """Let an officer propose that a design counts from so many days earlier."""
    with transaction():
        assert design.priority_at is not None
        earlier = design.priority_at - timedelta(days=days)
        return propose(design, earlier, reason="旧订单为证", actor=officer, now=now())
