"""Tables of what workshops offer, and of what screening found on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.core.db import Base
from shop.core.ids import new_public_id
from shop.listings.rules import ListingState, SuspicionState
from shop.matching.words import pieces
from shop.pictures.journal import watch
from shop.pictures.models import Picture
from shop.registry.models import Likeness
from shop.registry.models.found import Found
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
    platforms: Mapped[list[str]] = mapped_column(JSON, default=list)  # where it is sold; none: not said
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
    answer_by: Mapped[datetime | None]  # both sides were asked, and have until then to say something
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")

    listing: Mapped[Listing] = relationship(back_populates="suspicions", lazy="joined")
    likeness: Mapped[Likeness] = relationship(lazy="joined")


class EarlierListing(Found, Base):
    """What the copy engine found: a design's picture looks like a photo that was listed before it."""

    __tablename__ = "earlier_listing"
    __table_args__ = (UniqueConstraint("picture_id", "listing_id", "listed_picture_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    listed_picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"))

    picture: Mapped[Picture] = relationship(foreign_keys=[picture_id], lazy="joined")
    listing: Mapped[Listing] = relationship(lazy="joined")
    listed_picture: Mapped[Picture] = relationship(foreign_keys=[listed_picture_id], lazy="joined")


class ListingWords(Base):
    """What a listing says, as it was last read for comparing, and since when everybody could read it."""

    __tablename__ = "listing_words"

    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    text: Mapped[str] = mapped_column(Text)  # title and description
    bands: Mapped[list[int]] = mapped_column(JSON)  # its rows in listing_band; none of too short a text
    since: Mapped[datetime | None]  # None while the words were never in the catalogue

    listing: Mapped[Listing] = relationship()


class ListingBand(Base):
    """One band of the sketch of a listing's words; listings that share one are worth comparing."""

    __tablename__ = "listing_band"
    __table_args__ = ({"sqlite_with_rowid": False},)

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)


class TextHint(Base):
    """The words of a listing look like those of another workshop's earlier one. It holds nothing up."""

    __tablename__ = "text_hint"
    __table_args__ = (UniqueConstraint("listing_id", "earlier_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    earlier_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    likeness: Mapped[float]
    text: Mapped[str] = mapped_column(Text)  # both as they were compared, for people may change them
    earlier_text: Mapped[str] = mapped_column(Text)
    passages: Mapped[list[list[int]]] = mapped_column(JSON)  # start, end in text; start, end in earlier_text
    found_at: Mapped[datetime]
    set_aside_at: Mapped[datetime | None]  # an officer has looked: nothing in it
    set_aside_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    listing: Mapped[Listing] = relationship(foreign_keys=listing_id, lazy="joined")
    earlier: Mapped[Listing] = relationship(foreign_keys=earlier_id, lazy="joined")

    @property
    def sides(self) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
        """Give both texts, the listing's and the earlier one, in pieces: (piece, whether both have it)."""
        here = [(start, end) for start, end, _from, _to in self.passages]
        there = [(start, end) for _from, _to, start, end in self.passages]
        return pieces(self.text, here), pieces(self.earlier_text, there)


# They decide which photos hang in the catalogue.
watch(Base.metadata.tables[Listing.__tablename__])
watch(Base.metadata.tables[ListingPicture.__tablename__], "picture_id")
