"""Tables of designs: what they are, what they look like, what proves them, what they resemble."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.core.db import Base
from shop.core.ids import new_public_id
from shop.pictures.models import Picture
from shop.registry.models.found import Found
from shop.registry.rules.designs import SHOWN_ROLES, DesignState, PictureRole
from shop.workshops.models import Workshop


class Design(Base):
    """A design that a workshop drafts, hands in, and registers with the town.

    A changed design is a row of its own, the next `version` of the `earlier` one, with its own dates. What it
    is given at being handed in (number, `submitted_at`, `priority_at`) is none in a draft.
    """

    __tablename__ = "design"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    number: Mapped[str | None] = mapped_column(String(24), unique=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("design.id"), index=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    category: Mapped[str] = mapped_column(String(20), index=True, default="other")
    claims: Mapped[str] = mapped_column(String(1000), default="")
    materials: Mapped[str] = mapped_column(String(300), default="")
    keywords: Mapped[str] = mapped_column(String(200), default="")
    first_shown_on: Mapped[date | None]
    first_shown_where: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(20), default=DesignState.SUBMITTED, index=True)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]  # a draft, the last time it was saved
    edited_on_page: Mapped[str] = mapped_column(String(64), default="")  # the key of the page that saved it
    submitted_at: Mapped[datetime | None]
    priority_at: Mapped[datetime | None]  # since when it counts; moved only by two officers
    notice_ends_at: Mapped[datetime | None]
    registered_at: Mapped[datetime | None]  # the first time
    expires_on: Mapped[date | None]  # the last day of the registration, in China
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(500), default="")

    workshop: Mapped[Workshop] = relationship(lazy="joined")
    earlier: Mapped[Design | None] = relationship(remote_side="Design.id")
    pictures: Mapped[list[DesignPicture]] = relationship(
        order_by="DesignPicture.position", back_populates="design", cascade="all, delete-orphan"
    )
    proofs: Mapped[list[DesignProof]] = relationship(
        order_by="DesignProof.id", back_populates="design", cascade="all, delete-orphan"
    )

    @property
    def shown(self) -> list[DesignPicture]:
        """List the pictures that others may see where the design is on view: no outtakes, no sketches."""
        return [row for row in self.pictures if row.role in SHOWN_ROLES]

    @property
    def cover(self) -> Picture | None:
        """Give the picture that stands for the design in lists; None while a draft has none."""
        first = next(iter(self.shown or self.pictures), None)
        return first.picture if first else None


class DesignPicture(Base):
    """One picture of a design, and what it shows of it."""

    __tablename__ = "design_picture"
    __table_args__ = (UniqueConstraint("design_id", "picture_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id", ondelete="CASCADE"))
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"), index=True)
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(10), default=PictureRole.FRONT)

    design: Mapped[Design] = relationship(back_populates="pictures")
    picture: Mapped[Picture] = relationship(lazy="joined")


class DesignProof(Base):
    """What proves when and where a design was first shown: an order, a photo with its date, a post."""

    __tablename__ = "design_proof"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    dated_on: Mapped[date | None]  # as the family says (proofs.py: what a photo says); none in a draft
    words: Mapped[str] = mapped_column(String(300), default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    added_at: Mapped[datetime]

    design: Mapped[Design] = relationship(back_populates="proofs")
    picture: Mapped[Picture | None] = relationship(lazy="joined")


class Likeness(Found, Base):
    """What the copy engine found: a picture looks like one of a registered design, with its evidence."""

    __tablename__ = "likeness"
    __table_args__ = (UniqueConstraint("picture_id", "design_picture_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"))
    design_picture_id: Mapped[int] = mapped_column(
        ForeignKey("design_picture.id", ondelete="CASCADE"), index=True
    )

    picture: Mapped[Picture] = relationship(lazy="joined")
    design_picture: Mapped[DesignPicture] = relationship(lazy="joined")

    @property
    def design(self) -> Design:
        """Give the registered design that the picture looks like."""
        return self.design_picture.design
