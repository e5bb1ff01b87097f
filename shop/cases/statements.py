"""Hear both sides of a suspicion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from shop.audit.service import record
from shop.cases.models import Statement
from shop.cases.queue import parties
from shop.cases.rules import LISTENING, AlreadySaid, NotAsked, is_heard
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.roles import OFFICE, Actor, Role
from shop.listings.models import Suspicion
from shop.workshops.service import is_member


def statements(suspicion: Suspicion) -> Sequence[Statement]:
    """List what was said about a suspicion, the oldest first."""
    query = select(Statement).where(Statement.suspicion_id == suspicion.id)
    return db.session.scalars(query.order_by(Statement.id)).unique().all()


def statements_for(suspicion: Suspicion, actor: Actor, now: datetime) -> list[Statement]:
    """List what this person may read: office and jurors all; a side its own, the other's once both spoke.

    Whoever belongs to a side reads what that side reads, officer or not.
    """
    said, sides = statements(suspicion), parties(suspicion)
    own = sides_of(suspicion, actor)
    judges = bool(actor.roles & (OFFICE | {Role.JUROR})) and not own
    if judges or is_heard([one.workshop_id for one in said], sides, suspicion.answer_by, now):
        return list(said)
    return [one for one in said if one.workshop_id in own]


def sides_of(suspicion: Suspicion, actor: Actor) -> list[int]:
    """Give the ids of the parties in which this person works."""
    return [side for side in dict.fromkeys(parties(suspicion)) if is_member(side, actor)]


def silent_side(suspicion: Suspicion, actor: Actor) -> int | None:
    """Give the workshop for which this person can still speak; None where nobody waits for them."""
    if suspicion.state not in LISTENING:
        return None
    spoken = {one.workshop_id for one in statements(suspicion)}
    return next((side for side in sides_of(suspicion, actor) if side not in spoken), None)


def say_side(suspicion: Suspicion, *, words: str, actor: Actor, now: datetime) -> Statement:
    """Write down a workshop's side, once. NotFound for a stranger; NotAsked; AlreadySaid."""
    if not sides_of(suspicion, actor):
        raise NotFound
    db.session.refresh(suspicion, ["state"], with_for_update=True)
    if suspicion.state not in LISTENING:
        raise NotAsked
    side = silent_side(suspicion, actor)
    if side is None:
        raise AlreadySaid
    statement = Statement(
        suspicion_id=suspicion.id, workshop_id=side, made_by_id=actor.id, words=words, made_at=now
    )
    db.session.add(statement)
    db.session.flush()
    subject = ("suspicion", suspicion.public_id)
    record(
        "suspicion.said",
        actor=actor,
        subject=subject,
        now=now,
        details={"workshop": statement.workshop.public_id},
    )
    return statement
