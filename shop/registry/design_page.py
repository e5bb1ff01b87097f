"""Gather what the page of a design shows to its reader, and what that reader can do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.core.clock import china_day
from shop.core.roles import Actor, is_office
from shop.pictures.models import MarkedRegion, Picture
from shop.registry import claims, closing, holding, objections, path, transfers
from shop.registry.models import Design, Objection, PriorityChange, Transfer
from shop.registry.rules import IN_FORCE, ON_VIEW, PROTECTED, DesignAct, DesignState, PictureRole
from shop.registry.rules.designs import SHOWN_ROLES
from shop.registry.rules.holding import Window
from shop.workshops.rules import StepAside
from shop.workshops.service import is_member, workshops_of
from shop.workshops.ties import find_tie

_DECISIONS = {  # what the office decides in which state, the way forward first
    DesignState.SCREENED: (DesignAct.ADMIT, DesignAct.REFUSE),
    DesignState.NOTICE: (DesignAct.REGISTER, DesignAct.REFUSE),
    DesignState.REGISTERED: (DesignAct.CANCEL,),
    DesignState.TRANSFERRED: (DesignAct.CANCEL,),
    DesignState.LAPSED: (DesignAct.CANCEL,),
}


@dataclass(frozen=True)
class Reader:
    """Who looks at a design: somebody of its family, of the office, of another workshop, or anybody."""

    actor: Actor | None
    mine: bool
    office: bool

    @property
    def inside(self) -> bool:
        """Tell whether they read what the public does not: outtakes, proofs, what was found."""
        return self.mine or self.office


def reader_of(design: Design, actor: Actor | None) -> Reader:
    """Say who looks at a design."""
    return Reader(actor, is_member(design.workshop_id, actor), is_office(actor))


@dataclass(frozen=True)
class Desk:
    """What the office can do with a design: which decisions, from when on, or why it steps aside."""

    acts: tuple[DesignAct, ...]
    tie: StepAside | None
    waits_until: datetime | None
    may_move_date: bool
    change: PriorityChange | None
    is_own_change: bool


def desk_for(design: Design, reader: Reader, now: datetime) -> Desk | None:
    """Give what the office can do; None for everybody else."""
    if reader.actor is None or not reader.office:
        return None
    acts = _DECISIONS.get(DesignState(design.state), ())
    change = closing.open_change(design)
    runs = DesignAct.REGISTER in acts and design.notice_ends_at is not None and now < design.notice_ends_at
    return Desk(
        acts=tuple(act for act in acts if not (runs and act is DesignAct.REGISTER)),
        tie=find_tie(reader.actor, path.parties(design)),
        waits_until=design.notice_ends_at if runs else None,
        may_move_date=design.priority_at is not None and design.state not in closing.OVER and change is None,
        change=change,
        is_own_change=change is not None and change.proposed_by_id == reader.actor.id,
    )


@dataclass(frozen=True)
class Holding:
    """What its family can do with a design, and the offer that waits, if any."""

    window: Window | None
    may_renew: bool
    may_withdraw: bool
    may_give_away: bool
    offer: Transfer | None
    offered_to_me: bool


def holding_for(design: Design, reader: Reader, now: datetime) -> Holding:
    """Give what the reader can do as its family, or as whom it is offered to; to others: nothing."""
    offer = closing.open_transfer(design)
    to_me = offer is not None and is_member(offer.taker_id, reader.actor)
    free = reader.mine and offer is None and not closing.open_objections(design)
    return Holding(
        window=holding.window_of(design) if reader.mine else None,
        may_renew=reader.mine and holding.may_renew(design, china_day(now)),
        may_withdraw=reader.mine and design.state in PROTECTED | {DesignState.SCREENED},
        may_give_away=free and design.state in IN_FORCE,
        offer=offer if reader.mine or to_me else None,
        offered_to_me=to_me,
    )


def may_object(design: Design, reader: Reader) -> bool:
    """Tell whether somebody's workshop can object to the design and has not done so."""
    if reader.actor is None or reader.mine or design.state not in PROTECTED:
        return False
    homes = workshops_of(reader.actor)
    return any(objections.find_objection_by(design, home) is None for home in homes)


def may_ask_licence(design: Design, reader: Reader) -> bool:
    """Tell whether somebody works in another workshop, which could sell the design."""
    if reader.actor is None or design.state not in PROTECTED:
        return False
    return any(home.id != design.workshop_id for home in workshops_of(reader.actor))


def objections_for(design: Design, reader: Reader) -> list[tuple[Objection, bool]]:
    """List the objections to a design, the newest first, and whether the reader may read all of each.

    The public sees that there is one only while it stands, or where it brought the design down.
    """
    found = [(one, objections.may_read(one, reader.actor)) for one in objections.objections_to(design)]
    return [(one, whole) for one, whole in found if whole or one.state in ("open", "upheld")]


def pictures_for(design: Design, reader: Reader) -> list[tuple[PictureRole, list[Picture]]]:
    """List a design's pictures by what they show; others than its family and the office see no private ones.

    One that left the register shows others none at all.
    """
    if not reader.inside and design.state not in ON_VIEW:
        return []
    shown = list(PictureRole) if reader.inside else [role for role in PictureRole if role in SHOWN_ROLES]
    grouped = [(role, [row.picture for row in design.pictures if row.role == role]) for role in shown]
    return [(role, pictures) for role, pictures in grouped if pictures]


def marks_for(design: Design, reader: Reader) -> list[tuple[Picture, list[MarkedRegion]]]:
    """List those of the pictures the reader sees that carry marks, with them."""
    seen = {picture.id for _role, pictures in pictures_for(design, reader) for picture in pictures}
    return [(picture, marks) for picture, marks in claims.marks_of(design) if marks and picture.id in seen]


def former_holders(design: Design) -> Sequence[Transfer]:
    """List from whom to whom a design went, the earliest first."""
    return transfers.transfers_of(design)
