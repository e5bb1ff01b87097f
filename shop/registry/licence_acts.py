"""Let licences come about and end: asked for, offered, accepted, declined, ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from shop.core.clock import china_day
from shop.core.db import db
from shop.core.ids import new_public_id
from shop.core.roles import Actor
from shop.registry.licence_steps import (
    OPEN,
    check_design,
    check_not_talking,
    check_still_good,
    check_under,
    record_licence,
    take_step,
)
from shop.registry.licence_words import tell_giver, tell_holder, tell_maker
from shop.registry.models import Design, Licence
from shop.registry.rules import (
    LicenceAct,
    LicenceState,
    LicenceTerms,
    NeedsReason,
    OwnLicence,
    Part,
    check_terms,
)
from shop.registry.rules.codes import new_check_code
from shop.workshops.models import Workshop


def ask(
    maker: Workshop, holder: Workshop, terms: LicenceTerms, *, words: str, actor: Actor, now: datetime
) -> Licence:
    """Ask a maker for a licence with these wishes; they answer with their terms."""
    licence = _begin(maker, holder, terms, state=LicenceState.ASKED, words=words, now=now)
    tell_giver(licence, "asked", now=now, actor=actor)
    record_licence(licence, "asked", actor=actor, now=now)
    return licence


def offer(
    maker: Workshop,
    holder: Workshop,
    terms: LicenceTerms,
    *,
    words: str,
    actor: Actor,
    now: datetime,
    under: Licence | None = None,
) -> Licence:
    """Offer a licence of one's own accord; with `under`, as the holder of that one, and within it."""
    if under is not None:
        check_under(under, holder, terms, now)
    licence = _begin(maker, holder, terms, state=LicenceState.OFFERED, words=words, now=now, under=under)
    tell_holder(licence, "offered", now=now, actor=actor)
    record_licence(licence, "offered", actor=actor, now=now)
    return licence


def answer(licence: Licence, terms: LicenceTerms, *, words: str, actor: Actor, now: datetime) -> None:
    """Offer a licence on these terms to whoever has asked for one."""
    check_terms(terms, china_day(now))
    check_design(terms.design_id, licence.maker)
    if not take_step(licence, LicenceAct.OFFER):
        return
    licence.terms, licence.words = terms, words
    db.session.flush()
    db.session.expire(licence, ["design"])
    tell_holder(licence, "offered", now=now, actor=actor)
    record_licence(licence, "offered", actor=actor, now=now)


def accept(licence: Licence, *, actor: Actor | None, now: datetime) -> None:
    """Accept an offer: from its first day it protects. Accepting twice changes nothing."""
    if not take_step(licence, LicenceAct.ACCEPT):
        return
    check_still_good(licence, now)
    licence.answered_at, licence.check_code = now, new_check_code()
    tell_giver(licence, "accepted", now=now, actor=actor)
    tell_maker(licence, "given_on", now=now, actor=actor)
    record_licence(licence, "accepted", actor=actor, now=now)


def decline(licence: Licence, *, seen: str, by_holder: bool, actor: Actor, now: datetime) -> None:
    """Say no to a request or an offer, or take one's own back. Twice changes nothing.

    `seen` is the state that the person saw: whoever takes a request back has not yet read the offer that
    came at the same moment (WrongStep).
    """
    if not take_step(licence, LicenceAct.DECLINE, seen=seen):
        return
    was_asked = seen == LicenceState.ASKED
    licence.answered_at = now
    if by_holder:
        tell_giver(licence, "request_back" if was_asked else "declined", now=now, actor=actor)
    else:
        tell_holder(licence, "refused" if was_asked else "offer_back", now=now, actor=actor)
    record_licence(licence, "declined", actor=actor, now=now)


def end_licence(
    licence: Licence, *, by_holder: bool, actor: Actor | None, now: datetime, reason: str = ""
) -> None:
    """End a licence, and all that stand under it, before their last day; ending one twice changes nothing.

    The maker's side says why (NeedsReason), and the days for selling off run from then; the holder gives
    them up.
    """
    if not (reason or by_holder):
        raise NeedsReason
    has_run_out = china_day(now) > licence.ends_on
    if has_run_out or not take_step(licence, LicenceAct.END):
        return
    if by_holder:
        licence.sell_off_days = 0
    _end(licence, reason=reason, actor=actor, now=now)
    if by_holder:
        tell_giver(licence, "given_up", now=now, actor=actor)
    else:
        tell_holder(licence, "ended", now=now, actor=actor)


def _end(licence: Licence, *, reason: str, actor: Actor | None, now: datetime) -> None:
    """Write the end of a licence down, and end what stands under it."""
    licence.ended_at, licence.end_reason = now, reason
    record_licence(licence, "ended", actor=actor, now=now)
    query = select(Licence).where(
        Licence.under_id == licence.id, Licence.state.in_((*OPEN, LicenceState.ACCEPTED))
    )
    for one in db.session.scalars(query.order_by(Licence.id)).unique().all():
        if one.state in OPEN and take_step(one, LicenceAct.DECLINE):
            one.answered_at = now
            tell_holder(one, "offer_back", now=now)
        elif one.state == LicenceState.ACCEPTED and take_step(one, LicenceAct.END):
            one.sell_off_days = min(one.sell_off_days, licence.sell_off_days)
            _end(one, reason=reason, actor=actor, now=now)
            tell_holder(one, "ended", now=now)


def grant_licence(
    maker: Workshop,
    holder: Workshop,
    *,
    design: Design | None,
    covers_photos: bool,
    starts_on: date,
    ends_on: date,
    actor: Actor | None,
    now: datetime,
    **more: Any,
) -> Licence:
    """Enter a licence on which both sides have agreed already; `more` are further terms (LicenceTerms)."""
    parts = {Part.DESIGN, Part.PHOTOS} if covers_photos else {Part.DESIGN}
    given = {"parts": frozenset(parts), "design_id": design.id if design else None, **more}
    terms = LicenceTerms(starts_on=starts_on, ends_on=ends_on, **given)
    licence = _begin(maker, holder, terms, state=LicenceState.ACCEPTED, words="", now=now)
    licence.answered_at, licence.check_code = now, new_check_code()
    record_licence(licence, "granted", actor=actor, now=now)
    return licence


def _begin(
    maker: Workshop,
    holder: Workshop,
    terms: LicenceTerms,
    *,
    state: LicenceState,
    words: str,
    now: datetime,
    under: Licence | None = None,
) -> Licence:
    """Write down a licence, once its two sides, its terms and its design are right."""
    if holder.id in (maker.id, under.holder_id if under else maker.id):
        raise OwnLicence
    check_terms(terms, min(china_day(now), terms.ends_on) if state not in OPEN else china_day(now))
    check_design(terms.design_id, maker)
    if state in OPEN:
        check_not_talking(maker, holder, terms.design_id, under)
    licence = Licence(
        public_id=new_public_id(),
        maker=maker,
        holder=holder,
        under=under,
        state=state,
        terms=terms,
        words=words,
        created_at=now,
    )
    db.session.add(licence)
    db.session.flush()
    return licence
