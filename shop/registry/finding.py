"""Keep what the copy engine found, with its evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from shop.core.db import db
from shop.matching import ENGINE_VERSION, Match
from shop.registry.models.found import Found

Kind = TypeVar("Kind", bound=Found)


def keep_found(kind: type[Kind], match: Match, *, now: datetime, **pair: int) -> Kind:
    """Keep a match between the two sides that `pair` names by their columns; the same pair keeps one row."""
    row = db.session.scalar(select(kind).filter_by(**pair)) or kind(**pair)
    row.verdict, row.score, row.match = match.verdict, match.score, match_values(match)
    row.engine_version, row.found_at = ENGINE_VERSION, now
    db.session.add(row)
    db.session.flush()
    return row


def match_values(match: Match) -> dict[str, Any]:
    """Give a match as plain values: key, score, verdict, transform, region, reference_region."""
    return {
        "key": match.key,
        "score": match.score,
        "verdict": match.verdict,
        "transform": match.transform.to_dict(),
        "region": [list(point) for point in match.region],
        "reference_region": [list(point) for point in match.reference_region],
    }
