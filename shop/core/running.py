"""Do the work that waits in the queue, piece by piece, and the daily chores."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from shop.core.clock import china_day
from shop.core.db import db, transaction
from shop.core.errors import Busy, ShopError
from shop.core.jobs import (
    CHORES,
    DAILY,
    DONE,
    FAILED,
    RUNNING,
    STARTERS,
    WAITING,
    WORKERS,
    Job,
    Task,
    ask_for,
    worker,
)

SILENT = timedelta(minutes=3)  # a running job that says nothing so long has lost its worker
TURN = timedelta(minutes=1)  # for which a job goes on alone before others take turns with it
PAUSE = timedelta(minutes=1)  # before what found the house too busy is tried again
BACKOFF = (1, 5, 25, 120)  # minutes before the second, third, ... try; then it waits for a person
_log = logging.getLogger(__name__)


def run_piece(now: datetime) -> bool:
    """Do one piece of a job that is due, the oldest first; False where none is.

    Call it outside any transaction.
    """
    taken = _take(now)
    if taken is None:
        return False
    job_id, kind, asked_at, task = taken
    try:
        after = WORKERS[kind](task, now)
    except Exception as error:  # noqa: BLE001 - one broken job must not hold up the others; its error is kept
        db.session.rollback()
        _keep_failure(job_id, asked_at, error, now)
    else:
        db.session.rollback()
        _keep_progress(job_id, asked_at, after, now)
    return True


def open_house(now: datetime) -> None:
    """Do what is to be done at each start; one that fails holds up neither the others nor the house."""
    for name, chore in STARTERS.items():
        try:
            chore(now)
        except Exception:  # noqa: BLE001 - whatever it is, the house opens
            db.session.rollback()
            _log.exception("%s failed at the start", name)


def run_all(now: datetime) -> int:
    """Do whatever is due until nothing is left; give how many pieces that took."""
    pieces = 0
    call_chores(now)
    while run_piece(now):
        pieces += 1
    return pieces


def call_chores(now: datetime) -> None:
    """Put the chores into the queue that have not been called this China day."""
    called = db.session.scalars(select(Job).where(Job.kind == DAILY)).all()
    resting = {job.key for job in called if not _is_yesterdays(job, now)}
    db.session.rollback()
    due = sorted(CHORES.keys() - resting)
    if due:
        with transaction():
            for key in due:
                ask_for(DAILY, key, now=now)


def _is_yesterdays(job: Job, now: datetime) -> bool:
    """Tell whether a chore ended, well or not, on an earlier day."""
    return job.ended_at is not None and china_day(job.ended_at) < china_day(now)


@worker(DAILY)
def _do_chore(task: Task, now: datetime) -> Task:
    chore = CHORES.get(task.key)
    if chore is not None:  # one that a later version no longer has is let go
        chore(now)
    return task.over()


def _take(now: datetime) -> tuple[int, str, datetime, Task] | None:
    """Take the oldest job that is due; looked for first without holding up whoever writes."""
    has_its_turn = case((Job.started_at > now - TURN, 0), else_=1)  # a short one is done in one go,
    waits_since = func.coalesce(Job.beat_at, Job.asked_at)  # and a long one does not hold up the others
    due = select(Job).where(_due(now), Job.kind.in_(sorted(WORKERS)))
    due = due.order_by(has_its_turn, waits_since, Job.id).limit(1)
    there = db.session.scalar(due) is not None
    db.session.rollback()
    if not there:
        return None
    with transaction():
        job = db.session.scalar(due.with_for_update(skip_locked=True))
        if job is None:
            return None
        job.state, job.beat_at, job.started_at = RUNNING, now, job.started_at or now
        return job.id, job.kind, job.asked_at, Task(job.key, job.cursor, job.done, job.total)


def _due(now: datetime) -> ColumnElement[bool]:
    """Say which jobs can be taken: waiting ones, those whose worker died, failed ones after a while."""
    rested = or_(Job.beat_at.is_(None), Job.beat_at <= now - PAUSE, Job.error == "")
    again = (
        and_(Job.tries == tries, Job.ended_at <= now - timedelta(minutes=minutes))
        for tries, minutes in enumerate(BACKOFF, start=1)
    )
    return or_(
        and_(Job.state == WAITING, rested),
        and_(Job.state == RUNNING, Job.beat_at <= now - SILENT),
        and_(Job.state == FAILED, or_(*again)),
    )


def _still(job_id: int, asked_at: datetime) -> Job | None:
    """Give the job for writing; None where it was asked for anew meanwhile, and begins from the start."""
    query = select(Job).where(Job.id == job_id, Job.asked_at == asked_at, Job.state == RUNNING)
    return db.session.scalar(query.with_for_update())


def _keep_progress(job_id: int, asked_at: datetime, task: Task, now: datetime) -> None:
    with transaction():
        job = _still(job_id, asked_at)
        if job is None:
            return
        job.cursor, job.done, job.total = task.cursor, task.done, task.total
        job.state, job.beat_at = (DONE if task.is_over else WAITING), now
        job.tries, job.error = 0, ""
        job.ended_at = now if task.is_over else None


def _keep_failure(job_id: int, asked_at: datetime, error: Exception, now: datetime) -> None:
    """Keep what went wrong; that the house is busy is no failure, only a reason to come again."""
    with transaction():
        job = _still(job_id, asked_at)
        if job is None:
            return
        job.error, job.beat_at = _words(error), now
        if isinstance(error, Busy):
            job.state = WAITING
            return
        _log.error("job %s %s failed", job.kind, job.key, exc_info=error)
        job.state, job.tries, job.ended_at = FAILED, job.tries + 1, now


def _words(error: Exception) -> str:
    said = str(error) if isinstance(error, ShopError) else f"{type(error).__name__}: {error}"
    return said[:500]
