"""Let people decide about a suspicion: clear it, take the copy out, ask both sides, open a case."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from shop.audit.service import record
from shop.cases.models import Case
from shop.cases.queue import about_designs_of, about_listings_of, count_open, parties
from shop.cases.rules import NeedsReason, SuspicionAct, next_state
from shop.cases.telling import tell_asked, tell_case, tell_decided
from shop.core.clock import china
from shop.core.db import db
from shop.core.ids import new_public_id
from shop.core.numbering import next_number
from shop.core.roles import Actor
from shop.listings.models import Listing, Suspicion
from shop.listings.rules import SCREENED, WAITING, ListingAct, ListingState, SuspicionState
from shop.listings.service import move, settle
from shop.listings.words import note_public
from shop.registry.models import DesignPicture, Likeness
from shop.registry.terms import terms
from shop.workshops.ties import check_impartial

__all__ = ["about_designs_of", "about_listings_of", "count_open", "parties"]  # beside what stands below
CASE_OPEN, CASE_DECIDED = "open", "decided"


def act_on(suspicion: Suspicion, act: SuspicionAct, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let the office take one step, and tell both workshops.

    StepAside for an officer tied to one of them; AlreadyDecided or WrongStep; NeedsReason for all but asking.
    """
    check_impartial(actor, parties(suspicion))
    _lock(suspicion)
    state = next_state(SuspicionState(suspicion.state), act)
    if not reason and act is not SuspicionAct.ASK:
        raise NeedsReason
    suspicion.state = state
    if act is SuspicionAct.ASK:
        _ask(suspicion, actor, now)
    elif act is SuspicionAct.BRING:
        _bring(suspicion, reason, actor, now)
    else:
        _decide(suspicion, reason, actor, now)


def decide(suspicion: Suspicion, *, is_copy: bool, reason: str, actor: Actor, now: datetime) -> None:
    """Decide: a copy leaves the catalogue; what is none is published, and never asked about again."""
    act = SuspicionAct.TAKE_OUT if is_copy else SuspicionAct.CLEAR
    act_on(suspicion, act, reason=reason, actor=actor, now=now)


def _lock(suspicion: Suspicion) -> None:
    """Of two officers at once, let one wait and see what the other has done."""
    db.session.refresh(suspicion.listing, ["state"], with_for_update=True)
    db.session.refresh(suspicion, ["state"])


def _record(act: str, suspicion: Suspicion, actor: Actor, now: datetime, **details: object) -> None:
    record(act, actor=actor, subject=("suspicion", suspicion.public_id), now=now, details=details)


def _ask(suspicion: Suspicion, actor: Actor, now: datetime) -> None:
    suspicion.answer_by = now + timedelta(days=terms().answer_days)
    db.session.flush()
    tell_asked(suspicion, actor=actor, now=now)
    _record("suspicion.asked", suspicion, actor, now)


def _bring(suspicion: Suspicion, words: str, actor: Actor, now: datetime) -> None:
    """Open the suspicion's case, or the one that it had before anew."""
    case = find_case(suspicion)
    if case is None:
        year = china(now).year
        number = f"C{year}-{next_number(f'case-{year}'):03d}"
        case = Case(public_id=new_public_id(), number=number, suspicion=suspicion)
    case.words, case.state, case.opened_at, case.opened_by_id = words, CASE_OPEN, now, actor.id
    db.session.add(case)
    db.session.flush()
    tell_case(case, actor=actor, now=now)
    details = {"number": case.number, "suspicion": suspicion.public_id}
    record("case.opened", actor=actor, subject=("case", case.public_id), now=now, details=details)


def _decide(suspicion: Suspicion, reason: str, actor: Actor, now: datetime) -> None:
    suspicion.decided_at, suspicion.decided_by_id, suspicion.reason = now, actor.id, reason
    case = find_case(suspicion)
    if case is not None:
        case.state = CASE_DECIDED
    db.session.flush()
    _carry_out(suspicion, now=now)
    tell_decided(suspicion, actor=actor, now=now)
    _record(f"suspicion.{suspicion.state.replace('-', '_')}", suspicion, actor, now)


def _carry_out(suspicion: Suspicion, *, now: datetime) -> None:
    """Take a listing with a copy away; release one about which nothing is open any more."""
    listing = suspicion.listing
    if listing.state not in SCREENED:
        return
    if suspicion.state == SuspicionState.COPY:
        move(listing, ListingAct.WITHDRAW)
        settle(listing, now=now)
    elif listing.state == ListingState.SUSPECTED and not any(s.state in WAITING for s in listing.suspicions):
        move(listing, ListingAct.RELEASE)
        listing.published_at = listing.published_at or now
        note_public(listing, now=now)


def find_case(suspicion: Suspicion) -> Case | None:
    """Give the case that was opened about a suspicion."""
    return db.session.scalar(select(Case).where(Case.suspicion_id == suspicion.id))


def open_cases() -> Select[Case]:
    """Select the cases that wait for the Leading Group; one whose photo went meanwhile waits no more."""
    whole = joinedload(Case.suspicion).joinedload(Suspicion.likeness).joinedload(Likeness.design_picture)
    query = select(Case).join(Suspicion, Suspicion.id == Case.suspicion_id)
    query = query.join(Listing, Listing.id == Suspicion.listing_id)
    query = query.options(whole.joinedload(DesignPicture.design))
    return query.where(Case.state == CASE_OPEN, Suspicion.state == SuspicionState.CASE)
