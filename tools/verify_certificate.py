#!/usr/bin/env python3
"""Check a certificate's proof by yourself: no network, no database, nothing of the town's own programs.

    python3 verify_certificate.py FILE.pdf --key town.pub [--witness-key county.pub] [--picture photo.jpg ...]

FILE is a certificate (PDF) or the proof by itself (JSON). Needs Python 3.11 or newer and the package
`cryptography`. Ends with 0 when every check holds, with 1 when one fails. Stands alone on purpose, so that
it can be read in one go and carried anywhere: what it shares with others is written out again.
"""

from __future__ import annotations

import argparse
import binascii
import hashlib
import json
import re
import sys
from base64 import b64decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "design-register-proof/1"
PARTS = {"format", "states", "salts", "entries", "note", "key", "witness_keys"}
PLAIN = {"number", "version", "state", "category", "workshop", "priority", "registered", "expires"}
PLAIN |= {"pictures", "roles"}
SEALED = {"name", "claims", "maker", "former", "marks"}
FIRST_ACTS = {"design.registered", "design.imported"}
IN_FORCE = {"registered", "transferred"}
_ATTACHED = re.compile(rb"/Type\s*/EmbeddedFile\b[^>]*>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


class Fails(Exception):
    """Say, in Chinese and in English, which check does not hold."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese, self.english = chinese, english


@dataclass(frozen=True)
class Key:
    """A public key under its owner's name."""

    name: str
    key_id: str
    raw: bytes

    def signed(self, text: str, signature: bytes) -> bool:
        """Tell whether this key signed exactly this text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Note:
    """A signed checkpoint: whose log, how many entries, the root (32 bytes), and the lines below."""

    text: str
    origin: str
    size: int
    root: bytes
    promise: str
    lines: Sequence[tuple[str, str, bytes]]  # name, key id, signature


def read_key(line: str) -> Key:
    """Read a key from its one line; Fails where it is none or was changed."""
    try:
        name, key_id, rest = line.strip().split("+", 2)
        raw = b64decode(rest, validate=True)
    except (ValueError, AttributeError) as error:
        raise Fails("这不是公钥。", "This is not a public key.") from error
    digest = hashlib.sha256(name.encode() + b"\n" + raw).digest()
    if raw[:1] != b"\x01" or len(raw) != 33 or digest[:4].hex() != key_id:
        raise Fails("公钥被改动过。", "The public key was changed.")
    return Key(name, key_id, raw[1:])


def read_note(text: str) -> Note:
    """Read a checkpoint and the signatures under it, unchecked; Fails where it is none."""
    try:
        body, below = text.split("\n\n", 1)
        origin, size, root, promise = body.split("\n")
        lines = [_read_line(line) for line in below.rstrip("\n").split("\n")]
        return Note(body + "\n", origin, int(size), b64decode(root, validate=True), promise, lines)
    except (ValueError, AttributeError) as error:
        raise Fails("检查点读不懂。", "The checkpoint cannot be read.") from error


def _read_line(line: str) -> tuple[str, str, bytes]:
    name, packed = line.removeprefix("— ").rsplit(" ", 1)
    raw = b64decode(packed, validate=True)
    if not line.startswith("— ") or len(raw) != 68:
        raise ValueError("not a line of a signature")
    return name, raw[:4].hex(), raw[4:]


def read_proof(data: bytes) -> dict[str, Any]:
    """Read a proof from a JSON file or from within a certificate's PDF; Fails where there is none."""
    if data.startswith(b"%PDF"):
        found = _ATTACHED.findall(data)
        if len(found) != 1:
            raise Fails("这个 PDF 里没有唯一的一份证明。", "This PDF does not hold exactly one proof.")
        data = found[0]
    try:
        proof = json.loads(data, object_pairs_hook=_no_twins)
    except (ValueError, RecursionError) as error:
        raise Fails("证明文件读不懂。", "The proof cannot be read.") from error
    if not isinstance(proof, dict) or set(proof) != PARTS or proof["format"] != FORMAT:
        raise Fails("这不是本登记簿的证明文件。", "This is not a proof of a design register.")
    return proof


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _value in pairs}) != len(pairs):
        raise ValueError("a field stands there twice")
    return dict(pairs)


def leads_to_root(leaf: bytes, index: int, note: Note, path: Sequence[bytes]) -> bool:
    """Follow the path from a leaf to the root, as RFC 9162 (2.1.3.2) describes it."""
    if not 0 <= index < note.size:
        return False
    place, last, current = index, note.size - 1, leaf
    for step in path:
        if last == 0 or len(step) != 32:
            return False
        if place & 1 or place == last:
            current = hashlib.sha256(b"\x01" + step + current).digest()
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            current = hashlib.sha256(b"\x01" + current + step).digest()
        place, last = place >> 1, last >> 1
    return last == 0 and current == note.root


def canonical(value: object) -> str:
    """Write plain values in the one way that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class Report:
    """Say each check as it is made, and remember whether all held."""

    def __init__(self) -> None:
        self.failed = 0

    def check(self, holds: object, chinese: str, english: str) -> None:
        """Say one check and whether it holds."""
        self.failed += not holds
        self.say("✓" if holds else "✗ 不符 FAILS:", chinese, english)

    def say(self, mark: str, chinese: str, english: str) -> None:
        """Say something in both languages."""
        print(f"{mark} {chinese}\n    {english}")


def check_signatures(
    note: Note, proof: dict[str, Any], key: Key | None, witnesses: Sequence[Key], out: Report
) -> None:
    """Check whose signatures stand under the checkpoint, and say which keys nobody but the file vouches for."""
    within = read_key(proof["key"])
    if key is None:
        out.say("!", f"没有给出镇上的公钥：只好用文件自带的 {within.key_id}。伪造者也能自带一把。请向镇上核对。",
                f"No --key was given: the key in the file itself is used ({within.key_id}). A forger can bring "
                "a key along too: ask the town office whether this one is theirs.")  # fmt: skip
    else:
        out.check(within == key, "文件里的公钥就是您给的那把。", "The key in the file is the one you gave.")
    town = key or within
    out.check(
        town.name == note.origin,
        f"检查点属于日志“{town.name}”。",
        f"The checkpoint is of the log {town.name}.",
    )
    own = [raw for _name, key_id, raw in note.lines if key_id == town.key_id]
    out.check(len(own) == 1 and town.signed(note.text, own[0]), "镇上签了这个检查点。",
              f"The town signed this checkpoint ({note.size} entries, {note.promise}).")  # fmt: skip
    check_witnesses(note, proof, town, witnesses, out)


def check_witnesses(note: Note, proof: dict[str, Any], town: Key, given: Sequence[Key], out: Report) -> None:
    """Check every other line under the checkpoint, and that whoever you named has signed."""
    carried = [read_key(line) for line in proof["witness_keys"]]
    known = {one.key_id: one for one in [*carried, *given]}
    lines = [line for line in note.lines if line[1] != town.key_id]
    for name, key_id, raw in lines:
        witness = known.get(key_id)
        fits = witness and witness.name == name and witness.signed(note.text, raw)
        out.check(fits, f"见证人“{name}”也签了。", f"The witness {name} signed it too.")
        if fits and witness not in given:
            out.say("!", f"“{name}”的公钥是文件自带的，请另行核对 {key_id}。",
                    f"The key of {name} came with the file: ask them whether {key_id} is theirs.")  # fmt: skip
    signed = {key_id for _name, key_id, _raw in lines}
    for one in [*carried, *given]:
        if one.key_id not in signed:
            out.check(holds=False, chinese=f"“{one.name}”没有签这个检查点。",
                      english=f"{one.name} has not signed this checkpoint.")  # fmt: skip
    if not lines:
        out.say("!", "没有见证人签名：如果有人既掌握数据库又掌握私钥，他可以把整本日志重写，这里看不出来。",
                "No witness has signed. Whoever holds both the town's database and its key could have rewritten "
                "the whole log, and this proof would not show it.")  # fmt: skip


def check_entries(proof: dict[str, Any], note: Note, out: Report) -> list[dict[str, Any]]:
    """Check that each entry stands in the log under its number; give what they say."""
    entries = []
    for one in proof["entries"]:
        if set(one) != {"entry", "salt", "path"}:
            raise Fails("日志条目读不懂。", "An entry cannot be read.")
        said = json.loads(one["entry"], object_pairs_hook=_no_twins)
        leaf = hashlib.sha256(b"\x00" + bytes.fromhex(one["salt"]) + one["entry"].encode()).digest()
        holds = leads_to_root(leaf, said["id"], note, [bytes.fromhex(step) for step in one["path"]])
        out.check(holds, f"日志第 {said['id']} 条（{said['act']}，{said['at']}）就在已签名的日志里。",
                  f"Entry {said['id']} ({said['act']}, {said['at']}) stands in the signed log.")  # fmt: skip
        entries.append(said)
    if not 1 <= len(entries) <= 2:
        raise Fails("日志条目数目不对。", "There must be one entry, or two.")
    return entries


def check_entries_agree(entries: list[dict[str, Any]], number: str, out: Report) -> None:
    """Check that the entries are about this one design, the first of them its registration."""
    first, last = entries[0], entries[-1]
    about = {(one["subject_kind"], one["subject_id"]) for one in entries}
    numbers = {one["details"].get("number", number) for one in entries}
    one_design = len(about) == 1 and first["subject_kind"] == "design" and numbers == {number}
    out.check(one_design, "这些条目讲的是同一个款式。", "The entries are about this one design.")
    in_order = len(entries) == 1 or first["id"] < last["id"]
    out.check(in_order and first["act"] in FIRST_ACTS, "登记那一条在最前面。",
              "The registration comes first.")  # fmt: skip


def check_statement(proof: dict[str, Any], details: dict[str, Any], out: Report) -> None:
    """Check that what is stated is what the newest entry wrote down: openly, or under its seal."""
    states, salts, sealed = proof["states"], proof["salts"], details.get("sealed", {})
    if set(states) != PLAIN | SEALED or set(salts) != SEALED:
        raise Fails("证明里的项目不全或多余。", "Something is missing from what is stated, or too much.")
    for field in sorted(PLAIN):
        out.check(field in details and canonical(details[field]) == canonical(states[field]),
                  f"{field} 与日志一致。", f"{field} is what the log wrote down.")  # fmt: skip
    for field in sorted(SEALED):
        digest = hashlib.sha256(bytes.fromhex(salts[field]) + canonical(states[field]).encode()).hexdigest()
        out.check(sealed.get(field) == digest, f"{field} 与日志里封存的一致。",
                  f"{field} is what the log committed to.")  # fmt: skip


def check_pictures(files: Sequence[Path], pictures: Sequence[str], out: Report) -> None:
    """Check that each of these original photos is one of those that were registered."""
    for file in files:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        place = pictures.index(digest) + 1 if digest in pictures else 0
        out.check(place, f"{file.name} 是登记的第 {place} 张图片。" if place else f"{file.name} 不在登记的图片里。",
                  f"{file.name} is picture {place}." if place else f"{file.name} is none of its pictures.")  # fmt: skip


def tell(states: dict[str, Any]) -> Iterator[str]:
    """Give what the proof states, line by line, to be compared with the paper."""
    maker = states["maker"]
    yield f"登记号 Number         {states['number']}  版本 version {states['version']}"
    yield f"款式 Design           {states['name']}"
    yield f"作坊 Workshop         {maker['workshop']} · {maker['village']} · {maker['town']} ({states['workshop']})"
    yield f"优先日 Counts from    {states['priority']}"
    yield f"登记日 Registered     {states['registered']}"
    yield f"有效至 Valid until    {states['expires']}"
    yield f"状态 State            {states['state']}"
    yield f"新在哪里 Claimed new  {states['claims']}"
    yield from (f"  标出 marked         {mark['words']}" for mark in states["marks"])
    yield from (f"原持有人 Held before  {one['workshop']} (→ {one['until']})" for one in states["former"])
    yield from (f"图片 Picture {n:<2}       {digest}" for n, digest in enumerate(states["pictures"], start=1))


def verify(proof: dict[str, Any], asked: argparse.Namespace, out: Report) -> None:
    """Make every check; Fails where the proof cannot even be read."""
    key = read_key(asked.key.read_text("utf-8")) if asked.key else None
    witnesses = [read_key(file.read_text("utf-8")) for file in asked.witness_key]
    note = read_note(proof["note"])
    check_signatures(note, proof, key, witnesses, out)
    entries = check_entries(proof, note, out)
    states = proof["states"]
    check_entries_agree(entries, states.get("number"), out)
    check_statement(proof, entries[-1]["details"], out)
    check_pictures(asked.picture, states["pictures"], out)
    print("\n请与纸面逐项对照 Compare the paper with this, line by line:")
    print("\n".join(tell(states)))
    if states["state"] not in IN_FORCE:
        out.say("!", "这项登记已不再有效。", "This registration is not in force.")


def ask(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="核对款式登记证 Check a certificate of design registration.")
    parser.add_argument(
        "file", type=Path, help="证书 PDF 或证明文件 the certificate (PDF) or its proof (JSON)"
    )
    parser.add_argument("--key", type=Path, help="镇上的公钥 the town's public key")
    parser.add_argument(
        "--witness-key", type=Path, action="append", default=[], help="见证人的公钥 a witness's key"
    )
    parser.add_argument(
        "--picture", type=Path, action="append", default=[], help="原始照片 an original photo"
    )
    return parser.parse_args(words)


def main() -> int:
    """Check the file that the command line names; 0 when everything holds, else 1."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    asked, out = ask(), Report()
    try:
        verify(read_proof(asked.file.read_bytes()), asked, out)
    except Fails as fault:
        out.check(holds=False, chinese=fault.chinese, english=fault.english)
    except OSError as error:
        out.check(
            holds=False, chinese=f"打不开 {error.filename}", english=f"cannot be opened: {error.filename}"
        )
    except (LookupError, TypeError, ValueError, AttributeError, binascii.Error) as error:
        out.check(holds=False, chinese="证明文件不完整。", english=f"The proof is not whole: {error!r}")
    if out.failed:
        print(
            f"\n结论：有 {out.failed} 处不符，不要相信这份证书。\n{out.failed} checks fail: do not trust this paper."
        )
    else:
        sure = "" if asked.key else "（仅就文件自带的公钥而言 under the key that came with the file）"
        print(f"\n结论：全部相符。{sure}\nEverything holds.")
    return 1 if out.failed else 0


if __name__ == "__main__":
    sys.exit(main())
