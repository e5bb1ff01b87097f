"""A message in its reader's language: what happened, what to do next, by when."""

from __future__ import annotations

import contextvars
import re
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from flask import Flask

from shop.core.errors import N_
from shop.factory import FEATURES_WITH_PAGES
from shop.messages import rules
from shop.messages.models import Message
from shop.messages.rules import Words, declare, known_kinds, words_of
from shop.messages.wording import Worded, in_words

SAME_ON_BOTH = True

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # 12:00 in China
PLACE = re.compile(r"%\((\w+)\)s")
ANSWERS = {"_words": "Not found", "_day": "2026-03-11"}  # what a place of this ending is filled with
for _feature in FEATURES_WITH_PAGES:
    import_module(f"shop.{_feature}.views")  # so that every kind is declared
HOUSE_KINDS = sorted(known_kinds())


def a_message(kind: str, params: dict[str, Any] | None = None, act_by: datetime | None = None) -> Message:
    return Message(kind=kind, params=params or {}, act_by=act_by, made_at=NOON)


def read(app: Flask, message: Message, language: str = "en", now: datetime = NOON) -> Worded:
    """Write a message as a request in this language would, which knows nothing of the test around it."""

    def page() -> Worded:
        with app.test_request_context(headers={"Accept-Language": language}):
            return in_words(message, now)

    return contextvars.Context().run(page)


@pytest.fixture
def trade(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declare kinds that are forgotten after the test."""
    monkeypatch.setattr(rules, "_words", dict(rules._words))
    declare(
        {
            "fan.folded": Words(
                "%(workshop)s folded %(count)s fans: 100%% silk.", "Answer before %(until_day)s."
            ),
            "fan.lost": Words("Lost: %(why_words)s"),
        }
    )


def test_places_are_filled_with_what_the_message_brought(app: Flask, trade: None) -> None:
    brought = {"workshop": "春兰 100%(x)s", "count": 3, "until_day": "2026-03-11"}
    english = read(app, a_message("fan.folded", brought))
    assert english.title == "春兰 100%(x)s folded 3 fans: 100% silk."
    assert english.todo == "Answer before 11 Mar 2026."
    assert read(app, a_message("fan.folded", brought), "zh-CN").todo.endswith("2026年3月11日.")


def test_a_place_for_which_an_older_message_brought_nothing_shows_a_dash(app: Flask, trade: None) -> None:
    assert read(app, a_message("fan.folded", {"count": 3})).title == "– folded 3 fans: 100% silk."
    assert read(app, a_message("fan.folded", {"until_day": "soon"})).todo == "Answer before soon."
    assert read(app, a_message("fan.lost", {"why_words": ""})).title == "Lost: –"


def test_a_place_that_holds_a_msgid_is_said_in_the_readers_language(app: Flask, trade: None) -> None:
    lost = a_message("fan.lost", {"why_words": N_("Not found")})
    assert read(app, lost).title == "Lost: Not found"
    assert "Not found" not in read(app, lost, "zh-CN").title


def test_a_kind_that_nobody_knows_any_more_is_still_a_message(app: Flask) -> None:
    worded = read(app, a_message("dragon.seen", {"x": 1}))
    assert (worded.title, worded.todo) == (rules.UNKNOWN.title, rules.UNKNOWN.todo)


@pytest.mark.parametrize(
    ("ahead", "due", "tone"),
    [
        (timedelta(days=9), "13 Mar 2026 · 9 days left", "info"),
        (timedelta(days=3), "7 Mar 2026 · 3 days left", "look"),
        (timedelta(days=1), "5 Mar 2026 · one day left", "look"),
        (timedelta(hours=2), "Until today: 4 Mar 2026", "bad"),
        (timedelta(0), "The time is over: it was 4 Mar 2026.", "quiet"),
        (timedelta(days=-30), "The time is over: it was 2 Feb 2026.", "quiet"),
    ],
)
def test_a_deadline_is_a_day_and_the_days_that_are_left(
    app: Flask, ahead: timedelta, due: str, tone: str
) -> None:
    worded = read(app, a_message("dragon.seen", act_by=NOON + ahead))
    assert (worded.due, worded.tone) == (due, tone)


def test_without_a_deadline_nothing_is_said_of_time(app: Flask) -> None:
    assert read(app, a_message("dragon.seen")).due == ""


def complete(words: Words) -> dict[str, str]:
    """Give something for every place of these words."""
    names = PLACE.findall(words.title + words.todo)
    return {name: next((v for end, v in ANSWERS.items() if name.endswith(end)), "Qx7") for name in names}


@pytest.mark.parametrize("kind", HOUSE_KINDS)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_kind_of_the_house_is_said_whole_in_both_languages(
    app: Flask, kind: str, language: str
) -> None:
    words = words_of(kind)
    params = complete(words)
    worded = read(app, a_message(kind, params), language)
    said = worded.title + worded.todo
    assert worded.title
    assert "%" not in said.replace("100%", "")
    assert "–" not in said or "–" in words.title + words.todo
    assert all(value in said for name, value in params.items() if value == "Qx7"), said
