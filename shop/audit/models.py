"""Keep the log's entries, its signed checkpoints, and witnesses' signatures under them; all only grow."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, LargeBinary, String, Text, UniqueConstraint, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, ORMExecuteState, Session, mapped_column, object_session

from shop.audit.note import Signature, Statement, write_note
from shop.audit.rules import COMMITTED, AppendOnly, entry_text
from shop.core.db import Base


class Entry(Base):
    """One act that was written down. Ids count from 0 without gaps; people stand in it as ids only."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "subject_kind", "subject_id"),
        Index(None, "actor"),
        Index(None, "act"),
        Index(None, "at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    # No foreign key: the entry outlives the person's data and lies below their table.
    actor_id: Mapped[int | None]
    actor: Mapped[str | None] = mapped_column(String(40))
    acting_for: Mapped[str | None] = mapped_column(String(40))
    act: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(80))
    # Text and not the JSON type: every byte is committed to.
    details_text: Mapped[str] = mapped_column("details", Text)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    chain: Mapped[bytes] = mapped_column(LargeBinary(32))
    # Roots (32 bytes each) of the perfect subtrees that this entry completes, smallest first.
    subtrees: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def details(self) -> dict[str, Any]:
        """Give what the act's caller wrote down, as plain values."""
        details: dict[str, Any] = json.loads(self.details_text)
        return details

    @property
    def text(self) -> str:
        """Give the text that the leaf commits to."""
        return entry_text({name: getattr(self, name) for name in COMMITTED})


class Checkpoint(Base):
    """What the log stood for at one moment, signed. Ids count from 1 without gaps."""

    __tablename__ = "audit_checkpoint"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    origin: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]
    key_id: Mapped[str] = mapped_column(String(8))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))

    @property
    def statement(self) -> Statement:
        """Give what was signed."""
        return Statement(self.origin, self.size, self.root, self.id, self.at)

    @property
    def note(self) -> str:
        """Give the checkpoint as a text to keep elsewhere."""
        return write_note(self.statement, Signature(self.origin, self.key_id, self.signature))


class Countersignature(Base):
    """A second party's signature under one of our checkpoints: a witness that the log stood so."""

    __tablename__ = "audit_countersignature"
    __table_args__ = (UniqueConstraint("checkpoint_id", "key_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    checkpoint_id: Mapped[int] = mapped_column(Integer)  # no foreign key: it must survive a rewritten table
    name: Mapped[str] = mapped_column(String(120))
    key_id: Mapped[str] = mapped_column(String(8))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))
    received_at: Mapped[datetime]


_GROWING = frozenset({Entry.__table__, Checkpoint.__table__, Countersignature.__table__})


@event.listens_for(Entry, "before_update")
@event.listens_for(Checkpoint, "before_update")
@event.listens_for(Countersignature, "before_update")
def _refuse_change(_mapper: Mapper[Any], _connection: Connection, row: Base) -> None:
    session = object_session(row)
    if session is None or session.is_modified(row):
        raise AppendOnly


@event.listens_for(Entry, "before_delete")
@event.listens_for(Checkpoint, "before_delete")
@event.listens_for(Countersignature, "before_delete")
def _refuse_removal(_mapper: Mapper[Any], _connection: Connection, _row: Base) -> None:
    raise AppendOnly


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    if (state.is_update or state.is_delete) and getattr(state.statement, "table", None) in _GROWING:
        raise AppendOnly
