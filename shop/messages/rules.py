"""Say how a message is worded: what happened, and what its reader can do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.core.clock import china_day
from shop.core.errors import N_

KEPT_FOR = timedelta(days=400)  # after it was read: a year's round, and the weeks in which one looks back


@dataclass(frozen=True)
class Words:
    """The words of one kind of message: English msgids, marked with N_, with %(name)s places.

    `title` says what happened, `todo` what the reader can do next (nothing to do: an empty one). A place that
    ends in `_words` is itself a msgid, one that ends in `_day` a day like 2026-03-04: both are written in the
    reader's language.
    """

    title: str
    todo: str = ""


UNKNOWN = Words(N_("There is news about something of yours."), N_("Open it to see how it stands."))
_words: dict[str, Words] = {}


def declare(kinds: Mapping[str, Words]) -> None:
    """Make the kinds of a feature's messages known; each feature does so where it sends them."""
    _words.update(kinds)


def words_of(kind: str) -> Words:
    """Give the words of a kind; for one that a later version no longer knows, words that are always true."""
    return _words.get(kind, UNKNOWN)


def known_kinds() -> frozenset[str]:
    """Give every kind that was declared."""
    return frozenset(_words)


def days_left(act_by: datetime, now: datetime) -> int | None:
    """Count the days in China until the last one (0: it is today); None when the time is over."""
    return (china_day(act_by) - china_day(now)).days if now < act_by else None
