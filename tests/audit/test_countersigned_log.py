"""Countersignatures are held to the log; the town signs by itself every day; the command line does both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from shop.audit import service
from shop.audit.keys import OwnKey, add_witness, installation_key, key_folder, witness_keys
from shop.audit.models import Checkpoint, Countersignature, Entry
from shop.audit.note import SigningKey, read_note
from shop.audit.rules import AppendOnly, Kind
from shop.audit.upkeep import checkpoint_if_grown, sign_the_day
from shop.audit.verification import verify
from shop.core.db import db, transaction
from shop.core.jobs import CHORES
from tests.audit import tampering
from tests.audit.conftest import take_in
from tests.conftest import NOON

SAME_ON_BOTH = True

Write = Callable[[int], list[Entry]]
Sign = Callable[[], Checkpoint]


# What verification makes of them


@pytest.fixture
def kept(
    write: Write, checkpoint: Sign, county: SigningKey, witnessed: Callable[..., str]
) -> Countersignature:
    write(3)
    return take_in(witnessed(checkpoint()), county)[0]


def fault(key: SigningKey, *witnesses: SigningKey) -> Kind | None:
    found = verify([key.public], witnesses=[one.public for one in witnesses]).fault
    return found.kind if found else None


@pytest.mark.usefixtures("kept")
def test_an_untouched_countersignature_fits(key: SigningKey, county: SigningKey) -> None:
    assert fault(key, county) is None


@pytest.mark.usefixtures("kept")
def test_a_countersignature_of_nobody_known_is_found(key: SigningKey) -> None:
    assert fault(key) is Kind.WITNESS


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "x"),
        ("key_id", "00000000"),
        ("signature", bytes(64)),
        ("checkpoint_id", 7),
        ("signature", b""),
    ],
)
def test_a_changed_countersignature_is_found(
    key: SigningKey, county: SigningKey, column: str, value: object
) -> None:
    with transaction():
        tampering.overwrite("audit_countersignature", 1, column, value)
    assert fault(key, county) is Kind.WITNESS


@pytest.mark.usefixtures("kept")
def test_a_removed_countersignature_is_found_by_its_entry(key: SigningKey, county: SigningKey) -> None:
    with transaction():
        tampering.run("DELETE FROM audit_countersignature")
    assert fault(key, county) is Kind.WITNESS_GONE


@pytest.mark.usefixtures("kept")
def test_whoever_has_our_key_cannot_sign_for_the_witness(key: SigningKey, county: SigningKey) -> None:
    with transaction():
        tampering.rewrite(1)
        tampering.sign_again(key)
    assert fault(key, county) is Kind.WITNESS


def test_a_countersignature_can_be_neither_changed_nor_removed_by_the_house(kept: Countersignature) -> None:
    with pytest.raises(AppendOnly), transaction():
        db.session.get_one(Countersignature, kept.id).name = "somebody"
    with pytest.raises(AppendOnly), transaction():
        db.session.delete(db.session.get_one(Countersignature, kept.id))


# Keys of witnesses, the chore, the command line


def test_nobody_is_a_witness_to_themselves(app: Flask, tmp_path: Path) -> None:
    own = installation_key(app.config)
    disguised = SigningKey("somebody-else", own.private)
    for line in (own.public.line(), disguised.public.line()):
        with pytest.raises(OwnKey):
            add_witness(key_folder(app.config), line)


def test_the_daily_chore_signs_what_grew_and_nothing_twice(app: Flask, write: Write) -> None:
    assert "audit.upkeep.sign_the_day" in CHORES
    sign_the_day(NOON)
    write(2)
    sign_the_day(NOON)
    sign_the_day(NOON)
    db.session.rollback()
    assert [one.size for one in service.list_checkpoints()] == [2, 0]
    with transaction():
        assert checkpoint_if_grown(installation_key(app.config), now=NOON) is None


def test_the_command_line_admits_a_witness_and_takes_their_note_in(
    app: Flask, write: Write, county: SigningKey, tmp_path: Path
) -> None:
    def run(*words: object) -> Result:
        return app.test_cli_runner().invoke(args=["audit", *map(str, words)])

    write(2)
    note, back, pub = tmp_path / "note.txt", tmp_path / "back.txt", tmp_path / "county.pub"
    run("checkpoint", "--save", note)
    said, _lines = read_note(note.read_text("utf-8"))
    back.write_text(note.read_text("utf-8") + county.sign(said.text()).line(), "utf-8")
    refused = run("countersign", back)
    assert refused.exit_code == 1 and "administrator" in refused.output
    pub.write_text(county.public.line(), "utf-8")
    try:
        assert "cao-county is a witness" in run("witness", "add", pub).output
        assert run("witness", "list").output == county.public.line()
        assert "cao-county has signed checkpoint 1" in run("countersign", back).output
        assert run("verify").exit_code == 0
        assert run("witness", "add", back).exit_code == 1
        assert "has not grown" in run("checkpoint", "--if-grown").output or service.log_size() > 2
    finally:
        for file in key_folder(app.config).glob("witness-*.pub"):
            file.unlink()
    assert witness_keys(key_folder(app.config)) == []
