"""Count in months as people in China do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from shop.core.clock import CHINA, china

_WRITTEN = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year, counted from its first midnight in China to the next one's."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def begins(self) -> datetime:
        """Give its first moment."""
        return datetime.combine(self.first_day, time(), CHINA)

    @property
    def ends(self) -> datetime:
        """Give the first moment that is no more of it."""
        return self.after.begins

    @property
    def first_day(self) -> date:
        """Give its first day."""
        return date(self.year, self.number, 1)

    @property
    def after(self) -> Month:
        """Give the next month."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def before(self) -> Month:
        """Give the month before it."""
        return Month(self.year - (self.number == 1), (self.number - 2) % 12 + 1)

    def holds(self, moment: datetime) -> bool:
        """Tell whether a moment lies in it."""
        return self.begins <= moment < self.ends

    def named(self, language: str) -> str:
        """Write it as people do: `2026年11月` or `November 2026`."""
        return (
            f"{self.year}年{self.number}月" if language == "zh" else f"{_NAMES[self.number - 1]} {self.year}"
        )


def month_of(moment: datetime) -> Month:
    """Give the month in which a moment lies in China."""
    local = china(moment)
    return Month(local.year, local.month)


def read_month(written: str) -> Month | None:
    """Read a month written like 2026-11; None for what is none of this century."""
    found = _WRITTEN.fullmatch(written)
    return Month(int(found[1]), int(found[2])) if found else None
