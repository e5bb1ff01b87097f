"""Say in words what long work there is, for the office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from shop.core.db import db
from shop.core.errors import N_
from shop.core.jobs import DAILY, DONE, FAILED, Job
from shop.listings.monitoring import COMPARE_ALL
from shop.pictures.reading import READ_PICTURES
from shop.registry.commons import COMPARE_PATTERN
from shop.registry.models import CommonsPattern, Design
from shop.registry.path import COMPARE_DESIGN

SHOWN = 20  # of what is done, the newest
NEXT = 8  # of what waits, the next
KINDS = {
    COMPARE_DESIGN: N_("Compare a design with all costumes"),
    COMPARE_ALL: N_("Compare all costumes with the register"),
    COMPARE_PATTERN: N_("Look for a common pattern in the register"),
    READ_PICTURES: N_("Read the photos anew"),
    DAILY: N_("Daily work"),
}


@dataclass(frozen=True)
class Work:
    """A job as the office reads it: a msgid of what is done, the name of the thing, its share in percent."""

    job: Job
    words: str
    thing: str

    @property
    def percent(self) -> int | None:
        """Give how much is behind it; None while nobody has counted."""
        if self.job.state == DONE:
            return 100
        return min(99, 100 * self.job.done // self.job.total) if self.job.total else None


@dataclass(frozen=True)
class LongWork:
    """What goes on, the next that waits and how much more does, what has failed, what was done last."""

    going: list[Work]
    more: int
    failed: list[Work]
    done: list[Work]


def long_work() -> LongWork:
    """Gather the long work of the house; daily work only where it fails."""
    open_jobs = select(Job).where(Job.state != DONE).order_by(Job.asked_at, Job.id)
    done_jobs = select(Job).where(Job.state == DONE, Job.kind != DAILY).order_by(Job.ended_at.desc(), Job.id)
    jobs = [*db.session.scalars(open_jobs), *db.session.scalars(done_jobs.limit(SHOWN))]
    names = _names_of(jobs)
    work = [Work(job, KINDS.get(job.kind, job.kind), names.get(job.key, "")) for job in jobs]
    begun = [one for one in work if one.job.state not in (DONE, FAILED) and one.job.started_at]
    waiting = [one for one in work if one.job.state not in (DONE, FAILED) and not one.job.started_at]
    return LongWork(
        going=begun + waiting[:NEXT],
        more=len(waiting[NEXT:]),
        failed=[one for one in work if one.job.state == FAILED],
        done=[one for one in work if one.job.state == DONE],
    )


def _names_of(jobs: Sequence[Job]) -> dict[str, str]:
    """Give the names of the designs and patterns that jobs are about, by their public ids."""
    keys = [job.key for job in jobs]
    designs = select(Design.public_id, Design.number, Design.name).where(Design.public_id.in_(keys))
    patterns = select(CommonsPattern.public_id, CommonsPattern.number, CommonsPattern.name)
    rows = [
        *db.session.execute(designs),
        *db.session.execute(patterns.where(CommonsPattern.public_id.in_(keys))),
    ]
    return {public_id: f"{number} {name}" for public_id, number, name in rows}
