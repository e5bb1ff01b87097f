"""Make what waits on the office's desk, and read its rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bs4 import BeautifulSoup

from shop.core.clock import now
from shop.core.db import db, transaction
from shop.registry.models import Design, Objection
from shop.registry.path import move
from shop.registry.rules import DesignAct, Ground
from tests import making


def change(thing: Any, **values: object) -> Any:
    """Write values into a row, as if time had passed."""
    with transaction():
        for name, value in values.items():
            setattr(thing, name, value)
    return thing


def a_due_design(name: str = "", *, ago: timedelta = timedelta(hours=1), **more: Any) -> Design:
    """Hand a design in whose notice has ended so long ago."""
    workshop = more.pop("workshop", None) or making.a_workshop()
    return change(making.an_application(workshop, name, **more), notice_ends_at=now() - ago)  # type: ignore[no-any-return]


def an_objection(design: Design, **values: Any) -> Objection:
    """Let some workshop object to a design on notice."""
    row = Objection(
        design_id=design.id,
        workshop_id=making.a_workshop().id,
        ground=Ground.EARLIER,
        words="We made it in spring",
        **{"made_at": now(), "answer_by": now() + timedelta(days=5), **values},
    )
    with transaction():
        db.session.add(row)
        move(design, DesignAct.OBJECT, now=now())
    return row


def titles(page: str) -> list[str]:
    return [tag.get_text() for tag in BeautifulSoup(page, "lxml").select(".rows .row-title")]
