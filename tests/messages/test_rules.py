"""What a message says, and how many days are left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shop.messages.rules import UNKNOWN, days_left, known_kinds, words_of

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # 12:00 in China


def test_the_last_day_counts_as_none_left_and_a_moment_later_the_time_is_over() -> None:
    evening = datetime(2026, 3, 4, 15, 59, 59, tzinfo=UTC)  # one second before midnight in China
    assert days_left(evening, NOON) == 0
    assert days_left(evening + timedelta(seconds=1), NOON) == 1
    assert days_left(evening, evening) is None
    assert days_left(NOON + timedelta(days=3), NOON) == 3


@given(st.timedeltas(timedelta(days=-500), timedelta(days=500)))
def test_time_is_over_exactly_when_the_moment_has_come(ahead: timedelta) -> None:
    left = days_left(NOON + ahead, NOON)
    assert (left is None) == (ahead <= timedelta())
    assert left is None or abs(left - ahead / timedelta(days=1)) <= 1


def test_a_kind_of_a_later_version_has_words_that_are_always_true() -> None:
    assert "dragon.seen" not in known_kinds()
    assert words_of("dragon.seen") == UNKNOWN
