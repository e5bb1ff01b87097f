"""Page through long lists by key: the next page starts after the last row's id, however long the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode

from flask import request
from sqlalchemy import Select

from shop.core.db import db

PAGE = 24
_ID_DIGITS = 9  # more than any of our columns of four bytes holds
T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list, newest first."""

    rows: Sequence[T]
    next_url: str | None
    previous_url: str | None


def page_of(query: Select[Any], column: Any, size: int = PAGE) -> Page[Any]:
    """Cut the page that the address asks for (`?before=ID`) out of a query, newest first."""
    before = before_id()
    cut = query if before is None else query.where(column < before)
    rows = list(db.session.scalars(cut.order_by(column.desc()).limit(size + 1)).unique())
    more = len(rows) > size
    rows = rows[:size]
    next_url = here(before=rows[-1].id) if more else None
    return Page(rows, next_url, here() if before is not None else None)


def before_id() -> int | None:
    """Give the row before which the page begins; None at the start, and for what is no row's id."""
    before = request.args.get("before", "")
    return int(before) if before.isascii() and before.isdigit() and len(before) <= _ID_DIGITS else None


def here(**changes: object) -> str:
    """Give this page's address with some of its questions changed (None: left out), back at its first row."""
    kept = {name: value for name, value in request.args.items() if name != "before"}
    asked = urlencode({name: value for name, value in {**kept, **changes}.items() if value is not None})
    return quote(request.script_root + request.path) + (f"?{asked}" if asked else "")
