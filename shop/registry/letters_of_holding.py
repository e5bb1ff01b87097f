"""Tell families about the term of their designs, and about designs that change hands."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from shop.core.clock import china_day
from shop.core.db import db
from shop.core.errors import N_
from shop.core.roles import Actor
from shop.messages.models import Message
from shop.messages.rules import Words, declare
from shop.messages.service import tell_office, tell_people, tell_workshop
from shop.registry.letters_of_deciding import page_of, params_of
from shop.registry.models import Design, PriorityChange, Transfer
from shop.registry.rules.holding import REMIND_DAYS, offer_ends_at
from shop.workshops.models import Membership

_ENDS = Words(
    N_("The registration of “%(name)s” (No. %(number)s) ends on %(until_day)s."),
    N_("Open it and renew it. After its end others may make what only you may make now."),
)
declare(
    {
        **{f"design.ends_in_{days}": _ENDS for days in REMIND_DAYS},
        "design.renewed": Words(
            N_("“%(name)s” (No. %(number)s) is renewed until %(until_day)s."),
            N_("You need do nothing more."),
        ),
        "design.lapsed": Words(
            N_("The registration of “%(name)s” (No. %(number)s) has lapsed."),
            N_("You can still renew it until %(closes_day)s. Open it to do so."),
        ),
        "transfer.offered": Words(
            N_("%(giver)s wants to give you the design “%(name)s” (No. %(number)s)."),
            N_("Open it and accept it or decline it."),
        ),
        "transfer.accepted": Words(
            N_("%(taker)s has taken over the design “%(name)s” (No. %(number)s)."),
            N_("It is theirs now; its number and its date stay."),
        ),
        "transfer.declined": Words(
            N_("%(taker)s does not take over the design “%(name)s” (No. %(number)s)."),
            N_("It stays yours. You may offer it to another workshop."),
        ),
        "transfer.taken_back": Words(
            N_("%(giver)s has taken back the offer of the design “%(name)s” (No. %(number)s)."),
        ),
        "transfer.lapsed": Words(
            N_("%(taker)s has not answered your offer of the design “%(name)s” (No. %(number)s) in time."),
            N_("It stays yours. Talk to them, then offer it once more."),
        ),
        "priority.proposed": Words(
            N_("An officer proposes another date for “%(name)s” (No. %(number)s): %(reason)s"),
            N_("Look at it and agree or decline: it needs a second officer."),
        ),
        "priority.moved": Words(
            N_("“%(name)s” (No. %(number)s) counts from %(new_day)s now, not from %(old_day)s: %(reason)s"),
            N_(
                "Two officers agreed on this. If it is wrong, appeal to the Leading Group at the town office."
            ),
        ),
        "priority.declined": Words(
            N_("The new date that you proposed for “%(name)s” (No. %(number)s) was declined."),
            N_("The old date stands. Talk to the other officer."),
        ),
    }
)


def remind(design: Design, days: int, *, now: datetime) -> bool:
    """Remind the family that a registration ends, each of them once before each end; tell whether any was."""
    kind, url = f"design.ends_in_{days}", page_of(design)
    about = params_of(design)
    told = select(Message.person_id, Message.params).where(Message.kind == kind, Message.url == url)
    done = {
        row.person_id for row in db.session.execute(told) if row.params["until_day"] == about["until_day"]
    }
    family = select(Membership.person_id).where(Membership.workshop_id == design.workshop_id)
    people = set(db.session.scalars(family)) - done
    tell_people(people, kind, now=now, url=url, params=about)
    return bool(people)


def tell_renewed(design: Design, *, actor: Actor, now: datetime) -> None:
    """Tell the rest of the family that the registration runs on."""
    about, url = params_of(design), page_of(design)
    tell_workshop(design.workshop, "design.renewed", now=now, url=url, except_for=actor, params=about)


def tell_lapsed(design: Design, closes: date, *, now: datetime) -> None:
    """Tell the family that the registration has lapsed, and until when it can be renewed."""
    about = {**params_of(design), "closes_day": closes.isoformat()}
    tell_workshop(design.workshop, "design.lapsed", now=now, url=page_of(design), params=about)


def tell_offered(transfer: Transfer, *, actor: Actor, now: datetime) -> None:
    """Tell the other workshop that a design is offered to it."""
    until = offer_ends_at(transfer.offered_at)
    tell_workshop(
        transfer.taker,
        "transfer.offered",
        now=now,
        url=page_of(transfer.design),
        act_by=until,
        except_for=actor,
        params=_transfer_params(transfer),
    )


def tell_transfer(transfer: Transfer, *, actor: Actor | None, now: datetime) -> None:
    """Tell the side that did not act how an offer ended."""
    kind = "transfer." + transfer.state.replace("-", "_")
    listener = transfer.taker if kind == "transfer.taken_back" else transfer.giver
    about, url = _transfer_params(transfer), page_of(transfer.design)
    tell_workshop(listener, kind, now=now, url=url, except_for=actor, params=about)


def _transfer_params(transfer: Transfer) -> dict[str, str | int]:
    design = transfer.design
    return {
        "name": design.name,
        "number": design.number or "—",
        "giver": transfer.giver.name,
        "taker": transfer.taker.name,
    }


def tell_proposed(change: PriorityChange, *, actor: Actor, now: datetime) -> None:
    """Tell the other officers that a date waits for one of them."""
    url = page_of(change.design)
    tell_office("priority.proposed", now=now, url=url, except_for=actor, **_change_params(change))


def tell_moved(change: PriorityChange, *, actor: Actor, now: datetime) -> None:
    """Tell the family that its design counts from another moment."""
    about, url = _change_params(change), page_of(change.design)
    family = change.design.workshop
    tell_workshop(family, "priority.moved", now=now, url=url, except_for=actor, params=about)


def tell_kept(change: PriorityChange, *, actor: Actor, now: datetime) -> None:
    """Tell the officer who proposed a date that it was declined."""
    people = {change.proposed_by_id} - {actor.id}
    about, url = _change_params(change), page_of(change.design)
    tell_people(people, "priority.declined", now=now, url=url, params=about)


def _change_params(change: PriorityChange) -> dict[str, str | int]:
    return {
        "name": change.design.name,
        "number": change.design.number or "—",
        "reason": change.reason,
        "new_day": china_day(change.new_at).isoformat(),
        "old_day": china_day(change.old_at).isoformat(),
    }
