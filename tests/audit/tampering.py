"""What somebody with the database's password may do to the log, by raw SQL."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, text

from shop.audit import merkle, rules
from shop.audit.models import Checkpoint, Entry
from shop.audit.note import SigningKey, Statement
from shop.core.db import UtcDateTime, db

CONTENT = [column.name for column in Entry.__table__.columns if column.name != "id"]
SIGNED = [column.name for column in Checkpoint.__table__.columns if column.name != "id"]


def run(sql: str, **values: Any) -> None:
    """Run raw SQL, past everything that guards the log."""
    db.session.execute(text(sql), values)
    db.session.expire_all()


def overwrite(table: str, number: int, column: str, value: object) -> None:
    """Put another value into one field."""
    statement = text(f"UPDATE {table} SET {column} = :value WHERE id = :id")
    if isinstance(value, datetime):
        statement = statement.bindparams(bindparam("value", type_=UtcDateTime()))
    db.session.execute(statement, {"value": value, "id": number})
    db.session.expire_all()


def read(table: str, number: int) -> dict[str, Any]:
    """Read one row as it is."""
    query = text(f"SELECT * FROM {table} WHERE id = :id")
    return dict(db.session.execute(query, {"id": number}).mappings().one())


def changed(value: Any, chance: random.Random) -> Any:
    """Make another value of the same kind, often only a little different."""
    if value is None:
        return "somebody"
    if isinstance(value, int):
        return value + chance.choice([-1, 1, 1000])
    if isinstance(value, datetime):
        return value + timedelta(microseconds=chance.choice([-1, 1, 10**9]))
    if isinstance(value, bytes):
        return _changed_bytes(value, chance)
    place = chance.randrange(len(value))
    others = [letter for letter in "甲7 " if letter != value[place]]
    return value[:place] + chance.choice(others) + value[place + 1 :]


def _changed_bytes(value: bytes, chance: random.Random) -> bytes:
    if not value:
        return bytes(32)
    place = chance.randrange(len(value))
    turned = value[:place] + bytes([value[place] ^ (1 << chance.randrange(8))]) + value[place + 1 :]
    return chance.choice([turned, value[:-1], value + b"\0"])


def remove(number: int) -> None:
    """Remove one entry."""
    run("DELETE FROM audit_entry WHERE id = :id", id=number)


def cut_off(number: int) -> None:
    """Remove this entry and all behind it."""
    run("DELETE FROM audit_entry WHERE id >= :id", id=number)


def renumber(number: int, to: int) -> None:
    """Move one entry to another number."""
    run("UPDATE audit_entry SET id = :to WHERE id = :id", id=number, to=to)


def swap(first: int, second: int) -> None:
    """Let two entries change places."""
    renumber(first, -1)
    renumber(second, first)
    renumber(-1, second)


def close_gap(number: int) -> None:
    """Remove one entry and move those behind it up, so that the numbers look whole."""
    remove(number)
    for later in range(number + 1, last() + 1):
        renumber(later, later - 1)


def insert(number: int) -> None:
    """Push a copy of the entry before in at this number, and move those behind it down."""
    for later in range(last(), number - 1, -1):
        renumber(later, later + 1)
    names = ", ".join(CONTENT)
    run(f"INSERT INTO audit_entry (id, {names}) SELECT :to, {names} FROM audit_entry WHERE id = :id",
        id=number - 1, to=number)  # fmt: skip


def last() -> int:
    """Give the last entry's number."""
    return int(db.session.execute(text("SELECT max(id) FROM audit_entry")).scalar_one())


def rehash() -> None:
    """Recompute every hash, as somebody does who has read our code: the log then fits in itself."""
    peaks, chain, hashes = merkle.Peaks(), rules.FIRST_CHAIN, []
    for row in db.session.execute(text("SELECT * FROM audit_entry ORDER BY id")).mappings().all():
        leaf = merkle.leaf_hash(row["salt"] + rules.text_of_row(dict(row)).encode())
        chain = rules.next_chain(chain, leaf)
        subtrees = b"".join(peaks.completed_by(leaf))
        hashes.append({"id": row["id"], "leaf": leaf, "chain": chain, "subtrees": subtrees})
        peaks = peaks.append(leaf)
    sql = "UPDATE audit_entry SET leaf_hash = :leaf, chain = :chain, subtrees = :subtrees WHERE id = :id"
    db.session.execute(text(sql), hashes)
    db.session.expire_all()


def rewrite(number: int) -> None:
    """Let one entry say something else, and hash everything anew."""
    overwrite("audit_entry", number, "act", "design.refused")
    rehash()


def sign_again(key: SigningKey) -> None:
    """Sign every checkpoint anew over what the log is now, as somebody does who also has the key."""
    db.session.expire_all()
    leaves = list(db.session.scalars(db.select(Entry.leaf_hash).order_by(Entry.id)))
    for checkpoint in db.session.scalars(db.select(Checkpoint)).all():
        said = Statement(
            key.name, checkpoint.size, merkle.root(leaves[: checkpoint.size]), checkpoint.id, checkpoint.at
        )
        overwrite("audit_checkpoint", checkpoint.id, "root", said.root)
        overwrite("audit_checkpoint", checkpoint.id, "signature", key.sign(said.text()).raw)


def _random_overwrite(chance: random.Random, size: int) -> str:
    number, column = chance.randrange(size), chance.choice(CONTENT)
    old = read("audit_entry", number)[column]
    new = 99 if column == "actor_id" else changed(old, chance)
    overwrite("audit_entry", number, column, new)
    return f"{column} of {number}"


def _random_checkpoint(chance: random.Random, size: int) -> str:
    number, column = chance.choice([1, 2]), chance.choice(SIGNED)
    overwrite("audit_checkpoint", number, column, changed(read("audit_checkpoint", number)[column], chance))
    return f"{column} of checkpoint {number}"


def _random_rehashed(chance: random.Random, size: int) -> str:
    number = chance.randrange(size)
    rewrite(number)
    return f"act of {number}, all hashed again"


def _random_rehashed_gap(chance: random.Random, size: int) -> str:
    number = chance.randrange(size)
    close_gap(number)
    rehash()
    return f"{number} removed, all hashed again"


def _random_pair(chance: random.Random, size: int) -> str:
    first, second = chance.sample(range(size), 2)
    swap(first, second)
    return f"{first} and {second} swapped"


def _random_one(act: Callable[[int], None], first: int = 0) -> Callable[[random.Random, int], str]:
    def tamper(chance: random.Random, size: int) -> str:
        number = chance.randrange(first, size)
        act(number)
        return f"{act.__name__} {number}"

    return tamper


KINDS: dict[str, Callable[[random.Random, int], str]] = {
    "one field": _random_overwrite,
    "one field of a checkpoint": _random_checkpoint,
    "one entry removed": _random_one(remove),
    "one entry removed, the rest moved up": _random_one(close_gap),
    "one entry pushed in": _random_one(insert, first=1),
    "the end cut off": _random_one(cut_off),
    "two swapped": _random_pair,
    "rewritten and hashed again": _random_rehashed,
    "removed and hashed again": _random_rehashed_gap,
}
