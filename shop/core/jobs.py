"""Keep a queue of long work in the database, so that a restart goes on where the last run stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, db


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
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)  # running, done, failed
    cursor: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(500), default="")
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    beat_at: Mapped[datetime | None]  # when the worker last said that it lives
    ended_at: Mapped[datetime | None]


Chore = Callable[[datetime], None]
_chores: list[Chore] = []


def daily(chore: Chore) -> Chore:
    """Have a chore done once a day, given the moment. It opens its own transactions; twice does no harm."""
    if chore not in _chores:
        _chores.append(chore)
    return chore


def ask_for(kind: str, key: str, *, now: datetime) -> Job:
    """Put work into the queue within the caller's transaction; asked again, it begins anew from the start."""
    job = db.session.scalar(select(Job).where(Job.kind == kind, Job.key == key).with_for_update())
    if job is None:
        job = Job(kind=kind, key=key, asked_at=now)
        db.session.add(job)
    job.state, job.cursor, job.done, job.total = "waiting", 0, 0, None
    job.tries, job.error, job.asked_at = 0, "", now
    db.session.flush()
    return job
