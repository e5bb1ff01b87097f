"""Keep the terms that the town sets for its register."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from shop.audit.service import record
from shop.core.db import db
from shop.core.roles import Actor
from shop.registry.models import RegisterTerms
from shop.registry.rules import USUAL_TERMS, Terms

_THE_ROW = 1


def terms() -> Terms:
    """Give the town's terms; the usual ones until it has set its own."""
    row = db.session.get(RegisterTerms, _THE_ROW)
    if row is None:
        return USUAL_TERMS
    return Terms(**{name: getattr(row, name) for name in asdict(USUAL_TERMS)})


def set_terms(new: Terms, *, actor: Actor | None, now: datetime) -> None:
    """Set the town's terms; they hold for what begins from now on."""
    row = db.session.get(RegisterTerms, _THE_ROW) or RegisterTerms(id=_THE_ROW)
    for name, value in asdict(new).items():
        setattr(row, name, value)
    row.changed_at = now
    db.session.add(row)
    db.session.flush()
    record("register.terms_set", actor=actor, subject=("register", "terms"), now=now, details=asdict(new))
