"""Tell families and the office what became of a design, and what they can do next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from shop.core.clock import china_day
from shop.core.db import db
from shop.core.errors import N_
from shop.core.roles import Actor
from shop.messages.rules import Words, declare
from shop.messages.service import tell_workshop
from shop.registry.models import Design, Licence, Objection
from shop.registry.rules import DesignAct, LicenceState
from shop.workshops.models import Workshop

declare(
    {
        "design.admitted": Words(
            N_("“%(name)s” (No. %(number)s) is on public notice until %(until_day)s."),
            N_("Neighbours may object until then. You need do nothing; you will be told what comes of it."),
        ),
        "design.registered": Words(
            N_("“%(name)s” is registered as No. %(number)s, until %(until_day)s."),
            N_("Open it to print the certificate. You will be reminded in time to renew it."),
        ),
        "design.refused": Words(
            N_("The town office has not registered “%(name)s” (No. %(number)s): %(reason)s"),
            N_("Change it and hand it in anew, or appeal to the Leading Group: tell the town office so."),
        ),
        "design.cancelled": Words(
            N_("The town office has cancelled the registration of “%(name)s” (No. %(number)s): %(reason)s"),
            N_("If you think this is wrong, appeal to the Leading Group: tell the town office so."),
        ),
        "design.admitted_beside": Words(
            N_(
                "“%(name)s” of %(workshop)s looks like a design of yours, and is on public notice: %(reason)s"
            ),
            N_("If you made it earlier, open it and object."),
        ),
        "design.registered_beside": Words(
            N_("“%(name)s” of %(workshop)s looks like a design of yours, and is registered now: %(reason)s"),
            N_("If you made it earlier, open it and object; a registration can be cancelled."),
        ),
        "design.refused_beside": Words(
            N_("“%(name)s” of %(workshop)s, which looks like a design of yours, is not registered."),
        ),
        "design.licence_stands_on_nothing": Words(
            N_("“%(name)s” (No. %(number)s), for which you hold a licence, is not in the register any more."),
            N_("Ask %(workshop)s whether you may go on selling it."),
        ),
        "objection.settled": Words(
            N_("“%(name)s”, to which you objected, is not in the register any more."),
            N_("Your objection needs no decision now."),
        ),
    }
)

_TO_FAMILY = {
    DesignAct.ADMIT: "design.admitted",
    DesignAct.REGISTER: "design.registered",
    DesignAct.REFUSE: "design.refused",
    DesignAct.CANCEL: "design.cancelled",
}
_TO_NEIGHBOURS = {
    DesignAct.ADMIT: "design.admitted_beside",
    DesignAct.REGISTER: "design.registered_beside",
    DesignAct.REFUSE: "design.refused_beside",
}


def page_of(design: Design) -> str:
    """Give the address of a design's page, for messages."""
    return f"/register/{design.public_id}"


def params_of(design: Design) -> dict[str, str | int]:
    """Give what fills in the words about a design."""
    return {
        "name": design.name,
        "number": design.number or "—",
        "workshop": design.workshop.name,
        "reason": design.reason,
        "until_day": _until(design),
    }


def _until(design: Design) -> str:
    """Give the last day of the registration, or before there is one, of the notice."""
    if design.expires_on is not None:
        return design.expires_on.isoformat()
    return china_day(design.notice_ends_at).isoformat() if design.notice_ends_at else ""


def tell_decision(
    design: Design, act: DesignAct, neighbours: Iterable[Workshop], *, actor: Actor, now: datetime
) -> None:
    """Tell the family what the office decided, and those whose designs it looks like."""
    about = params_of(design)
    tell_workshop(
        design.workshop, _TO_FAMILY[act], now=now, url=page_of(design), except_for=actor, params=about
    )
    kind = _TO_NEIGHBOURS.get(act)
    seen_by_all = act is not DesignAct.REFUSE  # a refused one has no page for others
    for neighbour in neighbours if kind else ():
        url = page_of(design) if seen_by_all else ""
        tell_workshop(neighbour, str(kind), now=now, url=url, except_for=actor, params=about)


def tell_holders(design: Design, *, actor: Actor | None, now: datetime) -> None:
    """Tell those who hold a licence for this very design that it stands no more."""
    query = select(Licence).where(Licence.design_id == design.id, Licence.state == LicenceState.ACCEPTED)
    held = db.session.scalars(query.where(Licence.ended_at.is_(None))).unique()
    kind = "design.licence_stands_on_nothing"
    for holder in {licence.holder for licence in held}:
        tell_workshop(holder, kind, now=now, url=page_of(design), except_for=actor, params=params_of(design))


def tell_settled(objection: Objection, *, now: datetime) -> None:
    """Tell an objector that the design is gone."""
    url = f"/objections/{objection.public_id}"
    params = params_of(objection.design)
    tell_workshop(objection.workshop, "objection.settled", now=now, url=url, params=params)
