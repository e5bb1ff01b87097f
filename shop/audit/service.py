"""Write acts into the log, list them, sign checkpoints and prove what stands in it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Row, func, select

from shop.audit import merkle, rules
from shop.audit.merkle import Node, Peaks, Range
from shop.audit.models import Checkpoint, Entry
from shop.audit.note import SigningKey, Statement
from shop.audit.rules import Filters, Inclusion
from shop.core.db import db
from shop.core.roles import Actor

_TURN = 0x6175646974  # "audit": the name of our lock in PostgreSQL
_PAGE = 50

_Hashes: TypeAlias = Row[int, bytes, bytes, bytes]  # id, leaf hash, subtrees, chain


def record(
    act: str,
    *,
    actor: Actor | None,
    subject: tuple[str, str],
    now: datetime,
    details: Mapping[str, Any] | None = None,
    acting_for: Actor | None = None,
) -> Entry:
    """Write one act down within the caller's transaction, which it joins for better or worse.

    `subject` is (kind, public id); `details` are plain values without names or addresses. Writers take turns
    until their transaction ends, so make this the last step of an act. LogDamaged where entries were lost.
    """
    _take_turn()
    size = log_size()
    peaks, chain = _tail(size)
    values = {
        "id": size,
        "at": now,
        "actor_id": actor.id if actor else None,
        "actor": actor.public_id if actor else None,
        "acting_for": acting_for.public_id if acting_for else None,
        "act": rules.check_act(act),
        "subject_kind": subject[0],
        "subject_id": subject[1],
        "details_text": rules.details_text(details),
    }
    entry = Entry(**values, salt=secrets.token_bytes(rules.SALT_SIZE))
    entry.leaf_hash = merkle.leaf_hash(entry.salt + entry.text.encode())
    entry.chain = rules.next_chain(chain, entry.leaf_hash)
    entry.subtrees = b"".join(peaks.completed_by(entry.leaf_hash))
    db.session.add(entry)
    db.session.flush()
    return entry


def log_size() -> int:
    """Count the entries."""
    last = db.session.scalar(select(func.max(Entry.id)))
    return 0 if last is None else last + 1


def get_entry(index: int) -> Entry:
    """Get the entry of this number; NotFound where there is none."""
    entry = db.session.get(Entry, index)
    if entry is None:
        raise rules.NoEntry
    return entry


def list_entries(
    before: int | None = None, limit: int = _PAGE, filters: Filters | None = None
) -> list[Entry]:
    """List entries, newest first; the next page is the one `before` the last id of this."""
    query = select(Entry).order_by(Entry.id.desc()).limit(limit)
    if before is not None:
        query = query.where(Entry.id < before)
    return list(db.session.scalars(query.where(*conditions(filters or Filters()))))


def conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Give the conditions under which an entry is among those that the filters let through."""
    for column in ("actor", "acting_for", "subject_kind", "subject_id"):
        wanted = getattr(filters, column)
        if wanted is not None:
            yield getattr(Entry, column) == wanted
    if filters.act is not None:
        below = filters.act.endswith(".")
        yield Entry.act.startswith(filters.act, autoescape=True) if below else Entry.act == filters.act
    if filters.since is not None:
        yield Entry.at >= filters.since
    if filters.until is not None:
        yield Entry.at < filters.until


def make_checkpoint(key: SigningKey, *, now: datetime) -> Checkpoint:
    """Sign what the log stands for now, within the caller's transaction."""
    _take_turn()
    size = log_size()
    number = (db.session.scalar(select(func.max(Checkpoint.id))) or 0) + 1
    statement = Statement(key.name, size, root_at(size), number, now)
    signature = key.sign(statement.text())
    checkpoint = Checkpoint(
        id=number,
        origin=statement.origin,
        size=size,
        root=statement.root,
        at=now,
        key_id=signature.key_id,
        signature=signature.raw,
    )
    db.session.add(checkpoint)
    db.session.flush()
    return checkpoint


def find_checkpoint(covering: int = 0) -> Checkpoint | None:
    """Find the newest checkpoint, if it counts the entry of this number."""
    query = select(Checkpoint).where(Checkpoint.size > covering).order_by(Checkpoint.id.desc()).limit(1)
    return db.session.scalar(query)


def list_checkpoints(limit: int = _PAGE) -> list[Checkpoint]:
    """List checkpoints, newest first."""
    return list(db.session.scalars(select(Checkpoint).order_by(Checkpoint.id.desc()).limit(limit)))


def root_at(size: int) -> bytes:
    """Give the root (32 bytes) of the first `size` entries, from O(log n) rows."""
    return _tail(size)[0].root()


def inclusion(entry: Entry, size: int | None = None) -> Inclusion:
    """Prove that the entry stands among the first `size` (all, unless said); IndexError if it does not."""
    size = log_size() if size is None else size
    proof = _roots(merkle.inclusion_ranges(entry.id, size))
    return Inclusion(entry.id, size, entry.text, entry.salt, proof, root_at(size))


def consistency(old: int, new: int) -> list[bytes]:
    """Prove that the log of `old` entries begins the log of `new`; IndexError unless 0 < old <= new."""
    return _roots(merkle.consistency_ranges(old, new))


def _take_turn() -> None:
    # SQLite needs none: whoever writes holds BEGIN IMMEDIATE since the start of the transaction.
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(_TURN)))


def _tail(size: int) -> tuple[Peaks, bytes]:
    """Read the peaks of the first `size` entries and the chain (32 bytes) at their end."""
    nodes = merkle.cover((0, size))
    rows = _rows_of(nodes)
    # The last peak ends with the last entry, so its row is among them.
    chain = rows[size - 1].chain if size else rules.FIRST_CHAIN
    return Peaks(size, tuple(_hash_in(rows, node) for node in nodes)), chain


def _roots(spans: Iterable[Range]) -> list[bytes]:
    covers = [merkle.cover(span) for span in spans]
    rows = _rows_of([node for nodes in covers for node in nodes])
    return [merkle.fold([_hash_in(rows, node) for node in nodes]) for nodes in covers]


def _rows_of(nodes: list[Node]) -> dict[int, _Hashes]:
    """Read the rows that hold the roots of these subtrees: those of their last leaves."""
    ids = {_last_leaf(node) for node in nodes}
    query = select(Entry.id, Entry.leaf_hash, Entry.subtrees, Entry.chain).where(Entry.id.in_(ids))
    rows: dict[int, _Hashes] = {row.id: row for row in db.session.execute(query)}
    if len(rows) < len(ids):
        raise rules.LogDamaged
    return rows


def _last_leaf(node: Node) -> int:
    level, index = node
    return ((index + 1) << level) - 1


def _hash_in(rows: Mapping[int, _Hashes], node: Node) -> bytes:
    """Give the root (32 bytes) of a perfect subtree from the row of its last leaf."""
    row, level = rows[_last_leaf(node)], node[0]
    start = (level - 1) * merkle.HASH_SIZE
    found: bytes = row.subtrees[start : start + merkle.HASH_SIZE] if level else row.leaf_hash
    if len(found) != merkle.HASH_SIZE:
        raise rules.LogDamaged
    return found
