"""Take designs into the register, decide on them, and find them again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from shop.core.clock import china
from shop.core.db import db
from shop.core.errors import N_, NotFound, RuleBroken
from shop.core.ids import new_public_id
from shop.core.numbering import next_number
from shop.core.roles import Actor, is_office
from shop.core.search import has_words
from shop.pictures.models import Picture
from shop.pictures.regions import plain_among
from shop.pictures.rules import NeedsPhoto, TooManyPictures
from shop.registry.meaning import Meaning, read
from shop.registry.models import Design, DesignPicture, Likeness
from shop.registry.path import move, record_state
from shop.registry.rules import ALIKE, MOST_PICTURES, ON_VIEW, SAME_PICTURE, DesignAct, DesignState
from shop.registry.screening import Screening, check_still_true, keep_likeness, likenesses_of, take_turn
from shop.workshops.models import Workshop
from shop.workshops.service import is_member

HINTS = 6  # how many mere likenesses are kept with an application, the surest first


class AlreadyYours(RuleBroken):
    """Tell that a workshop has registered this photo already."""

    message = N_("You have registered this photo already, as No. %(number)s.")


def apply(
    workshop: Workshop,
    *,
    name: str,
    category: str,
    claims: str,
    pictures: Sequence[Picture],
    screening: Screening,
    actor: Actor | None,
    now: datetime,
) -> Design:
    """Enter a design: on public notice at once when nothing there is like it, else put before the office.

    RegisterMoved when the register grew since the screening (screen again); AlreadyYours for one's own photo.
    """
    check_count(pictures)
    check_still_true(screening)
    others = _check_not_own(workshop, screening)
    number = design_number(now)
    design = create_design(workshop, number=number, name=name, category=category, claims=claims, now=now)
    add_pictures(design, pictures)
    same = others.of(SAME_PICTURE)
    for finding in same + others.of(ALIKE)[:HINTS]:
        keep_likeness(finding, now=now)
    doubtful = any(not finding.meaning.commons for finding in same)
    act = DesignAct.QUESTION if doubtful else DesignAct.CLEAR
    move(design, act, now=now)
    record_state(design, actor=actor, now=now)
    return design


def check_count(pictures: Sequence[Picture]) -> None:
    """Raise NeedsPhoto or TooManyPictures; asked before the pictures are compared, too."""
    if not pictures:
        raise NeedsPhoto
    if len(pictures) > MOST_PICTURES:
        raise TooManyPictures(most=MOST_PICTURES)


def _check_not_own(workshop: Workshop, screening: Screening) -> Screening:
    """Give the screening without the workshop's own designs; raise AlreadyYours for a photo it registered."""
    own = set()
    for finding in screening.findings:
        design = db.session.get_one(Design, finding.design_id)
        if design.workshop_id == workshop.id:
            own.add(design.id)
            if finding.match.verdict == SAME_PICTURE:
                raise AlreadyYours(number=design.number)
    return Screening(tuple(f for f in screening.findings if f.design_id not in own), screening.grown_to)


def design_number(now: datetime) -> str:
    """Give the register's next number of the year, like D2026-00001."""
    take_turn()
    year = china(now).year
    return f"D{year}-{next_number(f'design-{year}'):05d}"


def create_design(
    workshop: Workshop, *, number: str, name: str, category: str, claims: str, now: datetime
) -> Design:
    """Write down a submitted design."""
    design = Design(
        number=number,
        workshop=workshop,
        name=name,
        category=category,
        claims=claims,
        created_at=now,
        submitted_at=now,
        priority_at=now,
        public_id=new_public_id(),
        state=DesignState.SUBMITTED,
    )
    db.session.add(design)
    return design


def add_pictures(design: Design, pictures: Sequence[Picture]) -> None:
    """Put the pictures into the design, in their order."""
    start = len(design.pictures)
    design.pictures += [
        DesignPicture(picture=picture, position=start + i) for i, picture in enumerate(pictures)
    ]
    db.session.flush()


def likenesses_for(design: Design, actor: Actor | None) -> list[tuple[Likeness, Meaning]]:
    """List for its family and the office what a design looks like and what that means; others see nothing.

    What is claimed there comes first. Other families' applications stay theirs.
    """
    if not (is_member(design.workshop_id, actor) or is_office(actor)):
        return []
    found = likenesses_of([row.picture for row in design.pictures])
    return read([one for one in found if may_see(one.design, actor)])


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


def get_design(public_id: str, actor: Actor | None) -> Design:
    """Give a design: one that is or was public to everybody, another to its family and the office."""
    design = db.session.scalar(_whole().where(Design.public_id == public_id))
    if design is None or not may_see(design, actor):
        raise NotFound
    return design


def may_see(design: Design, actor: Actor | None) -> bool:
    """Tell whether this person may see the design."""
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


def registered(words: str = "", category: str = "") -> Select[Design]:
    """Select the designs on view, by words in name, number or workshop, and by category."""
    query = _whole().join(Design.workshop).where(Design.state.in_(ON_VIEW))
    if category:
        query = query.where(Design.category == category)
    return query.where(*has_words(words, Design.name, Design.number, Workshop.name, Design.claims))


def designs_of(workshop: Workshop) -> Select[Design]:
    """Select all designs of a workshop, whatever became of them."""
    return _whole().where(Design.workshop_id == workshop.id)


def screened() -> Sequence[Design]:
    """List the designs that the office must look at before they go on notice, the oldest first."""
    query = _whole().where(Design.state == DesignState.SCREENED).order_by(Design.id)
    return db.session.scalars(query).unique().all()


def due(now: datetime) -> Select[Design]:
    """Select the designs whose notice has ended without an open objection: they wait to be registered."""
    return _whole().where(Design.state == DesignState.NOTICE, Design.notice_ends_at <= now)
