"""Tables of purchase orders between workshops, and of whom they go to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.core.db import Base
from shop.core.ids import new_public_id
from shop.listings.models import Listing
from shop.orders.rules import OrderState
from shop.workshops.models import Workshop


class PurchaseOrder(Base):
    """A middleman asks a maker to send pieces straight to the middleman's buyer."""

    __tablename__ = "purchase_order"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    buyer_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    maker_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default=OrderState.SENT, index=True)
    note: Mapped[str] = mapped_column(String(300), default="")
    answer: Mapped[str] = mapped_column(String(300), default="")
    sent_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    packed_at: Mapped[datetime | None]
    shipped_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    buyer: Mapped[Workshop] = relationship(foreign_keys=[buyer_id], lazy="joined")
    maker: Mapped[Workshop] = relationship(foreign_keys=[maker_id], lazy="joined")
    listing: Mapped[Listing] = relationship(lazy="joined")
    lines: Mapped[list[OrderLine]] = relationship(order_by="OrderLine.id", cascade="all, delete-orphan")
    recipient: Mapped[Recipient | None] = relationship(cascade="all, delete-orphan")

    @property
    def pieces(self) -> int:
        """Give how many pieces the order asks for."""
        return sum(line.pieces for line in self.lines)

    @property
    def total_fen(self) -> int:
        """Give what the middleman owes the maker, in fen."""
        return sum(line.pieces * line.price_fen for line in self.lines)


class OrderLine(Base):
    """So many pieces of one variant, with the words and the price of the day it was ordered."""

    __tablename__ = "order_line"
    __table_args__ = (CheckConstraint("pieces > 0", name="some_pieces"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_order.id", ondelete="CASCADE"), index=True)
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id", ondelete="SET NULL"))
    colour: Mapped[str] = mapped_column(String(30))
    size: Mapped[str] = mapped_column(String(30))
    pieces: Mapped[int]
    price_fen: Mapped[int]


class Recipient(Base):
    """Who receives the parcel: personal data, erased when its time is over (`erased_at`)."""

    __tablename__ = "recipient"

    order_id: Mapped[int] = mapped_column(
        ForeignKey("purchase_order.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(30))
    address: Mapped[str] = mapped_column(String(300))
    erased_at: Mapped[datetime | None]
