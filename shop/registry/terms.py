"""Keep the terms that the town sets for its register."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from shop.audit.service import record
from shop.core.db import db
from shop.core.errors import N_
from shop.core.roles import Actor
from shop.messages.rules import Words, declare
from shop.messages.service import tell_office
from shop.registry.models import RegisterTerms
from shop.registry.rules import USUAL_TERMS, Terms
from shop.registry.rules.terms import check_terms

_THE_ROW = 1

declare(
    {
        "register.terms_set": Words(
            N_(
                "The register's terms were changed: public notice %(notice_days)s days, answers "
                "%(answer_days)s days, registration %(term_months)s months."
            ),
            N_("They hold for what begins from now on. Open it to see all of them."),
        )
    }
)


def terms() -> Terms:
    """Give the town's terms; the usual ones until it has set its own."""
    row = db.session.get(RegisterTerms, _THE_ROW)
    if row is None:
        return USUAL_TERMS
    return Terms(**{name: getattr(row, name) for name in asdict(USUAL_TERMS)})


def changed_at() -> datetime | None:
    """Tell when the town set its terms last; None while the usual ones hold."""
    row = db.session.get(RegisterTerms, _THE_ROW)
    return row.changed_at if row else None


def set_terms(new: Terms, *, actor: Actor | None, now: datetime, url: str = "") -> None:
    """Set the town's terms; they hold for what begins from now on, and the other officers are told (`url`).

    OutOfBounds for what makes no sense; setting what holds already changes nothing.
    """
    check_terms(new)
    if new == terms():
        return
    row = db.session.get(RegisterTerms, _THE_ROW) or RegisterTerms(id=_THE_ROW)
    for name, value in asdict(new).items():
        setattr(row, name, value)
    row.changed_at = now
    db.session.add(row)
    db.session.flush()
    tell_office("register.terms_set", now=now, url=url, except_for=actor, **asdict(new))
    record("register.terms_set", actor=actor, subject=("register", "terms"), now=now, details=asdict(new))
