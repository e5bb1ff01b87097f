"""Tell the time: UTC inside, China time for people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")  # one zone, no summer time since 1991


def now() -> datetime:
    """Give the present moment in UTC."""
    return datetime.now(UTC)


def china(moment: datetime) -> datetime:
    """Give the same moment as people in China read it."""
    return moment.astimezone(CHINA)


def china_day(moment: datetime) -> date:
    """Give the calendar day in China at that moment."""
    return china(moment).date()
