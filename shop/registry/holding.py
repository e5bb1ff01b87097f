"""Hold a registration: renew it, give it to another workshop, let it lapse, be reminded in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from shop.audit.service import record
from shop.core.clock import china_day
from shop.core.db import db
from shop.core.roles import Actor
from shop.registry import path
from shop.registry.facts import facts_of
from shop.registry.letters_of_deciding import tell_holders
from shop.registry.letters_of_holding import tell_lapsed, tell_renewed
from shop.registry.models import Design
from shop.registry.rules import IN_FORCE, DesignAct, DesignState
from shop.registry.rules.holding import Window, has_ended, renewal_window
from shop.registry.terms import terms

RENEWABLE = IN_FORCE | {DesignState.LAPSED}


def window_of(design: Design) -> Window | None:
    """Give the days on which a design can be renewed; None where there is nothing to renew."""
    if design.state not in RENEWABLE or design.expires_on is None:
        return None
    return renewal_window(design.expires_on, terms().renew_days)


def may_renew(design: Design, day: date) -> bool:
    """Tell whether a design can be renewed on that day."""
    window = window_of(design)
    return window is not None and window.holds(day)


def renew(design: Design, *, actor: Actor, now: datetime) -> None:
    """Let a registration run for another term, from its end or from today, whichever is later.

    TooEarlyToRenew, TooLateToRenew; WrongStep for a design that is not registered.
    """
    path.lock(design)
    window = window_of(design)
    if window is not None:
        window.check(china_day(now))
    path.move(design, DesignAct.RENEW, now=now)
    tell_renewed(design, actor=actor, now=now)
    subject = ("design", design.public_id)
    record("design.renewed", actor=actor, subject=subject, now=now, details=facts_of(design))


def lapse(design: Design, *, now: datetime) -> bool:
    """Let a registration lapse whose last day lies behind; tell whether it did."""
    path.lock(design)
    if design.state not in IN_FORCE or not has_ended(design.expires_on, china_day(now)):
        return False  # it was renewed, or went, since we looked
    path.move(design, DesignAct.LAPSE, now=now)
    window = window_of(design)
    if window is not None:
        tell_lapsed(design, window.closes, now=now)
    tell_holders(design, actor=None, now=now)
    path.record_state(design, actor=None, now=now)
    return True


def ended(now: datetime) -> Sequence[int]:
    """List the ids of the designs in force whose last day lies behind."""
    query = select(Design.id).where(Design.state.in_(IN_FORCE), Design.expires_on < china_day(now))
    return db.session.scalars(query.order_by(Design.id)).all()


def ending(now: datetime, within_days: int) -> Sequence[Design]:
    """List the designs in force that end within so many days, the nearest end first."""
    today = china_day(now)
    query = select(Design).where(Design.state.in_(IN_FORCE), Design.expires_on >= today)
    query = query.where(Design.expires_on <= today + timedelta(days=within_days))
    return db.session.scalars(query.order_by(Design.expires_on, Design.id)).unique().all()
