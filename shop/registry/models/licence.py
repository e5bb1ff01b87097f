"""The table of licences."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.core.db import Base
from shop.core.ids import new_public_id
from shop.registry.models.design import Design
from shop.registry.rules.licences import LicenceState
from shop.workshops.models import Workshop


class Licence(Base):
    """A maker allows another workshop to sell a design (or all its designs), with its photos or without.

    `platforms` are keys of workshops.rules.PLATFORMS, none of them meaning all; `floor_price_fen` is the
    lowest price of one set; for `sell_off_days` after the end what was made before may still be sold.
    """

    __tablename__ = "licence"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    check_code: Mapped[str | None] = mapped_column(String(20), unique=True)  # printed on the licence paper
    state: Mapped[str] = mapped_column(String(20), default=LicenceState.ACCEPTED, index=True)
    maker_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    design_id: Mapped[int | None] = mapped_column(ForeignKey("design.id"), index=True)
    under_id: Mapped[int | None] = mapped_column(ForeignKey("licence.id"), index=True)  # a sub-licence of it
    covers_design: Mapped[bool] = mapped_column(default=True)
    covers_photos: Mapped[bool]
    platforms: Mapped[list[str]] = mapped_column(JSON, default=list)
    floor_price_fen: Mapped[int | None]
    may_sublicense: Mapped[bool] = mapped_column(default=False)
    sell_off_days: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    words: Mapped[str] = mapped_column(String(300), default="")  # what was asked or offered, in a sentence
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]  # accepted or declined
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(String(300), default="")

    maker: Mapped[Workshop] = relationship(foreign_keys=[maker_id], lazy="joined")
    holder: Mapped[Workshop] = relationship(foreign_keys=[holder_id], lazy="joined")
    design: Mapped[Design | None] = relationship(lazy="joined")
    under: Mapped[Licence | None] = relationship(remote_side="Licence.id")
