"""Move the date from which a design counts: one officer proposes, another agrees."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from shop.audit.note import moment
from shop.audit.service import record
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.ids import new_public_id
from shop.core.roles import Actor
from shop.registry import path
from shop.registry.closing import OVER, open_change
from shop.registry.facts import facts_of
from shop.registry.letters_of_holding import tell_kept, tell_moved, tell_proposed
from shop.registry.models import Design, PriorityChange
from shop.registry.rules import NeedsReason
from shop.registry.rules.priority import (
    ChangeAct,
    ChangeState,
    NoDateToMove,
    ProposalOpen,
    SameOfficer,
    check_moment,
    next_change_state,
)
from shop.workshops.ties import check_impartial


def propose(design: Design, new_at: datetime, *, reason: str, actor: Actor, now: datetime) -> PriorityChange:
    """Propose another moment from which a design counts, with what proves it.

    StepAside; NeedsReason; NoDateToMove; ProposalOpen; BadMoment.
    """
    check_impartial(actor, path.parties(design))
    if not reason:
        raise NeedsReason
    path.lock(design)
    old_at = check_may_propose(design)
    check_moment(old_at, new_at, now)
    change = PriorityChange(
        design=design,
        old_at=old_at,
        new_at=new_at,
        reason=reason,
        proposed_at=now,
        proposed_by_id=actor.id,
        state=ChangeState.PROPOSED,
        public_id=new_public_id(),
    )
    db.session.add(change)
    db.session.flush()
    tell_proposed(change, actor=actor, now=now)
    _record("proposed", change, actor=actor, now=now)
    return change


def check_may_propose(design: Design) -> datetime:
    """Give the date that stands; raise NoDateToMove or ProposalOpen. Asked before the form, too."""
    if design.priority_at is None or design.state in OVER:
        raise NoDateToMove
    if open_change(design) is not None:
        raise ProposalOpen
    return design.priority_at


def decide(change: PriorityChange, act: ChangeAct, *, actor: Actor, now: datetime) -> None:
    """Let a second officer agree to a proposed date or decline it; who proposed it may only take it back.

    StepAside; SameOfficer; WrongStep for one that is decided already.
    """
    design = change.design
    check_impartial(actor, path.parties(design))
    if act is ChangeAct.APPROVE and actor.id == change.proposed_by_id:
        raise SameOfficer
    path.lock(design)
    db.session.refresh(change, ["state"])
    change.state = next_change_state(ChangeState(change.state), act)
    change.decided_at, change.decided_by_id = now, actor.id
    if act is ChangeAct.APPROVE:
        design.priority_at = change.new_at
        path.watch(design, now=now)  # what was earlier may be later now
        tell_moved(change, actor=actor, now=now)
    else:
        tell_kept(change, actor=actor, now=now)
    db.session.flush()
    _record("moved" if act is ChangeAct.APPROVE else "declined", change, actor=actor, now=now)


def _record(what: str, change: PriorityChange, *, actor: Actor, now: datetime) -> None:
    """Write it down with the design's facts, so that a certificate can be held to the date that stands."""
    details = {**facts_of(change.design), "old": moment(change.old_at), "new": moment(change.new_at)}
    subject = ("design", change.design.public_id)
    record(f"priority.{what}", actor=actor, subject=subject, now=now, details=details)


def change_of(design: Design, public_id: str) -> PriorityChange:
    """Give a date proposed for this design; NotFound for any other."""
    query = select(PriorityChange).where(
        PriorityChange.public_id == public_id, PriorityChange.design_id == design.id
    )
    change = db.session.scalars(query).unique().first()
    if change is None:
        raise NotFound
    return change
