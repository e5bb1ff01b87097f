"""Give a design to another workshop, which accepts it or not; all its versions go together."""

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
from shop.pictures.service import let_see
from shop.registry import path
from shop.registry.closing import open_objections, open_transfer
from shop.registry.facts import facts_of
from shop.registry.letters_of_holding import tell_offered, tell_transfer
from shop.registry.licence_transfer import follow_transfer
from shop.registry.models import Design, Transfer
from shop.registry.rules import IN_FORCE, DesignAct, DesignState, next_state
from shop.registry.rules.holding import (
    OFFER_DAYS,
    ObjectionOpen,
    OfferOpen,
    OfferOver,
    ToOneself,
    TransferAct,
    TransferState,
    VersionWaits,
    next_transfer_state,
    offer_ends_at,
)
from shop.registry.service import designs_with
from shop.registry.versions import versions_of
from shop.workshops.models import Membership, Workshop
from shop.workshops.service import is_member

_UNDECIDED = frozenset(
    {DesignState.SUBMITTED, DesignState.SCREENED, DesignState.NOTICE, DesignState.OBJECTED}
)
_GOES_ALONG = IN_FORCE | {DesignState.LAPSED}


@let_see
def _is_of_own_design(picture: Picture, actor: Actor) -> bool:
    """Let a family see all pictures of its designs, also those that a former holder took."""
    mine = designs_with(picture).join(Membership, Membership.workshop_id == Design.workshop_id)
    return db.session.scalar(mine.where(Membership.person_id == actor.id).limit(1)) is not None


def offer(design: Design, taker: Workshop, *, actor: Actor, now: datetime) -> Transfer:
    """Offer a registered design to another workshop for OFFER_DAYS.

    ToOneself, OfferOpen, ObjectionOpen, VersionWaits; WrongStep for a design that is not in force.
    """
    versions = _lock_all(design)
    next_state(DesignState(design.state), DesignAct.TRANSFER)  # is it in force at all?
    if taker.id == design.workshop_id:
        raise ToOneself
    _check_free(versions)
    for waiting in filter(None, map(open_transfer, versions)):
        _end_if_over(waiting, now)
    transfer = Transfer(
        design=design,
        giver=design.workshop,
        taker=taker,
        offered_at=now,
        state=TransferState.OFFERED,
        public_id=new_public_id(),
    )
    db.session.add(transfer)
    db.session.flush()
    tell_offered(transfer, actor=actor, now=now)
    _record("offered", transfer, actor=actor, now=now)
    return transfer


def _lock_all(design: Design) -> list[Design]:
    """Give all versions of a design, each locked, always in the same order: nobody waits in a ring."""
    versions = sorted(versions_of(design), key=lambda one: one.id)
    for one in versions:
        path.lock(one)
    return versions


def _check_free(versions: Sequence[Design]) -> None:
    for one in versions:
        if one.state in _UNDECIDED:
            raise VersionWaits(version=one.version)
        if open_objections(one):
            raise ObjectionOpen


def _end_if_over(waiting: Transfer, now: datetime) -> None:
    if now <= offer_ends_at(waiting.offered_at):
        raise OfferOpen(workshop=waiting.taker.name)
    waiting.state, waiting.ended_at = next_transfer_state(TransferState.OFFERED, TransferAct.LAPSE), now


def accept(transfer: Transfer, *, actor: Actor, now: datetime) -> None:
    """Take a design over with all its versions and single licences; its number and its date stay.

    OfferOver, ObjectionOpen, VersionWaits; WrongStep for an offer that has ended.
    """
    versions = _lock_all(transfer.design)
    _end(transfer, TransferAct.ACCEPT, now=now)
    if now > offer_ends_at(transfer.offered_at):
        raise OfferOver
    _check_free(versions)
    moved = [one for one in versions if one.workshop_id == transfer.giver_id and one.state in _GOES_ALONG]
    for one in moved:
        _hand_over(one, transfer, now=now)
    for one in moved:
        follow_transfer(one, transfer.taker, now, giver=transfer.giver)
    _cut_drafts_loose(versions, transfer.giver_id)
    tell_transfer(transfer, actor=actor, now=now)
    for one in moved:
        subject = ("design", one.public_id)
        record("design.transferred", actor=actor, subject=subject, now=now, details=facts_of(one))


def _hand_over(design: Design, transfer: Transfer, *, now: datetime) -> None:
    if design.state in IN_FORCE:
        path.move(design, DesignAct.TRANSFER, now=now)
    if design is not transfer.design:
        db.session.add(_alongside(design, transfer, now))
    design.workshop = transfer.taker
    db.session.flush()


def _alongside(design: Design, transfer: Transfer, now: datetime) -> Transfer:
    """Note of another version, too, who held it before."""
    return Transfer(
        design=design,
        giver=transfer.giver,
        taker=transfer.taker,
        offered_at=transfer.offered_at,
        ended_at=now,
        state=TransferState.ACCEPTED,
        public_id=new_public_id(),
    )


def _cut_drafts_loose(versions: Sequence[Design], giver_id: int) -> None:
    """Leave the former family its unfinished drafts, as drafts of designs of their own."""
    for one in versions:
        if one.state == DesignState.DRAFT and one.workshop_id == giver_id:
            one.earlier, one.version = None, 1


def decline(transfer: Transfer, *, actor: Actor, now: datetime) -> None:
    """Leave an offered design with its family; WrongStep for an offer that has ended."""
    _turn_down(transfer, TransferAct.DECLINE, actor=actor, now=now)


def take_back(transfer: Transfer, *, actor: Actor, now: datetime) -> None:
    """Take one's own offer back; WrongStep for one that has ended."""
    _turn_down(transfer, TransferAct.TAKE_BACK, actor=actor, now=now)


def lapse(transfer: Transfer, *, now: datetime) -> bool:
    """End an offer that nobody answered in time; tell whether it still waited."""
    path.lock(transfer.design)
    db.session.refresh(transfer, ["state"])
    if transfer.state != TransferState.OFFERED:
        return False
    _turn_down(transfer, TransferAct.LAPSE, actor=None, now=now)
    return True


def _turn_down(transfer: Transfer, act: TransferAct, *, actor: Actor | None, now: datetime) -> None:
    path.lock(transfer.design)
    _end(transfer, act, now=now)
    tell_transfer(transfer, actor=actor, now=now)
    _record(transfer.state.replace("-", "_"), transfer, actor=actor, now=now)


def _end(transfer: Transfer, act: TransferAct, *, now: datetime) -> None:
    db.session.refresh(transfer, ["state"])
    transfer.state, transfer.ended_at = next_transfer_state(TransferState(transfer.state), act), now
    db.session.flush()


def _record(what: str, transfer: Transfer, *, actor: Actor | None, now: datetime) -> None:
    details = {
        "design": transfer.design.public_id,
        "giver": transfer.giver.public_id,
        "taker": transfer.taker.public_id,
    }
    subject = ("transfer", transfer.public_id)
    record(f"transfer.{what}", actor=actor, subject=subject, now=now, details=details)


def offer_to(public_id: str, actor: Actor) -> Transfer:
    """Give an offer to those whom it is made to; NotFound for others."""
    transfer = _get(public_id)
    if not is_member(transfer.taker_id, actor):
        raise NotFound
    return transfer


def offer_by(public_id: str, actor: Actor) -> Transfer:
    """Give an offer to those who made it; NotFound for others."""
    transfer = _get(public_id)
    if not is_member(transfer.giver_id, actor):
        raise NotFound
    return transfer


def design_offered(public_id: str) -> str:
    """Give the public id of the design that an offer is about."""
    return _get(public_id).design.public_id


def _get(public_id: str) -> Transfer:
    transfer = db.session.scalars(select(Transfer).where(Transfer.public_id == public_id)).unique().first()
    if transfer is None:
        raise NotFound
    return transfer


def transfers_of(design: Design) -> Sequence[Transfer]:
    """List how a design changed hands, the oldest first."""
    query = select(Transfer).where(Transfer.design_id == design.id, Transfer.state == TransferState.ACCEPTED)
    return db.session.scalars(query.order_by(Transfer.id)).unique().all()


def over(now: datetime) -> Sequence[int]:
    """List the ids of the offers that nobody answered in time."""
    since = now - timedelta(days=OFFER_DAYS)
    query = select(Transfer.id).where(Transfer.state == TransferState.OFFERED, Transfer.offered_at < since)
    return db.session.scalars(query.order_by(Transfer.id)).all()
