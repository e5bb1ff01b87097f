"""Find licences, and tell what they protect: which one covers a use, or what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Select, and_, or_, select, union
from sqlalchemy.orm import selectinload

from shop.core.clock import china_day
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.roles import Actor, is_office
from shop.pictures.models import Picture
from shop.registry.licence_acts import end_licence, grant_licence
from shop.registry.licence_transfer import follow_transfer
from shop.registry.models import Design, DesignPicture, Licence, Likeness
from shop.registry.rules import (
    PROTECTED,
    PROTECTING,
    SAME_PICTURE,
    LicenceState,
    Part,
    Phase,
    Shield,
    Use,
    best_shield,
)
from shop.registry.rules.designs import SHOWN_ROLES
from shop.workshops.models import Workshop
from shop.workshops.service import is_member

__all__ = ["end_licence", "follow_transfer", "grant_licence"]  # beside what stands below


class LicenceSide(StrEnum):
    """On which side of a licence somebody works."""

    GIVER = "giver"
    HOLDER = "holder"


@dataclass(frozen=True)
class Cover:
    """What the licences of a workshop say to its use of a design.

    `licence` is the one that covers it, or the nearest to doing so; `until` the last day on which it does.
    """

    shield: Shield
    licence: Licence | None = None
    until: date | None = None

    @property
    def protects(self) -> bool:
        """Tell whether the use is allowed today."""
        return self.shield in PROTECTING


def shield_for(
    design: Design,
    holder_id: int,
    now: datetime,
    *,
    platforms: Iterable[str] = (),
    price_fen: int | None = None,
    since: datetime | None = None,
) -> Cover:
    """Tell which licence lets this workshop sell the design with its photos now, or what is missing.

    No platform: none is held against it. `price_fen` for one set is held against the floor price; `since` is
    when it came into the shop, for selling off after a licence's end.
    """
    use = Use(design.id, frozenset(platforms), price_fen, since)
    held = {one.grant: one for one in _held_of(design.workshop_id, holder_id)}
    shield, grant = best_shield(list(held), use, now)
    if grant is None:
        return Cover(shield)
    until = {Shield.COVERED: grant.last_day, Shield.SELLING_OFF: grant.sell_off_until}.get(shield)
    return Cover(shield, held[grant], until)


def may_sell_for(maker_id: int, holder_id: int, now: datetime, designs: Collection[Design] = ()) -> bool:
    """Tell whether licences in force let a workshop sell all these designs of a maker, photos or not.

    Where no design is named, any licence of that maker for a design will do.
    """
    held = [one.grant for one in _held_of(maker_id, holder_id)]
    if not designs:
        return any(one.phase(now) is Phase.IN_FORCE and Part.DESIGN in one.terms.parts for one in held)
    uses = [Use(design.id, parts=frozenset({Part.DESIGN})) for design in designs]
    return all(best_shield(held, use, now)[0] is Shield.COVERED for use in uses)


def _held_of(maker_id: int, holder_id: int) -> Sequence[Licence]:
    """List what a workshop was ever granted of a maker's, the newest first."""
    query = select(Licence).where(Licence.maker_id == maker_id, Licence.holder_id == holder_id)
    return db.session.scalars(query.order_by(Licence.id.desc())).unique().all()


def designs_on(pictures: Iterable[Picture]) -> Sequence[tuple[int, Design]]:
    """List which protected designs these pictures show, as (picture id, design), by design.

    A picture shows a design whose own it is, and one of which it was found to be the same picture.
    """
    ids = [picture.id for picture in pictures]
    shown = DesignPicture.role.in_(SHOWN_ROLES)
    own = select(DesignPicture.picture_id, DesignPicture.design_id)
    own = own.where(DesignPicture.picture_id.in_(ids), shown)
    found = select(Likeness.picture_id, DesignPicture.design_id).join(Likeness.design_picture)
    found = found.where(Likeness.picture_id.in_(ids), Likeness.verdict == SAME_PICTURE, shown)
    pairs = union(own, found).subquery()
    query = select(pairs.c.picture_id, Design).join(Design, Design.id == pairs.c.design_id)
    query = query.where(Design.state.in_(PROTECTED)).order_by(Design.id, pairs.c.picture_id)
    return [(picture_id, design) for picture_id, design in db.session.execute(query).unique()] if ids else []


def get_licence(public_id: str, actor: Actor) -> Licence:
    """Give a licence to its two sides, the maker and the office; to everybody else it is not found."""
    licence = db.session.scalar(select(Licence).where(Licence.public_id == public_id))
    if licence is None or not (sides_of(licence, actor) or is_office(actor)):
        raise NotFound
    return licence


def sides_of(licence: Licence, actor: Actor) -> set[LicenceSide]:
    """Tell on which side somebody works; the maker stands beside whoever gives a licence on."""
    sides = set()
    if any(is_member(workshop_id, actor) for workshop_id in _givers(licence)):
        sides.add(LicenceSide.GIVER)
    if is_member(licence.holder_id, actor):
        sides.add(LicenceSide.HOLDER)
    return sides


def _givers(licence: Licence) -> set[int]:
    """Give the ids of all workshops from which a licence comes down: the maker, and who gave it on."""
    above = licence.under
    return {licence.maker_id} if above is None else _givers(above) | {above.holder_id}


def find_by_code(code: str) -> Licence | None:
    """Find the licence on whose paper this check code stands."""
    return db.session.scalar(select(Licence).where(Licence.check_code == code))


def given_by(workshop: Workshop) -> Select[Licence]:
    """Select what a workshop grants, or is asked to grant: as the maker, or under a licence that it holds."""
    held = select(Licence.id).where(Licence.holder_id == workshop.id)
    as_maker = and_(Licence.maker_id == workshop.id, Licence.under_id.is_(None))
    return _with_what_rows_show(select(Licence).where(or_(as_maker, Licence.under_id.in_(held))))


def held_by(workshop: Workshop) -> Select[Licence]:
    """Select what a workshop holds, was offered, or has asked for."""
    return _with_what_rows_show(select(Licence).where(Licence.holder_id == workshop.id))


def _with_what_rows_show(query: Select[Licence]) -> Select[Licence]:
    """Read along, for a whole list at once, what each of its rows shows."""
    above = selectinload(Licence.under)
    return query.options(above, selectinload(Licence.design).selectinload(Design.pictures))


def to_answer(workshop: Workshop) -> Sequence[Licence]:
    """List the requests and offers that wait for this workshop, the oldest first."""
    asked = and_(
        Licence.maker_id == workshop.id, Licence.under_id.is_(None), Licence.state == LicenceState.ASKED
    )
    offered = and_(Licence.holder_id == workshop.id, Licence.state == LicenceState.OFFERED)
    query = _with_what_rows_show(select(Licence).where(or_(asked, offered)).order_by(Licence.id))
    return db.session.scalars(query).unique().all()


def given_under(licence: Licence) -> Sequence[Licence]:
    """List the licences that stand under this one, the newest first."""
    query = select(Licence).where(Licence.under_id == licence.id).order_by(Licence.id.desc())
    return db.session.scalars(query).unique().all()


def licences_in_force(design: Design, now: datetime) -> Sequence[Licence]:
    """List the licences that cover a design today, the oldest first."""
    today = china_day(now)
    query = select(Licence).where(
        Licence.maker_id == design.workshop_id,
        or_(Licence.design_id.is_(None), Licence.design_id == design.id),
        Licence.state == LicenceState.ACCEPTED,
        Licence.starts_on <= today,
        Licence.ends_on >= today,
    )
    return db.session.scalars(query.order_by(Licence.id)).unique().all()
