"""Find objections, say who may read them, and count how each side has fared."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement, func, select

from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.roles import Actor, Role, is_office
from shop.pictures.models import Picture
from shop.pictures.service import let_see
from shop.registry import path
from shop.registry.models import Design, Objection, ObjectionPicture
from shop.registry.rules import IN_REGISTER, ObjectionState
from shop.registry.rules.objections import Standing
from shop.workshops.models import Membership, Workshop
from shop.workshops.service import is_member


@let_see
def _is_party_to_objection(picture: Picture, actor: Actor) -> bool:
    """Let the family that is objected to, and the jurors, see the photos that an objection shows."""
    query = (
        select(Objection.design_id).join(ObjectionPicture).where(ObjectionPicture.picture_id == picture.id)
    )
    if Role.JUROR in actor.roles:
        return db.session.scalar(query.limit(1)) is not None
    mine = query.join(Design, Design.id == Objection.design_id)
    mine = mine.join(Membership, Membership.workshop_id == Design.workshop_id)
    return db.session.scalar(mine.where(Membership.person_id == actor.id).limit(1)) is not None


def find_objection_by(design: Design, workshop: Workshop) -> Objection | None:
    """Give the objection that a workshop has made to a design, whatever became of it."""
    query = select(Objection).where(Objection.design_id == design.id, Objection.workshop_id == workshop.id)
    return db.session.scalars(query).unique().first()


def parties(objection: Objection) -> set[int]:
    """Give the ids of the workshops that a decision on the objection concerns."""
    return path.parties(objection.design) | {objection.workshop_id}


def get_objection(public_id: str, actor: Actor) -> Objection:
    """Give an objection to its two sides, the office and the jurors; NotFound for others."""
    objection = db.session.scalars(select(Objection).where(Objection.public_id == public_id)).unique().first()
    if objection is None or not may_read(objection, actor):
        raise NotFound
    return objection


def may_read(objection: Objection, actor: Actor | None) -> bool:
    """Tell whether this person may read all of an objection, and not only that there is one."""
    if actor is None:
        return False
    council = is_office(actor) or Role.JUROR in actor.roles
    return council or is_objector(objection, actor) or is_member(objection.design.workshop_id, actor)


def is_objector(objection: Objection, actor: Actor) -> bool:
    """Tell whether this person works where the objection comes from."""
    return is_member(objection.workshop_id, actor)


def of_its_objector(public_id: str, actor: Actor) -> Objection:
    """Give an objection to whoever made it; NotFound for others."""
    return _for(get_objection(public_id, actor), lambda one: is_objector(one, actor))


def of_its_family(public_id: str, actor: Actor) -> Objection:
    """Give an objection to the family it is made against; NotFound for others."""
    return _for(get_objection(public_id, actor), lambda one: is_member(one.design.workshop_id, actor))


def _for(objection: Objection, allowed: Callable[[Objection], bool]) -> Objection:
    if not allowed(objection):
        raise NotFound
    return objection


def objections_to(design: Design) -> Sequence[Objection]:
    """List all objections to a design, the newest first."""
    query = select(Objection).where(Objection.design_id == design.id).order_by(Objection.id.desc())
    return db.session.scalars(query).unique().all()


def own_designs(workshop: Workshop) -> Sequence[Design]:
    """List the designs of a workshop that stand in the register, for it to point to, the newest first."""
    query = select(Design).where(Design.workshop_id == workshop.id, Design.state.in_(IN_REGISTER))
    return db.session.scalars(query.order_by(Design.id.desc())).unique().all()


def waiting() -> Sequence[Objection]:
    """List the objections that the office must decide, the earliest deadline first."""
    query = select(Objection).where(Objection.state == ObjectionState.OPEN)
    return db.session.scalars(query.order_by(Objection.answer_by, Objection.id)).unique().all()


def standing_of(workshop: Workshop) -> Standing:
    """Count how a workshop has fared with objections, as the one who objects and as the one objected to."""
    made = Objection.workshop_id == workshop.id
    return Standing(
        upheld=_count(made, Objection.state == ObjectionState.UPHELD),
        rejected=_count(made, Objection.state == ObjectionState.REJECTED),
        open=_count(made, Objection.state == ObjectionState.OPEN),
        fallen=_count(Design.workshop_id == workshop.id, Objection.state == ObjectionState.UPHELD),
    )


def _count(*conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(Objection).join(Design, Design.id == Objection.design_id)
    return db.session.scalar(query.where(*conditions)) or 0
