"""Keep a queue of long work in the database, so that a restart goes on where the last run stopped.

A worker does one small piece at a time, in transactions of its own, and says how far it has come; that is
kept before the next piece (core.running). Whoever dies in between loses at most one piece, which is done
again: so a piece done twice must come to the same as once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, db
from shop.core.errors import NotFound

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
DAILY = "daily"  # the kind of the jobs that are chores; they end once a day


class Job(Base):
    """One piece of long work: `kind` says what, `key` on which thing, `cursor` how far it has come.

    `done` of `total` steps are behind it; a total of none has not been counted yet. A job that fails keeps
    its error and is tried again later.
    """

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10), default=WAITING, index=True)  # running, done, failed
    cursor: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(500), default="")
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    beat_at: Mapped[datetime | None]  # when the worker last said that it lives
    ended_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Task:
    """What a worker sees of a job, and gives back after a piece: how far it has come, whether it is over."""

    key: str
    cursor: int
    done: int
    total: int | None
    is_over: bool = False

    def after(self, cursor: int, *, done: int, total: int | None = None) -> Task:
        """Give the task as it stands after a piece that brought it to `cursor`, with so much more done."""
        return replace(
            self, cursor=cursor, done=self.done + done, total=self.total if total is None else total
        )

    def over(self) -> Task:
        """Give the task as it stands when nothing is left to do."""
        return replace(self, done=self.total or self.done, total=self.total or self.done, is_over=True)


Worker = Callable[[Task, datetime], Task]
Chore = Callable[[datetime], None]
WORKERS: dict[str, Worker] = {}
CHORES: dict[str, Chore] = {}
STARTERS: dict[str, Chore] = {}


def worker(kind: str) -> Callable[[Worker], Worker]:
    """Have a function do the work of a kind, one piece at a call, in transactions of its own.

    It is given the task and the moment, and gives back `task.after(...)` or `task.over()`.
    """

    def register(do_piece: Worker) -> Worker:
        WORKERS[kind] = do_piece
        return do_piece

    return register


def daily(chore: Chore) -> Chore:
    """Have a chore done once a day, given the moment. It opens its own transactions; twice does no harm."""
    CHORES[_name_of(chore)] = chore
    return chore


def at_start(chore: Chore) -> Chore:
    """Have a chore done whenever the house opens, before any other work; the same holds for it."""
    STARTERS[_name_of(chore)] = chore
    return chore


def _name_of(chore: Chore) -> str:
    return f"{chore.__module__}.{chore.__qualname__}".removeprefix("shop.")[-60:]


def ask_for(kind: str, key: str, *, now: datetime) -> Job:
    """Put work into the queue within the caller's transaction; asked again, it begins anew from the start."""
    job = db.session.scalar(select(Job).where(Job.kind == kind, Job.key == key).with_for_update())
    if job is None:
        job = Job(kind=kind, key=key, asked_at=now)
        db.session.add(job)
    job.state, job.cursor, job.done, job.total = WAITING, 0, 0, None
    job.tries, job.error, job.asked_at = 0, "", now
    job.started_at = job.beat_at = job.ended_at = None
    db.session.flush()
    return job


def try_again(kind: str, key: str) -> Job:
    """Let a failed job go on where it stopped; one that has not failed stays as it is. NotFound for none."""
    job = db.session.scalar(select(Job).where(Job.kind == kind, Job.key == key).with_for_update())
    if job is None:
        raise NotFound
    if job.state == FAILED:
        job.state, job.tries, job.beat_at = WAITING, 0, None
    return job


def list_jobs(*states: str) -> Sequence[Job]:
    """List the jobs in these states (none said: all), the oldest first."""
    query = select(Job).order_by(Job.asked_at, Job.id)
    return db.session.scalars(query.where(Job.state.in_(states)) if states else query).all()
