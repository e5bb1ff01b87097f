"""The table of licences."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.core.clock import china
from shop.core.db import Base
from shop.core.ids import new_public_id
from shop.registry.models.design import Design
from shop.registry.rules.licences import LicenceState, LicenceTerms, Part
from shop.registry.rules.shields import Grant
from shop.workshops.models import Workshop


class Licence(Base):
    """A maker allows another workshop to sell a design (or all its designs), with its photos or without.

    `platforms` are keys of workshops.rules.PLATFORMS, none of them meaning all; `floor_price_fen` is the
    lowest price of one set; for `sell_off_days` after the end what hung in the shop before may hang on.
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

    @property
    def number(self) -> str:
        """Give the number by which people name it, like L2026-00012."""
        return f"L{china(self.created_at).year}-{self.id:05d}"

    @property
    def giver(self) -> Workshop:
        """Give the workshop that grants it: the maker, or whoever holds the licence it stands under."""
        return self.under.holder if self.under else self.maker

    @property
    def terms(self) -> LicenceTerms:
        """Give what it grants."""
        parts = {Part.DESIGN: self.covers_design, Part.PHOTOS: self.covers_photos}
        return LicenceTerms(
            parts=frozenset(part for part, is_in in parts.items() if is_in),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            design_id=self.design_id,
            platforms=frozenset(self.platforms),
            floor_price_fen=self.floor_price_fen,
            may_sublicense=self.may_sublicense,
            sell_off_days=self.sell_off_days,
        )

    @terms.setter
    def terms(self, terms: LicenceTerms) -> None:
        self.covers_design, self.covers_photos = Part.DESIGN in terms.parts, Part.PHOTOS in terms.parts
        self.starts_on, self.ends_on = terms.starts_on, terms.ends_on
        self.design_id, self.platforms = terms.design_id, sorted(terms.platforms)
        self.floor_price_fen, self.may_sublicense = terms.floor_price_fen, terms.may_sublicense
        self.sell_off_days = terms.sell_off_days

    @property
    def grant(self) -> Grant:
        """Give it as the rules read it."""
        return Grant(self.terms, LicenceState(self.state), self.ended_at)
