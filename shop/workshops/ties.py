"""Say who must step aside: whoever belongs to a party's family, or comes from its village."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from shop.accounts.models import Person
from shop.audit.service import record
from shop.core.db import db
from shop.core.errors import NotAllowed, NotFound
from shop.core.ids import new_public_id
from shop.core.roles import Actor, Role
from shop.workshops.models import Membership, Tie, Village, Workshop
from shop.workshops.rules import OwnTie, SameVillage, StepAside


@dataclass(frozen=True)
class Bonds:
    """All that ties somebody: the ids of the workshops of their family, and of their villages."""

    workshops: frozenset[int]
    villages: frozenset[int]

    def find(self, parties: Iterable[Workshop]) -> StepAside | None:
        """Say what ties them to one of the parties, family before village; None for a stranger to all."""
        parties = list(parties)
        kin = next((one for one in parties if one.id in self.workshops), None)
        if kin is not None:
            return StepAside(workshop=kin.name)
        neighbour = next((one for one in parties if one.village_id in self.villages), None)
        return None if neighbour is None else SameVillage(workshop=neighbour.name)


def check_impartial(actor: Actor, workshop_ids: Iterable[int]) -> None:
    """Raise StepAside or SameVillage when somebody is tied to one of the parties."""
    obstacle = find_tie(actor, workshop_ids)
    if obstacle is not None:
        raise obstacle


def find_tie(actor: Actor, workshop_ids: Iterable[int]) -> StepAside | None:
    """Say what ties somebody to one of these workshops; None for a stranger to all of them."""
    query = select(Workshop).where(Workshop.id.in_(set(workshop_ids))).order_by(Workshop.id)
    return bonds_of(actor).find(db.session.scalars(query))


def bonds_of(actor: Actor) -> Bonds:
    """Give what ties somebody: read once where many decisions are asked about."""
    return Bonds(_families_of(actor), _villages_of(actor))


def _families_of(actor: Actor) -> frozenset[int]:
    """Give the workshops in which somebody works, and those declared to be a relative's."""
    works = select(Membership.workshop_id).where(Membership.person_id == actor.id)
    kin = select(Tie.workshop_id).where(Tie.person_id == actor.id, Tie.workshop_id.is_not(None))
    return frozenset(one for one in (*db.session.scalars(works), *db.session.scalars(kin)) if one is not None)


def _villages_of(actor: Actor) -> frozenset[int]:
    """Give the villages in which somebody works, and those declared to be their own."""
    works = select(Workshop.village_id).join(Membership).where(Membership.person_id == actor.id)
    own = select(Tie.village_id).where(Tie.person_id == actor.id, Tie.village_id.is_not(None))
    return frozenset(one for one in (*db.session.scalars(works), *db.session.scalars(own)) if one is not None)


def ties_of(person: Person) -> Sequence[Tie]:
    """List what was declared of a person."""
    return db.session.scalars(select(Tie).where(Tie.person_id == person.id).order_by(Tie.id)).unique().all()


def declare_tie(person: Person, to: Village | Workshop, *, actor: Actor | None, now: datetime) -> Tie:
    """Note that a person comes from a village, or has relatives in a workshop; twice changes nothing."""
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update())  # one at a time
    same = Tie.village_id == to.id if isinstance(to, Village) else Tie.workshop_id == to.id
    found = db.session.scalar(select(Tie).where(Tie.person_id == person.id, same))
    if found is not None:
        return found
    tie = Tie(public_id=new_public_id(), person_id=person.id, since=now)
    tie.village, tie.workshop = (to, None) if isinstance(to, Village) else (None, to)
    db.session.add(tie)
    db.session.flush()
    _record("person.tie_declared", tie, person, actor=actor, now=now)
    return tie


def remove_tie(public_id: str, person: Person, *, actor: Actor, now: datetime) -> None:
    """Take a declared tie away: an administrator does, and never one of their own (NotAllowed, OwnTie).

    NotFound where this person has no such tie.
    """
    if Role.ADMINISTRATOR not in actor.roles:
        raise NotAllowed
    if person.id == actor.id:
        raise OwnTie
    tie = db.session.scalar(select(Tie).where(Tie.public_id == public_id, Tie.person_id == person.id))
    if tie is None:
        raise NotFound
    db.session.delete(tie)
    _record("person.tie_removed", tie, person, actor=actor, now=now)


def _record(act: str, tie: Tie, person: Person, *, actor: Actor | None, now: datetime) -> None:
    to = {"workshop": tie.workshop.public_id} if tie.workshop else {"village": tie.village_id}
    record(act, actor=actor, subject=("person", person.public_id), now=now, details=to)
