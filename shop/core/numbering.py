"""Give out running numbers without gaps: No. 1 of this year, No. 2, ..."""

from __future__ import annotations

from sqlalchemy import String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, db


class Series(Base):
    """A series of numbers and the last one given."""

    __tablename__ = "series"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


def next_number(name: str) -> int:
    """Give the series' next number; the row stays locked until the caller's transaction ends."""
    series = db.session.scalar(select(Series).where(Series.name == name).with_for_update())
    if series is None:
        series = _start(name)
    series.last += 1
    db.session.flush()
    return series.last


def _start(name: str) -> Series:
    try:
        with db.session.begin_nested():
            db.session.add(Series(name=name, last=0))
    except IntegrityError:  # somebody started it at the same moment
        db.session.expire_all()
    return db.session.scalars(select(Series).where(Series.name == name).with_for_update()).one()
