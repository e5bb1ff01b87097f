"""What somebody with the database's password may do to the register, and to what witnesses signed."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from shop.audit.models import Checkpoint, Countersignature
from shop.audit.note import SigningKey, Statement
from shop.audit.rules import Fault, Verification
from shop.audit.verification import verify
from shop.core.db import db, transaction
from shop.registry.models import Design
from shop.workshops.models import Workshop
from tests.audit import tampering


class UndoError(Exception):
    """End a transaction, so that its tampering is undone."""


@dataclass
class Register:
    """Three designs, two checkpoints that the county has signed, one more that nobody has."""

    own: SigningKey
    county: SigningKey
    designs: list[Design]
    workshops: list[Workshop]

    def check(self, act: Callable[[], object] = lambda: None, *kept: Statement) -> Verification:
        """Tamper, verify, and put everything back."""
        found: list[Verification] = []
        with suppress(UndoError), transaction():
            act()
            found.append(verify([self.own.public], kept, [self.county.public]))
            raise UndoError
        return found[0]

    def fault(self, act: Callable[[], object]) -> Fault:
        fault = self.check(act).fault
        assert fault is not None, "the tampering was not found"
        return fault


PICTURES = {
    "another picture": "UPDATE design_picture SET picture_id = (SELECT max(id) FROM picture) WHERE id = 1",
    "a picture taken out": "DELETE FROM design_picture WHERE id = 2",
    "pictures in another order": "UPDATE design_picture SET position = 9 WHERE id = 1",
    "a sketch shown as a photo": "UPDATE design_picture SET role = 'sketch' WHERE id = 1",
    "another hash": "UPDATE picture SET sha256 = 'ab' WHERE id = (SELECT picture_id FROM design_picture WHERE id = 1)",
}


def remove_design(design: Design) -> None:
    tampering.run("DELETE FROM design WHERE id = :id", id=design.id)


def some_field(register: Register, chance: random.Random) -> None:
    design = chance.choice(register.designs)
    column = chance.choice(
        ["number", "version", "name", "claims", "category", "state", "priority_at", "registered_at"]
    )
    old = getattr(design, column)
    new = tampering.changed(old, chance)
    tampering.overwrite("design", design.id, column, new)


def some_picture(register: Register, chance: random.Random) -> None:
    tampering.run(chance.choice(list(PICTURES.values())))


def some_day(register: Register, chance: random.Random) -> None:
    design = chance.choice(register.designs)
    later = design.expires_on + timedelta(days=chance.choice([-1, 1, 365]))
    tampering.overwrite("design", design.id, "expires_on", later)


def some_design_removed(register: Register, chance: random.Random) -> None:
    remove_design(chance.choice(register.designs))


def some_countersignature(register: Register, chance: random.Random) -> None:
    row = chance.choice(list(db.session.scalars(select(Countersignature.id))))
    column = chance.choice(["name", "key_id", "signature", "checkpoint_id"])
    old = tampering.read("audit_countersignature", row)[column]
    new = old + 1000 if column == "checkpoint_id" else tampering.changed(old, chance)
    tampering.overwrite("audit_countersignature", row, column, new)


def some_countersignature_removed(register: Register, chance: random.Random) -> None:
    row = chance.choice(list(db.session.scalars(select(Countersignature.id))))
    tampering.run("DELETE FROM audit_countersignature WHERE id = :id", id=row)


def rewritten_and_signed_again(register: Register, chance: random.Random) -> None:
    """Rewrite something that a witness has signed, with the town's own key."""
    tampering.rewrite(chance.randrange(first_witnessed()))
    tampering.sign_again(register.own)


def first_witnessed() -> int:
    return int(db.session.scalar(select(Checkpoint.size).order_by(Checkpoint.id).limit(1)) or 0)


def some_log(kind: str) -> Callable[[Register, random.Random], None]:
    def act(_register: Register, chance: random.Random) -> None:
        tampering.KINDS[kind](chance, tampering.last() + 1)

    return act


KINDS: dict[str, Callable[[Register, random.Random], None]] = {
    "one field of a design": some_field,
    "its pictures": some_picture,
    "its last day": some_day,
    "a design removed": some_design_removed,
    "a witness's signature changed": some_countersignature,
    "a witness's signature removed": some_countersignature_removed,
    "rewritten and signed again with the town's key": rewritten_and_signed_again,
    **{f"the log: {kind}": some_log(kind) for kind in tampering.KINDS},
}
