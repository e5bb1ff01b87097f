"""Tell what happened to a design, from the log: when, and to the office also by whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from sqlalchemy import select, tuple_

from shop.accounts.models import Person
from shop.audit.models import Entry
from shop.core.db import db
from shop.core.errors import N_
from shop.core.roles import Actor, is_office
from shop.registry.models import Design, Objection, Transfer
from shop.workshops.service import is_member

WORDS = {
    "design.submitted": N_("Handed in"),
    "design.screened": N_("Something like it was found: the town office looks at it"),
    "design.notice": N_("On public notice"),
    "design.objected": N_("It waits for a decision on the objection"),
    "design.registered": N_("Registered"),
    "design.refused": N_("Not registered"),
    "design.withdrawn": N_("Withdrawn by its family"),
    "design.lapsed": N_("The registration lapsed"),
    "design.cancelled": N_("The registration was cancelled"),
    "design.transferred": N_("Another workshop took it over"),
    "design.renewed": N_("Renewed"),
    "design.imported": N_("Brought in from an older list"),
    "objection.made": N_("Somebody objected"),
    "objection.upheld": N_("The objection was upheld"),
    "objection.rejected": N_("The objection was rejected"),
    "objection.taken_back": N_("The objection was taken back"),
    "priority.moved": N_("Two officers moved the date from which it counts"),
}
HANDED_IN = N_("Handed in, and put on public notice")
_REPEATS = ("design.objected", "design.notice")
_WITHIN = {  # what only the family and the office read
    "objection.answered": N_("The family answered the objection"),
    "transfer.offered": N_("Offered to another workshop"),
    "transfer.declined": N_("The other workshop declined it"),
    "transfer.taken_back": N_("The offer was taken back"),
    "transfer.lapsed": N_("The offer was not answered in time"),
    "priority.proposed": N_("An officer proposed another date"),
    "priority.declined": N_("The proposed date was declined"),
}


@dataclass(frozen=True)
class Happening:
    """One thing that happened: its msgid, when, by whom (only for the office), its number in the log."""

    words: str
    at: datetime
    who: str
    entry: int


def history_of(design: Design, actor: Actor | None) -> list[Happening]:
    """List what happened to a design, the newest first; what is between the two sides only for those."""
    inside = is_office(actor) or is_member(design.workshop_id, actor)
    words = {**WORDS, **_WITHIN} if inside else WORDS
    entries = _entries(design, list(words))
    names = _names(entries) if is_office(actor) else {}
    told = list(_without_twins(entries))
    return [
        Happening(_said(words, one, first=one is told[-1]), one.at, names.get(one.actor_id or 0, ""), one.id)
        for one in told
    ]


def _said(words: Mapping[str, str], entry: Entry, *, first: bool) -> str:
    """Give the words for an entry; what stands first was handed in with it."""
    return HANDED_IN if first and entry.act == "design.notice" else words[entry.act]


def _entries(design: Design, acts: Sequence[str]) -> Sequence[Entry]:
    """Read what the log holds of a design and of all that hangs on it, the newest first."""
    about = [("design", design.public_id)]
    for kind, table in (("objection", Objection), ("transfer", Transfer)):
        ids = db.session.scalars(select(table.public_id).where(table.design_id == design.id))
        about += [(kind, public_id) for public_id in ids]
    query = select(Entry).where(tuple_(Entry.subject_kind, Entry.subject_id).in_(about), Entry.act.in_(acts))
    return db.session.scalars(query.order_by(Entry.id.desc())).all()


def _without_twins(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Leave out a state that merely follows from an objection's line: that one tells of both."""
    for newer, older in zip_longest(entries, entries[1:]):
        if (
            newer.act in _REPEATS
            and older is not None
            and (older.at, older.subject_kind) == (newer.at, "objection")
        ):
            continue
        yield newer


def _names(entries: Sequence[Entry]) -> dict[int, str]:
    ids = {one.actor_id for one in entries if one.actor_id is not None}
    people = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: row.name for row in people}
