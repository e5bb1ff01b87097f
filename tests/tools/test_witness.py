"""A witness signs only what goes on from what they signed before, with a program of their own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from shop.audit import countersigning, merkle, service
from shop.audit.keys import installation_key, open_signing_key
from shop.audit.models import Checkpoint
from shop.audit.note import read_note, read_public_key
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.settings import ROOT
from tests import making
from tests.audit import tampering

SAME_ON_BOTH = True

TOOL = ROOT / "tools" / "witness.py"


@dataclass(frozen=True)
class County:
    """The witness's own computer: the program, the town's key, what the town sends."""

    folder: Path

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", str(self.folder / TOOL.name), *map(str, words)]
        return subprocess.run(
            command, cwd=self.folder, capture_output=True, encoding="utf-8", env={}, check=False
        )

    def save(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.write_text(text, "utf-8")
        return file

    def sign(self, note: str, proof: Path | None = None) -> subprocess.CompletedProcess[str]:
        more = ["--proof", proof] if proof else []
        return self.run("sign", self.save("note.txt", note), "--town", "town.pub", *more)

    @property
    def signed(self) -> str:
        return (self.folder / "note.txt.signed").read_text("utf-8")


@pytest.fixture
def county(app: Flask, tmp_path: Path) -> County:
    shutil.copy(TOOL, tmp_path / TOOL.name)
    county = County(tmp_path)
    county.save("town.pub", installation_key(app.config).public.line())
    made = county.run("keygen", "cao-county")
    assert made.returncode == 0, made.stderr
    return county


def grow(count: int) -> Checkpoint:
    """Let the log grow by so many villages, and sign it."""
    for _ in range(count):
        making.a_village()
    return making.a_checkpoint()


def proof(county: County, old: Checkpoint, new: Checkpoint) -> Path:
    path = [step.hex() for step in service.consistency(old.size, new.size)]
    said = {
        "format": "log-consistency/1",
        "origin": new.origin,
        "old": old.size,
        "new": new.size,
        "path": path,
    }
    return county.save("consistency.json", json.dumps(said))


def test_what_the_witness_signs_is_taken_in_by_the_town(county: County) -> None:
    said = county.sign(grow(3).note)
    assert said.returncode == 0 and "seen for the first time" in said.stdout
    public = read_public_key((county.folder / "witness" / "cao-county.pub").read_text("utf-8"))
    with transaction():
        kept = countersigning.countersign(county.signed, [public], actor=None, now=now())
    assert [one.name for one in kept] == ["cao-county"]


def test_the_key_stays_with_its_owner_and_is_never_made_anew(county: County) -> None:
    assert (county.folder / "witness" / "witness.key").stat().st_mode & 0o077 == 0
    again = county.run("keygen", "cao-county")
    assert again.returncode == 1 and "a key here already" in again.stdout


@pytest.mark.parametrize(("first", "more"), [(1, 1), (2, 5), (3, 4), (4, 4), (7, 9), (8, 1)])
def test_a_log_that_only_grew_is_signed_again(county: County, first: int, more: int) -> None:
    old = grow(first)
    county.sign(old.note)
    new = grow(more)
    assert "Fetch the proof" in county.sign(new.note).stdout
    said = county.sign(new.note, proof(county, old, new))
    assert said.returncode == 0 and f"{old.size} entries signed last stand unchanged" in said.stdout


def test_the_same_checkpoint_is_signed_twice_with_one_line(county: County) -> None:
    note = grow(3).note
    county.sign(note)
    first = county.signed
    assert county.sign(first).returncode == 0
    assert county.signed == first
    assert len(read_note(first)[1]) == 2


def test_a_rewritten_log_is_never_signed(app: Flask, county: County) -> None:
    old = grow(5)
    county.sign(old.note)
    with transaction():
        tampering.rewrite(2)
    new = grow(3)
    said = county.sign(new.note, proof(county, old, new))
    assert said.returncode == 1 and "does not begin this one" in said.stdout
    assert (county.folder / "note.txt.signed").read_text("utf-8").startswith(old.statement.text())


def test_a_log_rewritten_at_the_same_length_is_never_signed(app: Flask, county: County) -> None:
    old = grow(5)
    county.sign(old.note)
    with transaction():
        tampering.rewrite(2)
    said = county.sign(grow(0).note)
    assert said.returncode == 1 and "the log was rewritten" in said.stdout


def test_a_log_that_became_shorter_is_never_signed(app: Flask, county: County) -> None:
    county.sign(grow(5).note)
    with transaction():
        tampering.cut_off(2)
    said = county.sign(making.a_checkpoint().note)
    assert said.returncode == 1 and "has become shorter" in said.stdout


@pytest.mark.parametrize(
    "spoil", ["a step", "one step less", "other sizes", "another log", "no proof at all"]
)
def test_a_spoiled_proof_is_refused(county: County, spoil: str) -> None:
    old = grow(5)
    county.sign(old.note)
    new = grow(6)
    file = proof(county, old, new)
    said = json.loads(file.read_text("utf-8"))
    if spoil == "a step":
        said["path"][0] = "00" * 32
    elif spoil == "one step less":
        said["path"].pop()
    elif spoil == "other sizes":
        said["old"] -= 1
    elif spoil == "another log":
        said["origin"] = "another"
    else:
        said = ["nothing"]
    file.write_text(json.dumps(said), "utf-8")
    assert county.sign(new.note, file).returncode == 1


def test_a_note_that_the_town_did_not_sign_is_refused(app: Flask, county: County) -> None:
    checkpoint = grow(3)
    stranger = open_signing_key(county.folder / "stranger", checkpoint.origin)
    text = checkpoint.statement.text()
    for note in (
        f"{text}\n{stranger.sign(text).line()}",
        checkpoint.note.replace("\n3\n", "\n4\n") if "\n3\n" in checkpoint.note else checkpoint.note[3:],
        text + "\n",
        "hello",
        "",
    ):
        assert county.sign(note).returncode == 1
    assert not (county.folder / "note.txt.signed").exists()


def test_looking_signs_nothing_and_remembers_nothing(county: County) -> None:
    note = county.save("look.txt", grow(3).note)
    assert county.run("check", note, "--town", "town.pub").returncode == 0
    assert not list((county.folder / "witness").glob("last-*"))
    assert not (county.folder / "look.txt.signed").exists()


def test_without_a_key_nothing_is_signed(county: County) -> None:
    (county.folder / "witness" / "witness.key").unlink()
    said = county.sign(grow(3).note)
    assert said.returncode == 1 and "run keygen first" in said.stdout


def test_the_program_judges_every_pair_of_sizes_as_the_house_does(county: County) -> None:
    """Compare its own walk with the tree of the house, over all pairs up to 24 leaves, and spoiled ones."""
    program = "import runpy,sys,json\nt=runpy.run_path(sys.argv[1])\nN=t['Note']\n"
    program += "for line in sys.stdin:\n old,new,a,b,p=json.loads(line)\n h=bytes.fromhex\n"
    program += " print(t['begins'](N('','',old,h(a),'',[]),N('','',new,h(b),'',[]),[h(x) for x in p]))\n"
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(24)]
    asked, wanted = [], []
    for new in range(1, 25):
        for old in range(1, new + 1):
            path = [step.hex() for step in merkle.consistency_proof(old, leaves[:new])]
            roots = merkle.root(leaves[:old]).hex(), merkle.root(leaves[:new]).hex()
            asked.append([old, new, *roots, path])
            wanted.append("True")
            asked.append([old, new, roots[0], "00" * 32, path])
            wanted.append("False")
            asked.append([old, new, *roots, [*path, "00" * 32]])
            wanted.append("False")
    lines = "\n".join(map(json.dumps, asked))
    tool = str(county.folder / TOOL.name)
    run = subprocess.run(
        [sys.executable, "-I", "-c", program, tool],
        input=lines,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert run.stdout.split() == wanted
    db.session.rollback()
