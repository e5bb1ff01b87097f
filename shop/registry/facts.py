"""Say what the log holds of a design: plainly what names nobody, sealed what does.

A certificate states the same values, and its proof opens the seals: so the paper can be held to the log.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from shop.audit.models import Entry
from shop.audit.note import moment
from shop.audit.sealing import salt_for, seal
from shop.core.db import db
from shop.pictures.regions import marks_on
from shop.pictures.shapes import RegionKind
from shop.registry.models import Design, Transfer
from shop.workshops.service import find_town

# Everything that can only change by an act that writes it into the log anew.
FIXED = (
    "number",
    "version",
    "state",
    "category",
    "workshop",
    "priority",
    "registered",
    "expires",
    "pictures",
    "roles",
)
FIXED_SEALED = ("name", "claims")
SEALED = (*FIXED_SEALED, "maker", "former", "marks")
_FINE = 10_000  # corners of a marked part in whole parts of the picture's side: the log knows no fractions


def facts_of(design: Design) -> dict[str, object]:
    """Give what the log holds of a design: numbers, days, hashes of pictures, and seals in place of words."""
    return {**open_facts(design), "sealed": sealed(design, sealed_facts(design))}


def open_facts(design: Design) -> dict[str, object]:
    """Give what names nobody and stands in the log as it is."""
    return {
        "number": design.number,
        "version": design.version,
        "state": str(design.state),
        "category": design.category,
        "workshop": design.workshop.public_id,
        "priority": moment(design.priority_at) if design.priority_at else None,
        "registered": moment(design.registered_at) if design.registered_at else None,
        "expires": design.expires_on.isoformat() if design.expires_on else None,
        "pictures": [row.picture.sha256 for row in design.pictures],
        "roles": [str(row.role) for row in design.pictures],
    }


def sealed_facts(design: Design) -> dict[str, Any]:
    """Give the words that the log only commits to, by name of their seal."""
    town = find_town()
    return {
        "name": design.name,
        "claims": design.claims,
        "maker": {
            "workshop": design.workshop.name,
            "village": design.workshop.village.name,
            "town": town.name if town else "",
        },
        "former": former_holders(design),
        "marks": _marks(design),
    }


def former_holders(design: Design) -> list[dict[str, str]]:
    """List the workshops that held a design before, each with the moment at which it went on."""
    query = select(Transfer).where(Transfer.design_id == design.id, Transfer.state == "accepted")
    rows = db.session.scalars(query.order_by(Transfer.ended_at)).unique()
    return [
        {"workshop": one.giver.name, "until": moment(one.ended_at) if one.ended_at else ""} for one in rows
    ]


def _marks(design: Design) -> list[dict[str, Any]]:
    """List the parts claimed as new: on which picture, in which words, between which corners."""
    marked = marks_on([row.picture_id for row in design.pictures])
    return [
        {
            "picture": row.picture.sha256,
            "words": mark.words,
            "corners": [[round(x * _FINE), round(y * _FINE)] for x, y in mark.shape],
        }
        for row in design.pictures
        for mark in marked.get(row.picture_id, ())
        if mark.kind == RegionKind.CLAIM
    ]


def sealed(design: Design, words: dict[str, Any]) -> dict[str, str]:
    """Seal each of these values with the design's own salt."""
    return {field: seal(value, salt_of(design, field)) for field, value in words.items()}


def salt_of(design: Design, field: str) -> bytes:
    """Give the salt (32 bytes) of one sealed field of a design."""
    return salt_for("design", design.public_id, field)


def entries_with_facts(public_id: str) -> list[Entry]:
    """List the log's entries that say what a design consists of, the oldest first."""
    query = (
        select(Entry).where(Entry.subject_kind == "design", Entry.subject_id == public_id).order_by(Entry.id)
    )
    return [entry for entry in db.session.scalars(query) if says_facts(entry.details)]


def says_facts(details: dict[str, Any]) -> bool:
    """Tell whether an entry's details say what a design consists of (not only that something was done)."""
    return "pictures" in details and "number" in details
