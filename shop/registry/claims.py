"""Mark a design's pictures: its family what is new, the office what belongs to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shop.core.errors import N_, NotAllowed, NotFound, RuleBroken
from shop.core.roles import Actor, is_office
from shop.pictures import regions
from shop.pictures.models import MarkedRegion, Picture
from shop.pictures.shapes import RegionKind, Shape, share_within
from shop.registry.meaning import COVERED
from shop.registry.models import Design
from shop.registry.path import parties
from shop.registry.rules import IN_REGISTER, DesignState
from shop.registry.rules.applying import check_share
from shop.workshops.service import is_member
from shop.workshops.ties import check_impartial, find_tie

OPEN = IN_REGISTER | {DesignState.DRAFT, DesignState.SUBMITTED}


class BelongsToAll(RuleBroken):
    """Tell that nobody can claim what is commons."""

    message = N_("This part belongs to everybody (%(words)s): nobody can claim it.")


class DesignClosed(RuleBroken):
    """Tell that a design that is not in the register carries no claims."""

    message = N_("This design is not in the register any more: there is nothing to mark.")


def kind_for(design: Design, actor: Actor | None) -> RegionKind | None:
    """Say what this person marks on a design: its family claims, the office commons, others nothing.

    An officer of a party's family or village says nothing about commons there: that is for another.
    """
    if is_member(design.workshop_id, actor):
        return RegionKind.CLAIM
    if actor is None or not is_office(actor) or find_tie(actor, parties(design)) is not None:
        return None
    return RegionKind.COMMONS


def check_steps_aside(design: Design, actor: Actor) -> None:
    """Raise StepAside for an officer who is tied to a party, and so may not say what is everybody's here."""
    if is_office(actor) and not is_member(design.workshop_id, actor):
        check_impartial(actor, parties(design))


def marks_of(design: Design) -> list[tuple[Picture, list[MarkedRegion]]]:
    """List the design's pictures with what is claimed and what is commons on them."""
    pictures = [row.picture for row in design.pictures]
    marked = regions.marks_on([picture.id for picture in pictures])
    shown = (RegionKind.CLAIM, RegionKind.COMMONS)
    return [(p, [mark for mark in marked.get(p.id, []) if mark.kind in shown]) for p in pictures]


def picture_of(design: Design, public_id: str) -> Picture:
    """Give one of the design's pictures; NotFound for any other."""
    found = next((row.picture for row in design.pictures if row.picture.public_id == public_id), None)
    if found is None:
        raise NotFound
    return found


def mark(
    design: Design, picture: Picture, *, words: str, shape: Shape, actor: Actor, now: datetime
) -> MarkedRegion:
    """Mark a part of a design's picture, by its family as claimed, by the office as commons.

    NotAllowed for others; StepAside; DesignClosed; BelongsToAll for a claim on commons; ClaimsTooMuch.
    """
    check_steps_aside(design, actor)
    kind = kind_for(design, actor)
    if kind is None:
        raise NotAllowed
    if design.state not in OPEN:
        raise DesignClosed
    if kind is RegionKind.CLAIM:
        _check_is_claimable(shape, regions.marks_of(picture))
    return regions.mark(picture, kind, words=words, shape=shape, actor=actor, now=now)


def _check_is_claimable(shape: Shape, marks: Sequence[MarkedRegion]) -> None:
    commons = [mark for mark in marks if mark.kind == RegionKind.COMMONS]
    check_share([shape, *(mark.shape for mark in marks if mark.kind == RegionKind.CLAIM)])
    if share_within(shape, [mark.shape for mark in commons]) >= COVERED:
        raise BelongsToAll(words=max(commons, key=lambda mark: share_within(shape, [mark.shape])).words)


def unmark(design: Design, public_id: str, *, actor: Actor, now: datetime) -> None:
    """Take a mark away: the family its claims, the office commons. StepAside; NotFound for any other."""
    region = regions.get_mark(public_id, [row.picture for row in design.pictures])
    check_steps_aside(design, actor)
    if region.kind != kind_for(design, actor):
        raise NotFound
    regions.unmark(region, actor=actor, now=now)
