"""Narrow a query down to rows that have every typed word in one of their columns."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_

MOST_WORDS = 5  # what is typed beyond them narrows nothing further


def has_words(words: str, *columns: Any) -> list[ColumnElement[bool]]:
    """Give the conditions that each of the words (the first MOST_WORDS) stands in one of the columns."""
    return [
        or_(*(column.icontains(word, autoescape=True) for column in columns))
        for word in words.split()[:MOST_WORDS]
    ]
