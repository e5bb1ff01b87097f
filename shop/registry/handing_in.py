"""Take a design into the register's path: number, priority date, what the screening found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select

from shop.core.clock import china
from shop.core.db import db
from shop.core.numbering import next_number
from shop.core.roles import Actor
from shop.pictures.models import Picture
from shop.registry.application import Application, Shown, said_of, write
from shop.registry.drafts import start
from shop.registry.letters_of_applying import tell_handed_in
from shop.registry.models import Design, DesignPicture
from shop.registry.path import move, record_state
from shop.registry.rules import ALIKE, SAME_PICTURE, DesignAct, DesignState, TooManyToday
from shop.registry.rules.applying import AlreadyYours, NothingChanged, check_named, usual_role
from shop.registry.screening import Screening, check_still_true, keep_likeness, note_entry
from shop.registry.terms import terms
from shop.registry.versions import versions_of
from shop.workshops.models import Workshop

HINTS = 6  # how many mere likenesses are kept with an application, the surest first
_A_DAY = timedelta(hours=24)


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
    """Draft a design and hand it in at one go; see `hand_in`."""
    shown = tuple(Shown(picture, usual_role(place)) for place, picture in enumerate(pictures))
    said = Application(name=name, category=category, claims=claims, pictures=shown)
    design = start(workshop, now=now)
    write(design, said, now=now)
    return hand_in(design, screening=screening, actor=actor, now=now)


def hand_in(design: Design, *, screening: Screening, actor: Actor | None, now: datetime) -> Design:
    """Hand a draft in: on public notice at once when nothing there is like it, else before the office.

    RegisterMoved when the register grew since the screening (screen again); a NotReady for what it lacks;
    AlreadyYours for a photo of another design of one's own; TooManyToday.
    """
    said_of(design).check(now)
    _check_changed(design)
    check_still_true(screening)
    _check_most_a_day(design.workshop, now)
    others = _without_own(design, screening)
    check_named(design.claims, others.common)
    _enter(design, now)
    act = _keep_findings(others, now)
    move(design, act, now=now)
    record_state(design, actor=actor, now=now)
    tell_handed_in(design, now=now)
    return design


def _check_changed(design: Design) -> None:
    """Raise NothingChanged for a version with the same photos and the same words as the one before."""
    if design.earlier is None:
        return
    now, before = said_of(design), said_of(design.earlier)
    if (set(now.pictures), now.claims) == (set(before.pictures), before.claims):
        raise NothingChanged(number=design.earlier.number)


def _check_most_a_day(workshop: Workshop, now: datetime) -> None:
    since = Design.submitted_at > now - _A_DAY
    query = select(func.count()).select_from(Design).where(Design.workshop_id == workshop.id, since)
    most = terms().most_a_day
    if (db.session.scalar(query) or 0) >= most:
        raise TooManyToday(most=most)


def _without_own(design: Design, screening: Screening) -> Screening:
    """Give the screening without the workshop's own designs; AlreadyYours for the photo of another one."""
    family = {version.id for version in versions_of(design)}
    foreign = []
    for finding in screening.findings:
        theirs = db.session.get_one(Design, finding.design_id)
        if theirs.workshop_id != design.workshop_id:
            foreign.append(finding)
        elif theirs.id not in family and finding.match.verdict == SAME_PICTURE:
            raise AlreadyYours(number=theirs.number)
    return replace(screening, findings=tuple(foreign))


def _enter(design: Design, now: datetime) -> None:
    """Give the design what it is given once: its number, its dates."""
    if design.earlier is None:
        design.number = design_number(now)
    else:
        design.version, design.number = _version_number(design)
    design.submitted_at = design.priority_at = now
    db.session.flush()  # a step reads the row anew
    move(design, DesignAct.HAND_IN, now=now)


def _keep_findings(others: Screening, now: datetime) -> DesignAct:
    """Keep what was found with its evidence; say whether the office must look first."""
    for finding in others.of(SAME_PICTURE) + others.of(ALIKE)[:HINTS]:
        keep_likeness(finding, now=now)
    others.keep_beside(now=now)
    return DesignAct.QUESTION if others.is_doubtful else DesignAct.CLEAR


def design_number(now: datetime) -> str:
    """Give the register's next number of the year, like D2026-00001."""
    note_entry()
    year = china(now).year
    return f"D{year}-{next_number(f'design-{year}'):05d}"


def _version_number(design: Design) -> tuple[int, str]:
    """Give the next version of a design and its number, like 2 and D2026-00001-2."""
    note_entry()
    handed_in = [one for one in versions_of(design) if one.number]
    version = 1 + max(one.version for one in handed_in)
    return version, f"{handed_in[-1].number}-{version}"


def create_design(
    workshop: Workshop, *, number: str, name: str, category: str, claims: str, now: datetime
) -> Design:
    """Write down a submitted design."""
    design = start(workshop, now=now)
    design.name, design.category, design.claims = name, category, claims
    design.number, design.submitted_at, design.priority_at = number, now, now
    design.state = DesignState.SUBMITTED
    return design


def add_pictures(design: Design, pictures: Sequence[Picture]) -> None:
    """Put the pictures into the design, in their order."""
    start_at = len(design.pictures)
    design.pictures += [
        DesignPicture(picture=picture, position=start_at + place, role=usual_role(start_at + place))
        for place, picture in enumerate(pictures)
    ]
    db.session.flush()
