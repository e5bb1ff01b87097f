"""Follow what changes in the tables that decide which pictures are to be found, without looking them through.

The database itself notes every row of a watched table that comes, changes or goes (triggers write
`picture_change` in the same transaction), whoever did it and however. Whoever follows remembers how far it
has read.

In PostgreSQL transactions end in another order than they began in, so that a later number may be seen before
an earlier one. So every note carries its transaction, and all are read again that come from one which had
not ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, MetaData, Select, Table, event, inspect, text
from sqlalchemy.sql.util import find_tables

from shop.core.db import Base, db
from shop.pictures.models import Picture, PictureChange, StoredFingerprint

MOST = 5_000  # notes worth reading one by one: with more, everything is compared

Changed = dict[str, set[int]]  # numbers of rows, by the name of their table
_watched: dict[str, str] = {}  # names of tables, and of the column that numbers their rows

_SQLITE = """CREATE TRIGGER IF NOT EXISTS note_{act}_of_{table} AFTER {act} ON "{table}" BEGIN
 INSERT INTO picture_change (source, row_id, act)
 VALUES ('{table}', {row}."{column}", random()); END"""
_FUNCTION = """CREATE OR REPLACE FUNCTION note_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
 BEGIN
 INSERT INTO picture_change (source, row_id, act) VALUES ('{table}', CASE WHEN TG_OP = 'DELETE'
 THEN OLD."{column}" ELSE NEW."{column}" END, pg_current_xact_id()::text::bigint); RETURN NULL; END $$"""
_POSTGRES = """CREATE OR REPLACE TRIGGER note_{act}_of_{table} AFTER {act} ON "{table}"
 FOR EACH ROW EXECUTE FUNCTION note_change_of_{table}()"""
_ACTS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}
_STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
_NEWS = {
    "sqlite": "SELECT id, act, source, row_id, 0 FROM picture_change WHERE id >= :id ORDER BY id LIMIT :most",
    "postgresql": "SELECT id, act, source, row_id, pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    " FROM picture_change WHERE id = :id OR act >= :horizon ORDER BY id LIMIT :most",
}
_END = {
    "sqlite": "SELECT id, act, 0 FROM picture_change ORDER BY id DESC LIMIT 1",
    "postgresql": "SELECT id, act, pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    " FROM picture_change ORDER BY id DESC LIMIT 1",
}


@dataclass(frozen=True)
class Position:
    """How far somebody has read: the last note and its mark, and the oldest transaction not ended by then."""

    id: int = 0
    act: int = 0
    horizon: int = 0
    seen: frozenset[int] = field(default_factory=frozenset)  # notes read that will be read again

    def to_list(self) -> list[int]:
        """Give plain values."""
        return [self.id, self.act, self.horizon]


def watch(table: Table, column: str = "id") -> None:
    """Note from now on what changes in a table; `column` numbers its rows."""
    _watched[table.name] = column


def column_of(table: Table) -> str:
    """Give the name of the column that numbers the rows of a watched table."""
    return _watched[table.name]


def statements(dialect: str) -> Iterator[str]:
    """Give the statements that set the triggers up, for create_all and for migrations."""
    for table, column in _watched.items():
        if dialect == "postgresql":
            yield _FUNCTION.format(table=table, column=column)
        for act, row in _ACTS.items():
            form = _POSTGRES if dialect == "postgresql" else _SQLITE
            yield form.format(table=table, column=column, act=act, row=row)


def set_up(connection: Connection) -> None:
    """Set the triggers up where they are missing; who followed before compares everything once."""
    connection.exec_driver_sql("DELETE FROM picture_change")
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


@event.listens_for(Base.metadata, "after_create")
def _after_create(_metadata: MetaData, connection: Connection, **_: Any) -> None:
    if set(_watched) <= set(inspect(connection).get_table_names()):
        set_up(connection)


def stands() -> bool:
    """Tell whether the database notes all changes; else only looking everything through helps."""
    connection = db.session.connection()
    if not inspect(connection).has_table(PictureChange.__tablename__):
        return False
    standing = set(connection.execute(text(_STANDING[connection.dialect.name])).scalars())
    return standing >= {f"note_{act}_of_{table}" for table in _watched for act in _ACTS}


def covers(wanted: Select[int]) -> bool:
    """Tell whether all tables are watched that a choice of pictures rests on."""
    return {table.name for table in tables_of(wanted)} <= set(_watched)


def tables_of(wanted: Select[int]) -> set[Table]:
    """Give the tables that a choice of pictures rests on."""
    found = (table for clause in wanted.get_final_froms() for table in find_tables(clause))
    return {table for table in found if isinstance(table, Table)}


def end() -> Position:
    """Give the position after everything that has been noted."""
    connection = db.session.connection()
    last = connection.execute(text(_END[connection.dialect.name])).one_or_none()
    return Position(*last) if last else Position()


def news(since: Position) -> tuple[Changed, Position] | None:
    """Give what changed since a position, and the new position; None where the notes do not tell.

    That is so when too much changed, or when the last note read is not there any more: notes are cleared away
    after a while, and a database may be put back from a backup.
    """
    connection = db.session.connection()
    asked = {"id": since.id, "horizon": since.horizon, "most": MOST}
    rows = connection.execute(text(_NEWS[connection.dialect.name]), asked).all()
    known = not since.id or any((row[0], row[1]) == (since.id, since.act) for row in rows)
    if not known or len(rows) == MOST:
        return None
    changed: Changed = {}
    for number, _, source, row_id, _ in rows:
        if number != since.id and number not in since.seen:
            changed.setdefault(source, set()).add(row_id)
    if not rows:
        return changed, since
    last, horizon = rows[-1], rows[-1][4]
    again = frozenset(row[0] for row in rows if row[1] >= horizon) if horizon else frozenset()
    return changed, Position(last[0], last[1], horizon, again)


watch(Base.metadata.tables[Picture.__tablename__])
watch(Base.metadata.tables[StoredFingerprint.__tablename__], "picture_id")
