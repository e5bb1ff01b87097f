"""The terms of the register that the town sets for itself, within bounds."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from shop.core.errors import N_, RuleBroken


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


class OutOfBounds(RuleBroken):
    """Tell that a term lies outside what makes sense; `name` says which."""

    message = N_("Choose a number from %(least)s to %(most)s.")


def check_terms(terms: Terms) -> None:
    """Raise OutOfBounds for the first term that lies outside its bounds."""
    for name, value in asdict(terms).items():
        least, most = BOUNDS[name]
        if not least <= value <= most:
            raise OutOfBounds(name=name, least=least, most=most)
