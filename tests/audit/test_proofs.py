"""What stands in the log can be proved, with a signed checkpoint, to somebody without the database."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from shop.audit import merkle, service
from shop.audit.models import Checkpoint, Entry
from shop.audit.note import SigningKey, read_note
from shop.core.db import db

SAME_ON_BOTH = True

Write = Callable[[int], list[Entry]]
Sign = Callable[[], Checkpoint]


def leaves() -> list[bytes]:
    return list(db.session.scalars(db.select(Entry.leaf_hash).order_by(Entry.id)))


# Proofs


def test_every_entry_is_proved_in_every_size_of_the_log(write: Write) -> None:
    entries = write(19)
    for size in range(1, 20):
        for entry in entries[:size]:
            proved = service.inclusion(entry, size)
            assert proved.proof == merkle.inclusion_proof(entry.id, leaves()[:size])
            assert proved.root == merkle.root(leaves()[:size])
            assert proved.holds()


def test_a_proof_of_a_changed_text_does_not_hold(write: Write) -> None:
    proved = service.inclusion(write(5)[2])
    assert proved.holds()
    assert not replace(proved, text=proved.text.replace("d2", "d3")).holds()
    assert not replace(proved, salt=bytes(16)).holds()
    assert not replace(proved, index=1).holds()


def test_an_entry_is_not_proved_in_a_log_that_was_shorter(write: Write) -> None:
    entries = write(5)
    with pytest.raises(IndexError):
        service.inclusion(entries[4], 4)


def test_a_proof_can_be_checked_from_its_file_alone(write: Write) -> None:
    write(5)
    kept = json.loads(json.dumps(service.inclusion(service.get_entry(3)).as_plain()))
    leaf = merkle.leaf_hash(bytes.fromhex(kept["salt"]) + kept["entry"].encode())
    proof = [bytes.fromhex(step) for step in kept["proof"]]
    assert merkle.verify_inclusion(leaf, kept["index"], kept["size"], proof, bytes.fromhex(kept["root"]))
    assert json.loads(kept["entry"])["subject_id"] == "d3"


def test_every_log_is_proved_to_begin_every_longer_one(write: Write) -> None:
    write(19)
    for new in range(1, 20):
        for old in range(1, new + 1):
            proof = service.consistency(old, new)
            assert merkle.verify_consistency(old, new, service.root_at(old), service.root_at(new), proof)


# Checkpoints


def test_a_checkpoint_says_size_and_root_and_is_signed(
    write: Write, checkpoint: Sign, key: SigningKey
) -> None:
    write(6)
    signed = checkpoint()
    assert (signed.id, signed.size, signed.root) == (1, 6, merkle.root(leaves()))
    assert key.public.signed(signed.statement.text(), signed.signature)


def test_checkpoints_are_numbered_and_the_newest_is_found(write: Write, checkpoint: Sign) -> None:
    write(2)
    checkpoint()
    write(2)
    checkpoint()
    assert [signed.id for signed in service.list_checkpoints()] == [2, 1]
    found = service.find_checkpoint(covering=3)
    assert found is not None
    assert found.size == 4
    assert service.find_checkpoint(covering=4) is None


def test_a_log_without_checkpoints_has_none(app: Flask) -> None:
    assert service.find_checkpoint() is None


def test_an_entry_is_proved_against_a_signed_checkpoint_kept_elsewhere(
    write: Write, checkpoint: Sign, key: SigningKey
) -> None:
    entry = write(6)[4]
    note = checkpoint().note
    write(9)
    said, signatures = read_note(note)
    proved = service.inclusion(entry, said.size)
    assert key.public.signed(said.text(), signatures[0].raw)
    assert (proved.holds(), proved.root) == (True, said.root)
