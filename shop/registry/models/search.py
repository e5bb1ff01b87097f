"""Hold the words under which designs on view are found, and keep them right whoever changes what.

A row of `design_words` holds a design's tokens (registry.rules.search); one that is not on view has none.
PostgreSQL reads them as a tsvector with a GIN index; SQLite's triggers hand them on to an FTS5 table.
Whatever flushes a design, its workshop or village writes its words in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import DDL, Connection, ForeignKey, Row, Select, Text, Update, delete, event, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from shop.core.clock import china
from shop.core.db import Base
from shop.registry.models.design import Design
from shop.registry.rules.designs import ON_VIEW
from shop.registry.rules.search import Written, standing_of, tokens_of
from shop.workshops.models import Village, Workshop

FTS = "design_fts"  # SQLite's FTS5 table (it keeps itself in others whose names begin so), or the GIN index
BATCH = 500
_TELLING: dict[type[Base], frozenset[str]] = {  # what of each kind is found by
    Design: frozenset(
        {"name", "keywords", "claims", "materials", "number", "workshop", "workshop_id"}
        | {"category", "state", "submitted_at"}
    ),
    Workshop: frozenset({"name", "brand", "village", "village_id"}),
    Village: frozenset({"name"}),
}


class DesignWords(Base):
    """The tokens of one design on view, with spaces between."""

    __tablename__ = "design_words"

    design_id: Mapped[int] = mapped_column(
        ForeignKey("design.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    words: Mapped[str] = mapped_column(Text().with_variant(postgresql.TSVECTOR(), "postgresql"))


_WORDS = Base.metadata.tables[DesignWords.__tablename__]
_FORGET = "INSERT INTO design_fts (design_fts, rowid, words) VALUES ('delete', old.design_id, old.words);"
_LEARN = "INSERT INTO design_fts (rowid, words) VALUES (new.design_id, new.words);"
_TABLE = """CREATE VIRTUAL TABLE design_fts USING fts5(words, content='design_words',
 content_rowid='design_id', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')"""
SQLITE_UP = (
    _TABLE,
    f"CREATE TRIGGER {FTS}_insert AFTER INSERT ON design_words BEGIN {_LEARN} END",
    f"CREATE TRIGGER {FTS}_update AFTER UPDATE ON design_words BEGIN {_FORGET} {_LEARN} END",
    f"CREATE TRIGGER {FTS}_delete AFTER DELETE ON design_words BEGIN {_FORGET} END",
)
SQLITE_DOWN = f"DROP TABLE IF EXISTS {FTS}"
POSTGRES_UP = (
    f"CREATE INDEX {FTS} ON design_words USING gin (words)",  # dropped with its table
    # it must tell rare words from common ones, or it walks through all designs for a rare one
    "ALTER TABLE design_words ALTER COLUMN words SET STATISTICS 1000",
)
for _when, _dialect, _statements in (
    ("after_create", "sqlite", SQLITE_UP),
    ("after_create", "postgresql", POSTGRES_UP),
    ("before_drop", "sqlite", (SQLITE_DOWN,)),
):
    for _statement in _statements:
        event.listen(_WORDS, _when, DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]


def is_ours(name: str | None) -> bool:
    """Tell whether a table or index is the models' own, and not what keeps the full-text search."""
    return not (name or "").startswith(FTS)


def write_words(connection: Connection, design_ids: Iterable[int]) -> None:
    """Write anew the words of these designs; those that are not on view lose theirs."""
    ids = sorted(set(design_ids))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        rows = connection.execute(_facts().where(Design.id.in_(batch), Design.state.in_(ON_VIEW))).all()
        shown = [{"design_id": row.id, "words": " ".join(tokens_of(_written(row)))} for row in rows]
        gone = set(batch) - {row.id for row in rows}
        if gone:
            connection.execute(delete(_WORDS).where(_WORDS.c.design_id.in_(gone)))
        if shown:
            _put(connection, shown)


def _facts() -> Select[*tuple[Any, ...]]:
    """Select what a design is found by. What is being changed of its workshop meanwhile is waited for."""
    of_design = (Design.id, Design.number, Design.name, Design.keywords, Design.materials, Design.claims)
    facts = (*of_design, Design.category, Design.state, Design.submitted_at, Design.created_at)
    of_maker = (Workshop.name, Workshop.brand, Workshop.public_id, Workshop.village_id, Village.name)
    labels = ("maker", "brand", "maker_id", "village_id", "village")
    named = (column.label(label) for column, label in zip(of_maker, labels, strict=True))
    query = select(*facts, *named).join(Workshop, Design.workshop_id == Workshop.id)
    query = query.join(Village, Workshop.village_id == Village.id)
    return query.with_for_update(read=True, of=[Workshop.__table__, Village.__table__])


def _written(row: Row[Any]) -> Written:
    year = china(row.submitted_at or row.created_at).year
    by = {"kind": row.category, "village": str(row.village_id), "maker": row.maker_id, "year": str(year)}
    return Written(
        number=row.number or "",
        short=(row.name, row.keywords, row.materials, row.maker, row.brand, row.village),
        long=(row.claims,),
        narrowed_by=(*by.items(), ("standing", standing_of(row.state))),
    )


def _put(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    new = dialect.insert(_WORDS)
    change = new.on_conflict_do_update(index_elements=["design_id"], set_={"words": new.excluded.words})
    connection.execute(change, rows)


@event.listens_for(Session, "after_flush")
def _follow(session: Session, _context: Any) -> None:
    """Write the words of every design that a flush concerns."""
    ids: dict[type[Base], list[int]] = {}
    for one in (*session.new, *session.dirty):
        if type(one) in _TELLING and _tells(one):
            ids.setdefault(type(one), []).append(one.id)
    if ids:
        connection = session.connection()
        write_words(connection, _concerned(connection, ids))


def _tells(one: Base) -> bool:
    state = inspect(one)
    return any(state.attrs[name].history.has_changes() for name in _TELLING[type(one)])


def _concerned(connection: Connection, ids: dict[type[Base], list[int]]) -> set[int]:
    """Give the designs that rows of these kinds concern: themselves, those of a workshop, of a village."""
    found = set(ids.get(Design, ()))
    for column, kind in ((Design.workshop_id, Workshop), (Workshop.village_id, Village)):
        if ids.get(kind):
            query = select(Design.id).join(Workshop, Design.workshop_id == Workshop.id)
            found |= set(connection.execute(query.where(column.in_(ids[kind]))).scalars())
    return found


@event.listens_for(Session, "do_orm_execute")
def _follow_bulk(asked: ORMExecuteState) -> Any:
    """Write the words also of what a statement changes or puts in in bulk, past the session's own rows."""
    mapper = asked.bind_mapper
    if not (asked.is_update or asked.is_insert) or mapper is None or mapper.class_ not in _TELLING:
        return None
    ids = _about_to_change(asked) if asked.is_update else []
    result = asked.invoke_statement()
    connection = asked.session.connection()
    changed = _concerned(connection, {mapper.class_: ids}) if asked.is_update else _without_words(connection)
    write_words(connection, changed)
    return result


def _without_words(connection: Connection) -> set[int]:
    query = select(Design.id).outerjoin(DesignWords, DesignWords.design_id == Design.id)
    return set(connection.execute(query.where(DesignWords.design_id.is_(None))).scalars())


def _about_to_change(asked: ORMExecuteState) -> list[int]:
    """Give the ids of the rows that a statement names, one by one or by its condition."""
    if isinstance(asked.parameters, list):
        return [row["id"] for row in asked.parameters]
    statement = cast("Update", asked.statement)
    query = select(statement.table.c.id)
    if statement.whereclause is not None:
        query = query.where(statement.whereclause)
    return list(asked.session.connection().execute(query).scalars())
