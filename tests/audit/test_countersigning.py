"""A witness's signature is taken in when it fits, and every other file is answered clearly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from shop.audit import countersigning, service
from shop.audit.keys import open_signing_key
from shop.audit.models import Checkpoint, Countersignature, Entry
from shop.audit.note import NotANote, SigningKey, Statement, read_note, write_note
from shop.core.db import db
from tests.audit.conftest import take_in
from tests.conftest import NOON

Write = Callable[[int], list[Entry]]
Sign = Callable[[], Checkpoint]


def test_a_witness_signature_is_kept_and_told_in_the_log(
    write: Write, checkpoint: Sign, county: SigningKey, witnessed: Callable[..., str]
) -> None:
    write(3)
    first = checkpoint()
    (kept,) = take_in(witnessed(first), county)
    assert (kept.checkpoint_id, kept.name, kept.key_id) == (1, "cao-county", county.public.key_id)
    assert service.get_entry(3).act == "checkpoint.countersigned"
    _said, lines = read_note(countersigning.note_of(first))
    assert [line.name for line in lines] == ["town-log", "cao-county"]


def test_the_same_file_twice_is_kept_once(
    write: Write, checkpoint: Sign, county: SigningKey, witnessed: Callable[..., str]
) -> None:
    write(3)
    note = witnessed(checkpoint())
    assert take_in(note, county)[0].id == take_in(note, county)[0].id
    assert service.log_size() == 4


def test_two_witnesses_under_one_note_are_both_kept(
    write: Write, checkpoint: Sign, county: SigningKey, witnessed: Callable[..., str], tmp_path: Path
) -> None:
    write(3)
    village = open_signing_key(tmp_path / "village", "dinglou-committee")
    signed = checkpoint()
    note = witnessed(signed) + village.sign(signed.statement.text()).line()
    assert [one.name for one in take_in(note, county, village)] == ["cao-county", "dinglou-committee"]


def test_a_line_of_somebody_unknown_beside_a_witness_is_let_be(
    write: Write, checkpoint: Sign, county: SigningKey, witnessed: Callable[..., str], tmp_path: Path
) -> None:
    write(3)
    stranger = open_signing_key(tmp_path / "stranger", "stranger")
    signed = checkpoint()
    note = witnessed(signed) + stranger.sign(signed.statement.text()).line()
    assert [one.name for one in take_in(note, county)] == ["cao-county"]


def test_a_note_that_nobody_signed_is_answered(write: Write, checkpoint: Sign, county: SigningKey) -> None:
    write(3)
    with pytest.raises(countersigning.NobodySigned):
        take_in(checkpoint().note, county)


def test_a_strangers_signature_is_answered(
    write: Write, checkpoint: Sign, county: SigningKey, witnessed: Callable[..., str], tmp_path: Path
) -> None:
    write(3)
    stranger = open_signing_key(tmp_path / "stranger", "cao-county")
    with pytest.raises(countersigning.UnknownWitness):
        take_in(witnessed(checkpoint(), stranger), county)


def test_a_signature_of_another_note_is_answered(
    write: Write, checkpoint: Sign, county: SigningKey, witnessed: Callable[..., str]
) -> None:
    write(3)
    first = checkpoint()
    write(3)
    second = checkpoint()
    line = county.sign(first.statement.text()).line()
    with pytest.raises(countersigning.BadSignature):
        take_in(second.note + line, county)


def test_a_signature_under_another_name_is_answered(
    write: Write, checkpoint: Sign, county: SigningKey, witnessed: Callable[..., str]
) -> None:
    write(3)
    note = witnessed(checkpoint()).replace("— cao-county ", "— the-ministry ")
    with pytest.raises(countersigning.BadSignature):
        take_in(note, county)


def test_another_log_is_answered(write: Write, checkpoint: Sign, county: SigningKey) -> None:
    write(3)
    checkpoint()
    said = Statement("another-town", 3, bytes(32), 1, NOON)
    with pytest.raises(countersigning.WrongLog):
        take_in(write_note(said, county.sign(said.text())), county)


def test_a_checkpoint_we_never_made_is_answered(
    write: Write, checkpoint: Sign, county: SigningKey, key: SigningKey
) -> None:
    write(3)
    checkpoint()
    said = Statement("town-log", 3, bytes(32), 9, NOON)
    with pytest.raises(countersigning.UnknownCheckpoint):
        take_in(write_note(said, key.sign(said.text()), county.sign(said.text())), county)


@pytest.mark.parametrize("changed", ["size", "root", "at"])
def test_a_note_that_says_something_else_than_ours_is_an_alarm(
    write: Write, checkpoint: Sign, county: SigningKey, key: SigningKey, changed: str
) -> None:
    write(3)
    ours = checkpoint().statement
    values = {"size": ours.size, "root": ours.root, "at": ours.at}
    values[changed] = {"size": 2, "root": bytes(32), "at": NOON}[changed]
    said = Statement(ours.origin, number=ours.number, **values)  # type: ignore[arg-type]
    with pytest.raises(countersigning.ChangedNote):
        take_in(write_note(said, key.sign(said.text()), county.sign(said.text())), county)


def test_an_older_checkpoint_than_the_last_witnessed_is_answered(
    write: Write, checkpoint: Sign, county: SigningKey, witnessed: Callable[..., str]
) -> None:
    write(3)
    first = checkpoint()
    write(3)
    take_in(witnessed(checkpoint()), county)
    with pytest.raises(countersigning.OldNote):
        take_in(witnessed(first), county)


@pytest.mark.parametrize("text", ["", "hello", "a\nb\n\nc", "\x00"])
def test_what_is_no_note_is_answered(app: Flask, county: SigningKey, text: str) -> None:
    with pytest.raises(NotANote):
        take_in(text, county)


def test_nothing_of_a_refused_note_is_kept(
    write: Write, checkpoint: Sign, county: SigningKey, witnessed: Callable[..., str]
) -> None:
    write(3)
    note = witnessed(checkpoint())
    spoiled = note.rstrip("\n")[:-6] + "AAAA==\n"
    with pytest.raises((countersigning.BadSignature, countersigning.UnknownWitness, NotANote)):
        take_in(spoiled, county)
    db.session.rollback()
    assert db.session.query(Countersignature).count() == 0
    assert service.log_size() == 3


# Which checkpoint proves best, and when the witness is overdue


def test_a_witnessed_checkpoint_is_preferred_while_it_counts_the_entry(
    write: Write, checkpoint: Sign, county: SigningKey, witnessed: Callable[..., str]
) -> None:
    write(3)
    take_in(witnessed(checkpoint()), county)
    checkpoint()
    assert [getattr(countersigning.best_checkpoint(entry), "id", None) for entry in (0, 2, 3, 4)] == [
        1,
        1,
        2,
        None,
    ]


def test_a_witness_is_overdue_after_forty_days(
    write: Write, checkpoint: Sign, county: SigningKey, witnessed: Callable[..., str]
) -> None:
    assert countersigning.is_overdue(NOON)
    write(3)
    take_in(witnessed(checkpoint()), county)
    assert not countersigning.is_overdue(NOON + timedelta(days=40))
    assert countersigning.is_overdue(NOON + timedelta(days=40, seconds=1))
