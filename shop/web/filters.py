"""Write values for people in templates: money, days, moments."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask

from shop.core.clock import china
from shop.core.money import yuan_text
from shop.web.language import language, say


def register_filters(app: Flask) -> None:
    """Make the filters known to templates."""
    app.jinja_env.filters.update(yuan=yuan_text, moment=moment, day=day, say=say)


def moment(at: datetime) -> str:
    """Write a moment in China time: `2026年3月4日 15:06` or `4 Mar 2026, 15:06`."""
    local = china(at)
    return f"{day(local.date())}{' ' if language() == 'zh' else ', '}{local:%H:%M}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(on: date | datetime) -> str:
    """Write a day: `2026年3月4日` or `4 Mar 2026`."""
    if isinstance(on, datetime):
        on = china(on).date()
    if language() == "zh":
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"
