"""Find designs, and say who may see what of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.roles import Actor, is_office
from shop.pictures.models import Picture
from shop.pictures.regions import plain_among
from shop.pictures.service import let_see
from shop.registry.meaning import Meaning, read
from shop.registry.models import Design, DesignPicture, DesignProof, Likeness, ObjectionPicture
from shop.registry.rules import ON_VIEW, DesignState
from shop.registry.screening import likenesses_of
from shop.workshops.models import Workshop
from shop.workshops.service import is_member


def likenesses_for(design: Design, actor: Actor | None) -> list[tuple[Likeness, Meaning]]:
    """List for its family and the office what a design looks like and what that means; others see nothing.

    What is claimed there comes first. Other families' applications stay theirs, and nobody copies themselves.
    """
    if not (is_member(design.workshop_id, actor) or is_office(actor)):
        return []
    found = likenesses_of([row.picture for row in design.pictures])
    others = [one for one in found if one.design.workshop_id != design.workshop_id]
    return read([one for one in others if may_see(one.design, actor)])


def get_likeness(design: Design, ours: str, theirs: str, actor: Actor) -> Likeness:
    """Give the likeness between two pictures to whoever sees it on the design's page; NotFound for others."""
    for one, _meaning in likenesses_for(design, actor):
        if (one.picture.public_id, one.design_picture.picture.public_id) == (ours, theirs):
            return one
    raise NotFound


def plain_pictures(design: Design, actor: Actor | None) -> list[Picture]:
    """List for its family and the office the design's pictures that are too plain to compare."""
    if not (is_member(design.workshop_id, actor) or is_office(actor)):
        return []
    return plain_among([row.picture for row in design.pictures])


@let_see
def _came_before_the_office(picture: Picture, actor: Actor) -> bool:
    """Let the office see what was handed in: designs with their proofs, objections. Drafts stay private."""
    if not is_office(actor):
        return False
    handed_in = designs_with(picture).where(Design.state != DesignState.DRAFT)
    objected = select(ObjectionPicture.picture_id).where(ObjectionPicture.picture_id == picture.id)
    return db.session.scalar(handed_in.union_all(objected).limit(1)) is not None


def designs_with(picture: Picture) -> Select[int]:
    """Select the ids of the designs that a picture shows, or for which it is a proof."""
    shown = select(DesignPicture.design_id).where(DesignPicture.picture_id == picture.id)
    proof = select(DesignProof.design_id).where(DesignProof.picture_id == picture.id)
    return select(Design.id).where(Design.id.in_(shown.union(proof)))


def get_design(public_id: str, actor: Actor | None) -> Design:
    """Give a design: one that is or was public to everybody, another to its family and the office."""
    design = db.session.scalar(_whole().where(Design.public_id == public_id))
    if design is None or not may_see(design, actor):
        raise NotFound
    return design


def may_see(design: Design, actor: Actor | None) -> bool:
    """Tell whether this person may see the design."""
    if design.state == DesignState.DRAFT:
        return is_member(design.workshop_id, actor)  # not even the office looks over a family's shoulder
    public = design.state in ON_VIEW or design.registered_at is not None
    return public or is_office(actor) or is_member(design.workshop_id, actor)


def design_of(public_id: str, workshop: Workshop) -> Design:
    """Give a design of this workshop."""
    design = db.session.scalar(
        _whole().where(Design.public_id == public_id, Design.workshop_id == workshop.id)
    )
    if design is None:
        raise NotFound
    return design


def _whole() -> Select[Design]:
    return select(Design).options(
        joinedload(Design.workshop), selectinload(Design.pictures).joinedload(DesignPicture.picture)
    )


def designs_of(workshop: Workshop) -> Select[Design]:
    """Select all designs that a workshop has handed in, whatever became of them."""
    handed_in = Design.state != DesignState.DRAFT
    return _whole().where(Design.workshop_id == workshop.id, handed_in)


def screened() -> Sequence[Design]:
    """List the designs that the office must look at before they go on notice, the oldest first."""
    query = _whole().where(Design.state == DesignState.SCREENED).order_by(Design.id)
    return db.session.scalars(query).unique().all()


def due(now: datetime) -> Select[Design]:
    """Select the designs whose notice has ended without an open objection: they wait to be registered."""
    return _whole().where(Design.state == DesignState.NOTICE, Design.notice_ends_at <= now)
