"""Messages reach the right people, once, and are let go of when they are old."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from shop.accounts.models import Person
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import NotFound
from shop.core.roles import Role
from shop.messages import rules
from shop.messages.models import Message
from shop.messages.rules import KEPT_FOR, Words, declare
from shop.messages.service import (
    count_unread,
    newest_unread,
    open_message,
    read_all,
    tell_office,
    tell_people,
    tell_workshop,
)
from shop.messages.tending import forget_old
from tests import making

KIND = "fan.folded"


@pytest.fixture(autouse=True)
def trade(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declare a kind that is forgotten after the test."""
    monkeypatch.setattr(rules, "_words", dict(rules._words))
    declare({KIND: Words("Folded")})


def readers() -> list[str]:
    query = select(Person.name).join(Message, Message.person_id == Person.id).order_by(Person.name)
    return list(db.session.scalars(query))


def test_a_workshops_message_reaches_all_who_work_there_but_not_whoever_acted(app: Flask) -> None:
    anna, bela = making.a_person("Anna"), making.a_person("Bela")
    making.a_person("Stranger")
    workshop = making.a_workshop("", anna, bela)
    with transaction():
        tell_workshop(workshop, KIND, now=now(), except_for=anna)
    assert readers() == ["Bela"]
    with transaction():
        tell_workshop(workshop, KIND, now=now())
    assert readers() == ["Anna", "Bela", "Bela"]


def test_the_offices_message_reaches_every_officer_whose_account_is_open(app: Flask) -> None:
    making.a_person("Officer", Role.OFFICER)
    making.a_person("Both", Role.OFFICER, Role.ADMINISTRATOR)
    making.a_person("Juror", Role.JUROR)
    gone = making.a_person("Gone", Role.OFFICER)
    with transaction():
        db.session.get_one(Person, gone.id).closed_at = now()
        tell_office(KIND, now=now(), count=3)
    assert readers() == ["Both", "Officer"]


def test_nothing_without_words_is_sent(app: Flask) -> None:
    with pytest.raises(ValueError, match="no words"), transaction():
        tell_people([1], "dragon.seen", now=now())


def test_a_message_is_read_once_and_only_by_its_reader(app: Flask) -> None:
    reader, other = making.a_person(), making.a_person()
    message = making.a_message(reader)
    first = now()
    with transaction():
        open_message(message.public_id, reader, now=first)
    with transaction():
        open_message(message.public_id, reader, now=first + timedelta(days=1))
    assert making.fresh(message).read_at == first
    with pytest.raises(NotFound):
        open_message(message.public_id, other, now=now())


def test_all_read_leaves_other_peoples_messages_alone(app: Flask) -> None:
    reader, other = making.a_person(), making.a_person()
    for person in (reader, reader, other):
        making.a_message(person)
    assert (count_unread(reader), count_unread(other)) == (2, 1)
    with transaction():
        read_all(reader, now=now())
    assert (count_unread(reader), count_unread(other)) == (0, 1)


def test_the_newest_unread_come_first_and_no_more_than_asked_for(app: Flask) -> None:
    reader = making.a_person()
    messages = [making.a_message(reader) for _ in range(4)]
    making.a_message(reader, read_at=now())
    assert list(newest_unread(reader, 3)) == messages[:0:-1]


def test_only_what_was_read_long_ago_is_let_go(app: Flask) -> None:
    reader, today = making.a_person(), now()
    old, kept = today - KEPT_FOR - timedelta(seconds=1), today - KEPT_FOR + timedelta(seconds=1)
    gone = making.a_message(reader, made_at=old, read_at=old).id
    stays = {
        making.a_message(reader, made_at=old, read_at=kept).id,
        making.a_message(reader, made_at=old).id,
    }
    db.session.rollback()
    forget_old(today)
    forget_old(today)
    assert set(db.session.scalars(select(Message.id))) == stays
    assert gone not in stays
