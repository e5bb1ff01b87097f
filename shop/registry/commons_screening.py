"""Compare designs with the commons: an application at once, the register when a new pattern comes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from shop.core.db import db, transaction
from shop.core.errors import NotFound
from shop.core.jobs import Task, worker
from shop.core.roles import Actor, is_office
from shop.matching import Match
from shop.pictures import index
from shop.pictures.models import MarkedRegion, Picture
from shop.pictures.regions import marks_on
from shop.pictures.shapes import RegionKind, Shape, share_within
from shop.registry import claims
from shop.registry.commons import COMPARE_PATTERN, commons_pictures
from shop.registry.finding import keep_found
from shop.registry.meaning import COVERED, Named
from shop.registry.models import CommonsLikeness, CommonsPattern, CommonsPicture, Design, DesignPicture
from shop.registry.path import parties
from shop.registry.rules import ON_VIEW, SAME_PICTURE, DesignState
from shop.registry.screening import Finding, also_screens, knows_patterns, pictures_in_register
from shop.workshops.service import is_member
from shop.workshops.ties import check_impartial, find_tie

HINTS = 3  # how many mere likenesses to patterns are kept with an application, the surest first
MOST = 50  # pictures of the register in which one new pattern is looked for


@dataclass(frozen=True)
class CommonsFinding:
    """A picture looks like a picture of a pattern."""

    picture_id: int
    commons_picture_id: int
    name: str
    match: Match


@dataclass(frozen=True)
class AmongCommons:
    """What was found of an application among the commons (a `screening.Beside`)."""

    findings: tuple[CommonsFinding, ...]
    is_doubtful: bool = False  # an old pattern is no reason to hold an application

    @property
    def common(self) -> tuple[str, ...]:
        """Name the patterns that the pictures show."""
        return tuple(dict.fromkeys(one.name for one in self._shown()))

    def _shown(self) -> list[CommonsFinding]:
        return [one for one in self.findings if one.match.verdict == SAME_PICTURE]

    def weighed(self, _findings: Sequence[Finding]) -> AmongCommons:
        """Stand as it is: nothing in the register takes from the commons."""
        return self

    def keep(self, *, now: datetime) -> None:
        """Keep the findings with their evidence."""
        hints = [one for one in self.findings if one.match.verdict != SAME_PICTURE]
        for finding in self._shown() + hints[:HINTS]:
            keep_finding(finding, now=now)


@also_screens
def _look_among_commons(pictures: Sequence[Picture]) -> AmongCommons:
    found = [finding for picture in pictures for finding in compare_with_commons(picture)]
    return AmongCommons(tuple(sorted(found, key=lambda one: -one.match.score)))


@knows_patterns
def _patterns_on(picture: Picture) -> list[Named]:
    same = [one for one in compare_with_commons(picture) if one.match.verdict == SAME_PICTURE]
    return [(one.name, in_shares(one.match.region, picture)) for one in same]


def compare_with_commons(picture: Picture) -> list[CommonsFinding]:
    """Compare a picture with all patterns that stand, best first. Slow: outside any transaction."""
    matches = index.compare(picture, commons_pictures())
    query = select(CommonsPicture).join(CommonsPattern).where(CommonsPattern.retired_at.is_(None))
    query = query.where(CommonsPicture.picture_id.in_([match.key for match in matches]))
    rows = db.session.scalars(query.order_by(CommonsPicture.id)).all() if matches else ()
    return [
        CommonsFinding(picture.id, row.id, row.pattern.name, match)
        for match in matches
        for row in rows
        if row.picture_id == match.key
    ]


def keep_finding(finding: CommonsFinding, *, now: datetime) -> None:
    """Keep a finding; the same pair keeps one row, with the newest evidence."""
    pair = {"picture_id": finding.picture_id, "commons_picture_id": finding.commons_picture_id}
    keep_found(CommonsLikeness, finding.match, now=now, **pair)


@dataclass(frozen=True)
class Resembled:
    """A design's picture, and the pattern of the commons that it shows or resembles."""

    design: Design
    likeness: CommonsLikeness
    is_marked: bool  # the matching part carries a commons mark already
    may_mark: bool

    @property
    def pattern(self) -> CommonsPattern:
        """Give the pattern."""
        return self.likeness.commons_picture.pattern

    @property
    def is_same(self) -> bool:
        """Tell whether the pattern itself is shown, not only something like it."""
        return self.likeness.verdict == SAME_PICTURE


def found_for(design: Design, actor: Actor | None) -> list[Resembled]:
    """List for its family and the office what a design resembles among the commons; others see nothing."""
    if design.state == DesignState.DRAFT or not (is_member(design.workshop_id, actor) or is_office(actor)):
        return []
    ids = [row.picture_id for row in design.pictures]
    query = select(CommonsLikeness).where(CommonsLikeness.picture_id.in_(ids))
    rows = db.session.scalars(query.order_by(CommonsLikeness.score.desc())).unique().all()
    marked, may = marks_on(ids), _may_mark(design, actor)
    return [
        Resembled(design, row, is_marked=here, may_mark=may and not here)
        for row in rows
        for here in [_is_marked(row, marked.get(row.picture_id, ()))]
    ]


def _may_mark(design: Design, actor: Actor | None) -> bool:
    if actor is None or design.state not in claims.OPEN:
        return False
    is_commons = claims.kind_for(design, actor) is RegionKind.COMMONS
    return is_commons and find_tie(actor, parties(design)) is None


def _is_marked(row: CommonsLikeness, marks: Iterable[MarkedRegion]) -> bool:
    common = [mark.shape for mark in marks if mark.kind == RegionKind.COMMONS]
    return share_within(shape_of(row), common) >= COVERED


def shape_of(row: CommonsLikeness) -> Shape:
    """Give the part of the design's picture that shows the pattern, in shares 0..1 of the picture."""
    return in_shares(row.match["region"], row.picture)


def in_shares(region: Shape, picture: Picture) -> Shape:
    """Give a region in a picture's px in shares 0..1 of the picture, cut to it."""

    def within(value: float) -> float:
        return round(min(max(value, 0.0), 1.0), 4)

    return [[within(x / picture.width), within(y / picture.height)] for x, y in region]


def mark_found(design: Design, ours: str, theirs: str, *, actor: Actor, now: datetime) -> MarkedRegion:
    """Mark the part of a design's picture that shows a pattern as everybody's.

    `ours` and `theirs` name the two pictures. StepAside for an officer tied to a party; NotFound for no such
    finding; DesignClosed.
    """
    check_impartial(actor, parties(design))
    for one in found_for(design, actor):
        pair = (one.likeness.picture.public_id, one.likeness.commons_picture.picture.public_id)
        if pair == (ours, theirs):
            return claims.mark(
                design,
                one.likeness.picture,
                words=one.pattern.name,
                shape=shape_of(one.likeness),
                actor=actor,
                now=now,
            )
    raise NotFound


def designs_showing(pattern: CommonsPattern) -> Sequence[Design]:
    """List the designs on view whose pictures show the pattern, the oldest first."""
    query = select(Design).join(DesignPicture).where(Design.state.in_(ON_VIEW))
    query = query.join(CommonsLikeness, CommonsLikeness.picture_id == DesignPicture.picture_id)
    query = query.where(CommonsLikeness.verdict == SAME_PICTURE)
    query = query.join(CommonsPicture, CommonsPicture.id == CommonsLikeness.commons_picture_id)
    query = query.where(CommonsPicture.pattern_id == pattern.id)
    return db.session.scalars(query.order_by(Design.id)).unique().all()


@worker(COMPARE_PATTERN)
def _look_through_register(task: Task, now: datetime) -> Task:
    """Look for one picture of a new pattern in the register, so that its page tells who uses it already."""
    query = select(CommonsPicture).join(CommonsPattern).where(CommonsPattern.public_id == task.key)
    row = db.session.scalar(query.where(CommonsPicture.id > task.cursor).order_by(CommonsPicture.id).limit(1))
    if row is None:
        return task.over()
    row_id, found = row.id, index.compare(row.picture, pictures_in_register(), limit=MOST)
    shown = [db.session.get_one(Picture, match.key) for match in found]
    findings = [finding for picture in shown for finding in compare_with_commons(picture)]
    with transaction():
        for finding in findings:
            if finding.commons_picture_id == row_id and finding.match.verdict == SAME_PICTURE:
                keep_finding(finding, now=now)
    return task.after(row_id, done=1)
