"""Make what a test needs: people, workshops, pictures, designs, listings, orders.

Each function makes one thing through the services, in a transaction of its own, and gives it. What a test
does not say is chosen here, and never twice the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shop.core.db import db
from tests.making.people import (
    PASSWORD,
    a_message,
    a_person,
    a_tie,
    a_town,
    a_village,
    a_workshop,
    an_online_shop,
    join,
)
from tests.making.pictures import a_mark, a_picture, drawing, jpeg, photo_bytes
from tests.making.register import (
    a_checkpoint,
    a_design,
    a_design_draft,
    a_licence,
    a_pattern,
    an_application,
    register,
)
from tests.making.shops import SOMEBODY, a_draft, a_listing, a_suspicion, an_order, move_order, publish_again

__all__ = [
    "PASSWORD",
    "SOMEBODY",
    "a_checkpoint",
    "a_design",
    "a_design_draft",
    "a_draft",
    "a_licence",
    "a_listing",
    "a_mark",
    "a_message",
    "a_pattern",
    "a_person",
    "a_picture",
    "a_suspicion",
    "a_tie",
    "a_town",
    "a_village",
    "a_workshop",
    "an_application",
    "an_online_shop",
    "an_order",
    "drawing",
    "fresh",
    "join",
    "jpeg",
    "move_order",
    "photo_bytes",
    "public_ids",
    "publish_again",
    "register",
]


def public_ids(things: Iterable[Any]) -> list[str]:
    """Give the public ids of things."""
    return [thing.public_id for thing in things]


def fresh(thing: Any) -> Any:
    """Read a thing anew from the database."""
    db.session.rollback()
    db.session.refresh(thing)
    return thing
