"""Tables of what happens to a design on its path: objections, moved dates, transfers, certificates."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.accounts.models import Person
from shop.core.db import Base
from shop.core.ids import new_public_id
from shop.pictures.models import Picture
from shop.registry.models.design import Design
from shop.registry.rules.objections import ObjectionState
from shop.workshops.models import Workshop


class RegisterTerms(Base):
    """The terms that the town has set (registry.rules.Terms); one row, or none where the usual ones hold."""

    __tablename__ = "register_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_days: Mapped[int]
    answer_days: Mapped[int]
    term_months: Mapped[int]
    renew_days: Mapped[int]
    most_a_day: Mapped[int]
    changed_at: Mapped[datetime]


class Objection(Base):
    """A workshop objects to a design on public notice, or to one that stands registered."""

    __tablename__ = "objection"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id", ondelete="CASCADE"), index=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ground: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(1000))
    own_design_id: Mapped[int | None] = mapped_column(ForeignKey("design.id"))  # theirs, there first
    state: Mapped[str] = mapped_column(String(20), default=ObjectionState.OPEN, index=True)
    made_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(1000), default="")
    answered_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")

    design: Mapped[Design] = relationship(foreign_keys=[design_id], lazy="joined")
    own_design: Mapped[Design | None] = relationship(foreign_keys=[own_design_id])
    workshop: Mapped[Workshop] = relationship(lazy="joined")
    pictures: Mapped[list[ObjectionPicture]] = relationship(
        order_by="ObjectionPicture.position", cascade="all, delete-orphan"
    )


class ObjectionPicture(Base):
    """A photo that an objection is founded on."""

    __tablename__ = "objection_picture"

    objection_id: Mapped[int] = mapped_column(
        ForeignKey("objection.id", ondelete="CASCADE"), primary_key=True
    )
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"), primary_key=True, index=True)
    position: Mapped[int]

    picture: Mapped[Picture] = relationship(lazy="joined")


class PriorityChange(Base):
    """One officer proposes to move a design's priority date; only another's approval moves it."""

    __tablename__ = "priority_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id", ondelete="CASCADE"), index=True)
    old_at: Mapped[datetime]
    new_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(20), default="proposed", index=True)  # approved, declined
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    design: Mapped[Design] = relationship(lazy="joined")
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])


class Transfer(Base):
    """A workshop gives a registered design to another, which accepts it or not."""

    __tablename__ = "transfer"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id", ondelete="CASCADE"), index=True)
    giver_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    taker_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="offered", index=True)  # accepted, declined
    offered_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    design: Mapped[Design] = relationship(lazy="joined")
    giver: Mapped[Workshop] = relationship(foreign_keys=[giver_id], lazy="joined")
    taker: Mapped[Workshop] = relationship(foreign_keys=[taker_id], lazy="joined")


class CertificateCopy(Base):
    """One printing of a design's certificate; the second and later ones say so."""

    __tablename__ = "certificate_copy"
    __table_args__ = (UniqueConstraint("design_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id", ondelete="CASCADE"))
    number: Mapped[int]
    printed_at: Mapped[datetime]
    printed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
