"""Follow a design through its versions: each changed design is a row of its own, after an earlier one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from shop.core.db import db
from shop.core.roles import Actor
from shop.registry import service
from shop.registry.models import Design


def versions_of(design: Design) -> list[Design]:
    """List a design with all its earlier and later versions, the newest first."""
    first = _first_of(design)
    found, newest = [first], [first]
    while newest:
        newest = list(_after([one.id for one in newest]))
        found += newest
    return sorted(found, key=lambda one: (one.version, one.id), reverse=True)


def _first_of(design: Design) -> Design:
    while design.earlier is not None:
        design = design.earlier
    return design


def _after(ids: Sequence[int]) -> Sequence[Design]:
    query = select(Design).where(Design.earlier_id.in_(ids)).order_by(Design.id)
    return db.session.scalars(query).unique().all()


def versions_seen_by(design: Design, actor: Actor | None) -> list[Design]:
    """List the versions of a design that this person may see, the newest first; none where it is the only."""
    seen = [one for one in versions_of(design) if service.may_see(one, actor)]
    return seen if len(seen) > 1 else []
