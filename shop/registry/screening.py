"""Compare pictures with the register, and name the registered designs that they look like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from shop.core.db import db
from shop.core.errors import N_, RuleBroken
from shop.core.numbering import Series, next_number
from shop.matching import Match
from shop.pictures import index
from shop.pictures.models import Picture
from shop.registry.finding import keep_found
from shop.registry.meaning import NOTHING_MARKED, Meaning, Named, meanings_of
from shop.registry.models import Design, DesignPicture, Likeness
from shop.registry.rules import IN_REGISTER, SAME_PICTURE
from shop.registry.rules.designs import SHOWN_ROLES

_ENTRIES = "register-entries"  # the series that counts the designs entered
_TURN = 0x7265676973746572  # "register": the name of our lock in PostgreSQL


class RegisterMoved(RuleBroken):
    """Tell that a design came in between looking and writing; look once more."""

    message = N_("Somebody registered a design at this very moment. Please press once more.")


@dataclass(frozen=True)
class Finding:
    """A picture looks like a picture of a design in the register."""

    picture_id: int
    design_picture_id: int
    design_id: int
    match: Match
    meaning: Meaning = NOTHING_MARKED


class Beside(Protocol):
    """What was found beside the register: among the commons, in the catalogue."""

    @property
    def is_doubtful(self) -> bool:
        """Tell whether the office must look before the application goes on notice."""

    @property
    def common(self) -> tuple[str, ...]:
        """Name what was found that belongs to everybody."""

    def weighed(self, findings: Sequence[Finding]) -> Beside:
        """Give what is left of it in the light of what was found in the register."""

    def keep(self, *, now: datetime) -> None:
        """Keep it with its evidence, within the caller's transaction."""


@dataclass(frozen=True)
class Screening:
    """What was found, and how far the register had grown when it was looked through."""

    findings: tuple[Finding, ...]
    grown_to: int
    beside: tuple[Beside, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Tell whether the office must look first: at the same picture, but for what belongs to everybody."""
        same = self.of(SAME_PICTURE)
        return any(not one.meaning.commons for one in same) or any(one.is_doubtful for one in self.beside)

    @property
    def common(self) -> list[str]:
        """Name what was found that belongs to everybody, each once."""
        held = [words for finding in self.findings for words in finding.meaning.commons]
        return list(dict.fromkeys([*held, *(words for one in self.beside for words in one.common)]))

    def keep_beside(self, *, now: datetime) -> None:
        """Keep what was found beside the register."""
        for one in self.beside:
            one.keep(now=now)

    def of(self, verdict: str) -> list[Finding]:
        """Give the findings of one verdict: those that cover something claimed first, then the surest."""
        found = (f for f in self.findings if f.match.verdict == verdict)
        return sorted(found, key=lambda f: (not f.meaning.claims, -f.match.score))


_besides: list[Callable[[Sequence[Picture]], Beside]] = []
_patterns: list[Callable[[Picture], Sequence[Named]]] = []


def also_screens(look: Callable[[Sequence[Picture]], Beside]) -> Callable[[Sequence[Picture]], Beside]:
    """Have an application's pictures compared with more than the register; asked outside transactions."""
    if look not in _besides:
        _besides.append(look)
    return look


def knows_patterns(look: Callable[[Picture], Sequence[Named]]) -> Callable[[Picture], Sequence[Named]]:
    """Have the parts of a picture known that belong to everybody without anybody having marked them."""
    if look not in _patterns:
        _patterns.append(look)
    return look


def pictures_in_register() -> Select[int]:
    """Select the ids of the pictures that stand in the register."""
    query = select(DesignPicture.picture_id).join(Design)
    # sorted: the query's text names the stored index. Outtakes were never shown: nobody can have copied them.
    return query.where(Design.state.in_(sorted(IN_REGISTER)), DesignPicture.role.in_(sorted(SHOWN_ROLES)))


def _grown_to() -> int:
    """Count the designs that were ever entered: a draft being filled in moves nothing."""
    return db.session.scalar(select(Series.last).where(Series.name == _ENTRIES)) or 0


def note_entry() -> None:
    """Count one more design entered; it is this transaction's turn from here on."""
    take_turn()
    next_number(_ENTRIES)


def screen(pictures: Iterable[Picture]) -> Screening:
    """Compare an application's pictures with all there is: the register, the commons, what is listed.

    Slow: call it before the transaction, not within.
    """
    asked = list(pictures)
    found = screen_register(asked)
    beside = tuple(look(asked).weighed(found.findings) for look in _besides)
    db.session.rollback()  # what was read is old by the time anybody writes
    return replace(found, beside=beside)


def screen_register(pictures: Iterable[Picture]) -> Screening:
    """Compare pictures with the whole register alone, as for a listing. Slow as well."""
    grown_to = _grown_to()
    findings = [f for picture in pictures for f in _find(picture)]
    db.session.rollback()
    return Screening(tuple(findings), grown_to)


def _find(picture: Picture) -> list[Finding]:
    found = with_designs(index.compare(picture, pictures_in_register()))
    meanings = meanings_of([(row.picture, match.reference_region) for match, row in found])
    findings = [
        Finding(picture.id, row.id, row.design_id, match, meaning)
        for (match, row), meaning in zip(found, meanings, strict=True)
    ]
    if any(one.match.verdict == SAME_PICTURE and not one.meaning.commons for one in findings):
        return _but_for_patterns(picture, findings)
    return findings


def _but_for_patterns(picture: Picture, findings: list[Finding]) -> list[Finding]:
    """Say of what looks the same only by an old pattern that is on both that it is everybody's."""
    shown = patterns_on(picture)
    left = same_but_for(shown, picture, pictures_in_register())
    meaning = Meaning(commons=tuple(dict.fromkeys(words for words, _shape in shown)))
    return [
        one if one.match.key in left or one.match.verdict != SAME_PICTURE else replace(one, meaning=meaning)
        for one in findings
    ]


def patterns_on(picture: Picture) -> list[Named]:
    """Give the parts of a picture that show a pattern of the commons: its name, and where in shares."""
    return [part for look in _patterns for part in look(picture)]


def same_but_for(parts: Sequence[Named], picture: Picture, wanted: Select[int]) -> set[int]:
    """Give the ids of the wanted pictures that stay the same picture when these parts weigh nothing."""
    found = index.compare(picture, wanted, without=[shape for _words, shape in parts])
    return {match.key for match in found if match.verdict == SAME_PICTURE}


def with_designs(matches: Sequence[Match]) -> list[tuple[Match, DesignPicture]]:
    """Join matches (best first) with the pictures of designs in the register that they mean."""
    keys = [match.key for match in matches]
    query = (
        select(DesignPicture)
        .join(Design)
        .where(DesignPicture.picture_id.in_(keys), Design.state.in_(IN_REGISTER))
    )
    query = query.options(joinedload(DesignPicture.design))
    by_picture: dict[int, list[DesignPicture]] = {}
    for design_picture in db.session.scalars(query.order_by(DesignPicture.id)).unique() if keys else ():
        by_picture.setdefault(design_picture.picture_id, []).append(design_picture)
    return [(match, found) for match in matches for found in by_picture.get(match.key, [])]


def take_turn() -> None:
    """Let nobody else enter a design, or publish what was compared with the register, until we are done."""
    # SQLite needs none: whoever writes holds BEGIN IMMEDIATE since the start of the transaction.
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(_TURN)))


def check_still_true(screening: Screening) -> None:
    """Raise RegisterMoved when the register has grown since the screening; nobody adds to it from here on."""
    take_turn()
    if _grown_to() != screening.grown_to:
        raise RegisterMoved


def keep_likeness(finding: Finding, *, now: datetime) -> Likeness:
    """Keep a finding with its evidence; the same pair keeps one row, with the newest evidence."""
    pair = {"picture_id": finding.picture_id, "design_picture_id": finding.design_picture_id}
    return keep_found(Likeness, finding.match, now=now, **pair)


def likenesses_of(pictures: Iterable[Picture]) -> Sequence[Likeness]:
    """List what is kept about these pictures, the surest first."""
    ids = [picture.id for picture in pictures]
    whose = joinedload(Likeness.design_picture).joinedload(DesignPicture.design)
    query = (
        select(Likeness).where(Likeness.picture_id.in_(ids)).order_by(Likeness.score.desc()).options(whose)
    )
    return db.session.scalars(query).unique().all()
