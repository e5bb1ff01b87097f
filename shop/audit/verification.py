"""Recompute the whole log from the database and name the first thing that does not fit.

Rows are read as the driver gives them, past all column types: what somebody wrote with raw SQL may be of any
type, and a type that mends it on the way would hide it.
"""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, TypeAlias, cast

from sqlalchemy import Select, Table, select, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import NullType

from shop.audit.models import Checkpoint, Countersignature, Entry
from shop.audit.note import PublicKey, Statement, read_moment
from shop.audit.rules import Fault, Kind, Promise, Verification, Walk
from shop.core.db import db

CHUNK = 2_000  # rows in memory at a time
_LAST = sys.maxsize
_ENTRIES = cast("Table", Entry.__table__)
_CHECKPOINTS = cast("Table", Checkpoint.__table__)
_COUNTERSIGNATURES = cast("Table", Countersignature.__table__)
_COUNTERSIGNED = "checkpoint.countersigned"

Row: TypeAlias = Mapping[str, Any]
Check: TypeAlias = Callable[[], Fault | None]
_further: list[Check] = []


def further(check: Check) -> Check:
    """Have a feature's own tables held against the log too, once the log itself fits."""
    if check not in _further:
        _further.append(check)
    return check


def verify(
    keys: Iterable[PublicKey],
    witnessed: Iterable[Statement] = (),
    witnesses: Iterable[PublicKey] = (),
) -> Verification:
    """Recompute every entry; hold the log against its checkpoints, witnesses' signatures and what they kept.

    `keys` are the trusted public keys and `witnesses` those of second parties, never taken from the database.
    Without what a witness kept, whoever holds database and key can rewrite the log, and nobody could tell.
    """
    own = list(_own_promises({key.key_id: key for key in keys}))
    kept = [Promise(said.size, said.root, f"the witness's checkpoint {said.number}") for said in witnessed]
    promises = deque(sorted([*own, *kept], key=lambda promise: promise.size))
    walk = Walk()
    fault = _first_fault(walk, promises) or _wrong_countersignature(witnesses) or _found_further()
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
        said = _statement(row)
        key = keys.get(row["key_id"])
        signed = key is not None and key.signed(said.text(), row["signature"])
    except (LookupError, TypeError, ValueError, AttributeError):
        return Kind.CHECKPOINT
    return None if signed else Kind.SIGNATURE


def _wrong_countersignature(witnesses: Iterable[PublicKey]) -> Fault | None:
    """Name the first signature of a witness that does not fit, or that the log tells of and that is gone."""
    keys = {key.key_id: key for key in witnesses}
    checkpoints = {row["id"]: row for row in _rows(_CHECKPOINTS)}
    found = set()
    for row in _rows(_COUNTERSIGNATURES):
        name = f"the countersignature {row.get('id')} under checkpoint {row.get('checkpoint_id')}"
        if not _is_signed(checkpoints.get(row.get("checkpoint_id")), row, keys):
            return Fault(Kind.WITNESS, 0, name)
        found.add((str(row["checkpoint_id"]), row["key_id"]))
    return next((fault for fault in _untrue_tellings(found)), None)


def _is_signed(checkpoint: Row | None, row: Row, keys: Mapping[str, PublicKey]) -> bool:
    """Tell whether a known witness signed what the checkpoint says, under the name that stands there."""
    try:
        said = _statement(checkpoint or {})
        key = keys[row["key_id"]]
        return key.name == row["name"] and key.signed(said.text(), row["signature"])
    except (LookupError, TypeError, ValueError, AttributeError):
        return False


def _untrue_tellings(found: set[tuple[str, str]]) -> Iterator[Fault]:
    told = select(Entry.id, Entry.subject_id, Entry.details_text).where(Entry.act == _COUNTERSIGNED)
    for number, checkpoint, details in db.session.execute(told.order_by(Entry.id)):
        if (checkpoint, json.loads(details).get("key")) not in found:
            yield Fault(Kind.WITNESS_GONE, number, f"the countersignature under checkpoint {checkpoint}")


def _found_further() -> Fault | None:
    for check in _further:
        fault = check()
        if fault is not None:
            return fault
    return None


def _statement(row: Row) -> Statement:
    return Statement(row["origin"], row["size"], row["root"], row["id"], read_moment(row["at"]))


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
