"""Do long work piece by piece: nothing is lost or done twice when the house falls down in between."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from shop.core import jobs
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import Busy, NotFound
from shop.core.jobs import Job, Task, ask_for, daily, try_again, worker
from shop.core.numbering import Series
from shop.core.running import BACKOFF, PAUSE, SILENT, TURN, call_chores, run_all, run_piece
from shop.serving import start_working
from tests.threads import at_once

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # 12:00 in China


class PowerCut(BaseException):
    """What no handler of errors catches, as when the process is killed."""


@pytest.fixture(autouse=True)
def _nothing_else_to_do() -> Iterator[None]:
    workers, chores = dict(jobs.WORKERS), dict(jobs.CHORES)
    jobs.CHORES.clear()
    yield
    for known, before in ((jobs.WORKERS, workers), (jobs.CHORES, chores)):
        known.clear()
        known.update(before)


def asked(kind: str, key: str = "one", at: datetime = NOON) -> None:
    with transaction():
        ask_for(kind, key, now=at)


def job(key: str = "one") -> Job:
    db.session.rollback()
    return db.session.scalars(select(Job).where(Job.key == key)).one()


def counting(kind: str = "count", upto: int = 5) -> list[int]:
    """Have work of some pieces; each notes its number once, as rows do that are unique."""
    seen: list[int] = []

    @worker(kind)
    def count_on(task: Task, _now: datetime) -> Task:
        number = task.cursor + 1
        seen.append(number)
        with transaction():
            db.session.merge(Series(name=f"{task.key}-{number}", last=number))
        after = task.after(number, done=1, total=upto)
        return after.over() if number == upto else after

    return seen


def noted() -> int:
    return len(db.session.scalars(select(Series)).all())


def test_work_goes_on_piece_by_piece_until_it_is_over(app: Flask) -> None:
    seen = counting()
    asked("count")
    assert run_piece(NOON)
    assert (job().state, job().cursor, job().done, job().total) == ("waiting", 1, 1, 5)
    assert run_all(NOON) == 4
    assert seen == [1, 2, 3, 4, 5]
    assert (job().state, job().done, job().total, job().ended_at) == ("done", 5, 5, NOON)
    assert not run_piece(NOON)


def test_after_a_power_cut_work_goes_on_where_it_stopped_and_nothing_is_doubled(app: Flask) -> None:
    seen = counting()
    asked("count")
    run_piece(NOON)
    run_piece(NOON)
    whole = jobs.WORKERS["count"]

    @worker("count")
    def dies_after_its_piece(task: Task, moment: datetime) -> Task:
        whole(task, moment)
        raise PowerCut

    with pytest.raises(PowerCut):
        run_piece(NOON)
    assert (job().state, job().cursor) == ("running", 2)
    jobs.WORKERS["count"] = whole
    assert not run_piece(NOON + SILENT / 2)  # it may still be alive elsewhere
    later = NOON + SILENT
    assert run_all(later) == 3
    assert seen == [1, 2, 3, 3, 4, 5]
    assert (job().state, job().done, noted()) == ("done", 5, 5)


def test_a_piece_that_fails_keeps_its_reason_and_is_tried_again_ever_later_then_waits_for_people(
    app: Flask,
) -> None:
    tried: list[datetime] = []

    @worker("broken")
    def break_down(_task: Task, moment: datetime) -> Task:
        tried.append(moment)
        raise RuntimeError("the file is torn")

    asked("broken")
    moment = NOON
    for minutes in (0, *BACKOFF):
        moment += timedelta(minutes=minutes)
        assert not minutes or not run_piece(moment - timedelta(seconds=1))
        assert run_piece(moment)
        assert (job().state, job().error) == ("failed", "RuntimeError: the file is torn")
    assert len(tried) == job().tries == 5
    assert not run_piece(moment + timedelta(days=30))
    with transaction():
        try_again("broken", "one")
    assert run_piece(moment)


def test_a_broken_job_does_not_hold_up_the_others_and_is_over_once_it_can(app: Flask) -> None:
    seen = counting(upto=2)
    healed: list[str] = []

    @worker("broken")
    def break_down(task: Task, _now: datetime) -> Task:
        if not healed:
            raise OSError("no such file")
        return task.over()

    asked("broken", "sick")
    asked("count", "well", NOON + timedelta(seconds=1))
    run_all(NOON + timedelta(seconds=2))
    assert (seen, job("sick").state, job("well").state) == ([1, 2], "failed", "done")
    healed.append("yes")
    run_all(NOON + timedelta(minutes=2))
    assert (job("sick").state, job("sick").error, job("sick").tries) == ("done", "", 0)


def test_that_the_house_is_busy_is_no_failure(app: Flask) -> None:
    tried: list[datetime] = []

    @worker("eager")
    def find_it_busy(task: Task, moment: datetime) -> Task:
        tried.append(moment)
        if len(tried) < 9:
            raise Busy
        return task.over()

    asked("eager")
    for turn in range(9):
        run_all(NOON + turn * PAUSE)
    assert (len(tried), job().state, job().tries) == (9, "done", 0)


def test_what_is_asked_for_anew_in_the_middle_begins_from_the_start(app: Flask) -> None:
    seen = counting()
    asked("count")
    run_piece(NOON)
    whole = jobs.WORKERS["count"]

    @worker("count")
    def is_asked_meanwhile(task: Task, moment: datetime) -> Task:
        after = whole(task, moment)
        asked("count", at=NOON + timedelta(seconds=5))
        return after

    run_piece(NOON)
    assert (job().state, job().cursor, job().total) == ("waiting", 0, None)
    jobs.WORKERS["count"] = whole
    run_all(NOON + timedelta(seconds=6))
    assert seen == [1, 2, 1, 2, 3, 4, 5]


def test_a_long_job_lets_short_ones_take_their_turn(app: Flask) -> None:
    counting("long", upto=50)
    counting("short", upto=1)
    asked("long", "long")
    run_piece(NOON)
    asked("short", "short", NOON + TURN / 3)
    run_piece(NOON + TURN / 2)
    assert (job("long").cursor, job("short").state) == (2, "waiting")
    run_piece(NOON + TURN)
    assert (job("long").cursor, job("short").state) == (2, "done")
    run_piece(NOON + TURN)
    assert job("long").cursor == 3


def test_work_that_this_version_does_not_know_is_left_alone(app: Flask) -> None:
    asked("of a later version")
    assert not run_piece(NOON)
    assert job().state == "waiting"


def test_of_two_workers_at_once_each_takes_another_job(app: Flask) -> None:
    seen = counting(upto=1)
    for number in range(6):
        asked("count", str(number))
    results = at_once(app, 6, lambda _number: run_piece(now()))
    assert results.count(True) >= 1 and not [one for one in results if isinstance(one, Exception)]
    run_all(now())
    assert len(seen) == noted() == 6


def test_chores_are_done_once_a_day_in_china(app: Flask) -> None:
    done: list[datetime] = []
    daily(done.append)
    evening = datetime(2026, 3, 4, 15, 59, tzinfo=UTC)  # 23:59 in China
    for moment in (NOON, NOON + timedelta(hours=1), evening):
        run_all(moment)
    assert done == [NOON]
    run_all(evening + timedelta(minutes=1))
    assert len(done) == 2


def test_a_chore_that_failed_is_tried_again_the_same_day_and_called_the_next(app: Flask) -> None:
    tried: list[datetime] = []

    @daily
    def water_the_plants(moment: datetime) -> None:
        tried.append(moment)
        raise RuntimeError("no water")

    run_all(NOON)
    run_all(NOON + timedelta(minutes=2))
    run_all(NOON + timedelta(minutes=3))
    assert len(tried) == 2
    call_chores(NOON + timedelta(days=1))
    waiting = db.session.scalars(select(Job)).one()
    assert (waiting.state, waiting.tries) == ("waiting", 0)


def test_who_tries_again_what_never_was_finds_nothing(app: Flask) -> None:
    with pytest.raises(NotFound), transaction():
        try_again("count", "nothing")


def test_serving_does_the_work_beside_the_pages(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shop.serving.LOOK_SECONDS", 0.02)
    over = threading.Event()
    seen = counting(upto=3)

    @worker("afterwards")
    def tell(task: Task, _now: datetime) -> Task:
        over.set()
        return task.over()

    stop = start_working(app)
    asked("count", at=now())
    asked("afterwards", "two", at=now() + timedelta(minutes=1))
    told = over.wait(60)
    stop()
    assert told and seen == [1, 2, 3]
    assert {one.state for one in db.session.scalars(select(Job))} == {"done"}
