"""The columns in which every table of likenesses keeps its evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column


class Found:
    """What the copy engine found between two pictures, with its evidence (registry.finding.match_values)."""

    verdict: Mapped[str] = mapped_column(String(20))
    score: Mapped[float]
    match: Mapped[dict[str, Any]] = mapped_column(JSON)
    engine_version: Mapped[int]
    found_at: Mapped[datetime]
