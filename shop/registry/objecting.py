"""Object to a design, answer, take an objection back, decide on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from shop.audit.service import record
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.ids import new_public_id
from shop.core.roles import Actor
from shop.pictures.models import Picture
from shop.registry import path
from shop.registry.closing import open_objections
from shop.registry.letters_of_deciding import tell_decision
from shop.registry.letters_of_objecting import tell_answer, tell_made, tell_outcome, tell_taken_back
from shop.registry.models import Design, Objection, ObjectionPicture
from shop.registry.objections import find_objection_by, parties, standing_of
from shop.registry.rules import (
    PROTECTED,
    DesignAct,
    DesignState,
    Ground,
    NeedsReason,
    ObjectionAct,
    ObjectionState,
    next_objection_state,
)
from shop.registry.rules.objections import (
    MOST_OPEN,
    MOST_PHOTOS,
    NotOpenToObjection,
    ObjectedAlready,
    OwnDesign,
    TooManyOpen,
    TooManyPhotos,
    check_heard,
    check_may_answer,
)
from shop.registry.terms import terms
from shop.workshops.models import Workshop
from shop.workshops.ties import check_impartial


def make_objection(
    design: Design,
    workshop: Workshop,
    *,
    ground: Ground,
    words: str,
    pictures: Sequence[Picture],
    own_design: Design | None,
    actor: Actor,
    now: datetime,
) -> Objection:
    """Object to a design in a workshop's name; an application waits from then on until it is decided.

    NotOpenToObjection, OwnDesign, ObjectedAlready, TooManyOpen, TooManyPhotos; NotFound for an `own_design`
    that is another's.
    """
    path.lock(design)
    _lock_those_of(workshop)
    check_may_object(design, workshop)
    _check_what_is_shown(workshop, pictures, own_design)
    objection = Objection(
        design=design,
        workshop=workshop,
        own_design=own_design,
        made_by_id=actor.id,
        ground=ground,
        words=words,
        made_at=now,
        answer_by=now + timedelta(days=terms().answer_days),
        public_id=new_public_id(),
        state=ObjectionState.OPEN,
        answer="",
    )
    objection.pictures = [ObjectionPicture(picture=one, position=at) for at, one in enumerate(pictures)]
    db.session.add(objection)
    db.session.flush()
    _put_before_all(objection, actor=actor, now=now)
    return objection


def _check_what_is_shown(workshop: Workshop, pictures: Sequence[Picture], own_design: Design | None) -> None:
    if own_design is not None and own_design.workshop_id != workshop.id:
        raise NotFound
    if len(pictures) > MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)


def _put_before_all(objection: Objection, *, actor: Actor, now: datetime) -> None:
    """Let an application wait for the decision, and tell those who have to do something."""
    design = objection.design
    is_application = design.state in (DesignState.NOTICE, DesignState.OBJECTED)
    if is_application:
        path.move(design, DesignAct.OBJECT, now=now)
    tell_made(objection, actor=actor, now=now)
    _record("made", objection, actor=actor, now=now)
    if is_application:
        path.record_state(design, actor=actor, now=now)


def _lock_those_of(workshop: Workshop) -> None:
    """Let a workshop's objections come one after the other, so that their number holds."""
    db.session.scalar(select(Workshop.id).where(Workshop.id == workshop.id).with_for_update(key_share=True))


def check_may_object(design: Design, workshop: Workshop) -> None:
    """Raise OwnDesign, ObjectedAlready, NotOpenToObjection or TooManyOpen; asked before the form, too."""
    if design.workshop_id == workshop.id:
        raise OwnDesign
    if find_objection_by(design, workshop) is not None:
        raise ObjectedAlready
    if design.state not in PROTECTED:
        raise NotOpenToObjection
    if standing_of(workshop).open >= MOST_OPEN:
        raise TooManyOpen(most=MOST_OPEN)


def answer_objection(objection: Objection, words: str, *, actor: Actor, now: datetime) -> None:
    """Keep what the family says to an objection; it may change its answer until the deadline.

    WrongStep for one that is decided; AnswerOver.
    """
    _lock(objection)
    next_objection_state(ObjectionState(objection.state), ObjectionAct.REJECT)  # is it open at all?
    check_may_answer(objection.answered_at, objection.answer_by, now)
    objection.answer, objection.answered_at = words, now
    tell_answer(objection, actor=actor, now=now)
    _record("answered", objection, actor=actor, now=now)


def take_back(objection: Objection, *, actor: Actor, now: datetime) -> None:
    """Take one's own objection back; WrongStep for one that is decided."""
    _lock(objection)
    _end(objection, ObjectionAct.TAKE_BACK, now=now)
    tell_taken_back(objection, actor=actor, now=now)
    _go_on(objection, "taken_back", actor=actor, now=now)


def decide(objection: Objection, act: ObjectionAct, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let the office uphold an objection (the design falls) or reject it, with its reason.

    StepAside for whoever is tied to either side; NeedsReason; AnswerAwaited while the other side may still
    give its first answer and would lose; WrongStep when it is decided already.
    """
    check_impartial(actor, parties(objection))
    if not reason:
        raise NeedsReason
    _lock(objection)
    if act is ObjectionAct.UPHOLD:
        check_heard(objection.answered_at, objection.answer_by, now)
    _end(objection, act, now=now)
    objection.decided_by_id, objection.reason = actor.id, reason
    if act is ObjectionAct.UPHOLD:
        _let_fall(objection, actor=actor, now=now)
    else:
        tell_outcome(objection, actor=actor, now=now)
        _go_on(objection, "rejected", actor=actor, now=now)


def _let_fall(objection: Objection, *, actor: Actor, now: datetime) -> None:
    """Refuse the application, or cancel the registration, for the reason of the objection."""
    design = objection.design
    act = DesignAct.REFUSE if design.state == DesignState.OBJECTED else DesignAct.CANCEL
    path.enter_decision(design, act, reason=objection.reason, actor=actor, now=now)
    tell_outcome(objection, actor=actor, now=now)
    tell_decision(design, act, (), actor=actor, now=now)
    _record("upheld", objection, actor=actor, now=now)
    path.record_state(design, actor=actor, now=now)


def _go_on(objection: Objection, what: str, *, actor: Actor, now: datetime) -> None:
    """Let an application go on when this was the last objection that stood in its way."""
    design = objection.design
    goes_on = design.state == DesignState.OBJECTED and not open_objections(design)
    if goes_on:
        path.move(design, DesignAct.DISMISS, now=now)
    _record(what, objection, actor=actor, now=now)
    if goes_on:
        path.record_state(design, actor=actor, now=now)


def _lock(objection: Objection) -> None:
    path.lock(objection.design)
    db.session.refresh(objection, ["state", "answered_at"])


def _end(objection: Objection, act: ObjectionAct, *, now: datetime) -> None:
    objection.state = next_objection_state(ObjectionState(objection.state), act)
    objection.decided_at = now
    db.session.flush()


def _record(what: str, objection: Objection, *, actor: Actor, now: datetime) -> None:
    subject = ("objection", objection.public_id)
    details = {"design": objection.design.public_id, "ground": objection.ground}
    record(f"objection.{what}", actor=actor, subject=subject, now=now, details=details)
