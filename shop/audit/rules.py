"""Decide what an entry commits to and whether a row still fits the ones before it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from shop.audit.merkle import Peaks, leaf_hash, verify_inclusion
from shop.audit.note import moment, read_moment
from shop.core.errors import N_, NotFound, RuleBroken

COMMITTED = ("id", "at", "actor_id", "actor", "acting_for", "act", "subject_kind", "subject_id", "details")
FIRST_CHAIN = bytes(32)
SALT_SIZE = 16
DETAILS_LONGEST = 20_000  # characters of JSON
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_ACT = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


class AppendOnly(RuleBroken):
    """Refuse to change or remove what the log holds."""

    message = N_("The log only grows: nothing in it can be changed or removed.")


class LogDamaged(RuleBroken):
    """Refuse to write behind a log that has lost entries."""

    message = N_(
        "The log is damaged: nothing can be written down. Please call whoever looks after this system."
    )


class NoEntry(NotFound):
    """Tell that the log has no entry of this number."""


class Kind(StrEnum):
    """In which way something does not fit."""

    MISSING = N_("entry %(entry)s is missing: entries were removed or renumbered")
    UNREADABLE = N_("entry %(entry)s holds something that no entry can hold")
    CONTENT = N_("entry %(entry)s does not say any more what was written down")
    CHAIN = N_("entry %(entry)s does not follow from the one before it")
    TREE = N_("entry %(entry)s carries wrong hashes for the tree")
    CUT_OFF = N_("entry %(entry)s and those behind it are missing: %(promise)s counted more entries")
    REWRITTEN = N_("an entry before entry %(entry)s was rewritten: %(promise)s promised another root")
    SIGNATURE = N_("%(promise)s is not signed by this installation's key")
    CHECKPOINT = N_("%(promise)s is missing or cannot be read")
    WITNESS = N_("%(promise)s is not signed by a witness known here")
    WITNESS_GONE = N_("%(promise)s is missing, of which entry %(entry)s tells")
    OTHERWISE = N_("%(promise)s does not stand in its table as entry %(entry)s wrote it down")
    UNTOLD = N_("%(promise)s stands in its table, but no entry tells of it")
    GONE = N_("%(promise)s is missing from its table: the last to tell of it is entry %(entry)s")


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing in the log that does not fit: at which entry, and which promise it breaks, if any."""

    kind: Kind
    entry: int
    promise: str = ""

    def __str__(self) -> str:
        return self.kind.value % {"entry": self.entry, "promise": self.promise}


@dataclass(frozen=True, slots=True)
class Verification:
    """What recomputing the whole log showed: entries that fit, the root over them, checkpoints kept."""

    size: int
    root: bytes
    checkpoints: int
    fault: Fault | None

    @property
    def ok(self) -> bool:
        """Tell whether everything fits."""
        return self.fault is None


@dataclass(frozen=True, slots=True)
class Promise:
    """A size and root that the log once stood for, and what is wrong with the promise itself, if anything."""

    size: int
    root: bytes
    name: str
    wrong: Kind | None = None

    def broken_by(self, size: int, root: bytes) -> Fault | None:
        """Name the fault, if the log does not have this root (32 bytes) at this size."""
        if self.wrong is not None:
            return Fault(self.wrong, size, self.name)
        if self.size > size:
            return Fault(Kind.CUT_OFF, size, self.name)
        return None if (self.size, self.root) == (size, root) else Fault(Kind.REWRITTEN, size, self.name)


@dataclass(frozen=True, slots=True)
class Filters:
    """Narrow a list of entries; an `act` that ends with a dot means all acts below it (`design.`)."""

    act: str | None = None
    actor: str | None = None
    acting_for: str | None = None
    subject_kind: str | None = None
    subject_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Proof that one entry stands in the log: its text and salt, and the hashes (32 bytes) up to the root."""

    index: int
    size: int
    text: str
    salt: bytes
    proof: list[bytes]
    root: bytes

    def holds(self) -> bool:
        """Tell whether the text leads to the root."""
        leaf = leaf_hash(self.salt + self.text.encode())
        return verify_inclusion(leaf, self.index, self.size, self.proof, self.root)

    def as_plain(self) -> dict[str, Any]:
        """Give the proof as plain values for a JSON file; hashes and salt in hex."""
        return {
            "index": self.index,
            "size": self.size,
            "entry": self.text,
            "salt": self.salt.hex(),
            "proof": [step.hex() for step in self.proof],
            "root": self.root.hex(),
        }


@dataclass(slots=True)
class Walk:
    """Go through the rows in order and keep what the next one must fit."""

    peaks: Peaks = field(default_factory=Peaks)
    chain: bytes = FIRST_CHAIN

    def step(self, row: Mapping[str, Any]) -> Fault | None:
        """Take the next raw row, or name what does not fit in it."""
        wrong = self._wrong(row)
        if wrong is not None:
            return Fault(wrong, self.peaks.size)
        self.chain = row["chain"]
        self.peaks = self.peaks.append(row["leaf_hash"])
        return None

    def _wrong(self, row: Mapping[str, Any]) -> Kind | None:
        if row["id"] != self.peaks.size:
            return Kind.MISSING
        try:
            leaf = leaf_hash(row["salt"] + text_of_row(row).encode())
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
            return Kind.UNREADABLE
        if leaf != row["leaf_hash"] or len(row["salt"]) != SALT_SIZE:
            return Kind.CONTENT
        if row["chain"] != next_chain(self.chain, leaf):
            return Kind.CHAIN
        return None if row["subtrees"] == b"".join(self.peaks.completed_by(leaf)) else Kind.TREE


def canonical(value: object) -> str:
    """Write plain values as JSON in the one way that is hashed; TypeError or ValueError for others."""
    return _WRITER.encode(value)


def entry_text(values: Mapping[str, Any]) -> str:
    """Write the text that an entry commits to, from its values (`at` a moment with zone, `details` plain)."""
    return canonical({name: values[name] for name in COMMITTED} | {"at": moment(values["at"])})


def text_of_row(row: Mapping[str, Any]) -> str:
    """Write the same text from a raw row; ValueError where it is not written the way we write."""
    details = json.loads(row["details"])
    if canonical(details) != row["details"]:
        raise ValueError("details are written in another way")
    return entry_text({**row, "details": details, "at": read_moment(row["at"])})


def next_chain(previous: bytes, leaf: bytes) -> bytes:
    """Hash a leaf to all before it (32 bytes each)."""
    return hashlib.sha256(previous + leaf).digest()


def check_act(act: str) -> str:
    """Give back the name of an act, such as `design.registered`; ValueError for others."""
    if not _ACT.fullmatch(act):
        raise ValueError(f"not the name of an act: {act!r}")
    return act


def details_text(details: Mapping[str, Any] | None) -> str:
    """Write an entry's details; TypeError or ValueError unless they are plain (no floats) and short."""
    plain = _plain(dict(details or {}))
    text = canonical(plain)
    text.encode()  # half a character pair cannot be stored
    if len(text) > DETAILS_LONGEST:
        raise ValueError("the details are too long for the log")
    return text


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: _plain(item) for key, item in value.items()}
    raise TypeError(f"not a plain value for the log: {value!r}")
