"""Days and moments as people in China read them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from shop.web.filters import day, moment

LATE = datetime(2026, 3, 4, 16, 30, tzinfo=UTC)  # half past midnight of the fifth in China


@pytest.mark.parametrize(
    ("language", "the_day", "the_moment"),
    [("zh", "2026年3月5日", "2026年3月5日 00:30"), ("en", "5 Mar 2026", "5 Mar 2026, 00:30")],
)
def test_a_moment_is_written_in_china_time(
    house: Flask, language: str, the_day: str, the_moment: str
) -> None:
    with house.test_request_context(headers={"Accept-Language": language}):
        assert day(LATE) == the_day
        assert moment(LATE) == the_moment
        assert day(date(2026, 3, 5)) == the_day
