"""List what was decided in a month: the log tells that, when and by whom; the rows tell about what and why.

A reason belongs to a decision when both carry the same moment. Where a row has been decided anew since, the
older entry is listed without its reason. A design stands under the family that had it then, as the log says.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import aliased

from shop.accounts.models import Person
from shop.audit.models import Entry
from shop.cases.models import Case
from shop.core.db import db
from shop.listings.models import Listing, Suspicion
from shop.registry.models import Decision, Design, DesignPicture, Likeness, Objection, PriorityChange
from shop.town.months import Month
from shop.workshops.models import Workshop

DESIGN_ACTS = ("design.notice", "design.registered", "design.refused", "design.cancelled")
OBJECTION_ACTS = ("objection.upheld", "objection.rejected")
SUSPICION_ACTS = ("suspicion.not_a_copy", "suspicion.copy")
CASE_ACTS = ("case.opened",)
DATE_ACTS = ("priority.moved", "priority.declined")


@dataclass(frozen=True)
class Decided:
    """One decision: its entry in the log, what was decided about what and whom, why, by whom, after how long.

    `number` and `name` are the design's, `workshop` its family, `other` the workshop on the other side.
    """

    entry: int
    at: datetime
    act: str
    number: str
    name: str
    workshop: str
    reason: str
    officer: str  # as they are called today; empty for whoever was erased
    design: str  # its public id
    other: str = ""
    ground: str = ""
    waited: timedelta | None = None


def decided_designs(month: Month) -> list[Decided]:
    """List the decisions on applications and registrations, in the order of the log.

    An entry counts as a decision when a reason was kept with it: going on notice by itself is none.
    """
    kept = and_(Decision.design_id == Design.id, Decision.decided_at == Entry.at)
    query = _entries(month, "design", DESIGN_ACTS).join(Design, Design.public_id == Entry.subject_id)
    query = query.join(Decision, kept).join(Workshop, Workshop.id == Design.workshop_id)
    query = query.add_columns(
        Design.number,
        Design.name,
        Design.public_id.label("design"),
        Workshop.name.label("workshop"),
        Decision.reason,
        Design.submitted_at.label("since"),
    )
    return _read(query)


def decided_objections(month: Month) -> list[Decided]:
    """List the decisions on objections, in the order of the log."""
    objector = aliased(Workshop)
    query = _entries(month, "objection", OBJECTION_ACTS)
    query = query.join(Objection, Objection.public_id == Entry.subject_id)
    query = query.join(Design, Design.id == Objection.design_id)
    query = query.join(Workshop, Workshop.id == Design.workshop_id)
    query = query.join(objector, objector.id == Objection.workshop_id)
    query = query.add_columns(
        Design.number,
        Design.name,
        Design.public_id.label("design"),
        Workshop.name.label("workshop"),
        Objection.reason,
        Objection.made_at.label("since"),
        objector.name.label("other"),
        Objection.ground,
        Objection.decided_at.label("reason_of"),
    )
    return _read(query)


def decided_suspicions(month: Month) -> list[Decided]:
    """List what was decided about suspicions or brought before the Leading Group, in the log's order."""
    decided = _entries(month, "suspicion", SUSPICION_ACTS)
    decided = decided.join(Suspicion, Suspicion.public_id == Entry.subject_id)
    decided = decided.add_columns(Suspicion.reason, Suspicion.decided_at.label("reason_of"))
    brought = _entries(month, "case", CASE_ACTS).join(Case, Case.public_id == Entry.subject_id)
    brought = brought.join(Suspicion, Suspicion.id == Case.suspicion_id)
    brought = brought.add_columns(Case.words.label("reason"), Case.opened_at.label("reason_of"))
    both = _read(_with_sides(decided)) + _read(_with_sides(brought))
    return sorted(both, key=lambda one: one.entry)


def _with_sides(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Add to suspicions whose design it is, and who lists it."""
    lister = aliased(Workshop)
    query = query.join(Likeness, Likeness.id == Suspicion.likeness_id)
    query = query.join(DesignPicture, DesignPicture.id == Likeness.design_picture_id)
    query = query.join(Design, Design.id == DesignPicture.design_id)
    query = query.join(Workshop, Workshop.id == Design.workshop_id)
    query = query.join(Listing, Listing.id == Suspicion.listing_id)
    return query.join(lister, lister.id == Listing.workshop_id).add_columns(
        Design.number,
        Design.name,
        Design.public_id.label("design"),
        Workshop.name.label("workshop"),
        Suspicion.created_at.label("since"),
        lister.name.label("other"),
    )


def moved_dates(month: Month) -> list[Decided]:
    """List what a second officer said to proposed dates; the reason is the first officer's."""
    query = _entries(month, "design", DATE_ACTS).join(Design, Design.public_id == Entry.subject_id)
    proposed = and_(PriorityChange.design_id == Design.id, PriorityChange.decided_at == Entry.at)
    query = query.join(PriorityChange, proposed).join(Workshop, Workshop.id == Design.workshop_id)
    query = query.add_columns(
        Design.number,
        Design.name,
        Design.public_id.label("design"),
        Workshop.name.label("workshop"),
        PriorityChange.reason,
        PriorityChange.proposed_at.label("since"),
    )
    return _read(query)


def _entries(month: Month, kind: str, acts: Iterable[str]) -> Select[*tuple[Any, ...]]:
    """Select the month's entries of these acts, with the name of who did them, if they are still known."""
    query = select(Entry.id, Entry.at, Entry.act, Entry.subject_id, Person.name.label("officer"))
    query = query.outerjoin(Person, Person.public_id == Entry.actor).order_by(Entry.id)
    query = query.where(Entry.subject_kind == kind, Entry.act.in_(tuple(acts)))
    return query.where(Entry.at >= month.begins, Entry.at < month.ends)


def _read(query: Select[*tuple[Any, ...]]) -> list[Decided]:
    rows = db.session.execute(query).all()
    families = _families({row.design for row in rows})
    return [_decided(row, row._mapping.get, families[row.design]) for row in rows]  # noqa: SLF001 - documented


_Families = Sequence[tuple[int, str]]  # from which entry on, the workshop's name


def _families(designs: set[str]) -> Mapping[str, _Families]:
    """Give for each design to whom it belonged, by the entries that say so."""
    query = select(Entry.id, Entry.subject_id, Entry.details_text).order_by(Entry.id)
    query = query.where(Entry.subject_kind == "design", Entry.subject_id.in_(designs))
    names = dict(db.session.execute(select(Workshop.public_id, Workshop.name)).all())
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for entry, design, details in db.session.execute(query):
        workshop = json.loads(details).get("workshop")
        if workshop in names:
            found[design].append((entry, names[workshop]))
    return found


def _decided(row: Row[Any], value: Callable[..., Any], families: _Families) -> Decided:
    return Decided(
        entry=row.id,
        at=row.at,
        act=row.act,
        number=row.number or "",
        name=row.name,
        workshop=next((name for entry, name in reversed(families) if entry <= row.id), row.workshop),
        reason=row.reason if value("reason_of", row.at) == row.at else "",
        officer=row.officer or "",
        design=row.design,
        other=value("other", ""),
        ground=value("ground", ""),
        waited=row.at - row.since if row.since else None,
    )
