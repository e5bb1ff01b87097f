"""The table of messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base
from shop.core.ids import new_public_id


class Message(Base):
    """One message to one person. Its words are found by `kind` when it is read, in the reader's language.

    `params` fill them in; `url` leads to the thing; `act_by` is the last moment for what it asks for.
    """

    __tablename__ = "message"
    __table_args__ = (Index(None, "person_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True, default=new_public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    url: Mapped[str] = mapped_column(String(200), default="")
    made_at: Mapped[datetime]
    act_by: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
