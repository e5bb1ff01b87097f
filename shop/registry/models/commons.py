"""Tables of the commons: patterns that belong to everybody, and what resembles them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.core.db import Base
from shop.core.ids import new_public_id
from shop.pictures.models import Picture
from shop.registry.models.found import Found


class CommonsPattern(Base):
    """A folk or relic pattern that nobody may own, or an institute's design that everybody may make."""

    __tablename__ = "commons_pattern"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    number: Mapped[str] = mapped_column(String(24), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(10), index=True)  # folk, relic, institute
    source: Mapped[str] = mapped_column(String(300))
    about: Mapped[str] = mapped_column(String(1000), default="")
    credit: Mapped[str] = mapped_column(String(200), default="")  # how to name the institute
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    retired_at: Mapped[datetime | None]
    retired_reason: Mapped[str] = mapped_column(String(500), default="")

    pictures: Mapped[list[CommonsPicture]] = relationship(
        order_by="CommonsPicture.position", back_populates="pattern", cascade="all, delete-orphan"
    )

    @property
    def cover(self) -> Picture:
        """Give the picture that stands for the pattern in lists."""
        return self.pictures[0].picture


class CommonsPicture(Base):
    """One picture of a pattern."""

    __tablename__ = "commons_picture"
    __table_args__ = (UniqueConstraint("pattern_id", "picture_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern_id: Mapped[int] = mapped_column(ForeignKey("commons_pattern.id", ondelete="CASCADE"))
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"), index=True)
    position: Mapped[int]

    pattern: Mapped[CommonsPattern] = relationship(back_populates="pictures")
    picture: Mapped[Picture] = relationship(lazy="joined")


class CommonsLikeness(Found, Base):
    """What the copy engine found: a design's picture looks like a pattern of the commons."""

    __tablename__ = "commons_likeness"
    __table_args__ = (UniqueConstraint("picture_id", "commons_picture_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"))
    commons_picture_id: Mapped[int] = mapped_column(
        ForeignKey("commons_picture.id", ondelete="CASCADE"), index=True
    )

    picture: Mapped[Picture] = relationship(lazy="joined")
    commons_picture: Mapped[CommonsPicture] = relationship(lazy="joined")
