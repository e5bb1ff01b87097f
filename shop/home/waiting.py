"""Find what waits for a workshop's answer: objections, suspicions, licences, offers, what ends, drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from shop.cases.queue import about_designs_of, about_listings_of
from shop.core.clock import china_day
from shop.core.db import db
from shop.listings.models import Suspicion
from shop.registry.drafts import drafts_of
from shop.registry.licences import to_answer
from shop.registry.models import Design, Licence, Objection, Transfer
from shop.registry.rules import IN_FORCE, DesignState, ObjectionState
from shop.registry.rules.holding import OFFER_DAYS, TransferState
from shop.registry.terms import terms
from shop.workshops.models import Workshop


@dataclass(frozen=True)
class Waiting:
    """What waits for a workshop, the most pressing kind first."""

    objections: Sequence[Objection]  # to its designs, not answered yet
    about_us: Sequence[Suspicion]
    licences: Sequence[Licence]  # requests and offers
    offers: Sequence[Transfer]  # designs that others want to give it
    about_others: Sequence[Suspicion]
    ending: Sequence[Design]  # registrations that can be renewed now
    drafts: Sequence[Design]

    def __bool__(self) -> bool:
        """Tell whether anything waits at all."""
        return any(getattr(self, pile.name) for pile in fields(self))


def what_waits(workshop: Workshop, now: datetime) -> Waiting:
    """Gather what waits for a workshop."""
    return Waiting(
        objections=_all(_unanswered(workshop, now)),
        about_us=about_listings_of(workshop),
        licences=to_answer(workshop),
        offers=_all(_offered_to(workshop, now)),
        about_others=about_designs_of(workshop),
        ending=_all(_renewable(workshop, now)),
        drafts=drafts_of(workshop),
    )


def _all(query: Select[Any]) -> Sequence[Any]:
    return db.session.scalars(query).unique().all()


def _unanswered(workshop: Workshop, now: datetime) -> Select[Objection]:
    """Select the objections to a workshop's designs that it can still answer, the nearest deadline first."""
    query = select(Objection).join(Design, Design.id == Objection.design_id)
    query = query.where(Design.workshop_id == workshop.id, Objection.state == ObjectionState.OPEN)
    query = query.where(Objection.answered_at.is_(None), Objection.answer_by > now)
    return query.order_by(Objection.answer_by, Objection.id)


def _offered_to(workshop: Workshop, now: datetime) -> Select[Transfer]:
    """Select the designs that others offer to a workshop, the earliest offer first."""
    query = select(Transfer).where(Transfer.taker_id == workshop.id, Transfer.state == TransferState.OFFERED)
    return query.where(Transfer.offered_at > now - timedelta(days=OFFER_DAYS)).order_by(Transfer.id)


def _renewable(workshop: Workshop, now: datetime) -> Select[Design]:
    """Select the registrations that can be renewed today, those that have just lapsed among them."""
    today, around = china_day(now), timedelta(days=terms().renew_days)
    mine = select(Design).where(Design.workshop_id == workshop.id)
    query = mine.where(Design.state.in_(IN_FORCE | {DesignState.LAPSED}))
    query = query.where(Design.expires_on >= today - around, Design.expires_on <= today + around)
    return query.order_by(Design.expires_on, Design.id)
