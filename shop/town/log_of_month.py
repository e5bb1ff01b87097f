"""Tell what the log grew by in a month, and which signed checkpoint vouches for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from shop.audit.models import Checkpoint, Countersignature, Entry
from shop.core.db import db
from shop.town.months import Month, month_of


@dataclass(frozen=True)
class LogOfMonth:
    """What the log grew by in a month, and what vouches for it.

    `seal` is the first checkpoint that counts all of the month, `witnessed` the first such one that others
    have countersigned, with their names; none while there is none.
    """

    entries: int
    first: int | None
    last: int | None
    seal: Checkpoint | None
    witnessed: Checkpoint | None
    witnesses: Sequence[Countersignature]


def first_month(now: datetime) -> Month:
    """Give the month in which the log begins; the present one while it is empty."""
    return month_of(db.session.scalar(select(Entry.at).where(Entry.id == 0)) or now)


def log_of(month: Month) -> LogOfMonth:
    """Tell what the log grew by in a month, and what vouches for it now."""
    span = select(func.count(), func.min(Entry.id), func.max(Entry.id))
    span = span.where(Entry.at >= month.begins, Entry.at < month.ends)
    entries, first, last = db.session.execute(span).one()
    if not entries:
        return LogOfMonth(0, None, None, None, None, ())
    covering = select(Checkpoint).where(Checkpoint.size > last).order_by(Checkpoint.id).limit(1)
    seal = db.session.scalar(covering)
    signed = Checkpoint.id.in_(select(Countersignature.checkpoint_id))
    witnessed = db.session.scalar(covering.where(signed))
    return LogOfMonth(entries, first, last, seal, witnessed, _witnesses(witnessed))


def _witnesses(checkpoint: Checkpoint | None) -> Sequence[Countersignature]:
    if checkpoint is None:
        return ()
    query = select(Countersignature).where(Countersignature.checkpoint_id == checkpoint.id)
    return db.session.scalars(query.order_by(Countersignature.id)).all()
