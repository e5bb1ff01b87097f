"""Gather what the town office did in a month, from the log first and from the rows where these never change.

The report of a month that is over comes out the same whenever it is asked for. What happened is read from the
log, by the day on which it was written there; the rows only tell what a thing is called, why it was decided
(each decision keeps its own reason), and what never changes once it is there: when something was handed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import Select, func, select

from shop.audit.models import Entry
from shop.core.db import db
from shop.listings.models import Suspicion
from shop.listings.rules import WAITING as WAITING_STATES
from shop.registry.models import Design, Objection
from shop.registry.rules import CATEGORIES
from shop.town.decided import Decided, decided_designs, decided_objections, decided_suspicions, moved_dates
from shop.town.log_of_month import LogOfMonth, log_of
from shop.town.months import Month
from shop.town.report_words import MOVEMENTS, STANDS

IN_FORCE = "in-force"
STATE_AFTER = {  # where an act of the log leaves a design
    "design.submitted": "submitted",
    "design.screened": "screened",
    "design.questioned": "screened",
    "design.notice": "notice",
    "design.objected": "objected",
    "design.registered": IN_FORCE,
    "design.transferred": IN_FORCE,
    "design.imported": IN_FORCE,
    "design.renewed": IN_FORCE,
    "design.refused": "refused",
    "design.withdrawn": "withdrawn",
    "design.lapsed": "lapsed",
    "design.cancelled": "cancelled",
}
WAITS = ("submitted", "screened", "notice", "objected")
STEPPED_ASIDE = "person.stepped_aside"


@dataclass(frozen=True)
class Waited:
    """How long things of one kind waited until they were decided: how many, in the middle, at the longest."""

    count: int
    median: timedelta
    longest: timedelta


@dataclass(frozen=True)
class Report:
    """A month of the register. `until` is its end, or the moment of asking while it still runs."""

    month: Month
    until: datetime
    is_over: bool
    handed_in: Mapping[str, int]  # by kind of costume
    objected: Mapping[str, int]  # by ground
    raised: Mapping[str, int]  # suspicions, by what raised them: publishing, monitoring
    acts: Mapping[str, int]  # entries of the log by act
    designs: Sequence[Decided]
    objections: Sequence[Decided]
    suspicions: Sequence[Decided]
    dates: Sequence[Decided]
    waited: Mapping[str, Waited]  # by what waited: designs, objections, suspicions
    waiting: Mapping[str, int]  # at the end: by state of designs, and objections, suspicions
    standing: Mapping[tuple[str, str], int]  # designs at the end, by kind of costume and state
    stepped_aside: int
    log: LogOfMonth

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all was written down in the month."""
        return self.log.entries == 0

    @property
    def grounds(self) -> dict[str, Counter[str]]:
        """Count the objections decided in the month: by ground, then by outcome."""
        counted: dict[str, Counter[str]] = {}
        for one in self.objections:
            counted.setdefault(one.ground, Counter())[one.act] += 1
        return counted

    @property
    def movements(self) -> dict[str, int]:
        """Count what else happened by the log: to registrations, licences, suspicions."""
        return {act: self.acts[act] for act in MOVEMENTS if act in self.acts}

    @property
    def kinds(self) -> list[str]:
        """List the kinds of costume of which there is any design."""
        there = {kind for kind, _state in self.standing}
        return [kind for kind in (*CATEGORIES, *sorted(there - CATEGORIES.keys())) if kind in there]

    @property
    def states(self) -> list[str]:
        """List the states in which there is any design."""
        there = {state for _kind, state in self.standing}
        return [state for state in STANDS if state in there]

    def table(self) -> list[tuple[str, list[int]]]:
        """Give the designs at the end: for each of `kinds` how many stand in each of `states`."""
        rows = ((kind, [self.standing.get((kind, state), 0) for state in self.states]) for kind in self.kinds)
        return list(rows)


def report_of(month: Month, now: datetime) -> Report:
    """Gather the report of a month as it stands now."""
    until = min(month.ends, now)
    designs, objections = decided_designs(month), decided_objections(month)
    suspicions, standing = decided_suspicions(month), _standing(until)
    ended = [one for one in designs if one.act in ("design.registered", "design.refused")]
    waits = {"designs": _waited(ended), "objections": _waited(objections), "suspicions": _waited(suspicions)}
    acts = _acts(month)
    return Report(
        month=month,
        until=until,
        is_over=month.ends <= now,
        handed_in=_handed_in(month),
        objected=_objected(month),
        raised=_raised(month),
        acts=acts,
        designs=designs,
        objections=objections,
        suspicions=suspicions,
        dates=moved_dates(month),
        waited={what: one for what, one in waits.items() if one is not None},
        waiting=_waiting(standing, until),
        standing=standing,
        stepped_aside=acts.get(STEPPED_ASIDE, 0),
        log=log_of(month),
    )


def _waited(decided: Iterable[Decided]) -> Waited | None:
    spans = [one.waited for one in decided if one.waited is not None]
    middle = timedelta(seconds=median(span.total_seconds() for span in spans)) if spans else timedelta()
    return Waited(len(spans), middle, max(spans)) if spans else None


def _acts(month: Month) -> dict[str, int]:
    query = select(Entry.act, func.count()).where(Entry.at >= month.begins, Entry.at < month.ends)
    return _pairs(query.group_by(Entry.act).order_by(Entry.act))


def _pairs(query: Select[str, int]) -> dict[str, int]:
    return dict(db.session.execute(query).all())


def _handed_in(month: Month) -> dict[str, int]:
    """Count the applications; what the town brought over from its old list was none."""
    brought = select(Entry.id).where(Entry.subject_kind == "design", Entry.act == "design.imported")
    query = select(Design.category, func.count()).where(
        Design.submitted_at >= month.begins,
        Design.submitted_at < month.ends,
        ~brought.where(Entry.subject_id == Design.public_id).exists(),
    )
    counted = _pairs(query.group_by(Design.category))
    return {kind: counted[kind] for kind in (*CATEGORIES, *counted.keys() - CATEGORIES) if kind in counted}


def _objected(month: Month) -> dict[str, int]:
    query = select(Objection.ground, func.count()).group_by(Objection.ground).order_by(Objection.ground)
    query = query.where(Objection.made_at >= month.begins, Objection.made_at < month.ends)
    return _pairs(query)


def _raised(month: Month) -> dict[str, int]:
    """Count the suspicions by what raised them: those of the rounds stand in the log by themselves."""
    noted = select(Entry.id).where(Entry.subject_kind == "suspicion", Entry.act == "suspicion.raised")
    by_round = noted.where(Entry.subject_id == Suspicion.public_id).exists().label("by_round")
    query = select(by_round, func.count()).select_from(Suspicion).group_by("by_round")
    query = query.where(Suspicion.created_at >= month.begins, Suspicion.created_at < month.ends)
    counted = {bool(by_round): count for by_round, count in db.session.execute(query)}
    return {"publishing": counted.get(False, 0), "monitoring": counted.get(True, 0)}


def _standing(until: datetime) -> dict[tuple[str, str], int]:
    """Count all designs by where the last act before that moment had left them."""
    last = select(func.max(Entry.id)).group_by(Entry.subject_id)
    last = last.where(Entry.subject_kind == "design", Entry.act.in_(STATE_AFTER), Entry.at < until)
    query = select(Design.category, Entry.act, func.count()).join(
        Design, Design.public_id == Entry.subject_id
    )
    query = query.where(Entry.id.in_(last)).group_by(Design.category, Entry.act)
    counted: Counter[tuple[str, str]] = Counter()
    for kind, act, count in db.session.execute(query):
        counted[kind, STATE_AFTER[act]] += count
    return dict(counted)


def _waiting(standing: Mapping[tuple[str, str], int], until: datetime) -> dict[str, int]:
    designs = {
        state: sum(count for (_kind, stands), count in standing.items() if stands == state) for state in WAITS
    }
    objections = select(func.count()).select_from(Objection).where(Objection.made_at < until)
    objections = objections.where(Objection.decided_at.is_(None) | (Objection.decided_at >= until))
    suspicions = select(func.count()).select_from(Suspicion).where(Suspicion.created_at < until)
    over = (Suspicion.decided_at < until) & Suspicion.state.not_in(WAITING_STATES)  # some were opened anew
    suspicions = suspicions.where(Suspicion.decided_at.is_(None) | ~over)
    return designs | {
        "objections": db.session.scalar(objections) or 0,
        "suspicions": db.session.scalar(suspicions) or 0,
    }
