"""Run migrations inside the application, on whichever database it uses: `flask db upgrade`."""

from __future__ import annotations

import sqlite3
from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.engine import Connection

from shop.core.db import Base, UtcDateTime, db
from shop.registry.models.search import is_ours


def render_item(kind: str, thing: Any, autogen_context: AutogenContext) -> str | bool:
    """Write our own column types into migrations as what they are in the database."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(_context: Any, _found: Any, _column: Any, _found_type: Any, ours: Any) -> bool | None:
    """Leave our own column types alone: they are a DateTime underneath."""
    return False if isinstance(ours, UtcDateTime) else None


def hold_keys(connection: Connection, *, on: bool) -> None:
    """Let SQLite hold foreign keys or not: a table that is made anew would take its children along."""
    raw = connection.connection.dbapi_connection
    if isinstance(raw, sqlite3.Connection):
        raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
        assert not on or not raw.execute("PRAGMA foreign_key_check").fetchall(), "a row has lost its parent"


with db.engine.connect() as connection:
    hold_keys(connection, on=False)
    writing = connection.execution_options(shop_writes=True)
    context.configure(
        connection=writing,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=compare_type,
        include_name=lambda name, _kind, _of: is_ours(name),
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    hold_keys(connection, on=True)
