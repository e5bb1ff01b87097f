"""Hand out the register and the log as tables: read row by row, written to a file, and noted in the log."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from flask_babel import gettext as _
from sqlalchemy import Row, Select, select

from shop.accounts.models import Person
from shop.audit.models import Entry
from shop.audit.rules import Filters
from shop.audit.service import conditions, record
from shop.core.clock import CHINA
from shop.core.db import db
from shop.core.roles import Actor
from shop.core.tables import Column, Value, write_csv, write_xlsx
from shop.registry.models import Design
from shop.registry.rules import CATEGORIES, DesignState
from shop.town.report_words import STATES
from shop.town.words import act_in_words
from shop.workshops.models import Village, Workshop

CSV, XLSX = "csv", "xlsx"
ENDINGS = (XLSX, CSV)
GONE = "–"  # whoever was erased has no name any more
_CHUNK = 2_000  # rows in memory at a time
_PIECE = 1 << 20


@dataclass(frozen=True)
class Wish:
    """What of the register or the log is wanted: nothing said means all of it; both days are counted in."""

    state: str = ""
    category: str = ""
    village: int = 0
    act: str = ""
    since: date | None = None
    until: date | None = None

    def as_plain(self) -> dict[str, str | int]:
        """Give what was said as plain values for the log."""
        said = {name: value for name, value in asdict(self).items() if value}
        return {name: v.isoformat() if isinstance(v, date) else v for name, v in said.items()}

    @property
    def begins(self) -> datetime | None:
        """Give the first moment of the first day, in China."""
        return datetime.combine(self.since, time(), CHINA) if self.since else None

    @property
    def ends(self) -> datetime | None:
        """Give the moment after the last day, in China."""
        if self.until is None or self.until == date.max:
            return None
        return datetime.combine(self.until + timedelta(days=1), time(), CHINA)


@dataclass(frozen=True)
class Table:
    """A table to be written: which, under which headings, from which query, a row at a time."""

    kind: str
    title: str
    columns: Sequence[Column]
    query: Select[*tuple[Any, ...]]
    row: Callable[[Row[Any]], Sequence[Value]]

    def rows(self) -> Iterator[Sequence[Value]]:
        """Read the rows in one statement, which sees the database as it stands now, some at a time."""
        for found in db.session.execute(self.query.execution_options(yield_per=_CHUNK)):
            yield self.row(found)


def register_table(wish: Wish) -> Table:
    """Give the register: every design that was ever handed in, in the order in which they came."""
    query = (
        select(*_DESIGN, Workshop.name.label("workshop"), Village.name.label("village"))
        .select_from(Design)
        .join(Workshop, Workshop.id == Design.workshop_id)
        .join(Village, Village.id == Workshop.village_id)
        .where(Design.state != DesignState.DRAFT, *_wanted(wish))
        .order_by(Design.id)
    )
    kinds = {key: str(_(name)) for key, name in CATEGORIES.items()}
    states = {key: str(_(name)) for key, name in STATES.items()}

    def row(found: Row[Any]) -> Sequence[Value]:
        number, name, version, category, state, *rest = found[: len(_DESIGN)]
        kind, stands = kinds.get(category, category), states.get(state, state)
        return (number, name, version, kind, found.workshop, found.village, stands, *rest)

    return Table("register", _("Register"), _design_columns(), query, row)


_DESIGN = (
    Design.number,
    Design.name,
    Design.version,
    Design.category,
    Design.state,
    Design.submitted_at,
    Design.priority_at,
    Design.notice_ends_at,
    Design.registered_at,
    Design.expires_on,
    Design.decided_at,
    Design.reason,
    Design.claims,
    Design.materials,
    Design.keywords,
    Design.first_shown_on,
    Design.first_shown_where,
    Design.public_id,
)


def _design_columns() -> list[Column]:
    return [
        Column(_("Number"), 14),
        Column(_("Name"), 24),
        Column(_("Version"), 8),
        Column(_("Kind"), 14),
        Column(_("Workshop"), 20),
        Column(_("Village"), 12),
        Column(_("State"), 16),
        Column(_("Handed in"), 20),
        Column(_("Counts since"), 20),
        Column(_("Notice until"), 20),
        Column(_("Registered"), 20),
        Column(_("Last day"), 12),
        Column(_("Decided"), 20),
        Column(_("Reason"), 40),
        Column(_("What is new about it"), 40),
        Column(_("Materials"), 24),
        Column(_("Keywords"), 24),
        Column(_("First shown on"), 12),
        Column(_("First shown where"), 24),
        Column(_("Id in addresses"), 18),
    ]


def _wanted(wish: Wish) -> Iterator[Any]:
    if wish.state:
        yield Design.state == wish.state
    if wish.category:
        yield Design.category == wish.category
    if wish.village:
        yield Workshop.village_id == wish.village
    if wish.begins:
        yield Design.submitted_at >= wish.begins
    if wish.ends:
        yield Design.submitted_at < wish.ends


def log_table(wish: Wish, *, with_names: bool) -> Table:
    """Give the log in its order; people by their ids, and only on asking by the names they have today.

    The last column holds the leaves' hashes: hashed together in order they make the root of a checkpoint.
    """
    filters = Filters(act=wish.act or None, since=wish.begins, until=wish.ends)
    query = select(*_ENTRY, Person.name.label("who")).where(*conditions(filters)).order_by(Entry.id)
    query = query.outerjoin(Person, Person.public_id == Entry.actor)
    system = _("The system")

    def row(found: Row[Any]) -> Sequence[Value]:
        number, at, actor, acting_for, act, kind, subject, details, leaf = found[: len(_ENTRY)]
        named = [found.who or GONE if actor else system] if with_names else []
        words = act_in_words(act)
        return (number, at, *named, actor, acting_for, act, words, kind, subject, details, leaf.hex())

    return Table("log", _("Log"), _log_columns(with_names=with_names), query, row)


_ENTRY = (
    Entry.id,
    Entry.at,
    Entry.actor,
    Entry.acting_for,
    Entry.act,
    Entry.subject_kind,
    Entry.subject_id,
    Entry.details_text,
    Entry.leaf_hash,
)


def _log_columns(*, with_names: bool) -> list[Column]:
    return [
        Column(_("No."), 10),
        Column(_("When"), 20),
        *([Column(_("Who"), 16)] if with_names else []),
        Column(_("Who (id)"), 18),
        Column(_("On behalf of (id)"), 18),
        Column(_("Act"), 24),
        Column(_("In words"), 32),
        Column(_("About what"), 14),
        Column(_("About which (id)"), 18),
        Column(_("Details"), 40),
        Column(_("Hash of the entry"), 68),
    ]


@dataclass(frozen=True)
class Made:
    """A file that was written: of which table, how many rows and bytes, its SHA-256 in hexadecimal."""

    kind: str
    ending: str
    rows: int
    size: int
    sha256: str


def write(table: Table, ending: str, file: IO[bytes]) -> Made:
    """Write the whole table into a file that can be read, too; nothing in the database changes."""
    if ending == CSV:
        rows = write_csv(file, table.columns, table.rows())
    else:
        rows = write_xlsx(file, table.title, table.columns, table.rows())
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    size = file.tell()
    file.seek(0)
    return Made(table.kind, ending, rows, size, digest.hexdigest())


def note(made: Made, wish: Wish, *, actor: Actor, now: datetime) -> None:
    """Note in the log that a table leaves the house: which, how much of it, how its file is recognised."""
    details = {"format": made.ending, "filters": wish.as_plain(), "rows": made.rows, "sha256": made.sha256}
    record("export.made", actor=actor, subject=("export", made.kind), now=now, details=details)
