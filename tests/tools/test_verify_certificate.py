"""Anybody can check a certificate with one small program, offline; whatever was changed in it is found."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.audit import countersigning, keys
from shop.audit.keys import open_signing_key
from shop.audit.note import SigningKey
from shop.core.clock import now
from shop.core.db import transaction
from shop.core.fonts import ensure_fonts
from shop.core.ids import new_key
from shop.core.settings import ROOT
from shop.pictures.shapes import RegionKind
from tests import making

SAME_ON_BOTH = True

TOOL = ROOT / "tools" / "verify_certificate.py"
# No network: a program that opens a socket ends at once.
NO_NETWORK = "import sys, runpy\nsys.addaudithook(lambda e, a: sys.exit('network!') if e.startswith('socket.') else None)\n"


@dataclass(frozen=True)
class Kit:
    """What a stranger holds: a folder with the program, a certificate, the town's key, an original photo."""

    folder: Path
    pdf: Path
    town: Path
    county: Path
    photo: Path
    proof: dict[str, Any]

    @property
    def program(self) -> Path:
        return self.folder / TOOL.name

    def run(self, file: Path, *words: object) -> subprocess.CompletedProcess[str]:
        program = (
            NO_NETWORK
            + f"sys.argv = sys.argv[1:]\nrunpy.run_path({str(self.program)!r}, run_name='__main__')"
        )
        command = [sys.executable, "-I", "-c", program, "verify_certificate.py", str(file), *map(str, words)]
        return subprocess.run(
            command, cwd=self.folder, capture_output=True, encoding="utf-8", env={}, check=False
        )

    def checked(self, proof: dict[str, Any], *words: object) -> subprocess.CompletedProcess[str]:
        file = self.folder / "tried.json"
        file.write_text(json.dumps(proof), "utf-8")
        return self.run(file, *words)


@pytest.fixture
def kit(
    app: Flask, sign_in: Callable[[Any], FlaskClient], tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Kit]:
    """Print a certificate that a witness vouches for."""
    app.config["FONTS"] = Path(request.config.cache.mkdir("fonts"))
    ensure_fonts(app.config["FONTS"])
    making.a_town("大集镇")
    maker = making.a_person("Chunlan")
    workshop = making.a_workshop("春兰舞衣", maker)
    picture = making.a_picture(workshop, seed=71)
    design = making.a_design(workshop, "牡丹扇舞裙", pictures=[picture], claims="金线滚边")
    making.a_mark(picture, RegionKind.CLAIM, "裙摆牡丹", (10, 60, 80, 30))
    browser = sign_in(maker)
    address = f"/register/{design.public_id}/certificate/print"
    browser.post(address, data={"once": new_key()})
    county = open_signing_key(tmp_path / "county", "cao-county")
    witness(app, county)
    pdf = tmp_path / "certificate.pdf"
    pdf.write_bytes(browser.post(address, data={"once": new_key()}).data)
    yield pack(app, tmp_path, pdf, county, browser.get(f"/register/{design.public_id}/proof.json").data)
    for file in keys.key_folder(app.config).glob("witness-*.pub"):
        file.unlink()


def witness(app: Flask, county: SigningKey) -> None:
    with transaction():
        countersigning.admit_witness(county.public.line(), actor=None, now=now())
        checkpoint = countersigning.best_checkpoint(0)
        assert checkpoint is not None
        note = checkpoint.note + county.sign(checkpoint.statement.text()).line()
        countersigning.countersign(note, [county.public], actor=None, now=now())


def pack(app: Flask, folder: Path, pdf: Path, county: SigningKey, proof: bytes) -> Kit:
    shutil.copy(TOOL, folder / TOOL.name)
    files = folder / "town.pub", folder / "county.pub", folder / "photo.jpg"
    files[0].write_text(keys.installation_key(app.config).public.line(), "utf-8")
    files[1].write_text(county.public.line(), "utf-8")
    files[2].write_bytes(making.photo_bytes(71))
    return Kit(folder, pdf, *files, json.loads(proof))


def test_a_genuine_certificate_holds(kit: Kit) -> None:
    said = kit.run(kit.pdf, "--key", kit.town, "--witness-key", kit.county, "--picture", kit.photo)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "Everything holds." in said.stdout and "全部相符" in said.stdout
    for words in (
        "牡丹扇舞裙",
        "春兰舞衣",
        "金线滚边",
        "裙摆牡丹",
        "photo.jpg is picture 1",
        "cao-county signed it too",
    ):
        assert words in said.stdout, words
    assert "came with the file" not in said.stdout
    assert "No witness has signed" not in said.stdout


def test_the_proof_by_itself_holds_too(kit: Kit) -> None:
    assert kit.checked(kit.proof, "--key", kit.town).returncode == 0


def test_the_program_needs_nothing_of_the_towns(kit: Kit) -> None:
    source = TOOL.read_text("utf-8")
    assert "import shop" not in source and "from shop" not in source
    assert not any(kit.folder.glob("shop"))


def test_a_key_that_came_with_the_file_is_not_trusted_silently(kit: Kit) -> None:
    said = kit.checked(kit.proof)
    assert said.returncode == 0
    assert "No --key was given" in said.stdout and "under the key that came with the file" in said.stdout


def test_a_missing_witness_is_said_with_what_it_means(kit: Kit) -> None:
    proof = copy.deepcopy(kit.proof)
    body, below = proof["note"].split("\n\n")
    proof["note"], proof["witness_keys"] = f"{body}\n\n{below.splitlines()[0]}\n", []
    said = kit.checked(proof, "--key", kit.town)
    assert said.returncode == 0
    assert "No witness has signed" in said.stdout and "没有见证人签名" in said.stdout
    assert kit.checked(proof, "--key", kit.town, "--witness-key", kit.county).returncode == 1


def test_another_photo_is_told_from_the_registered_one(kit: Kit) -> None:
    other = kit.folder / "other.jpg"
    other.write_bytes(making.photo_bytes(72))
    said = kit.run(kit.pdf, "--key", kit.town, "--picture", other)
    assert said.returncode == 1
    assert "other.jpg is none of its pictures" in said.stdout


def test_another_towns_key_does_not_fit(kit: Kit) -> None:
    stranger = kit.folder / "stranger.pub"
    stranger.write_text(
        open_signing_key(kit.folder / "s", "cao-county-design-register").public.line(), "utf-8"
    )
    assert kit.run(kit.pdf, "--key", stranger).returncode == 1
    assert kit.run(kit.pdf, "--key", kit.town, "--witness-key", stranger).returncode == 1


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the way to every plain value, and to every empty list or object."""
    if isinstance(value, dict | list) and value:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    else:
        yield path


def other(value: Any) -> list[Any]:
    """Give other values in place of this one, often only a little different."""
    if isinstance(value, str) and value:
        middle = len(value) // 2
        letter = "1" if value[middle] != "1" else "2"
        return [value[:middle] + letter + value[middle + 1 :], value + "0", ""]
    if isinstance(value, int):
        return [value + 1]
    return ["2099-01-01", ["x"]]


def tampered(proof: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the proof with one thing changed, taken away or added, in every place."""
    for path in leaves(proof):
        for value in [*other(at(proof, path)), None]:
            if value != at(proof, path):
                yield f"{path} = {value!r}"[:80], with_value(proof, path, value)
    for path in {way[:depth] for way in leaves(proof) for depth in range(1, len(way) + 1)}:
        yield f"{path} gone", without(proof, path)
    yield "something added", proof | {"more": 1}
    yield "something stated besides", with_value(proof, ("states", "patent"), "yes")


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def with_value(proof: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(proof)
    at(changed, path[:-1])[path[-1]] = value
    return changed


def without(proof: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    changed = copy.deepcopy(proof)
    del at(changed, path[:-1])[path[-1]]
    return changed


def test_every_field_that_is_changed_fails(kit: Kit) -> None:
    tries = list(tampered(kit.proof))
    assert len(tries) > 200
    missed = [name for name, ended in in_one_go(kit, tries) if ended == 0]
    assert missed == []


def in_one_go(kit: Kit, tries: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, int]]:
    """Run the program over many files in one process: starting it hundreds of times would take minutes."""
    folder = kit.folder / "tries"
    folder.mkdir()
    for number, (_name, proof) in enumerate([*tries, ("untouched", kit.proof)]):
        (folder / f"{number:04}.json").write_text(json.dumps(proof), "utf-8")
    program = (
        "import runpy, sys, pathlib\n"
        f"main = runpy.run_path({str(kit.program)!r})['main']\n"
        f"for file in sorted(pathlib.Path({str(folder)!r}).iterdir()):\n"
        f"    sys.argv = ['verify', str(file), '--key', {str(kit.town)!r}]\n"
        "    print('ENDED', main())\n"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stderr
    ended = [int(line.split()[1]) for line in run.stdout.splitlines() if line.startswith("ENDED")]
    assert ended.pop() == 0  # the untouched one: the tries fail for what was changed in them
    return [(name, code) for (name, _proof), code in zip(tries, ended, strict=True)]


def test_a_proof_cut_out_of_the_pdf_or_put_there_twice_fails(kit: Kit) -> None:
    whole = kit.pdf.read_bytes()
    file = kit.folder / "spoiled.pdf"
    for spoiled in (
        whole.replace(b"/EmbeddedFile", b"/EmbeddedFoo"),
        whole[:200],
        b"%PDF-1.4\n",
        b"",
        b"x",
    ):
        file.write_bytes(spoiled)
        assert kit.run(file, "--key", kit.town).returncode == 1
    start = whole.index(b"/Type /EmbeddedFile")
    file.write_bytes(whole + b"<< " + whole[start:])
    assert kit.run(file, "--key", kit.town).returncode == 1


def test_a_changed_word_within_the_pdf_fails(kit: Kit) -> None:
    whole = kit.pdf.read_bytes()
    name = json.dumps("牡丹扇舞裙").strip('"').encode()
    assert whole.count(name) == 1
    file = kit.folder / "spoiled.pdf"
    file.write_bytes(whole.replace(name, json.dumps("牡丹扇舞鞋").strip('"').encode()))
    said = kit.run(file, "--key", kit.town)
    assert said.returncode == 1 and "name is what the log committed to" in said.stdout


def test_a_whole_forgery_with_a_key_of_its_own_is_told_by_the_towns_key(kit: Kit) -> None:
    forger = open_signing_key(kit.folder / "forger", "cao-county-design-register")
    proof = copy.deepcopy(kit.proof)
    proof["states"]["name"] = "别人的款式"
    said = json.loads(proof["entries"][-1]["entry"])
    salt = bytes.fromhex(proof["salts"]["name"])
    said["details"]["sealed"]["name"] = hashlib.sha256(salt + '"别人的款式"'.encode()).hexdigest()
    said |= {"id": 0, "act": "design.registered"}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    proof["entries"] = [{"entry": text, "salt": "00" * 16, "path": []}]
    root = hashlib.sha256(b"\x00" + bytes(16) + text.encode()).digest()
    body = f"{forger.name}\n1\n{base64.b64encode(root).decode()}\ncheckpoint 1 2026-03-04T04:00:00.000000Z\n"
    proof |= {
        "note": f"{body}\n{forger.sign(body).line()}",
        "key": forger.public.line().strip(),
        "witness_keys": [],
    }
    assert kit.checked(proof).returncode == 0  # it fits in itself, and the program says whose key that is
    assert "A forger can bring" in kit.checked(proof).stdout
    assert kit.checked(proof, "--key", kit.town).returncode == 1
