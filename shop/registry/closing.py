"""Close what is still open about a design that is no more: objections, an offer, a proposed date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from shop.core.db import db
from shop.registry.letters_of_deciding import tell_settled
from shop.registry.models import Design, Objection, PriorityChange, Transfer
from shop.registry.rules import IN_FORCE, DesignState, ObjectionState
from shop.registry.rules.holding import TransferState
from shop.registry.rules.priority import ChangeState

OVER = frozenset({DesignState.REFUSED, DesignState.WITHDRAWN, DesignState.CANCELLED})


def open_objections(design: Design) -> Sequence[Objection]:
    """List the objections to a design that nobody has decided, the oldest first."""
    query = select(Objection).where(Objection.design_id == design.id, Objection.state == ObjectionState.OPEN)
    return db.session.scalars(query.order_by(Objection.id)).unique().all()


def open_transfer(design: Design) -> Transfer | None:
    """Give the offer of a design that waits for an answer."""
    query = select(Transfer).where(Transfer.design_id == design.id, Transfer.state == TransferState.OFFERED)
    return db.session.scalars(query).unique().first()


def open_change(design: Design) -> PriorityChange | None:
    """Give the proposed date of a design that waits for a second officer."""
    query = select(PriorityChange).where(PriorityChange.design_id == design.id)
    return db.session.scalars(query.where(PriorityChange.state == ChangeState.PROPOSED)).unique().first()


def close_matters(design: Design, *, now: datetime) -> None:
    """Close what a design's present state leaves no room for; called with every step of it."""
    transfer = open_transfer(design) if design.state not in IN_FORCE else None
    if transfer is not None:
        transfer.state, transfer.ended_at = TransferState.CLOSED, now
    if design.state in OVER:
        _settle(design, now)
    db.session.flush()


def _settle(design: Design, now: datetime) -> None:
    for objection in open_objections(design):
        objection.state, objection.decided_at = ObjectionState.SETTLED, now
        tell_settled(objection, now=now)
    change = open_change(design)
    if change is not None:
        change.state, change.decided_at = ChangeState.CLOSED, now
