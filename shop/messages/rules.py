"""Say how a message is worded: what happened, and what its reader can do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The words of one kind of message: English msgids, marked with N_, with %(name)s places.

    `title` says what happened, `todo` what the reader can do next (nothing to do: an empty one).
    """

    title: str
    todo: str = ""


_words: dict[str, Words] = {}


def declare(kinds: Mapping[str, Words]) -> None:
    """Make the kinds of a feature's messages known; each feature does so where it sends them."""
    _words.update(kinds)


def words_of(kind: str) -> Words:
    """Give the words of a kind; one that a later version no longer knows shows its name."""
    return _words.get(kind, Words(kind))


def known_kinds() -> frozenset[str]:
    """Give every kind that was declared."""
    return frozenset(_words)
