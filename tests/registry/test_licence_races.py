"""Let both sides of a licence act at the same moment: one act is done, the other is refused clearly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from shop.accounts.models import Person
from shop.audit.models import Entry
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.states import WrongStep
from shop.messages.models import Message
from shop.registry import licence_acts as acts
from shop.registry.models import Licence
from shop.registry.rules import AlreadyTalking, OfferRunOut
from shop.workshops.models import Workshop
from tests.licensing import an_offer, licence_terms
from tests.making import a_licence, a_person, a_workshop
from tests.threads import at_once

Act = Callable[[Licence, Person], None]


def accept(licence: Licence, who: Person) -> None:
    acts.accept(licence, actor=who, now=now())


def take_back(licence: Licence, who: Person) -> None:
    acts.decline(licence, seen="offered", by_holder=False, actor=who, now=now())


def end(licence: Licence, who: Person) -> None:
    acts.end_licence(licence, by_holder=False, reason="收回", actor=who, now=now())


def together(app: Flask, *wanted: tuple[Act, Licence, Person]) -> list[Any]:
    """Do each act in a transaction of its own, all at the same moment; give None or its error for each."""
    keys = [(act, licence.id, who.id) for act, licence, who in wanted]

    def one(number: int) -> None:
        act, licence_id, person_id = keys[number]
        with transaction():
            act(found(licence_id), db.session.get_one(Person, person_id))

    return at_once(app, len(keys), one)


def found(licence_id: int) -> Licence:
    return db.session.scalars(select(Licence).where(Licence.id == licence_id)).unique().one()


def logged(licence_id: int) -> list[str]:
    query = select(Entry.act).where(Entry.subject_id == found(licence_id).public_id).order_by(Entry.id)
    return list(db.session.scalars(query))


def test_of_accepting_and_taking_back_one_is_done_and_the_other_refused(app: Flask) -> None:
    li, wang = a_person(), a_person()
    maker, holder = a_workshop("", li), a_workshop("", wang)
    for _round in range(4):
        licence = an_offer(maker, holder)
        key = licence.id
        results = together(app, (accept, licence, wang), (take_back, licence, li))
        assert sorted(type(one) for one in results if one is not None) == [WrongStep]
        state = "accepted" if results[0] is None else "declined"
        assert (found(key).state, logged(key)) == (state, ["licence.offered", f"licence.{state}"])
        assert (found(key).check_code is not None) == (state == "accepted")


def test_many_who_end_one_end_it_once(app: Flask) -> None:
    li, wang = a_person(), a_person()
    licence = a_licence(a_workshop("", li), a_workshop("", wang))
    key = licence.id
    assert together(app, *[(end, licence, li)] * 6) == [None] * 6
    assert logged(key) == ["licence.granted", "licence.ended"]
    assert list(db.session.scalars(select(Message.kind))) == ["licence.ended_all"]


def test_of_many_requests_for_the_same_one_is_kept(app: Flask) -> None:
    wang = a_person()
    keys, asker = (a_workshop().id, a_workshop("", wang).id), wang.id

    def ask(_number: int) -> None:
        with transaction():
            maker, holder = (db.session.get_one(Workshop, key) for key in keys)
            who = db.session.get_one(Person, asker)
            acts.ask(maker, holder, licence_terms(), words="", actor=who, now=now())

    refused = [one for one in at_once(app, 6, ask) if one is not None]
    assert [type(one) for one in refused] == [AlreadyTalking] * 5
    assert db.session.scalar(select(func.count()).select_from(Licence)) == 1


def test_giving_on_while_what_it_stands_under_ends_leaves_nothing_standing(app: Flask) -> None:
    li, zhao = a_person(), a_person()
    maker, holder = a_workshop("", li), a_workshop()
    for _round in range(4):
        third = a_workshop("", zhao)
        own = a_licence(maker, holder, may_sublicense=True)
        offer = an_offer(maker, third, under=own)
        above, beneath = own.id, offer.id
        results = together(app, (end, own, li), (accept, offer, zhao))
        assert results[0] is None and isinstance(results[1], type(None) | OfferRunOut | WrongStep)
        assert (found(above).state, found(beneath).state) in {("ended", "ended"), ("ended", "declined")}
