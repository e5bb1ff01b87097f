"""Tampering by raw SQL is found, and the first entry that does not fit is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from shop.audit import verification
from shop.audit.keys import open_signing_key
from shop.audit.models import Checkpoint, Entry
from shop.audit.note import SigningKey
from shop.audit.rules import Kind, Verification
from shop.core.db import db, transaction
from tests.audit import tampering
from tests.audit.conftest import SIZE, fault_of
from tests.conftest import NOON


@pytest.mark.usefixtures("log")
def test_an_untouched_log_fits(check: Callable[..., Verification]) -> None:
    found = check()
    assert found.ok
    assert (found.size, found.checkpoints) == (SIZE, 2)


def test_an_empty_log_fits(
    app: Flask, checkpoint: Callable[[], Checkpoint], check: Callable[..., Verification]
) -> None:
    checkpoint()
    assert check().ok


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("chunk", [1, 2, 7, SIZE - 1, SIZE, SIZE + 1])
def test_chunks_of_any_size_give_the_same(
    chunk: int, monkeypatch: pytest.MonkeyPatch, check: Callable[..., Verification]
) -> None:
    whole = check()
    monkeypatch.setattr(verification, "CHUNK", chunk)
    assert check() == whole
    assert fault_of(check(lambda: tampering.overwrite("audit_entry", 9, "act", "x.y"))) == (Kind.CONTENT, 9)


OTHER_VALUES = {
    "at": NOON - timedelta(days=400),
    "actor_id": 99,
    "actor": "rival99",
    "acting_for": "rival99",
    "act": "design.refused",
    "subject_kind": "listing",
    "subject_id": "d99",
    "details": '{"version":99}',
    "salt": bytes(16),
    "leaf_hash": bytes(32),
    "chain": bytes(32),
    "subtrees": bytes(32),
}
HASH_FAULTS = {"chain": Kind.CHAIN, "subtrees": Kind.TREE}


def test_every_column_has_its_test() -> None:
    assert set(OTHER_VALUES) == set(tampering.CONTENT)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("column", OTHER_VALUES)
@pytest.mark.parametrize("number", [0, 5, SIZE - 1])
def test_a_changed_field_is_found_at_its_entry(
    column: str, number: int, check: Callable[..., Verification]
) -> None:
    found = check(lambda: tampering.overwrite("audit_entry", number, column, OTHER_VALUES[column]))
    assert fault_of(found) == (HASH_FAULTS.get(column, Kind.CONTENT), number)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("column", ["actor_id", "actor", "acting_for"])
def test_an_actor_who_was_taken_out_is_found(column: str, check: Callable[..., Verification]) -> None:
    found = check(lambda: tampering.overwrite("audit_entry", 3, column, None))
    assert fault_of(found) == (Kind.CONTENT, 3)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("details", ['{"version": 4}', '{"a":1,"a":2}', "[", "", "NaN", "1e999", "[" * 9000])
def test_details_that_are_not_written_our_way_are_found(
    details: str, check: Callable[..., Verification]
) -> None:
    found = check(lambda: tampering.overwrite("audit_entry", 4, "details", details))
    assert fault_of(found) == (Kind.UNREADABLE, 4)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("column", tampering.CONTENT)
def test_values_of_any_type_are_found_in_sqlite(column: str, check: Callable[..., Verification]) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite lets a column hold other types")
    for value in ("CAST(x'ff' AS TEXT)", "x'00'", "'text'", "-1", "1e300", "99999999999999999"):
        sql = f"UPDATE audit_entry SET {column} = {value} WHERE id = 6"
        assert fault_of(check(lambda sql=sql: tampering.run(sql)))[1] == 6


@pytest.mark.usefixtures("log")
def test_a_moment_beyond_all_calendars_is_found_in_postgresql(check: Callable[..., Verification]) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("only PostgreSQL knows infinity")
    found = check(lambda: tampering.run("UPDATE audit_entry SET at = 'infinity' WHERE id = 6"))
    assert fault_of(found) == (Kind.UNREADABLE, 6)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("number", [0, 5, SIZE - 2])
def test_a_removed_entry_is_named(number: int, check: Callable[..., Verification]) -> None:
    assert fault_of(check(lambda: tampering.remove(number))) == (Kind.MISSING, number)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("number", [0, 5, SIZE - 2])
def test_a_closed_gap_is_found_where_it_was(number: int, check: Callable[..., Verification]) -> None:
    assert fault_of(check(lambda: tampering.close_gap(number))) == (Kind.CONTENT, number)


@pytest.mark.usefixtures("log")
def test_swapped_entries_are_found_at_the_first(check: Callable[..., Verification]) -> None:
    assert fault_of(check(lambda: tampering.swap(4, 11))) == (Kind.CONTENT, 4)


@pytest.mark.usefixtures("log")
def test_an_entry_before_the_first_is_found(check: Callable[..., Verification]) -> None:
    assert fault_of(check(lambda: tampering.renumber(SIZE - 1, -1))) == (Kind.MISSING, 0)


def test_a_tail_cut_off_without_a_checkpoint_goes_unseen(
    write: Callable[[int], list[Entry]], check: Callable[..., Verification]
) -> None:
    write(SIZE)
    assert check(lambda: tampering.cut_off(15)).ok


@pytest.mark.usefixtures("log")
def test_a_tail_cut_off_is_found_by_a_checkpoint(check: Callable[..., Verification]) -> None:
    found = check(lambda: tampering.cut_off(15))
    assert fault_of(found) == (Kind.CUT_OFF, 15)
    assert found.checkpoints == 1


@pytest.mark.usefixtures("log")
def test_a_tail_cut_off_and_written_again_is_found_by_a_checkpoint(
    key: SigningKey, write: Callable[[int], list[Entry]]
) -> None:
    with transaction():
        tampering.cut_off(15)
    write(SIZE)
    assert fault_of(verification.verify([key.public])) == (Kind.REWRITTEN, SIZE)


def test_a_log_hashed_anew_goes_unseen_without_a_checkpoint(
    write: Callable[[int], list[Entry]], check: Callable[..., Verification]
) -> None:
    write(SIZE)
    assert check(lambda: tampering.rewrite(9)).ok


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(("number", "caught_at"), [(0, 13), (12, 13), (13, 21), (20, 21)])
def test_a_log_hashed_anew_is_found_by_the_next_checkpoint(
    number: int, caught_at: int, check: Callable[..., Verification]
) -> None:
    assert fault_of(check(lambda: tampering.rewrite(number))) == (Kind.REWRITTEN, caught_at)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("origin", "another-log", Kind.SIGNATURE),
        ("size", 12, Kind.SIGNATURE),
        ("root", bytes(32), Kind.SIGNATURE),
        ("at", NOON, Kind.SIGNATURE),
        ("key_id", "00000000", Kind.SIGNATURE),
        ("signature", bytes(64), Kind.SIGNATURE),
        ("id", 7, Kind.CHECKPOINT),
    ],
)
def test_a_changed_checkpoint_is_found(
    column: str, value: object, kind: Kind, check: Callable[..., Verification]
) -> None:
    found = check(lambda: tampering.overwrite("audit_checkpoint", 1, column, value))
    assert fault_of(found)[0] == kind


@pytest.mark.usefixtures("log")
def test_a_checkpoint_taken_out_from_between_is_found(check: Callable[..., Verification]) -> None:
    found = check(lambda: tampering.run("DELETE FROM audit_checkpoint WHERE id = 1"))
    assert fault_of(found)[0] == Kind.CHECKPOINT


@pytest.mark.usefixtures("log")
def test_a_checkpoint_signed_with_a_strangers_key_is_found(
    tmp_path: Path, check: Callable[..., Verification]
) -> None:
    stranger = open_signing_key(tmp_path / "stranger", "town-log")

    def forge() -> None:
        tampering.rewrite(3)
        tampering.sign_again(stranger)
        tampering.run("UPDATE audit_checkpoint SET key_id = :id", id=stranger.public.key_id)

    assert fault_of(check(forge))[0] == Kind.SIGNATURE
