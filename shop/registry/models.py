"""Tables of the design register: designs, what they look like, licences."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.core.db import Base
from shop.core.ids import new_public_id
from shop.pictures.journal import watch
from shop.pictures.models import Picture
from shop.registry.rules import DesignState
from shop.workshops.models import Workshop


class Design(Base):
    """A design that a workshop registers with the town."""

    __tablename__ = "design"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    category: Mapped[str] = mapped_column(String(20), index=True)
    claims: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[str] = mapped_column(String(20), default=DesignState.SUBMITTED, index=True)
    submitted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")

    workshop: Mapped[Workshop] = relationship(lazy="joined")
    pictures: Mapped[list[DesignPicture]] = relationship(
        order_by="DesignPicture.position", back_populates="design", cascade="all, delete-orphan"
    )

    @property
    def cover(self) -> Picture:
        """Give the picture that stands for the design in lists."""
        return self.pictures[0].picture


class DesignPicture(Base):
    """One picture of a design."""

    __tablename__ = "design_picture"
    __table_args__ = (UniqueConstraint("design_id", "picture_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id", ondelete="CASCADE"))
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"), index=True)
    position: Mapped[int]

    design: Mapped[Design] = relationship(back_populates="pictures")
    picture: Mapped[Picture] = relationship(lazy="joined")


class Likeness(Base):
    """What the copy engine found: a picture looks like one of a registered design, with its evidence."""

    __tablename__ = "likeness"
    __table_args__ = (UniqueConstraint("picture_id", "design_picture_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"))
    design_picture_id: Mapped[int] = mapped_column(
        ForeignKey("design_picture.id", ondelete="CASCADE"), index=True
    )
    verdict: Mapped[str] = mapped_column(String(20))
    score: Mapped[float]
    match: Mapped[dict[str, Any]] = mapped_column(JSON)
    engine_version: Mapped[int]
    found_at: Mapped[datetime]

    picture: Mapped[Picture] = relationship(lazy="joined")
    design_picture: Mapped[DesignPicture] = relationship(lazy="joined")

    @property
    def design(self) -> Design:
        """Give the registered design that the picture looks like."""
        return self.design_picture.design


class Licence(Base):
    """A maker allows another workshop to sell a design (or all its designs), with its photos or without."""

    __tablename__ = "licence"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    maker_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    design_id: Mapped[int | None] = mapped_column(ForeignKey("design.id"), index=True)
    covers_photos: Mapped[bool]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    maker: Mapped[Workshop] = relationship(foreign_keys=[maker_id], lazy="joined")
    holder: Mapped[Workshop] = relationship(foreign_keys=[holder_id], lazy="joined")
    design: Mapped[Design | None] = relationship(lazy="joined")


for _table in (Design, DesignPicture):  # they decide which pictures stand in the register
    watch(Base.metadata.tables[_table.__tablename__])
