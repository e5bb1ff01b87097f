"""Write and sign what the log promises at one moment, as a small text that people can keep elsewhere.

The text is a checkpoint in a signed note (the open formats "tlog-checkpoint" and "signed-note" of C2SP), so
that other people's tools read it too: the log's name, how many entries, the root in base64, our number and
moment; a blank line; one signature a line. A witness adds a line of their own below ours.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shop.audit.merkle import HASH_SIZE
from shop.core.errors import N_, RuleBroken

ED25519 = b"\x01"  # the format's number for this kind of key
KEY_ID_SIZE = 4
_MARK = "— "


class NotANote(RuleBroken):
    """Tell that a text is no checkpoint, or no key."""

    message = N_("This is not a checkpoint of a log. Please choose the file as it was saved.")


def moment(at: datetime) -> str:
    """Write a moment in UTC with microseconds; ValueError where it has no zone."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_moment(raw: object) -> datetime:
    """Read a moment as a driver gives it: aware, or SQLite's text in UTC; ValueError for other texts."""
    if isinstance(raw, datetime):
        return raw
    at = datetime.fromisoformat(str(raw))
    if at.tzinfo is not None or at.isoformat(" ", "microseconds") != raw:
        raise ValueError("the moment is written in another way")
    return at.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one checkpoint says: this log had `size` entries under this root (32 bytes)."""

    origin: str
    size: int
    root: bytes
    number: int
    at: datetime

    def text(self) -> str:
        """Give the lines that are signed."""
        root = b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\ncheckpoint {self.number} {moment(self.at)}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line under a note: whose key (id: 8 hex digits), and its 64 bytes."""

    name: str
    key_id: str
    raw: bytes

    def line(self) -> str:
        """Write the line as it stands under the note."""
        return f"{_MARK}{self.name} {b64encode(bytes.fromhex(self.key_id) + self.raw).decode()}\n"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that checks signatures, under its owner's name."""

    name: str
    raw: bytes

    @property
    def key_id(self) -> str:
        """Give the 8 hex digits that tell keys apart."""
        digest = hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.raw).digest()
        return digest[:KEY_ID_SIZE].hex()

    def line(self) -> str:
        """Write the key in one line, to be handed to whoever checks."""
        return f"{self.name}+{self.key_id}+{b64encode(ED25519 + self.raw).decode()}\n"

    def signed(self, text: str, signature: bytes) -> bool:
        """Tell whether this key signed exactly this text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The key that signs for a log, under the log's name."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        """Give the key that checks what this one signs."""
        return PublicKey(self.name, self.private.public_key().public_bytes_raw())

    def sign(self, text: str) -> Signature:
        """Sign the lines of a note."""
        return Signature(self.name, self.public.key_id, self.private.sign(text.encode()))


def read_public_key(line: str) -> PublicKey:
    """Read a key from its line; NotANote where it is none or was changed."""
    try:
        name, key_id, rest = line.strip().split("+", 2)
        raw = b64decode(rest, validate=True)
    except ValueError as error:
        raise NotANote from error
    key = PublicKey(name, raw[1:])
    if raw[:1] != ED25519 or len(key.raw) != HASH_SIZE or key.key_id != key_id:
        raise NotANote
    return key


def write_note(statement: Statement, *signatures: Signature) -> str:
    """Write a checkpoint with its signatures, ready to be saved or sent."""
    return statement.text() + "\n" + "".join(signature.line() for signature in signatures)


def read_note(text: str) -> tuple[Statement, list[Signature]]:
    """Read a saved checkpoint and the signatures under it, unchecked; NotANote where it is none."""
    try:
        body, below = text.replace("\r\n", "\n").split("\n\n", 1)
        statement = _read_statement(body)
        signatures = [_read_signature(line) for line in below.splitlines() if line.strip()]
    except (ValueError, IndexError) as error:
        raise NotANote from error
    return statement, signatures


def _read_statement(body: str) -> Statement:
    origin, size, root, ours = body.split("\n")
    word, number, at = ours.split(" ")
    hashed = b64decode(root, validate=True)
    statement = Statement(origin, int(size), hashed, int(number), datetime.fromisoformat(at))
    if word != "checkpoint" or statement.text() != body + "\n" or len(statement.root) != HASH_SIZE:
        raise ValueError("written in another way")
    return statement


def _read_signature(line: str) -> Signature:
    name, packed = line.removeprefix(_MARK).rsplit(" ", 1)
    raw = b64decode(packed, validate=True)
    return Signature(name, raw[:KEY_ID_SIZE].hex(), raw[KEY_ID_SIZE:])
