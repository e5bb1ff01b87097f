"""Find suspicions, and say who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from shop.cases.models import Statement
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.roles import OFFICE, Actor, Role
from shop.listings.hanging import hangs_since
from shop.listings.models import Listing, ListingPicture, Suspicion, TextHint
from shop.listings.rules import WAITING, SuspicionState
from shop.listings.words import hints, hints_between
from shop.pictures.models import Picture
from shop.pictures.service import let_see
from shop.registry.models import Design, DesignPicture, Likeness
from shop.workshops.models import Membership, Workshop
from shop.workshops.service import is_member

DECIDED = frozenset({SuspicionState.NOT_A_COPY, SuspicionState.COPY, SuspicionState.SETTLED})


def _joined() -> Select[Suspicion]:
    query = (
        select(Suspicion).join(Suspicion.likeness).join(Likeness.design_picture).join(DesignPicture.design)
    )
    whose = (
        joinedload(Suspicion.likeness).joinedload(Likeness.design_picture).joinedload(DesignPicture.design)
    )
    return query.join(Listing, Listing.id == Suspicion.listing_id).options(whose)


def in_state(which: str, now: datetime) -> Select[Suspicion]:
    """Select what one of the queue's filters shows: to-do, asked, case, decided; all for any other."""
    if which == "to-do":
        ripe = and_(Suspicion.state == SuspicionState.ASKED, or_(Suspicion.answer_by <= now, _both_spoke()))
        return _joined().where(or_(Suspicion.state == SuspicionState.OPEN, ripe))
    states = {"asked": {SuspicionState.ASKED}, "case": {SuspicionState.CASE}, "decided": DECIDED}.get(which)
    return _joined().where(Suspicion.state.in_(states)) if states else _joined()


def _both_spoke() -> ColumnElement[bool]:
    spoken = select(func.count(Statement.workshop_id.distinct()))
    return spoken.where(Statement.suspicion_id == Suspicion.id).correlate(Suspicion).scalar_subquery() >= 2


def waiting() -> Select[Suspicion]:
    """Select the suspicions that nobody has decided yet."""
    return _joined().where(Suspicion.state.in_(WAITING))


def count_open() -> int:
    """Count the suspicions that wait for the office."""
    query = select(func.count()).select_from(Suspicion).where(Suspicion.state.in_(WAITING))
    return db.session.scalar(query) or 0


def word_hints(now: datetime) -> Select[TextHint]:
    """Select what the town's listings say like others, with the photos of the listings."""
    photos = joinedload(TextHint.listing).selectinload(Listing.pictures)
    return hints(now).options(photos.joinedload(ListingPicture.picture))


def words_beside(suspicion: Suspicion, actor: Actor, now: datetime) -> Sequence[TextHint]:
    """List, for those who judge a suspicion, what the two workshops' words have in common."""
    maker_id, lister_id = parties(suspicion)
    judges = bool(actor.roles & (OFFICE | {Role.JUROR})) and not is_member(lister_id, actor)
    return hints_between(maker_id, lister_id, now) if judges else []


def about_designs_of(workshop: Workshop) -> Sequence[Suspicion]:
    """List open suspicions that somebody used this workshop's designs."""
    query = waiting().where(Design.workshop_id == workshop.id)
    return db.session.scalars(query.order_by(Suspicion.id.desc())).unique().all()


def about_listings_of(workshop: Workshop) -> Sequence[Suspicion]:
    """List open suspicions about this workshop's own listings."""
    query = waiting().where(Listing.workshop_id == workshop.id)
    return db.session.scalars(query.order_by(Suspicion.id.desc())).unique().all()


def get_suspicion(public_id: str, actor: Actor) -> Suspicion:
    """Give a suspicion to the office, the jurors and the two workshops; to others it is not found."""
    suspicion = db.session.scalar(_joined().where(Suspicion.public_id == public_id))
    if suspicion is None:
        raise NotFound
    council = bool(actor.roles & (OFFICE | {Role.JUROR}))
    if not council and not any(is_member(side, actor) for side in parties(suspicion)):
        raise NotFound
    return suspicion


@let_see
def _sees_evidence(picture: Picture, actor: Actor) -> bool:
    """Let the jurors and the earlier maker see a photo that waits: it looks like a registered design."""
    query = _joined().where(Likeness.picture_id == picture.id)
    if Role.JUROR in actor.roles and db.session.scalar(query) is not None:
        return True
    mine = query.join(Membership, Membership.workshop_id == Design.workshop_id)
    return db.session.scalar(mine.where(Membership.person_id == actor.id)) is not None


def parties(suspicion: Suspicion) -> tuple[int, int]:
    """Give the ids of the two workshops: the one that registered, the one that lists."""
    return suspicion.likeness.design.workshop_id, suspicion.listing.workshop_id


@dataclass(frozen=True)
class Order:
    """Which came first: when the design was handed in, when the photo came and since when it hangs."""

    design_at: datetime
    photo_at: datetime
    hangs_since: datetime | None  # None where it was never in the catalogue

    @property
    def design_was_first(self) -> bool:
        """Tell whether the design was handed in before the photo hung in the catalogue."""
        return self.hangs_since is None or self.design_at <= self.hangs_since


def order_of(suspicion: Suspicion) -> Order:
    """Say which came first, the design or the listing."""
    design, picture = suspicion.likeness.design, suspicion.likeness.picture
    handed_in = design.priority_at or design.submitted_at or design.created_at
    return Order(handed_in, picture.created_at, hangs_since(suspicion.listing, picture))
