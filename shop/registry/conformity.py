"""Hold the register's rows against the log: what stands there must be what was written down last."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, selectinload

from shop.audit.models import Entry
from shop.audit.rules import Fault, Kind
from shop.audit.sealing import seal
from shop.audit.verification import further
from shop.core.db import db
from shop.registry.facts import FIXED, FIXED_SEALED, open_facts, salt_of, says_facts
from shop.registry.models import Design, DesignPicture
from shop.registry.rules import DesignState

CHUNK = 500  # designs in memory at a time
_STATES = frozenset(DesignState) - {DesignState.DRAFT}
_ENTERED = frozenset(f"design.{state}" for state in _STATES)


@dataclass
class _Told:
    """What the log tells of one design: the last that was said of each fact, and in which entry."""

    entry: int = -1
    facts: dict[str, Any] = field(default_factory=dict)
    sealed: dict[str, str] = field(default_factory=dict)

    def hear(self, number: int, act: str, details: dict[str, Any]) -> None:
        """Take in one more entry."""
        self.entry = number
        state = act.removeprefix("design.")
        if state in _STATES:
            self.facts["state"] = state
        self.facts |= {key: details[key] for key in FIXED if key in details}
        self.sealed |= details.get("sealed", {}) if says_facts(details) else {}


@further
def first_untrue_design() -> Fault | None:
    """Name the first design whose row does not say what the log wrote down of it last."""
    # Rows are read by themselves: what the page around us holds may be older than the database.
    with Session(db.session.connection()) as rows:
        return next(_faults(rows), None) or _first_gone()


def _faults(rows: Session) -> Iterator[Fault]:
    after = 0
    while ids := rows.scalars(
        select(Design.id).where(Design.id > after).order_by(Design.id).limit(CHUNK)
    ).all():
        yield from _faults_among(rows, ids)
        after = ids[-1]
        rows.expunge_all()


def _faults_among(rows: Session, ids: Sequence[int]) -> Iterator[Fault]:
    """Compare these designs; where a row cannot even be read, find out which."""
    try:
        designs = _read(rows, ids)
    except (DBAPIError, ValueError, TypeError):
        if len(ids) == 1:
            yield Fault(Kind.OTHERWISE, 0, f"the design in row {ids[0]}")
            return
        for number in ids:
            yield from _faults_among(rows, [number])
        return
    told = _told_of([design.public_id for design in designs])
    faults = (_fault_of(design, told.get(design.public_id)) for design in designs)
    yield from (fault for fault in faults if fault is not None)


def _read(rows: Session, ids: Sequence[int]) -> Sequence[Design]:
    pictures = selectinload(Design.pictures).joinedload(DesignPicture.picture)
    query = select(Design).options(pictures).where(Design.id.in_(ids)).order_by(Design.id)
    return rows.scalars(query).unique().all()


def _told_of(public_ids: Sequence[str]) -> dict[str, _Told]:
    query = select(Entry.id, Entry.subject_id, Entry.act, Entry.details_text)
    query = query.where(Entry.subject_kind == "design", Entry.subject_id.in_(public_ids)).order_by(Entry.id)
    told: dict[str, _Told] = {}
    for number, public_id, act, details in db.session.execute(query):
        told.setdefault(public_id, _Told()).hear(number, act, json.loads(details))
    return told


def _fault_of(design: Design, told: _Told | None) -> Fault | None:
    name = f"design {design.number or design.public_id}"
    if told is None:
        return None if design.state == DesignState.DRAFT else Fault(Kind.UNTOLD, 0, name)
    stands = open_facts(design)
    wrong = [key for key in FIXED if key in told.facts and told.facts[key] != stands[key]]
    wrong += [key for key in FIXED_SEALED if key in told.sealed and told.sealed[key] != _sealed(design, key)]
    return Fault(Kind.OTHERWISE, told.entry, f"{name} ({', '.join(wrong)})") if wrong else None


def _sealed(design: Design, key: str) -> str:
    try:
        return seal(getattr(design, key), salt_of(design, key))
    except TypeError:  # raw SQL can put there what no text is
        return ""


def _first_gone() -> Fault | None:
    """Name the first design that the log entered and that has no row any more."""
    gone = ~exists().where(Design.public_id == Entry.subject_id)
    query = select(Entry.id, Entry.subject_id, Entry.details_text).where(Entry.act.in_(_ENTERED), gone)
    for number, public_id, details in db.session.execute(query.order_by(Entry.id)):
        if says_facts(json.loads(details)):
            return Fault(Kind.GONE, number, f"design {public_id}")
    return None
