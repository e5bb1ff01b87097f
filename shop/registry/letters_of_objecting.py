"""Tell both sides of an objection, and the office, what happened and what they can do next."""

from __future__ import annotations

from datetime import datetime

from shop.core.clock import china_day
from shop.core.errors import N_
from shop.core.roles import Actor
from shop.messages.rules import Words, declare
from shop.messages.service import tell_office, tell_workshop
from shop.registry.models import Objection
from shop.registry.rules.objections import GROUNDS, Ground

declare(
    {
        "objection.made": Words(
            N_("%(objector)s objects to your design “%(name)s” (No. %(number)s): %(ground_words)s."),
            N_("Open it and answer in your own words. The town office hears both sides, then decides."),
        ),
        "objection.waits": Words(
            N_("%(objector)s objects to “%(name)s” of %(workshop)s: %(ground_words)s."),
            N_("Decide when the answer is here, or after %(until_day)s."),
        ),
        "objection.answered": Words(
            N_("%(workshop)s has answered your objection to “%(name)s”."),
            N_(
                "Read the answer. If it convinces you, take the objection back; else the town office decides."
            ),
        ),
        "objection.to_decide": Words(
            N_("%(workshop)s has answered the objection to “%(name)s”."),
            N_("Both sides have been heard: decide."),
        ),
        "objection.taken_back": Words(
            N_("%(objector)s has taken back the objection to “%(name)s” (No. %(number)s)."),
            N_("You need do nothing more about it."),
        ),
        "objection.upheld": Words(
            N_("The town office upholds your objection to “%(name)s”: %(reason)s"),
            N_("The design is out of the register. If it was yours first, you may hand your own in."),
        ),
        "objection.rejected": Words(
            N_("The town office rejects your objection to “%(name)s”: %(reason)s"),
            N_("If you think this is wrong, appeal to the Leading Group: tell the town office so."),
        ),
        "objection.overcome": Words(
            N_("The town office rejects the objection of %(objector)s to your design “%(name)s”: %(reason)s"),
            N_("Your design goes on its way; you need do nothing."),
        ),
    }
)


def page_of(objection: Objection) -> str:
    """Give the address of an objection's page, for messages."""
    return f"/objections/{objection.public_id}"


def _params(objection: Objection) -> dict[str, str | int]:
    design = objection.design
    return {
        "name": design.name,
        "number": design.number or "—",
        "workshop": design.workshop.name,
        "objector": objection.workshop.name,
        "ground_words": GROUNDS[Ground(objection.ground)],
        "reason": objection.reason or "",
    }


def tell_made(objection: Objection, *, actor: Actor, now: datetime) -> None:
    """Tell the family to answer, and the office that a decision is coming."""
    about, url = _params(objection), page_of(objection)
    until = china_day(objection.answer_by).isoformat()
    family = objection.design.workshop
    tell_workshop(family, "objection.made", now=now, url=url, act_by=objection.answer_by, params=about)
    tell_office("objection.waits", now=now, url=url, except_for=actor, **about, until_day=until)


def tell_answer(objection: Objection, *, actor: Actor, now: datetime) -> None:
    """Tell the objector and the office that the other side has spoken."""
    about, url = _params(objection), page_of(objection)
    tell_workshop(objection.workshop, "objection.answered", now=now, url=url, params=about)
    tell_office("objection.to_decide", now=now, url=url, except_for=actor, **about)


def tell_taken_back(objection: Objection, *, actor: Actor, now: datetime) -> None:
    """Tell the family and the office that there is nothing to decide any more."""
    about, url = _params(objection), page_of(objection)
    tell_workshop(objection.design.workshop, "objection.taken_back", now=now, url=url, params=about)
    tell_office("objection.taken_back", now=now, url=url, except_for=actor, **about)


def tell_outcome(objection: Objection, *, actor: Actor, now: datetime) -> None:
    """Tell the objector what was decided; and the family, when its design goes on."""
    about, url = _params(objection), page_of(objection)
    kind = f"objection.{objection.state}"
    tell_workshop(objection.workshop, kind, now=now, url=url, except_for=actor, params=about)
    if kind == "objection.rejected":
        family = objection.design.workshop
        tell_workshop(family, "objection.overcome", now=now, url=url, except_for=actor, params=about)
