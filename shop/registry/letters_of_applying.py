"""Tell a family that its design is handed in: under what number, what happens next, until when."""

from __future__ import annotations

from datetime import datetime

from shop.core.clock import china_day
from shop.core.errors import N_
from shop.messages.rules import Words, declare
from shop.messages.service import tell_workshop
from shop.registry.models import Design
from shop.registry.rules import DesignState

declare(
    {
        "design.on_notice": Words(
            N_("“%(name)s” is handed in as No. %(number)s. It is on public notice until %(until_day)s."),
            N_(
                "Neighbours may object until then. If nobody does, the town office registers it. "
                "You can mark on the photos what is new."
            ),
        ),
        "design.waits_for_office": Words(
            N_("“%(name)s” is handed in as No. %(number)s. It looks like another design."),
            N_(
                "The town office looks at both and decides; you will be told. Open it to see what was found, "
                "and mark on the photos what is new."
            ),
        ),
    }
)


def tell_handed_in(design: Design, *, now: datetime) -> None:
    """Send the whole family the receipt, whoever of them handed it in: it holds the number and the date."""
    kind = "design.on_notice" if design.state == DesignState.NOTICE else "design.waits_for_office"
    ends = design.notice_ends_at
    params = {
        "name": design.name,
        "number": design.number or "",
        "until_day": china_day(ends).isoformat() if ends else "",
    }
    url = f"/register/{design.public_id}"
    tell_workshop(design.workshop, kind, now=now, url=url, params=params)
