"""Tell both workshops what people do about a suspicion, and what each can do next."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from shop.accounts.models import Person, PersonRole
from shop.cases.models import Case
from shop.core.db import db
from shop.core.errors import N_
from shop.core.roles import Actor, Role
from shop.listings.models import Suspicion
from shop.listings.rules import SuspicionState
from shop.listings.telling import page_of, params_of
from shop.messages.rules import Words, declare
from shop.messages.service import tell_people, tell_workshop

declare(
    {
        "suspicion.asked": Words(
            N_("The town office asks you about “%(title)s” of %(lister)s and No. %(number)s of %(maker)s."),
            N_("Open it and write how it came about. The other side reads it only when both have spoken."),
        ),
        "suspicion.copy_lister": Words(
            N_("Decided: a photo of “%(title)s” is a copy of No. %(number)s of %(maker)s. %(reason)s"),
            N_(
                "It is out of the catalogue. Put in photos of your own, or ask for a licence. If you think "
                "this is wrong, appeal to the Leading Group: tell the town office so."
            ),
        ),
        "suspicion.copy_maker": Words(
            N_("Decided: a photo of “%(title)s” of %(lister)s is a copy of your No. %(number)s. %(reason)s"),
            N_("It is out of the catalogue. You need do nothing."),
        ),
        "suspicion.clear_lister": Words(
            N_("Decided: a photo of “%(title)s” is not a copy of No. %(number)s of %(maker)s. %(reason)s"),
            N_("You need do nothing. Nobody asks about these two pictures again."),
        ),
        "suspicion.clear_maker": Words(
            N_("Decided: a photo of “%(title)s” of %(lister)s is no copy of your No. %(number)s. %(reason)s"),
            N_("If you think this is wrong, appeal to the Leading Group: tell the town office so."),
        ),
        "case.opened": Words(
            N_(
                "Case %(case)s for the Leading Group: “%(title)s” of %(lister)s, No. %(number)s of %(maker)s."
            ),
            N_("Write down your side, if you have not yet. You will be told what comes of it."),
        ),
        "case.for_council": Words(
            N_("A new case for the Leading Group: %(case)s, “%(title)s” of %(lister)s."),
            N_("Open it and look at the evidence. If you belong to one of the sides, say so and step aside."),
        ),
    }
)

_TO_SIDES = {
    SuspicionState.COPY: ("suspicion.copy_lister", "suspicion.copy_maker"),
    SuspicionState.NOT_A_COPY: ("suspicion.clear_lister", "suspicion.clear_maker"),
}


def tell_asked(suspicion: Suspicion, *, actor: Actor, now: datetime) -> None:
    """Ask both workshops for their side."""
    _tell_both(suspicion, ("suspicion.asked", "suspicion.asked"), {}, actor=actor, now=now)


def tell_decided(suspicion: Suspicion, *, actor: Actor, now: datetime) -> None:
    """Tell both workshops what was decided, and why."""
    kinds = _TO_SIDES[SuspicionState(suspicion.state)]
    _tell_both(suspicion, kinds, {"reason": suspicion.reason}, actor=actor, now=now)


def tell_case(case: Case, *, actor: Actor, now: datetime) -> None:
    """Tell both workshops and the jurors that a case was opened."""
    named: dict[str, str | int] = {"case": case.number}
    _tell_both(case.suspicion, ("case.opened", "case.opened"), named, actor=actor, now=now)
    query = select(PersonRole.person_id).join(Person, Person.id == PersonRole.person_id)
    jurors = db.session.scalars(query.where(PersonRole.role == Role.JUROR, Person.closed_at.is_(None)))
    params = params_of(case.suspicion) | named
    tell_people(
        set(jurors) - {actor.id}, "case.for_council", now=now, url=page_of(case.suspicion), params=params
    )


def _tell_both(
    suspicion: Suspicion, kinds: tuple[str, str], more: dict[str, str | int], *, actor: Actor, now: datetime
) -> None:
    """Tell the lister the first kind of message and the maker the second; the deadline goes with it."""
    sides = (suspicion.listing.workshop, suspicion.likeness.design.workshop)
    act_by = suspicion.answer_by if suspicion.state == SuspicionState.ASKED else None
    for workshop, kind in zip(sides, kinds, strict=True):
        tell_workshop(
            workshop,
            kind,
            now=now,
            url=page_of(suspicion),
            act_by=act_by,
            except_for=actor,
            params=params_of(suspicion) | more,
        )
