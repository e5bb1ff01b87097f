"""Do once a day what no person presses a button for: lapse what has ended, remind in time, end old offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shop.core.clock import china_day
from shop.core.db import db, transaction
from shop.core.jobs import daily
from shop.registry import holding, transfers
from shop.registry.letters_of_holding import remind
from shop.registry.models import Design, Transfer
from shop.registry.rules.holding import REMIND_DAYS, reminder_due


@dataclass(frozen=True)
class Tended:
    """How many designs lapsed, families were reminded, offers ended."""

    lapsed: int
    reminded: int
    offers: int


@daily
def tend_daily(now: datetime) -> None:
    """Tend the register, as the worker does every day."""
    tend(now)


def tend(now: datetime) -> Tended:
    """Lapse registrations and offers that have ended, remind families of ends to come; twice does no harm.

    Each in a transaction of its own: one that fails holds up no other, and nobody waits for all of them.
    """
    return Tended(_lapse(now), _remind(now), _end_offers(now))


def _lapse(now: datetime) -> int:
    lapsed = 0
    for design_id in holding.ended(now):
        with transaction():
            lapsed += holding.lapse(db.session.get_one(Design, design_id), now=now)
    return lapsed


def _remind(now: datetime) -> int:
    reminded = 0
    for design_id in [design.id for design in holding.ending(now, max(REMIND_DAYS))]:
        with transaction():
            reminded += _remind_of(db.session.get_one(Design, design_id), now)
    return reminded


def _remind_of(design: Design, now: datetime) -> bool:
    days = reminder_due(design.expires_on, china_day(now)) if design.expires_on else None
    return days is not None and remind(design, days, now=now)


def _end_offers(now: datetime) -> int:
    ended = 0
    for transfer_id in transfers.over(now):
        with transaction():
            ended += transfers.lapse(db.session.get_one(Transfer, transfer_id), now=now)
    return ended
