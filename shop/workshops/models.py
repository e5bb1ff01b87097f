"""Tables of the town, its villages, its workshops and their online shops."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.accounts.models import Person
from shop.core.db import Base
from shop.core.ids import new_public_id


class Town(Base):
    """The one town that this installation serves."""

    __tablename__ = "town"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class Village(Base):
    """A village of the town."""

    __tablename__ = "village"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)


class Workshop(Base):
    """A family workshop: it makes, or it resells, or both."""

    __tablename__ = "workshop"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    brand: Mapped[str] = mapped_column(String(60), default="")
    about: Mapped[str] = mapped_column(String(500), default="")
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"), index=True)
    phone: Mapped[str] = mapped_column(String(20), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]

    village: Mapped[Village] = relationship(lazy="joined")
    members: Mapped[list[Membership]] = relationship(back_populates="workshop", cascade="all, delete-orphan")
    shops: Mapped[list[OnlineShop]] = relationship(order_by="OnlineShop.id", cascade="all, delete-orphan")


class Membership(Base):
    """One person works in one workshop."""

    __tablename__ = "membership"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    workshop_id: Mapped[int] = mapped_column(
        ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    since: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined")
    workshop: Mapped[Workshop] = relationship(back_populates="members")


class OnlineShop(Base):
    """A shop of a workshop on one of the platforms."""

    __tablename__ = "online_shop"
    __table_args__ = (UniqueConstraint("platform", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    platform: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80))
    link: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Tie(Base):
    """What makes somebody step aside beyond where they work: a village, or a relative's workshop."""

    __tablename__ = "tie"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id", ondelete="CASCADE"))
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    since: Mapped[datetime]

    village: Mapped[Village | None] = relationship(lazy="joined")
    workshop: Mapped[Workshop | None] = relationship(lazy="joined")
