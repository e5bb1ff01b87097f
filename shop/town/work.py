"""Gather what waits in the town office: pile by pile, the oldest first, and who must step aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import selectinload

from shop.cases.queue import parties as parties_of_suspicion
from shop.core.clock import china_day
from shop.core.db import db
from shop.core.errors import N_, ShopError
from shop.core.jobs import FAILED, Job
from shop.core.roles import Actor
from shop.listings.models import Suspicion
from shop.listings.rules import WAITING
from shop.registry import objections, path
from shop.registry.models import Design, DesignPicture, Licence, Objection, PriorityChange
from shop.registry.rules import IN_FORCE, DesignState, LicenceState, ObjectionState
from shop.registry.rules.priority import ChangeState, SameOfficer
from shop.registry.terms import terms
from shop.workshops.models import Workshop
from shop.workshops.rules import SameVillage, StepAside
from shop.workshops.ties import Bonds, bonds_of

LICENCES_END_WITHIN = timedelta(days=30)


class Pile(StrEnum):
    """What waits in the office, the most pressing first."""

    TO_DECIDE = "to-decide"
    DUE = "due"  # the notice has ended, and nobody objects
    OBJECTIONS = "objections"
    SUSPICIONS = "suspicions"
    SECOND_OFFICER = "second-officer"
    ENDING = "ending"
    LICENCES = "licences"
    BROKEN = "broken"


PILES = {
    Pile.TO_DECIDE: N_("To decide"),
    Pile.DUE: N_("Notice over"),
    Pile.OBJECTIONS: N_("Objections"),
    Pile.SUSPICIONS: N_("Suspicions"),
    Pile.SECOND_OFFICER: N_("For a second officer"),
    Pile.ENDING: N_("Registrations ending"),
    Pile.LICENCES: N_("Licences ending"),
    Pile.BROKEN: N_("Stopped in the background"),
}


@dataclass(frozen=True)
class Kind:
    """How the things of one pile are found, in what order, and which workshops a decision concerns."""

    model: Any
    waits: Callable[[datetime], ColumnElement[bool]]
    order: tuple[Any, ...]
    parties: Callable[[Any], Iterable[int]] = lambda _thing: ()
    load: tuple[Any, ...] = ()


_PHOTOS = (selectinload(Design.pictures).joinedload(DesignPicture.picture),)


def _in_state(model: Any, *states: str) -> Callable[[datetime], ColumnElement[bool]]:
    return lambda _now: model.state.in_(states)


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(Design.state == DesignState.NOTICE, Design.notice_ends_at <= now)


def _ends_soon(now: datetime) -> ColumnElement[bool]:
    last = china_day(now) + timedelta(days=terms().renew_days)
    return and_(Design.state.in_(IN_FORCE), Design.expires_on <= last)


def _licence_ends_soon(now: datetime) -> ColumnElement[bool]:
    today = china_day(now)
    soon = and_(Licence.ends_on >= today, Licence.ends_on <= today + LICENCES_END_WITHIN)
    return and_(Licence.state == LicenceState.ACCEPTED, soon)


KINDS: Mapping[Pile, Kind] = {
    Pile.TO_DECIDE: Kind(
        Design, _in_state(Design, DesignState.SCREENED), (Design.id,), path.parties, load=_PHOTOS
    ),
    Pile.DUE: Kind(Design, _is_due, (Design.notice_ends_at, Design.id), path.parties, load=_PHOTOS),
    Pile.OBJECTIONS: Kind(
        Objection, _in_state(Objection, ObjectionState.OPEN), (Objection.id,), objections.parties
    ),
    Pile.SUSPICIONS: Kind(Suspicion, _in_state(Suspicion, *WAITING), (Suspicion.id,), parties_of_suspicion),
    Pile.SECOND_OFFICER: Kind(
        PriorityChange,
        _in_state(PriorityChange, ChangeState.PROPOSED),
        (PriorityChange.id,),
        lambda change: path.parties(change.design),
    ),
    Pile.ENDING: Kind(Design, _ends_soon, (Design.expires_on, Design.id), load=_PHOTOS),
    Pile.LICENCES: Kind(Licence, _licence_ends_soon, (Licence.ends_on, Licence.id)),
    Pile.BROKEN: Kind(Job, _in_state(Job, FAILED), (Job.id,)),
}


_ASIDE: Mapping[type[ShopError], str] = {  # what is particular before what is general
    SameVillage: N_("your own village"),
    StepAside: N_("your own family"),
    SameOfficer: N_("you proposed it"),
}


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, and why this officer must leave it to another one (None: they need not)."""

    thing: Any
    obstacle: ShopError | None

    @property
    def aside(self) -> str:
        """Give the msgid of what ties them, in two words."""
        return next((words for kind, words in _ASIDE.items() if isinstance(self.obstacle, kind)), "")


def count(pile: Pile, now: datetime) -> int:
    """Count what waits in a pile."""
    kind = KINDS[pile]
    return db.session.scalar(select(func.count()).select_from(kind.model).where(kind.waits(now))) or 0


def list_pile(pile: Pile, now: datetime, *, most: int, behind: int | None = None) -> Sequence[Any]:
    """List what waits in a pile, the oldest (or the nearest end) first, from behind the thing of this id."""
    kind = KINDS[pile]
    query = select(kind.model).where(kind.waits(now)).options(*kind.load).order_by(*kind.order)
    last = db.session.get(kind.model, behind) if behind is not None else None
    if last is not None:
        query = query.where(_comes_later(kind.order, last))
    return db.session.scalars(query.limit(most)).unique().all()


def _comes_later(order: tuple[Any, ...], last: Any) -> ColumnElement[bool]:
    """Say which rows stand behind that one; it may have left the pile since the page before was read."""
    first, rest = order[0], order[1:]
    value = getattr(last, first.key)
    later: ColumnElement[bool] = first > value
    return or_(later, and_(first == value, _comes_later(rest, last))) if rest else later


def with_obstacles(pile: Pile, things: Sequence[Any], actor: Actor) -> list[Waiting]:
    """Say of each thing whether this officer may decide it."""
    bonds = bonds_of(actor)
    return [Waiting(thing, _obstacle(pile, thing, bonds, actor)) for thing in things]


def _obstacle(pile: Pile, thing: Any, bonds: Bonds, actor: Actor) -> ShopError | None:
    if pile is Pile.SECOND_OFFICER and thing.proposed_by_id == actor.id:
        return SameOfficer()
    ids = set(KINDS[pile].parties(thing))
    parties = select(Workshop).where(Workshop.id.in_(ids)).order_by(Workshop.id)
    return bonds.find(db.session.scalars(parties)) if ids else None
