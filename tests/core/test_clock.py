"""UTC inside, China time for people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shop.core.clock import china, china_day, now

moments = st.datetimes(datetime(1992, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


def test_now_is_in_utc() -> None:
    assert now().utcoffset() == timedelta(0)
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_the_day_in_china_begins_eight_hours_before_that_of_utc() -> None:
    assert china_day(datetime(2026, 3, 4, 15, 59, tzinfo=UTC)) == date(2026, 3, 4)
    assert china_day(datetime(2026, 3, 4, 16, 0, tzinfo=UTC)) == date(2026, 3, 5)


@given(moments)
def test_china_time_is_the_same_moment(moment: datetime) -> None:
    assert china(moment) == moment
    assert china(moment).utcoffset() == timedelta(hours=8)
