"""Tables of what both sides say about a suspicion, and of the cases that are opened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.core.db import Base
from shop.core.ids import new_public_id
from shop.listings.models import Suspicion
from shop.workshops.models import Workshop


class Statement(Base):
    """What one of the two workshops says about a suspicion, when the office asks both sides."""

    __tablename__ = "statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    suspicion_id: Mapped[int] = mapped_column(ForeignKey("suspicion.id", ondelete="CASCADE"), index=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(1000))
    made_at: Mapped[datetime]

    workshop: Mapped[Workshop] = relationship(lazy="joined")


class Case(Base):
    """A suspicion that goes before the Leading Group; its meeting and vote come to it later."""

    __tablename__ = "council_case"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    number: Mapped[str] = mapped_column(String(24), unique=True)
    suspicion_id: Mapped[int] = mapped_column(ForeignKey("suspicion.id"), unique=True)
    words: Mapped[str] = mapped_column(String(500))  # what the office puts before the Group
    state: Mapped[str] = mapped_column(String(20), default="open", index=True)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    suspicion: Mapped[Suspicion] = relationship(lazy="joined")
