"""A thousand tamperings are found; the kind that only a witness can find needs the witness."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from shop.audit.models import Checkpoint
from shop.audit.note import SigningKey
from shop.audit.rules import Kind, Verification
from shop.core.db import db
from tests.audit import tampering
from tests.audit.conftest import SIZE, fault_of

SAME_ON_BOTH = True


def cut_off_with_checkpoint() -> None:
    tampering.cut_off(13)
    tampering.run("DELETE FROM audit_checkpoint WHERE id = 2")


@pytest.mark.usefixtures("log")
def test_a_tail_cut_off_together_with_its_checkpoint_needs_the_witness(
    check: Callable[..., Verification],
) -> None:
    kept = db.session.get_one(Checkpoint, 2).statement
    assert check(cut_off_with_checkpoint).ok
    assert fault_of(check(cut_off_with_checkpoint, kept)) == (Kind.CUT_OFF, 13)


@pytest.mark.usefixtures("log")
def test_a_log_rewritten_by_whoever_holds_the_key_needs_the_witness(
    key: SigningKey, check: Callable[..., Verification]
) -> None:
    kept = db.session.get_one(Checkpoint, 1).statement

    def forge() -> None:
        tampering.rewrite(3)
        tampering.sign_again(key)

    assert check(forge).ok
    assert fault_of(check(forge, kept)) == (Kind.REWRITTEN, 13)


@pytest.mark.usefixtures("log")
def test_an_untouched_log_keeps_its_word_to_the_witness(check: Callable[..., Verification]) -> None:
    kept = [db.session.get_one(Checkpoint, number).statement for number in (1, 2)]
    assert check(lambda: None, *kept).ok


@pytest.mark.usefixtures("log")
def test_a_thousand_random_tamperings_are_all_found(check: Callable[..., Verification]) -> None:
    chance = random.Random(20260304)
    missed = []
    for turn in range(1000):
        kind = list(tampering.KINDS)[turn % len(tampering.KINDS)]
        done: list[str] = []
        if check(lambda: done.append(tampering.KINDS[kind](chance, SIZE))).ok:  # noqa: B023
            missed.append((kind, *done))
    assert missed == []
