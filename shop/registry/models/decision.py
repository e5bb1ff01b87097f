"""The table of what the office decided about designs: a design itself only keeps the newest decision."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base


class Decision(Base):
    """One decision with its reason. The log's entry of the same moment says by whom, and is chained."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("design_id", "decided_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(20))  # to which it led: registry.rules.DesignState
    reason: Mapped[str] = mapped_column(String(500))
    decided_at: Mapped[datetime]
