"""Write a message in its reader's language: what happened, what they can do next, by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from shop.messages.models import Message
from shop.messages.rules import days_left, words_of
from shop.web.filters import day
from shop.web.language import say

_NOTHING = "–"  # stands in a place for which an older message brought nothing
SOON = 3  # days from which on a deadline is pressing


@dataclass(frozen=True)
class Worded:
    """A message as its page shows it; `due` says by when, `tone` how pressing that is."""

    message: Message
    title: str
    todo: str
    due: str
    tone: str

    @property
    def is_new(self) -> bool:
        """Tell whether it has not been read yet."""
        return self.message.read_at is None


def in_words(message: Message, now: datetime) -> Worded:
    """Give a message in the language of the page."""
    words = words_of(message.kind)
    params = _Places({name: _written(name, value) for name, value in message.params.items()})
    due, tone = _due(message.act_by, now)
    todo = _filled(words.todo, params)
    return Worded(message, _filled(words.title, params), todo, due, tone)


class _Places(dict[str, str]):
    """What fills the places of a sentence in; one without anything shows a dash."""

    def __missing__(self, _name: str) -> str:
        return _NOTHING


def _filled(message: str, params: Mapping[str, str]) -> str:
    return str(_(message)) % params if message else ""  # the catalogue has its own header for nothing


def _written(name: str, value: Any) -> str:
    """Write one value: a msgid in its words, a day as people write it, all else as it stands."""
    if name.endswith("_words"):
        return say(str(value)) if value else _NOTHING
    if name.endswith("_day"):
        return _day(str(value))
    return str(value)


def _day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text or _NOTHING


def _due(act_by: datetime | None, now: datetime) -> tuple[str, str]:
    """Say by when something is to be done, and in what tone."""
    if act_by is None:
        return "", ""
    left = days_left(act_by, now)
    if left is None:
        return _("The time is over: it was %(day)s.", day=day(act_by)), "quiet"
    if left == 0:
        return _("Until today: %(day)s", day=day(act_by)), "bad"
    ending = ngettext("one day left", "%(num)s days left", left)
    return f"{day(act_by)} · {ending}", "look" if left <= SOON else "info"
