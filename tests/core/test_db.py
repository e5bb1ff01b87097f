"""The database: how it is set up, and that an act is whole or nothing."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from shop.core.db import UtcDateTime, add_or_raise, db, transaction
from shop.core.errors import RuleBroken
from shop.core.numbering import Series
from shop.workshops.models import Town, Village
from tests import making
from tests.conftest import NOON
from tests.threads import at_once, errors_in

SQLITE_ONLY = "settings of SQLite"


class Taken(RuleBroken):
    """Tell that a name is taken."""

    message = "taken"


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def test_sqlite_is_set_up_as_it_was_measured(app: Flask) -> None:
    if not is_sqlite():
        pytest.skip(SQLITE_ONLY)
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000}
    for pragma, value in wanted.items():
        assert db.session.scalar(text(f"PRAGMA {pragma}")) == value


def test_every_connection_is_set_up_not_only_the_first(app: Flask) -> None:
    if not is_sqlite():
        pytest.skip(SQLITE_ONLY)
    modes = at_once(app, 4, lambda _n: db.session.scalar(text("PRAGMA foreign_keys")))
    assert modes == [1] * 4


def test_a_row_that_points_nowhere_is_refused(app: Flask) -> None:
    insert = "INSERT INTO person_role (person_id, role) VALUES (4711, 'juror')"
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(insert))


def test_an_act_that_fails_leaves_nothing(app: Flask) -> None:
    with pytest.raises(RuleBroken), transaction():
        db.session.add(Village(name="First"))
        db.session.flush()
        db.session.add(Village(name="Second"))
        db.session.flush()
        raise Taken
    assert db.session.scalars(select(Village)).all() == []


def test_an_act_that_is_broken_off_leaves_nothing_and_the_next_one_works(app: Flask) -> None:
    with pytest.raises(KeyboardInterrupt), transaction():
        db.session.add(Village(name="First"))
        db.session.flush()
        raise KeyboardInterrupt
    making.a_village("Second")
    assert [village.name for village in db.session.scalars(select(Village))] == ["Second"]


def test_what_was_read_before_an_act_is_read_anew_inside(app: Flask) -> None:
    village = making.a_village("Old")
    assert village.name == "Old"
    village_id = village.id
    at_once(app, 1, lambda _n: _rename(village_id, "New"))
    with transaction():
        assert village.name == "New"


def _rename(village_id: int, name: str) -> None:
    with transaction():
        db.session.get_one(Village, village_id).name = name


def test_an_act_within_an_act_is_refused_and_nothing_of_it_stays(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="within an act"), transaction():
        db.session.add(Village(name="Outer"))
        with transaction():
            db.session.add(Village(name="Inner"))
    assert db.session.scalars(select(Village)).all() == []


def test_eight_writers_who_first_read_lose_nothing(app: Flask) -> None:
    with transaction():
        db.session.add(Series(name="count", last=0))

    def count_to_ten(_number: int) -> None:
        for _ in range(10):
            with transaction():
                row = db.session.scalars(select(Series).where(Series.name == "count").with_for_update()).one()
                row.last += 1

    assert errors_in(at_once(app, 8, count_to_ten)) == []
    assert db.session.get_one(Series, "count").last == 80


def test_an_act_keeps_other_processes_from_writing_from_its_first_moment_on(app: Flask) -> None:
    if not is_sqlite():
        pytest.skip(SQLITE_ONLY)
    with contextlib.closing(sqlite3.connect(str(db.engine.url.database), timeout=0)) as other:
        with transaction(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")


def test_readers_go_on_while_somebody_writes(app: Flask) -> None:
    making.a_village("There")
    writing, read = threading.Event(), threading.Event()

    def write_or_read(number: int) -> list[str]:
        if number:
            assert writing.wait(10)
            names = list(db.session.scalars(select(Village.name)))
            read.set()
            return names
        with transaction():
            db.session.add(Village(name="Not yet"))
            db.session.flush()
            writing.set()
            assert read.wait(10)
        return []

    assert at_once(app, 2, write_or_read) == [[], ["There"]]


def test_of_two_with_the_same_name_at_the_same_moment_one_is_refused_in_words(app: Flask) -> None:
    def add(_number: int) -> None:
        with transaction():
            add_or_raise(Village(name="Same"), Taken())

    results = at_once(app, 6, add)
    assert [type(error) for error in errors_in(results)] == [Taken] * 5
    assert len(db.session.scalars(select(Village)).all()) == 1


def test_after_a_name_was_taken_the_act_may_still_do_something_else(app: Flask) -> None:
    making.a_village("Same")
    with transaction():
        with pytest.raises(Taken):
            add_or_raise(Village(name="Same"), Taken())
        db.session.add(Village(name="Other"))
    assert {village.name for village in db.session.scalars(select(Village))} == {"Same", "Other"}


def test_moments_come_back_in_utc_whatever_zone_they_came_in(app: Flask) -> None:
    in_china = NOON.astimezone(timezone(timedelta(hours=8)))
    with transaction():
        db.session.add(Town(name="Daji", created_at=in_china))
    db.session.expire_all()
    kept = db.session.scalars(select(Town)).one().created_at
    assert kept == NOON
    assert kept.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(app: Flask) -> None:
    with pytest.raises(StatementError, match="zone"), transaction():
        db.session.add(Town(name="Daji", created_at=datetime(2026, 3, 4)))  # noqa: DTZ001 - that is the point
        db.session.flush()


@given(st.datetimes(timezones=st.timezones()))
def test_any_moment_with_a_zone_survives_the_column_type(moment: datetime) -> None:
    column = UtcDateTime()
    try:
        bound = column.process_bind_param(moment, None)  # type: ignore[arg-type]
    except OverflowError:
        return  # the first and last day of all time have no other zone
    assert bound is not None
    kept = column.process_result_value(bound.replace(tzinfo=None), None)  # type: ignore[arg-type]
    assert kept == moment.astimezone(UTC)
