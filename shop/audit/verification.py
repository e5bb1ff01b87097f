"""Recompute the whole log from the database and name the first thing that does not fit.

Rows are read as the driver gives them, past all column types: what somebody wrote with raw SQL may be of any
type, and a type that mends it on the way would hide it.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, TypeAlias, cast

from sqlalchemy import Select, Table, select, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import NullType

from shop.audit.models import Checkpoint, Entry
from shop.audit.note import PublicKey, Statement, read_moment
from shop.audit.rules import Fault, Kind, Promise, Verification, Walk
from shop.core.db import db

CHUNK = 2_000  # rows in memory at a time
_LAST = sys.maxsize
_ENTRIES = cast("Table", Entry.__table__)
_CHECKPOINTS = cast("Table", Checkpoint.__table__)

Row: TypeAlias = Mapping[str, Any]


def verify(keys: Iterable[PublicKey], witnessed: Iterable[Statement] = ()) -> Verification:
    """Recompute every entry, and hold the log against its signed checkpoints and those a witness kept.

    `keys` are the trusted public keys, never taken from the database. Without a witness, whoever holds the
    database can cut the newest entries off together with their checkpoints, and nobody could tell.
    """
    own = list(_own_promises({key.key_id: key for key in keys}))
    kept = [Promise(said.size, said.root, f"the witness's checkpoint {said.number}") for said in witnessed]
    promises = deque(sorted([*own, *kept], key=lambda promise: promise.size))
    walk = Walk()
    fault = _first_fault(walk, promises)
    met = len(own) + len(kept) - len(promises)
    return Verification(walk.peaks.size, walk.peaks.root(), met, fault)


def _first_fault(walk: Walk, promises: deque[Promise]) -> Fault | None:
    """Go through all rows, holding each promise against the log at its size; drop those that were kept."""
    for row in chain(_rows(_ENTRIES), [None]):
        fault = _first_broken(walk, promises, everything=row is None) or (row and walk.step(row))
        if fault:
            return fault
    return None


def _first_broken(walk: Walk, promises: deque[Promise], *, everything: bool) -> Fault | None:
    size = walk.peaks.size
    while promises and (everything or promises[0].size <= size):
        fault = promises[0].broken_by(size, walk.peaks.root())
        if fault:
            return fault
        promises.popleft()
    return None


def _own_promises(keys: Mapping[str, PublicKey]) -> Iterator[Promise]:
    """Read the checkpoints; those that nobody can trust come last, behind all entries."""
    for number, row in enumerate(_rows(_CHECKPOINTS), start=1):
        name = f"checkpoint {number}"
        wrong = Kind.CHECKPOINT if row["id"] != number else _wrong_signature(row, keys)
        if wrong is None:
            yield Promise(row["size"], row["root"], name)
        else:
            yield Promise(_LAST, b"", name, wrong)


def _wrong_signature(row: Row, keys: Mapping[str, PublicKey]) -> Kind | None:
    try:
        said = Statement(row["origin"], row["size"], row["root"], row["id"], read_moment(row["at"]))
        key = keys.get(row["key_id"])
        signed = key is not None and key.signed(said.text(), row["signature"])
    except (LookupError, TypeError, ValueError, AttributeError):
        return Kind.CHECKPOINT
    return None if signed else Kind.SIGNATURE


def _rows(table: Table) -> Iterator[Row]:
    """Read a table by id, chunk by chunk."""
    raw = select(*(type_coerce(column, NullType()).label(column.name) for column in table.c))
    query, rows = raw, _chunk(table, raw)
    while rows:
        yield from rows
        query = raw.where(table.c.id > rows[-1]["id"])
        rows = _chunk(table, query)


def _chunk(table: Table, query: Select[*tuple[Any, ...]]) -> list[Row]:
    query = query.order_by(table.c.id).limit(CHUNK)
    try:
        return [dict(row) for row in db.session.execute(query).mappings()]
    except DBAPIError:  # the driver itself cannot read some row: find out which
        ids = db.session.scalars(query.with_only_columns(table.c.id)).all()
        return [_one(query, table, number) for number in ids]


def _one(query: Select[*tuple[Any, ...]], table: Table, number: int) -> Row:
    try:
        return dict(db.session.execute(query.where(table.c.id == number)).mappings().one())
    except DBAPIError:
        return {"id": number}
