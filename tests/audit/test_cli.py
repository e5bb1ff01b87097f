"""The command line checks and signs the log in plain words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from shop.audit.keys import installation_key, open_signing_key
from shop.audit.models import Checkpoint, Entry
from shop.audit.note import read_note, read_public_key
from shop.core.db import db, transaction

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    """Give a function that runs `flask audit` with these words."""
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=["audit", *map(str, words)])


def test_a_log_that_fits_is_said_to_fit(run: Run, write: Callable[[int], list[Entry]]) -> None:
    write(3)
    assert run("checkpoint").exit_code == 0
    said = run("verify")
    assert said.exit_code == 0
    assert "The log fits. Entries: 3, checkpoints: 1." in said.output


def test_an_empty_log_fits(run: Run) -> None:
    assert run("verify").exit_code == 0


def test_a_fault_is_named_and_ends_with_1(run: Run, write: Callable[[int], list[Entry]]) -> None:
    write(3)
    with transaction():
        db.session.execute(text("UPDATE audit_entry SET act = 'design.refused' WHERE id = 1"))
    said = run("verify")
    assert said.exit_code == 1
    assert "entry 1 does not say any more what was written down" in said.output


def test_a_checkpoint_is_shown_saved_and_kept(
    app: Flask, run: Run, write: Callable[[int], list[Entry]], tmp_path: Path
) -> None:
    write(3)
    said = run("checkpoint", "--save", tmp_path / "march.txt")
    assert said.exit_code == 0
    assert (tmp_path / "march.txt").read_text("utf-8") == said.output
    statement, (signature,) = read_note(said.output)
    assert statement == db.session.get_one(Checkpoint, 1).statement
    assert installation_key(app.config).public.signed(statement.text(), signature.raw)


def test_a_checkpoint_kept_by_a_witness_finds_what_the_database_hides(
    run: Run, write: Callable[[int], list[Entry]], tmp_path: Path
) -> None:
    write(3)
    kept = tmp_path / "kept.txt"
    run("checkpoint", "--save", kept)
    assert run("verify", "--witness", kept).exit_code == 0
    with transaction():
        db.session.execute(text("DELETE FROM audit_entry WHERE id = 2"))
        db.session.execute(text("DELETE FROM audit_checkpoint"))
    assert run("verify").exit_code == 0
    said = run("verify", "--witness", kept)
    assert said.exit_code == 1
    assert "entry 2 and those behind it are missing: the witness's checkpoint 1" in said.output


@pytest.mark.parametrize("content", [b"hello", b"\xff\xfe", b""])
def test_a_file_that_is_no_checkpoint_is_refused(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "wrong.txt").write_bytes(content)
    said = run("verify", "--witness", tmp_path / "wrong.txt")
    assert said.exit_code == 1
    assert "is not a checkpoint" in said.output


def test_a_checkpoint_without_our_signature_is_refused(run: Run, tmp_path: Path) -> None:
    run("checkpoint", "--save", tmp_path / "ours.txt")
    statement, _ours = read_note((tmp_path / "ours.txt").read_text("utf-8"))
    stranger = open_signing_key(tmp_path / "stranger", statement.origin)
    note = statement.text() + "\n" + stranger.sign(statement.text()).line()
    (tmp_path / "theirs.txt").write_text(note, "utf-8")
    said = run("verify", "--witness", tmp_path / "theirs.txt")
    assert said.exit_code == 1
    assert "does not carry the signature" in said.output


def test_the_public_key_is_shown(app: Flask, run: Run) -> None:
    assert read_public_key(run("key").output) == installation_key(app.config).public
