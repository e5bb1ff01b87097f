"""Acts are written down in order, within the caller's transaction, and can be proved."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import delete, event, text, update

from shop.audit import service
from shop.audit.models import Checkpoint, Entry
from shop.audit.note import SigningKey
from shop.audit.rules import AppendOnly, Filters, LogDamaged, NoEntry
from shop.audit.verification import verify
from shop.core.db import db, transaction
from tests.audit.conftest import KEEPER, MAKER, write_down
from tests.conftest import NOON

Write = Callable[[int], list[Entry]]
Sign = Callable[[], Checkpoint]


# Writing down


def test_an_act_is_written_down_with_who_what_and_when(app: Flask) -> None:
    with transaction():
        service.record(
            "licence.granted",
            actor=KEEPER,
            acting_for=MAKER,
            subject=("licence", "lic1"),
            now=NOON,
            details={"floor_price": 12800, "platforms": ["taobao"]},
        )
    db.session.expire_all()
    entry = service.get_entry(0)
    assert (entry.actor_id, entry.actor, entry.acting_for) == (8, "keeper8", "maker77")
    assert (entry.act, entry.subject_kind, entry.subject_id) == ("licence.granted", "licence", "lic1")
    assert entry.at == NOON
    assert entry.details == {"floor_price": 12800, "platforms": ["taobao"]}


def test_entries_count_from_0_without_gaps_over_transactions(write: Write) -> None:
    assert [entry.id for count in (3, 1, 2) for entry in write(count)] == [0, 1, 2, 3, 4, 5]
    assert service.log_size() == 6


def test_an_act_that_failed_leaves_nothing_and_no_gap(write: Write) -> None:
    def write_and_fail() -> None:
        write_down(2)
        raise ZeroDivisionError

    write(2)
    with pytest.raises(ZeroDivisionError), transaction():
        write_and_fail()
    assert service.log_size() == 2
    assert write(1)[0].id == 2


def test_the_same_act_twice_has_two_different_leaves(app: Flask) -> None:
    with transaction():
        first, second = write_down(4), write_down(4)
    assert first.salt != second.salt
    assert first.leaf_hash != second.leaf_hash


def test_an_act_by_the_machine_has_no_actor(app: Flask) -> None:
    with transaction():
        entry = service.record("design.lapsed", actor=None, subject=("design", "d1"), now=NOON)
    assert (entry.actor_id, entry.actor, entry.details) == (None, None, {})


@pytest.mark.parametrize(
    "act", ["registered", "Design.registered", "design.", ".registered", "design registered", ""]
)
def test_an_act_needs_a_name_with_its_feature(app: Flask, act: str) -> None:
    with pytest.raises(ValueError, match="not the name of an act"), transaction():
        service.record(act, actor=None, subject=("design", "d1"), now=NOON)


def test_a_moment_without_zone_is_refused(app: Flask) -> None:
    naive = datetime(2026, 3, 4)  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"), transaction():
        service.record("design.lapsed", actor=None, subject=("design", "d1"), now=naive)


def test_a_moment_of_another_zone_is_the_same_moment(app: Flask, key: SigningKey) -> None:
    china = NOON.astimezone(tz=None)
    with transaction():
        entry = service.record("design.lapsed", actor=None, subject=("design", "d1"), now=china)
    db.session.expire_all()
    assert entry.at == NOON
    assert entry.at.tzinfo is UTC
    assert verify([key.public]).ok


@pytest.mark.parametrize(
    "details", [{"price": 1.5}, {"when": NOON}, {1: "one"}, {"who": MAKER}, {"deep": [{2: 3}]}]
)
def test_details_that_are_not_plain_are_refused(app: Flask, details: dict[str, object]) -> None:
    with pytest.raises(TypeError), transaction():
        service.record("design.lapsed", actor=None, subject=("design", "d1"), now=NOON, details=details)


@pytest.mark.parametrize("details", [{"half": "\ud800"}, {"long": "x" * 30_000}])
def test_details_that_cannot_be_kept_are_refused(app: Flask, details: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"surrogate|too long"), transaction():
        service.record("design.lapsed", actor=None, subject=("design", "d1"), now=NOON, details=details)


@pytest.mark.parametrize("why", ["", "\x00\x01", "像「红」\n", "🧵", '"\\', "</script>", "x" * 19_000])
def test_words_of_any_kind_come_back_and_verify(app: Flask, key: SigningKey, why: str) -> None:
    with transaction():
        service.record("design.lapsed", actor=None, subject=("design", "d1"), now=NOON, details={"why": why})
    db.session.expire_all()
    assert service.get_entry(0).details == {"why": why}
    assert verify([key.public]).ok


def test_many_writers_at_once_leave_one_whole_log(app: Flask, key: SigningKey) -> None:
    postgres = db.engine.dialect.name == "postgresql"

    def write_one(number: int) -> None:
        with app.app_context():
            if postgres:  # past our own process's lock: other processes do not hold it either
                write_down(number)
                db.session.commit()
            else:
                with transaction():
                    write_down(number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write_one, range(80)))
    assert service.log_size() == 80
    assert verify([key.public]).ok


def test_nothing_is_written_behind_a_log_that_lost_its_last_subtree(app: Flask, write: Write) -> None:
    write(6)
    with transaction():
        db.session.execute(text("DELETE FROM audit_entry WHERE id = 3"))
    with pytest.raises(LogDamaged), transaction():
        write_down(6)


def test_a_log_with_torn_hashes_is_not_written_to(app: Flask, write: Write) -> None:
    write(6)
    with transaction():
        db.session.execute(text("UPDATE audit_entry SET subtrees = leaf_hash WHERE id = 3"))
    with pytest.raises(LogDamaged), transaction():
        write_down(6)


def test_writing_reads_as_few_rows_in_a_long_log_as_in_a_short_one(app: Flask, write: Write) -> None:
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    counts = []
    for size in (3, 300):
        write(size - service.log_size())
        statements.clear()
        write(1)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 8


# Append only


@pytest.mark.parametrize("model", [Entry, Checkpoint])
def test_a_row_of_the_log_cannot_be_changed(model: type, write: Write, checkpoint: Sign) -> None:
    write(2)
    checkpoint()
    with pytest.raises(AppendOnly), transaction():
        cast("Any", db.session.get_one(model, 1)).at = NOON - timedelta(days=1)


@pytest.mark.parametrize("model", [Entry, Checkpoint])
def test_a_row_of_the_log_cannot_be_removed(model: type, write: Write, checkpoint: Sign) -> None:
    write(2)
    checkpoint()
    with pytest.raises(AppendOnly), transaction():
        db.session.delete(db.session.get_one(model, 1))


@pytest.mark.parametrize("model", [Entry, Checkpoint])
def test_rows_of_the_log_cannot_be_changed_or_removed_in_bulk(model: type, app: Flask) -> None:
    for statement in (
        update(model).values(at=NOON),
        delete(model),
        update(model.__table__).values(at=NOON),  # type: ignore[attr-defined]
        delete(model.__table__),  # type: ignore[attr-defined]
    ):
        with pytest.raises(AppendOnly), transaction():
            db.session.execute(statement)


def test_a_row_set_to_what_it_was_is_no_change(write: Write) -> None:
    write(1)
    with transaction():
        entry = service.get_entry(0)
        entry.act = str(entry.act)
    assert service.log_size() == 1


# Reading


def test_entries_are_listed_newest_first_page_by_page(write: Write) -> None:
    write(7)
    first = service.list_entries(limit=3)
    second = service.list_entries(before=first[-1].id, limit=3)
    third = service.list_entries(before=second[-1].id, limit=3)
    assert [[entry.id for entry in page] for page in (first, second, third)] == [[6, 5, 4], [3, 2, 1], [0]]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(act="design.registered"), [9, 7, 5, 3, 1]),
        (Filters(act="design."), [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
        (Filters(act="d_sign."), []),
        (Filters(act="design"), []),
        (Filters(actor="keeper8"), [9, 6, 3, 0]),
        (Filters(acting_for="maker77", act="design.registered"), [9, 3]),
        (Filters(subject_kind="design", subject_id="d4"), [4]),
        (Filters(subject_kind="listing", subject_id="d4"), []),
        (Filters(since=NOON + timedelta(minutes=2), until=NOON + timedelta(minutes=5)), [4, 3, 2]),
    ],
)
def test_a_list_can_be_narrowed(write: Write, filters: Filters, ids: list[int]) -> None:
    write(10)
    assert [entry.id for entry in service.list_entries(filters=filters)] == ids


def test_an_entry_that_is_not_there_is_not_found(app: Flask) -> None:
    with pytest.raises(NoEntry):
        service.get_entry(0)
