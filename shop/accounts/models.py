"""Tables of people and their roles."""

from __future__ import annotations

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.core.db import Base
from shop.core.ids import new_public_id
from shop.core.roles import Role


class Person(UserMixin, Base):  # type: ignore[misc]  # flask-login has no types
    """Somebody who signs in with a phone number and a password."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(20), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    session_stamp: Mapped[str] = mapped_column(String(20), default=new_public_id)
    created_at: Mapped[datetime]

    role_rows: Mapped[list[PersonRole]] = relationship(lazy="joined", cascade="all, delete-orphan")

    @property
    def roles(self) -> frozenset[Role]:
        """Give what this person is to the town."""
        return frozenset(Role(row.role) for row in self.role_rows)

    def get_id(self) -> str:
        """Give what the session keeps; a new stamp ends every session at once."""
        return f"{self.id}.{self.session_stamp}"


class PersonRole(Base):
    """One role of one person."""

    __tablename__ = "person_role"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
