"""Lead a design along its path: notice, registration, refusal, withdrawal, lapse, renewal, cancellation."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Select, select

from shop.audit.service import record
from shop.core.clock import china_day
from shop.core.db import db
from shop.core.jobs import ask_for
from shop.core.roles import Actor
from shop.core.states import WrongStep
from shop.pictures.service import review_public, showcase
from shop.registry.closing import close_matters, open_objections
from shop.registry.elsewhere import found_elsewhere
from shop.registry.facts import facts_of
from shop.registry.letters_of_deciding import tell_decision, tell_holders
from shop.registry.models import Decision, Design, DesignPicture
from shop.registry.rules import (
    IN_FORCE,
    ON_VIEW,
    PROTECTED,
    SAME_PICTURE,
    DesignAct,
    DesignState,
    NeedsReason,
    NoticeRuns,
    next_state,
)
from shop.registry.rules.designs import SHOWN_ROLES
from shop.registry.rules.objections import ObjectionsFirst
from shop.registry.screening import likenesses_of
from shop.registry.terms import terms
from shop.workshops.models import Workshop
from shop.workshops.ties import check_impartial

COMPARE_DESIGN = "compare-design"  # the long work of holding a design against all listings


@showcase
def _shown_in_register(picture_id: int) -> Select[int]:
    """Select the places where the register shows a picture to everybody."""
    query = select(DesignPicture.id).join(Design).where(DesignPicture.picture_id == picture_id)
    return query.where(DesignPicture.role.in_(SHOWN_ROLES), Design.state.in_(ON_VIEW))


def lock(design: Design) -> None:
    """Let nobody else change the design, or what hangs on it, until the end of the caller's transaction.

    Every act on its path begins with this, so of two at once the second finds what the first left.
    """
    db.session.flush()  # what is read anew must not undo what the caller has just set
    db.session.refresh(design, ["state", "workshop_id", "priority_at", "expires_on"], with_for_update=True)


def move(design: Design, act: DesignAct, *, now: datetime) -> None:
    """Take one step in the table of states; what follows from it by date and sight follows at once."""
    lock(design)
    before, design.state = design.state, next_state(DesignState(design.state), act)
    if act in (DesignAct.CLEAR, DesignAct.ADMIT):
        design.notice_ends_at = now + timedelta(days=terms().notice_days)
    if before not in PROTECTED:
        watch(design, now=now)
    if act in (DesignAct.REGISTER, DesignAct.RENEW):
        _begin_term(design, now)
    review_public([row.picture for row in design.pictures])
    close_matters(design, now=now)


def watch(design: Design, *, now: datetime) -> None:
    """Have a design that is protected held against all that is listed, in the background."""
    if design.state in PROTECTED:
        ask_for(COMPARE_DESIGN, design.public_id, now=now)


def _begin_term(design: Design, now: datetime) -> None:
    """Let the registration run for a term: from today, or from its end where that is yet to come."""
    design.registered_at = design.registered_at or now
    start = max(china_day(now), design.expires_on) if design.expires_on else china_day(now)
    design.expires_on = _months_later(start, terms().term_months)


def _months_later(day: date, months: int) -> date:
    """Give the same day so many months later, or the month's last."""
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def parties(design: Design) -> set[int]:
    """Give the ids of the workshops that a decision concerns: its own, those it looks like, who objects."""
    objecting = {objection.workshop_id for objection in open_objections(design)}
    elsewhere = {one.workshop_id for one in found_elsewhere(design)}
    return {design.workshop_id} | {one.id for one in neighbours(design)} | objecting | elsewhere


def neighbours(design: Design) -> list[Workshop]:
    """List the other workshops in whose designs the same picture was found."""
    found = likenesses_of([row.picture for row in design.pictures])
    alike = {one.design.workshop for one in found if one.verdict == SAME_PICTURE}
    return sorted(alike - {design.workshop}, key=lambda workshop: workshop.id)


def decide(
    design: Design, act: DesignAct, *, reason: str, actor: Actor, now: datetime, seen: str | None = None
) -> None:
    """Let the office admit, register, refuse or cancel a design, with its reason, and tell those concerned.

    WrongStep where it has left the state in which the officer had `seen` it; StepAside for an officer of a
    party's family or village; NeedsReason; NoticeRuns before the notice's end; ObjectionsFirst while somebody
    objects to an application.
    """
    check_impartial(actor, parties(design))
    if not reason:
        raise NeedsReason
    lock(design)
    if seen not in (None, design.state):
        raise WrongStep
    if design.state == DesignState.OBJECTED:
        raise ObjectionsFirst
    if act is DesignAct.REGISTER:
        check_notice_over(design, now)
    enter_decision(design, act, reason=reason, actor=actor, now=now)
    tell_decision(design, act, neighbours(design), actor=actor, now=now)
    record_state(design, actor=actor, now=now)


def enter_decision(design: Design, act: DesignAct, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take the step that the office decided, and keep who decided it and why.

    Each reason is kept in a row of its own, too: the design itself forgets it with the next one.
    """
    move(design, act, now=now)
    design.decided_at, design.decided_by_id, design.reason = now, actor.id, reason
    db.session.add(Decision(design_id=design.id, state=design.state, reason=reason, decided_at=now))
    if act is DesignAct.CANCEL:
        tell_holders(design, actor=actor, now=now)


def check_notice_over(design: Design, now: datetime) -> None:
    """Raise NoticeRuns while neighbours may still object."""
    if design.notice_ends_at is not None and now < design.notice_ends_at:
        raise NoticeRuns(until=china_day(design.notice_ends_at))


def record_state(design: Design, *, actor: Actor | None, now: datetime) -> None:
    """Write into the log to what state a design has come, and what it consisted of then, as hashes."""
    record(
        f"design.{design.state}",
        actor=actor,
        subject=("design", design.public_id),
        now=now,
        details=facts_of(design),
    )


def withdraw(design: Design, *, actor: Actor, now: datetime) -> None:
    """Take one's own design out of the register, or the application back."""
    move(design, DesignAct.WITHDRAW, now=now)
    tell_holders(design, actor=actor, now=now)
    record_state(design, actor=actor, now=now)


def is_in_force(design: Design) -> bool:
    """Tell whether a design stands registered now."""
    return design.state in IN_FORCE
