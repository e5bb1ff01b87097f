"""Look whether a licence may come about, take its steps, and write them down."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from shop.audit.service import record
from shop.core.clock import china_day
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.roles import Actor
from shop.core.states import WrongStep
from shop.registry.models import Design, Licence
from shop.registry.rules import (
    PROTECTED,
    AlreadyTalking,
    LicenceAct,
    LicenceState,
    LicenceTerms,
    NoSublicence,
    OfferRunOut,
    OwnLicence,
    Phase,
    check_terms,
    check_within,
    next_licence_state,
)
from shop.workshops.models import Workshop

OPEN = (LicenceState.ASKED, LicenceState.OFFERED)
_RUNS = (Phase.IN_FORCE, Phase.NOT_YET)
_DONE = {
    LicenceAct.ACCEPT: LicenceState.ACCEPTED,
    LicenceAct.DECLINE: LicenceState.DECLINED,
    LicenceAct.END: LicenceState.ENDED,
}


def check_design(design_id: int | None, maker: Workshop) -> None:
    """Raise NotFound for a design that is not this maker's, or that nobody protects."""
    if design_id is None:
        return
    design = db.session.get(Design, design_id)
    if design is None or design.workshop_id != maker.id or design.state not in PROTECTED:
        raise NotFound


def check_not_talking(
    maker: Workshop, holder: Workshop, design_id: int | None, under: Licence | None
) -> None:
    """Raise AlreadyTalking while a request or an offer for the same lies open; of two at once one waits."""
    turn = select(Workshop.id).where(Workshop.id == holder.id)
    db.session.execute(turn.with_for_update(key_share=True))
    same = Licence.design_id.is_(None) if design_id is None else Licence.design_id == design_id
    query = select(Licence.id).where(Licence.maker_id == maker.id, Licence.holder_id == holder.id, same)
    beneath = Licence.under_id.is_(None) if under is None else Licence.under_id == under.id
    if db.session.scalar(query.where(beneath, Licence.state.in_(OPEN)).limit(1)) is not None:
        raise AlreadyTalking


def check_under(under: Licence, holder: Workshop, terms: LicenceTerms, now: datetime) -> None:
    """Raise NoSublicence, OwnLicence or Wider for what may not be given on."""
    lock(under)
    if not under.may_sublicense or under.grant.phase(now) not in _RUNS:
        raise NoSublicence
    if holder.id == under.maker_id:
        raise OwnLicence
    check_terms(terms, china_day(now))
    check_within(terms, under.terms)


def check_still_good(licence: Licence, now: datetime) -> None:
    """Raise OfferRunOut where what was offered has gone since: its days, its design, what it stands under."""
    under, design = licence.under, licence.design
    gone = (
        licence.ends_on < china_day(now),
        design is not None and (design.state not in PROTECTED or design.workshop_id != licence.maker_id),
        under is not None and under.grant.phase(now) not in _RUNS,
    )
    if any(gone):
        raise OfferRunOut


def lock(licence: Licence) -> None:
    """Read a licence's state anew and keep it from changing: the upper one first, then those under it."""
    db.session.refresh(licence, ["state", "ended_at"], with_for_update=True)


def take_step(licence: Licence, act: LicenceAct, *, seen: str = "") -> bool:
    """Take one step in the table of states; False where this very step was taken already.

    WrongStep where the table has none, or where the licence is no longer in the state that the person saw.
    """
    if licence.under is not None:
        lock(licence.under)
    lock(licence)  # of two at once, the second finds it moved
    if licence.state == _DONE.get(act):
        return False
    if seen and licence.state != seen:
        raise WrongStep
    licence.state = next_licence_state(LicenceState(licence.state), act)
    db.session.flush()
    return True


def record_licence(licence: Licence, what: str, *, actor: Actor | None, now: datetime) -> None:
    """Write into the log what became of a licence, and on which terms."""
    subject = ("licence", licence.public_id)
    record(f"licence.{what}", actor=actor, subject=subject, now=now, details=facts_of(licence))


def facts_of(licence: Licence) -> dict[str, object]:
    """Give what the log holds of a licence: no names, only whose, for what, from when to when."""
    return {
        "maker": licence.maker.public_id,
        "holder": licence.holder.public_id,
        "design": licence.design.number if licence.design else None,
        "under": licence.under.public_id if licence.under else None,
        "parts": sorted(licence.terms.parts),
        "platforms": list(licence.platforms),
        "first": licence.starts_on.isoformat(),
        "last": licence.ends_on.isoformat(),
        "floor_fen": licence.floor_price_fen,
        "sublicense": licence.may_sublicense,
        "sell_off_days": licence.sell_off_days,
    }
