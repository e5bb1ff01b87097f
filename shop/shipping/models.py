"""Tables of parcels."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.core.db import Base
from shop.core.ids import new_public_id
from shop.orders.models import PurchaseOrder


class Parcel(Base):
    """One parcel of an order: its own number, the courier's waybill number once there is one."""

    __tablename__ = "parcel"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_order.id", ondelete="CASCADE"), unique=True)
    courier: Mapped[str] = mapped_column(String(20), default="")
    waybill_number: Mapped[str] = mapped_column(String(30), default="")
    prints: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]

    order: Mapped[PurchaseOrder] = relationship(lazy="joined")
