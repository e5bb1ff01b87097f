"""Make whatever arrives twice act once: a second click, a retry on a weak network, the back button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, db


class DoneOnce(Base):
    """An act that was done, under the key its form carried, with what came of it."""

    __tablename__ = "done_once"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    result: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


def act_once(key: str | None, person_id: int, now: datetime, act: Callable[[], str]) -> str:
    """Do the act and remember its result (a public id) under the key; the second time only give the result.

    Runs inside the caller's transaction. Of two at once, the second waits for the first at the key.
    """
    if not key:
        return act()
    mine = DoneOnce(key=key[:64], person_id=person_id, result="", at=now)
    try:
        with db.session.begin_nested():
            db.session.add(mine)
    except IntegrityError:
        done = db.session.get_one(DoneOnce, (key[:64], person_id))
        return done.result
    mine.result = act()
    return mine.result
