"""What somebody with the database's password does to the register, by raw SQL, is found and named."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select, text

from shop.audit import countersigning
from shop.audit.keys import installation_key, open_signing_key
from shop.audit.models import Checkpoint, Countersignature, Entry
from shop.audit.note import SigningKey, Statement, moment
from shop.audit.rules import Fault, Kind, Verification
from shop.audit.verification import verify
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.pictures import index
from shop.pictures.shapes import RegionKind
from shop.registry import conformity
from shop.registry.models import Design
from shop.registry.path import move, record_state
from shop.registry.rules import DesignAct
from shop.workshops.models import Workshop
from tests import making
from tests.audit import tampering
from tests.conftest import empty_tables

TRIES = 1000


class UndoError(Exception):
    """End a transaction, so that its tampering is undone."""


@dataclass
class Register:
    """Three designs, two checkpoints that the county has signed, one more that nobody has."""

    own: SigningKey
    county: SigningKey
    designs: list[Design]
    workshops: list[Workshop]

    def check(self, act: Callable[[], object] = lambda: None, *kept: Statement) -> Verification:
        """Tamper, verify, and put everything back."""
        found: list[Verification] = []
        with suppress(UndoError), transaction():
            act()
            found.append(verify([self.own.public], kept, [self.county.public]))
            raise UndoError
        return found[0]

    def fault(self, act: Callable[[], object]) -> Fault:
        fault = self.check(act).fault
        assert fault is not None, "the tampering was not found"
        return fault


@pytest.fixture(scope="module")
def register(house: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """Fill a register once for all tests here: each puts back what it tampered with."""
    with house.app_context():
        index._indexes.clear()
        yield _filled(open_signing_key(tmp_path_factory.mktemp("county"), "cao-county"))
        db.session.remove()
        empty_tables()


def _filled(county: SigningKey) -> Register:
    workshops = [making.a_workshop("春兰舞衣"), making.a_workshop("秋菊汉服")]
    designs = []
    for number in range(3):
        home = workshops[number % 2]
        pictures = [making.a_picture(home, seed=80 + 2 * number + n) for n in range(2)]
        designs.append(making.a_design(home, f"款式{number}", pictures=pictures, claims="滚边"))
        making.a_mark(pictures[0], RegionKind.CLAIM)
        if number:
            countersigned(making.a_checkpoint(), county)
    making.a_checkpoint()
    with transaction():
        move(designs[2], DesignAct.CANCEL, now=now())
        record_state(designs[2], actor=None, now=now())
    making.a_checkpoint()
    return Register(installation_key(current_app.config), county, designs, workshops)


def countersigned(checkpoint: Checkpoint, county: SigningKey) -> None:
    with transaction():
        note = checkpoint.note + county.sign(checkpoint.statement.text()).line()
        countersigning.countersign(note, [county.public], actor=None, now=now())


def test_an_untouched_register_fits(register: Register) -> None:
    assert register.check().fault is None


COLUMNS = {
    "number": "D2020-00001",
    "version": 7,
    "name": "别的名字",
    "claims": "一切红色的裙子",
    "category": "hanfu",
    "state": "withdrawn",
    "priority_at": None,
    "registered_at": None,
    "expires_on": None,
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_design_is_named_with_what_does_not_fit(register: Register, column: str) -> None:
    design = register.designs[1]
    fact = column.removesuffix("_at").removesuffix("_on")
    fault = register.fault(lambda: tampering.overwrite("design", design.id, column, COLUMNS[column]))
    assert fault.kind is Kind.OTHERWISE
    assert fact in fault.promise
    assert column == "number" or design.number in fault.promise


def test_the_first_of_several_changed_designs_is_named(register: Register) -> None:
    def act() -> None:
        for design in register.designs[1:]:
            tampering.overwrite("design", design.id, "name", "x")

    assert register.designs[1].number in register.fault(act).promise


@pytest.mark.parametrize("state", ["draft", "registered", "notice", "transferred"])
def test_a_cancelled_design_cannot_be_brought_back(register: Register, state: str) -> None:
    fault = register.fault(lambda: tampering.overwrite("design", register.designs[2].id, "state", state))
    assert (fault.kind, "state" in fault.promise) == (Kind.OTHERWISE, True)


def test_a_design_in_another_workshops_hands_is_named(register: Register) -> None:
    def act() -> None:
        tampering.overwrite("design", register.designs[0].id, "workshop_id", register.workshops[1].id)

    assert "workshop" in register.fault(act).promise


PICTURES = {
    "another picture": "UPDATE design_picture SET picture_id = (SELECT max(id) FROM picture) WHERE id = 1",
    "a picture taken out": "DELETE FROM design_picture WHERE id = 2",
    "pictures in another order": "UPDATE design_picture SET position = 9 WHERE id = 1",
    "a sketch shown as a photo": "UPDATE design_picture SET role = 'sketch' WHERE id = 1",
    "another hash": "UPDATE picture SET sha256 = 'ab' WHERE id = (SELECT picture_id FROM design_picture WHERE id = 1)",
}


@pytest.mark.parametrize("sql", PICTURES.values(), ids=PICTURES.keys())
def test_changed_pictures_are_found(register: Register, sql: str) -> None:
    fault = register.fault(lambda: tampering.run(sql))
    assert fault.kind is Kind.OTHERWISE
    assert register.designs[0].number in fault.promise


def test_a_design_nobody_handed_in_is_found(register: Register) -> None:
    def act() -> None:
        names = [c.name for c in Design.__table__.columns if c.name not in ("id", "public_id", "number")]
        listed = ", ".join(names)
        tampering.run(
            f"INSERT INTO design (id, public_id, number, {listed}) "
            f"SELECT 999, 'slippedin', 'D2026-99999', {listed} FROM design WHERE id = :id",
            id=register.designs[0].id,
        )

    fault = register.fault(act)
    assert (fault.kind, "D2026-99999" in fault.promise) == (Kind.UNTOLD, True)


def remove_design(design: Design) -> None:
    tampering.run("DELETE FROM design WHERE id = :id", id=design.id)


def test_a_design_that_was_removed_is_found(register: Register) -> None:
    fault = register.fault(lambda: remove_design(register.designs[0]))
    assert fault.kind is Kind.GONE
    assert register.designs[0].public_id in fault.promise


def test_values_of_any_type_are_found_in_sqlite(register: Register) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite lets a column hold other types")
    for column in ("priority_at", "registered_at", "expires_on", "created_at", "version", "name"):
        for value in ("x'00'", "'text'", "-1", "CAST(x'ff' AS TEXT)"):
            sql = f"UPDATE design SET {column} = {value} WHERE id = {register.designs[1].id}"
            assert register.fault(lambda sql=sql: tampering.run(sql)).kind is Kind.OTHERWISE, sql


@pytest.mark.parametrize("chunk", [1, 2, 3, 4])
def test_chunks_of_any_size_give_the_same(
    register: Register, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conformity, "CHUNK", chunk)
    assert register.check().fault is None
    assert (
        "name"
        in register.fault(lambda: tampering.overwrite("design", register.designs[2].id, "name", "x")).promise
    )


# A thousand tries


def some_field(register: Register, chance: random.Random) -> None:
    design = chance.choice(register.designs)
    column = chance.choice(
        ["number", "version", "name", "claims", "category", "state", "priority_at", "registered_at"]
    )
    old = getattr(design, column)
    new = tampering.changed(old, chance)
    tampering.overwrite("design", design.id, column, new)


def some_picture(register: Register, chance: random.Random) -> None:
    tampering.run(chance.choice(list(PICTURES.values())))


def some_day(register: Register, chance: random.Random) -> None:
    design = chance.choice(register.designs)
    later = design.expires_on + timedelta(days=chance.choice([-1, 1, 365]))
    tampering.overwrite("design", design.id, "expires_on", later)


def some_design_removed(register: Register, chance: random.Random) -> None:
    remove_design(chance.choice(register.designs))


def some_countersignature(register: Register, chance: random.Random) -> None:
    row = chance.choice(list(db.session.scalars(select(Countersignature.id))))
    column = chance.choice(["name", "key_id", "signature", "checkpoint_id"])
    old = tampering.read("audit_countersignature", row)[column]
    new = old + 1000 if column == "checkpoint_id" else tampering.changed(old, chance)
    tampering.overwrite("audit_countersignature", row, column, new)


def some_countersignature_removed(register: Register, chance: random.Random) -> None:
    row = chance.choice(list(db.session.scalars(select(Countersignature.id))))
    tampering.run("DELETE FROM audit_countersignature WHERE id = :id", id=row)


def rewritten_and_signed_again(register: Register, chance: random.Random) -> None:
    """Rewrite something that a witness has signed, with the town's own key."""
    tampering.rewrite(chance.randrange(first_witnessed()))
    tampering.sign_again(register.own)


def first_witnessed() -> int:
    return int(db.session.scalar(select(Checkpoint.size).order_by(Checkpoint.id).limit(1)) or 0)


def some_log(kind: str) -> Callable[[Register, random.Random], None]:
    def act(_register: Register, chance: random.Random) -> None:
        tampering.KINDS[kind](chance, tampering.last() + 1)

    return act


KINDS: dict[str, Callable[[Register, random.Random], None]] = {
    "one field of a design": some_field,
    "its pictures": some_picture,
    "its last day": some_day,
    "a design removed": some_design_removed,
    "a witness's signature changed": some_countersignature,
    "a witness's signature removed": some_countersignature_removed,
    "rewritten and signed again with the town's key": rewritten_and_signed_again,
    **{f"the log: {kind}": some_log(kind) for kind in tampering.KINDS},
}


def test_a_thousand_random_tamperings_are_all_found(register: Register) -> None:
    chance, missed = random.Random(20260305), []
    for turn in range(TRIES):
        kind = list(KINDS)[turn % len(KINDS)]
        if register.check(lambda: KINDS[kind](register, chance)).ok:  # noqa: B023
            missed.append(f"{turn}: {kind}")
    assert missed == []


# The one kind that only a witness's own copy tells


def test_whoever_rewrites_everything_with_the_towns_key_is_told_by_what_the_witness_kept(
    register: Register,
) -> None:
    design = register.designs[0]
    kept = db.session.get_one(Checkpoint, 1).statement
    assert design.priority_at is not None
    earlier = design.priority_at - timedelta(days=400)

    def forge() -> None:
        was, is_now = moment(design.priority_at), moment(earlier)
        tampering.overwrite("design", design.id, "priority_at", earlier)
        tampering.run("DELETE FROM audit_countersignature")
        tampering.run("UPDATE audit_entry SET act = 'village.created' WHERE act = 'checkpoint.countersigned'")
        for entry in db.session.execute(text("SELECT id, details FROM audit_entry")).all():
            tampering.overwrite("audit_entry", entry.id, "details", entry.details.replace(was, is_now))
        tampering.rehash()
        tampering.sign_again(register.own)

    assert register.check(forge).ok
    found = register.check(forge, kept).fault
    assert found is not None
    assert found.kind is Kind.REWRITTEN
    assert db.session.scalar(select(Entry.id).limit(1)) == 0
