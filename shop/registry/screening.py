"""Compare pictures with the register, and name the registered designs that they look like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from shop.core.db import db
from shop.core.errors import N_, RuleBroken
from shop.core.numbering import Series, next_number
from shop.matching import ENGINE_VERSION, Match
from shop.pictures import index
from shop.pictures.models import Picture
from shop.registry.meaning import NOTHING_MARKED, Meaning, meanings_of
from shop.registry.models import Design, DesignPicture, Likeness
from shop.registry.rules import IN_REGISTER
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


@dataclass(frozen=True)
class Screening:
    """What was found, and how far the register had grown when it was looked through."""

    findings: tuple[Finding, ...]
    grown_to: int

    def of(self, verdict: str) -> list[Finding]:
        """Give the findings of one verdict: those that cover something claimed first, then the surest."""
        found = (f for f in self.findings if f.match.verdict == verdict)
        return sorted(found, key=lambda f: (not f.meaning.claims, -f.match.score))


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
    """Compare the pictures with the whole register. Slow: call it before the transaction, not within."""
    grown_to = _grown_to()
    findings = [f for picture in pictures for f in _find(picture)]
    db.session.rollback()  # what was read is old by the time anybody writes
    return Screening(tuple(findings), grown_to)


def _find(picture: Picture) -> list[Finding]:
    found = with_designs(index.compare(picture, pictures_in_register()))
    meanings = meanings_of([(row.picture, match.reference_region) for match, row in found])
    return [
        Finding(picture.id, row.id, row.design_id, match, meaning)
        for (match, row), meaning in zip(found, meanings, strict=True)
    ]


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
    query = select(Likeness).where(
        Likeness.picture_id == finding.picture_id, Likeness.design_picture_id == finding.design_picture_id
    )
    likeness = db.session.scalar(query) or Likeness(
        picture_id=finding.picture_id, design_picture_id=finding.design_picture_id
    )
    likeness.verdict, likeness.score = finding.match.verdict, finding.match.score
    likeness.match, likeness.engine_version, likeness.found_at = (
        match_values(finding.match),
        ENGINE_VERSION,
        now,
    )
    db.session.add(likeness)
    db.session.flush()
    return likeness


def match_values(match: Match) -> dict[str, Any]:
    """Give a match as plain values: key, score, verdict, transform, region, reference_region."""
    return {
        "key": match.key,
        "score": match.score,
        "verdict": match.verdict,
        "transform": match.transform.to_dict(),
        "region": [list(point) for point in match.region],
        "reference_region": [list(point) for point in match.reference_region],
    }


def likenesses_of(pictures: Iterable[Picture]) -> Sequence[Likeness]:
    """List what is kept about these pictures, the surest first."""
    ids = [picture.id for picture in pictures]
    whose = joinedload(Likeness.design_picture).joinedload(DesignPicture.design)
    query = (
        select(Likeness).where(Likeness.picture_id.in_(ids)).order_by(Likeness.score.desc()).options(whose)
    )
    return db.session.scalars(query).unique().all()
