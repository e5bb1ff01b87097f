"""The terms of the register that the town sets for itself, within bounds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    """How long things run, and how many designs a workshop may hand in within a day."""

    notice_days: int  # a design stands on public notice
    answer_days: int  # whoever is asked has for an answer
    term_months: int  # a registration runs
    renew_days: int  # before its end a registration may be renewed; so many days after it, too
    most_a_day: int  # designs of one workshop


USUAL_TERMS = Terms(notice_days=7, answer_days=5, term_months=36, renew_days=60, most_a_day=20)
BOUNDS = {
    "notice_days": (0, 60),
    "answer_days": (1, 30),
    "term_months": (1, 180),
    "renew_days": (7, 180),
    "most_a_day": (1, 200),
}
