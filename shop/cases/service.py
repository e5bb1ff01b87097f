"""Put suspicions before people, and carry out what they decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from shop.audit.service import record
from shop.cases.rules import AlreadyDecided, NeedsReason
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.roles import OFFICE, Actor, Role
from shop.listings.models import Listing, ListingPicture, Suspicion, TextHint
from shop.listings.rules import SCREENED, WAITING, ListingAct, ListingState, SuspicionState
from shop.listings.service import move, settle
from shop.listings.words import hints, hints_between, note_public
from shop.pictures.models import Picture
from shop.pictures.service import let_see
from shop.registry.models import Design, DesignPicture, Likeness
from shop.workshops.models import Membership, Workshop
from shop.workshops.service import is_member
from shop.workshops.ties import check_impartial


def _joined() -> Select[Suspicion]:
    query = (
        select(Suspicion).join(Suspicion.likeness).join(Likeness.design_picture).join(DesignPicture.design)
    )
    whose = (
        joinedload(Suspicion.likeness).joinedload(Likeness.design_picture).joinedload(DesignPicture.design)
    )
    return query.join(Listing, Listing.id == Suspicion.listing_id).options(whose)


def suspicions() -> Select[Suspicion]:
    """Select all suspicions of the town."""
    return _joined()


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


def decide(suspicion: Suspicion, *, is_copy: bool, reason: str, actor: Actor, now: datetime) -> None:
    """Let the office decide: a copy leaves the catalogue; what is none is published, never asked again."""
    check_impartial(actor, parties(suspicion))
    db.session.refresh(
        suspicion.listing, ["state"], with_for_update=True
    )  # of two officers at once, one waits
    db.session.refresh(suspicion, ["state"])
    if suspicion.state not in WAITING:
        raise AlreadyDecided
    if not reason:
        raise NeedsReason
    suspicion.state = SuspicionState.COPY if is_copy else SuspicionState.NOT_A_COPY
    suspicion.decided_at, suspicion.decided_by_id, suspicion.reason = now, actor.id, reason
    db.session.flush()
    _carry_out(suspicion, now=now)
    record(
        f"suspicion.{suspicion.state.replace('-', '_')}",
        actor=actor,
        subject=("suspicion", suspicion.public_id),
        now=now,
    )


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
