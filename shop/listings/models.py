"""Tables of what workshops offer, and of what screening found on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.core.db import Base
from shop.core.ids import new_public_id
from shop.listings.rules import ListingState, SuspicionState
from shop.pictures.models import Picture
from shop.registry.models import Likeness
from shop.workshops.models import Workshop


class Listing(Base):
    """A costume that a workshop offers."""

    __tablename__ = "listing"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    title: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(2000), default="")
    state: Mapped[str] = mapped_column(String(20), default=ListingState.DRAFT, index=True)
    price_fen: Mapped[int]
    partner_price_fen: Mapped[int | None]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    workshop: Mapped[Workshop] = relationship(lazy="joined")
    variants: Mapped[list[Variant]] = relationship(
        order_by="Variant.id", back_populates="listing", cascade="all, delete-orphan"
    )
    pictures: Mapped[list[ListingPicture]] = relationship(
        order_by="ListingPicture.position", cascade="all, delete-orphan"
    )
    suspicions: Mapped[list[Suspicion]] = relationship(
        order_by="Suspicion.id", back_populates="listing", cascade="all, delete-orphan"
    )

    @property
    def cover(self) -> Picture | None:
        """Give the picture that stands for the listing in lists; None while it has none."""
        return self.pictures[0].picture if self.pictures else None

    @property
    def stock(self) -> int:
        """Give how many pieces there are in all."""
        return sum(variant.stock for variant in self.variants)


class Variant(Base):
    """One colour in one size, with its stock."""

    __tablename__ = "variant"
    __table_args__ = (
        UniqueConstraint("listing_id", "colour", "size"),
        CheckConstraint("stock >= 0", name="stock_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    colour: Mapped[str] = mapped_column(String(30))
    size: Mapped[str] = mapped_column(String(30))
    stock: Mapped[int]

    listing: Mapped[Listing] = relationship(back_populates="variants")


class ListingPicture(Base):
    """One photo of a listing."""

    __tablename__ = "listing_picture"

    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"), primary_key=True, index=True)
    position: Mapped[int]

    picture: Mapped[Picture] = relationship(lazy="joined")


class Suspicion(Base):
    """A listing's photo looks like another workshop's registered design, and no licence explains it."""

    __tablename__ = "suspicion"
    __table_args__ = (UniqueConstraint("listing_id", "likeness_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    likeness_id: Mapped[int] = mapped_column(ForeignKey("likeness.id", ondelete="CASCADE"), index=True)
    licence: Mapped[str] = mapped_column(String(20))  # registry.rules.Shield: why no licence protects it
    state: Mapped[str] = mapped_column(String(20), default=SuspicionState.OPEN, index=True)
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")

    listing: Mapped[Listing] = relationship(back_populates="suspicions", lazy="joined")
    likeness: Mapped[Likeness] = relationship(lazy="joined")
