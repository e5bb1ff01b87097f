"""What somebody with the database's password does to the register, by raw SQL, is found and named."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import select, text

from shop.audit import countersigning
from shop.audit.keys import installation_key, open_signing_key
from shop.audit.models import Checkpoint, Entry
from shop.audit.note import SigningKey, moment
from shop.audit.rules import Kind
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.settings import ROOT
from shop.pictures import index
from shop.pictures.shapes import RegionKind
from shop.registry import conformity
from shop.registry.models import Design
from shop.registry.path import move, record_state
from shop.registry.rules import DesignAct
from tests import making
from tests.audit import tampering
from tests.conftest import empty_tables
from tests.registry.tampering import KINDS, PICTURES, Register, remove_design

TRIES = 1000


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


def test_the_house_asks_for_it_by_itself(tmp_path: Path) -> None:
    program = (
        "from shop.factory import create_app; from pathlib import Path; import sys\n"
        "create_app(instance=Path(sys.argv[1]))\n"
        "from shop.audit.verification import _further\n"
        "print([check.__name__ for check in _further])"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert "first_untrue_design" in said.stdout


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
