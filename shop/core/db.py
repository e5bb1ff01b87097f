"""Own the database: the base of all tables, the column types, and the one way to write.

SQLite runs as measured: WAL, foreign keys, synchronous=FULL, and BEGIN IMMEDIATE for whatever writes, behind
a lock of this process, so that writers queue fairly instead of failing. PostgreSQL needs none of it.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, MetaData, TypeDecorator, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session, registry

from shop.core.errors import ShopError

BUSY_MS = 15_000  # how long a writer waits for another process
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_MS}",
    "cache_size=-32000",
)
_write_lock = threading.RLock()
_IN_ACT = "in an act"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC: kept without zone where the database has none, always aware in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone, keep the rest as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give the moment with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every table."""

    registry = registry(
        metadata=MetaData(naming_convention=_NAMES), type_annotation_map={datetime: UtcDateTime()}
    )


db = SQLAlchemy(model_class=Base)


@contextmanager
def transaction() -> Iterator[None]:
    """Make one atomic act of everything inside: committed at the end, or nothing of it.

    What was read before is read anew inside, under the lock, so that a decision rests on present facts.
    """
    session = db.session()
    if _IN_ACT in session.info:
        raise RuntimeError("an act within an act: the inner one would undo what the outer one did so far")
    session.rollback()
    with _turn(session):
        session.info[_IN_ACT] = True
        try:
            session.connection(execution_options={"shop_writes": True})
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.info[_IN_ACT]


def _turn(session: Session) -> AbstractContextManager[object]:
    """Let SQLite's writers of this process go one by one; PostgreSQL sees to that itself, row by row."""
    return _write_lock if session.get_bind().dialect.name == "sqlite" else nullcontext()


def add_or_raise(row: Base, taken: ShopError) -> None:
    """Add a row; raise `taken` when one with its unique values stands there, also of the same moment."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise taken from None


@event.listens_for(Engine, "connect")
def _set_up_sqlite(connection: Any, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("shop_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
