#!/usr/bin/env python3
"""Witness the town's log, with a key of your own that never goes to the town.

    witness.py keygen NAME                        make your key once; give NAME.pub to the town
    witness.py sign NOTE --town town.pub [--proof consistency.json]
                                                  look, sign, and write NOTE.signed for the town
    witness.py check NOTE --town town.pub         look only

Your key and your memory (the last checkpoint you signed) lie in one folder, ./witness unless you say --folder.
Before signing, the program checks the town's signature, and that the log you signed last is the beginning of
this one: the proof of that is a file from the town's log page. It never signs what contradicts what it signed
before. Needs Python 3.11 or newer and the package `cryptography`; no network. Stands alone on purpose.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

PROOF_FORMAT = "log-consistency/1"
PRIVATE_FILE = "witness.key"
_KIND = b"\x01"  # Ed25519, in the format of signed notes


class Refused(Exception):
    """Say, in Chinese and in English, why nothing is signed."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese, self.english = chinese, english


@dataclass(frozen=True)
class Note:
    """A checkpoint: the text that is signed, whose log, how many entries, its root (32 bytes), the lines below."""

    text: str
    origin: str
    size: int
    root: bytes
    promise: str
    lines: Sequence[str]


def key_id_of(name: str, raw: bytes) -> bytes:
    """Give the 4 bytes that tell keys apart."""
    return hashlib.sha256(name.encode() + b"\n" + _KIND + raw).digest()[:4]


def read_note(text: str) -> Note:
    """Read a checkpoint, unchecked; Refused where it is none."""
    try:
        body, below = text.replace("\r\n", "\n").split("\n\n", 1)
        origin, size, root, promise = body.split("\n")
        note = Note(body + "\n", origin, int(size), b64decode(root, validate=True), promise, _lines(below))
    except ValueError as error:
        raise Refused("这不是检查点文件。", "This is not a checkpoint.") from error
    if len(note.root) != 32 or note.size < 0:
        raise Refused("这不是检查点文件。", "This is not a checkpoint.")
    return note


def _lines(below: str) -> list[str]:
    return [line for line in below.split("\n") if line]


def check_town(note: Note, line: str) -> None:
    """Raise Refused unless the town's key (its one line) signed the checkpoint."""
    try:
        name, key_id, packed = line.strip().split("+", 2)
        raw = b64decode(packed, validate=True)[1:]
    except ValueError as error:
        raise Refused("镇上的公钥读不懂。", "The town's key cannot be read.") from error
    if key_id_of(name, raw).hex() != key_id:
        raise Refused("镇上的公钥被改动过。", "The town's key was changed.")
    if note.origin != name:
        raise Refused(f"这是另一本日志：{note.origin}。", f"This is another log: {note.origin}.")
    if not any(_is_signed(note, below, name, raw) for below in note.lines):
        raise Refused(
            "没有镇上的签名，或文件被改动过。", "The town's signature is missing, or the file was changed."
        )


def _is_signed(note: Note, line: str, name: str, raw: bytes) -> bool:
    try:
        who, packed = line.removeprefix("— ").rsplit(" ", 1)
        signature = b64decode(packed, validate=True)
        if who != name or signature[:4] != key_id_of(name, raw):
            return False
        Ed25519PublicKey.from_public_bytes(raw).verify(signature[4:], note.text.encode())
    except (ValueError, InvalidSignature):
        return False
    return True


def begins(old: Note, new: Note, path: Sequence[bytes]) -> bool:
    """Tell whether the path shows the old log as the beginning of the new, as RFC 9162 (2.1.4.2) has it."""
    if old.size in {0, new.size}:
        return not path and (old.size == 0 or old.root == new.root)
    steps = list(path)
    if old.size & (old.size - 1) == 0:  # a power of two: its root opens the path
        steps.insert(0, old.root)
    if not steps or any(len(step) != 32 for step in steps):
        return False
    return _climb(old.size, new.size, steps) == (old.root, new.root)


def _climb(old: int, new: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Climb both trees along the steps; give the two roots reached, or None where the steps do not fit."""
    place, last = _shifted(old - 1, new - 1, while_odd=True)
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            before = hashlib.sha256(b"\x01" + step + before).digest()
            after = hashlib.sha256(b"\x01" + step + after).digest()
            place, last = _shifted(place, last, while_odd=False)
        else:
            after = hashlib.sha256(b"\x01" + after + step).digest()
        place, last = place >> 1, last >> 1
    return (before, after) if last == 0 else None


def _shifted(place: int, last: int, *, while_odd: bool) -> tuple[int, int]:
    """Go up while the place is odd, or while it is even and not the first."""
    while place and bool(place & 1) is while_odd:
        place, last = place >> 1, last >> 1
    return place, last


def check_goes_on(old: Note, new: Note, proof: Path | None) -> None:
    """Raise Refused unless the log that was signed last begins the new one."""
    if new.size < old.size:
        raise Refused(f"日志变短了：上次 {old.size} 条，这次 {new.size} 条。不签。",
                      f"The log has become shorter: {old.size} entries then, {new.size} now.")  # fmt: skip
    if new.size == old.size and new.root != old.root:
        raise Refused("条数相同，内容却不同：日志被改写过！不签。请留好两份文件。",
                      "As many entries, but other ones: the log was rewritten! Keep both files.")  # fmt: skip
    if not begins(old, new, _read_path(old, new, proof)):
        raise Refused("上次签的日志不是这本日志的开头：日志被改写过，或证明文件不对。不签。",
                      "The log that was signed last does not begin this one: it was rewritten, or this is the "
                      "wrong proof.")  # fmt: skip


def _read_path(old: Note, new: Note, proof: Path | None) -> list[bytes]:
    if old.size in (0, new.size):
        return []
    if proof is None:
        raise Refused(f"请在镇上日志页取“{old.size} → {new.size}”的前后一致证明，用 --proof 给出。",
                      f"Fetch the proof from {old.size} to {new.size} entries from the log page: --proof FILE.")  # fmt: skip
    try:
        said = json.loads(proof.read_text("utf-8"))
        path = [bytes.fromhex(step) for step in said["path"]]
        fits = (said["format"], said["origin"], said["old"], said["new"])
    except (ValueError, LookupError, TypeError) as error:
        raise Refused("证明文件读不懂。", "The proof cannot be read.") from error
    if fits != (PROOF_FORMAT, new.origin, old.size, new.size):
        raise Refused(f"证明文件不是“{old.size} → {new.size}”的。",
                      f"This proof is not the one from {old.size} to {new.size} entries.")  # fmt: skip
    return path


def remembered(folder: Path, origin: str) -> Path:
    """Give where the last checkpoint of a log that was signed lies."""
    return folder / f"last-{hashlib.sha256(origin.encode()).hexdigest()[:16]}.note"


def look(note: Note, asked: argparse.Namespace) -> None:
    """Check a checkpoint against the town's key and one's own memory, and say so; Refused."""
    check_town(note, asked.town.read_text("utf-8"))
    memory = remembered(asked.folder, note.origin)
    if not memory.exists():
        print(
            "! 第一次见到这本日志：此前的内容无从核对。\n    This log is seen for the first time: what was before cannot be checked."
        )
        return
    old = read_note(memory.read_text("utf-8"))
    check_goes_on(old, note, asked.proof)
    print(f"✓ 上次签过的 {old.size} 条原样不动，现在共 {note.size} 条。\n"
          f"    The {old.size} entries signed last stand unchanged; there are {note.size} now.")  # fmt: skip


def sign(asked: argparse.Namespace) -> None:
    """Look, sign, and remember what was signed."""
    text = asked.note.read_text("utf-8").replace("\r\n", "\n")
    note = read_note(text)
    look(note, asked)
    name, private = open_key(asked.folder)
    raw = private.public_key().public_bytes_raw()
    packed = b64encode(key_id_of(name, raw) + private.sign(note.text.encode())).decode()
    line = f"— {name} {packed}"
    whole = text.rstrip("\n") + ("" if line in note.lines else f"\n{line}") + "\n"
    write_whole(remembered(asked.folder, note.origin), whole)  # first remember: then it can never be denied
    out = asked.note.with_name(asked.note.name + ".signed")
    write_whole(out, whole)
    print(f"✓ 已签：{out}，请交回镇上。\n    Signed: give {out} back to the town.")


def check(asked: argparse.Namespace) -> None:
    """Look only."""
    look(read_note(asked.note.read_text("utf-8")), asked)


def keygen(asked: argparse.Namespace) -> None:
    """Make a key, readable by its owner only; Refused where there is one already."""
    if set(asked.name) & set(" +\t\r\n"):
        raise Refused("名字里不能有空格和加号。", "A name has no blanks and no plus.")
    if (asked.folder / PRIVATE_FILE).exists():
        raise Refused("这里已经有一把私钥。", "There is a key here already.")
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    write_whole(asked.folder / PRIVATE_FILE, f"{asked.name}\n{pem}", mode=0o600)
    raw = private.public_key().public_bytes_raw()
    short = key_id_of(asked.name, raw).hex()
    public = asked.folder / f"{asked.name}.pub"
    write_whole(public, f"{asked.name}+{short}+{b64encode(_KIND + raw).decode()}\n")
    print(f"✓ 公钥 {public}（{short}）交给镇上；{PRIVATE_FILE} 只留在您这里。\n"
          f"    Give {public} ({short}) to the town; {PRIVATE_FILE} stays with you alone.")  # fmt: skip


def open_key(folder: Path) -> tuple[str, Ed25519PrivateKey]:
    """Open one's own key; Refused where there is none."""
    file = folder / PRIVATE_FILE
    if not file.exists():
        raise Refused("还没有私钥，先运行 keygen。", "There is no key yet: run keygen first.")
    name, pem = file.read_text("utf-8").split("\n", 1)
    private = load_pem_private_key(pem.encode(), password=None)
    assert isinstance(private, Ed25519PrivateKey)
    return name, private


def write_whole(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a file by way of a neighbour, so that a power cut leaves the old or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    neighbour = path.with_name(path.name + ".new")
    neighbour.unlink(missing_ok=True)
    with os.fdopen(
        os.open(neighbour, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8"
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    neighbour.replace(path)


def ask() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="见证镇上的日志 Witness the town's log.")
    parser.add_argument(
        "--folder", type=Path, default=Path("witness"), help="私钥和记忆 where key and memory lie"
    )
    acts = parser.add_subparsers(required=True)
    make = acts.add_parser("keygen")
    make.add_argument("name")
    make.set_defaults(act=keygen)
    for act in (sign, check):
        command = acts.add_parser(act.__name__)
        command.add_argument("note", type=Path)
        command.add_argument("--town", type=Path, required=True, help="镇上的公钥 the town's public key")
        command.add_argument("--proof", type=Path, help="前后一致证明 the consistency proof")
        command.set_defaults(act=act)
    return parser.parse_args()


def main() -> int:
    """Do what the command line asks; 0 when done, 1 when refused."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    asked = ask()
    try:
        asked.act(asked)
    except Refused as refusal:
        print(f"✗ {refusal.chinese}\n    {refusal.english}")
        return 1
    except (OSError, UnicodeDecodeError) as error:
        print(f"✗ 打不开文件 cannot be read: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
