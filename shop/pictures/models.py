"""Tables of pictures and their fingerprints."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.core.db import Base
from shop.core.ids import new_public_id
from shop.matching import ENGINE_VERSION
from shop.pictures.rules import ENDINGS
from shop.pictures.shapes import MOST_WORDS
from shop.workshops.models import Workshop

STAMP_BITS = 62  # fits into the databases' whole numbers


def new_stamp() -> int:
    """Give a random number for a fingerprint just written."""
    return secrets.randbits(STAMP_BITS)


class Picture(Base):
    """A photo that a workshop took in, or the office (no workshop); its bytes lie in the store by SHA-256.

    `width` and `height` are the px of the original, turned upright.
    """

    __tablename__ = "picture"
    __table_args__ = (UniqueConstraint("workshop_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    file_name: Mapped[str] = mapped_column(String(200), default="")
    media_type: Mapped[str] = mapped_column(String(20))
    width: Mapped[int]
    height: Mapped[int]
    is_public: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    workshop: Mapped[Workshop | None] = relationship(lazy="joined")
    fingerprint: Mapped[StoredFingerprint | None] = relationship(
        primaryjoin=lambda: and_(
            Picture.id == StoredFingerprint.picture_id, StoredFingerprint.engine_version == ENGINE_VERSION
        ),
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    def url(self, size: str, format: str) -> str:  # noqa: A002 - the templates' word for it
        """Give the address of a copy: sizes list, page, zoom; formats webp, jpg."""
        return f"/pictures/{self.public_id}/{size}.{format}"

    @property
    def ending(self) -> str:
        """Give the ending of the original's file."""
        return ENDINGS[self.media_type]


class StoredFingerprint(Base):
    """What the copy engine keeps of a picture: a row for each version of the engine that has read it.

    So the next version can read all pictures while the present one serves. `stamp` is a fresh random number
    at every writing: it tells an index whether what it holds is what stands here.
    """

    __tablename__ = "fingerprint"
    __table_args__ = (
        Index(None, "engine_version", "picture_id", "stamp"),  # to read stamps without touching the data
    )

    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"), primary_key=True)
    engine_version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stamp: Mapped[int] = mapped_column(BigInteger, default=new_stamp, onupdate=new_stamp)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class MarkedRegion(Base):
    """A part of a picture that somebody marked: as new (claim), as everybody's (commons), or as frame.

    `shape` are its corners [x, y] in shares 0..1 of the picture. A frame that lies `everywhere` lies there on
    all pictures of the workshop that have this picture's shape, also on those to come.
    """

    __tablename__ = "marked_region"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(MOST_WORDS))
    shape: Mapped[list[list[float]]] = mapped_column(JSON)
    everywhere: Mapped[bool] = mapped_column(default=False)
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[datetime]

    picture: Mapped[Picture] = relationship(lazy="joined")


class PictureChange(Base):
    """A note that a row of a watched table came, changed or went; written by the database's own triggers.

    `act` is the transaction's number in PostgreSQL, and a random mark in SQLite.
    """

    __tablename__ = "picture_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int]
    act: Mapped[int] = mapped_column(BigInteger, index=True)
