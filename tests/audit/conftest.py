"""A log with some acts in it, and the key that signs for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from shop.audit import countersigning, service, verification
from shop.audit.keys import open_signing_key
from shop.audit.models import Checkpoint, Countersignature, Entry
from shop.audit.note import SigningKey
from shop.audit.rules import Kind, Verification
from shop.core.db import transaction
from shop.core.roles import Role
from tests.conftest import NOON


@dataclass(frozen=True)
class Villager:
    """Somebody who acts."""

    id: int
    public_id: str
    roles: frozenset[Role] = frozenset({Role.VILLAGER})


SIZE = 21  # entries of the log that is tampered with; signed at 13 and at 21
MAKER = Villager(7, "maker77")
KEEPER = Villager(8, "keeper8")


def write_down(number: int) -> Entry:
    """Write one more act down, each a little different from the others."""
    return service.record(
        "design.registered" if number % 2 else "design.submitted",
        actor=KEEPER if number % 3 == 0 else MAKER if number % 5 else None,
        acting_for=MAKER if number % 3 == 0 else None,
        subject=("design", f"d{number}"),
        now=NOON + timedelta(minutes=number),
        details={"version": number, "why": "像红色的", "elements": ["sleeve", None, True]},
    )


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return open_signing_key(tmp_path / "keys", "town-log")


@pytest.fixture
def write(app: Flask) -> Callable[[int], list[Entry]]:
    """Give a function that writes this many acts in one transaction, and gives their entries."""

    def write_many(count: int) -> list[Entry]:
        with transaction():
            first = service.log_size()
            return [write_down(first + number) for number in range(count)]

    return write_many


@pytest.fixture
def checkpoint(app: Flask, key: SigningKey) -> Callable[[], Checkpoint]:
    """Give a function that signs the log as it is."""

    def sign() -> Checkpoint:
        with transaction():
            return service.make_checkpoint(key, now=NOON + timedelta(days=1))

    return sign


class UndoError(Exception):
    """End a transaction, so that its tampering is undone."""


@pytest.fixture
def log(app: Flask, write: Callable[[int], list[Entry]], checkpoint: Callable[[], Checkpoint]) -> None:
    """Write a log of 21 entries, signed at 13 and at 21."""
    write(13)
    checkpoint()
    write(8)
    checkpoint()


@pytest.fixture
def check(key: SigningKey) -> Callable[..., Verification]:
    """Give a function that tampers, verifies and puts everything back."""

    def tamper(act: Callable[[], object] = lambda: None, *witnessed: Any) -> Verification:
        found: list[Verification] = []
        with suppress(UndoError), transaction():
            act()
            found.append(verification.verify([key.public], witnessed))
            raise UndoError
        return found[0]

    return tamper


def fault_of(found: Verification) -> tuple[Kind, int]:
    assert found.fault is not None, "the tampering was not found"
    return found.fault.kind, found.fault.entry


@pytest.fixture
def county(tmp_path: Path) -> SigningKey:
    """Give the key of a witness."""
    return open_signing_key(tmp_path / "county", "cao-county")


@pytest.fixture
def witnessed(county: SigningKey) -> Callable[[Checkpoint], str]:
    """Give a function that lets the county sign a checkpoint, and gives the note they send back."""

    def sign(checkpoint: Checkpoint, by: SigningKey = county) -> str:
        return checkpoint.note + by.sign(checkpoint.statement.text()).line()

    return sign


def take_in(text: str, *keys: SigningKey) -> list[Countersignature]:
    """Take in what a witness sent back."""
    with transaction():
        return countersigning.countersign(text, [key.public for key in keys], actor=None, now=NOON)
