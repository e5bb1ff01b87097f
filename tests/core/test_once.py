"""Whatever arrives twice acts once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import RuleBroken
from shop.core.once import DoneOnce, act_once
from shop.workshops.models import Village
from tests import making
from tests.threads import at_once, errors_in


def add_village(name: str) -> str:
    db.session.add(Village(name=name))
    db.session.flush()
    return name


def villages() -> list[str]:
    return sorted(db.session.scalars(select(Village.name)))


def test_the_same_key_acts_once_and_gives_the_same_result(app: Flask) -> None:
    person = making.a_person()
    results = []
    for name in ("First", "Second"):
        with transaction():
            results.append(act_once("key", person.id, now(), lambda name=name: add_village(name)))
    assert results == ["First", "First"]
    assert villages() == ["First"]


def test_another_key_and_another_person_act_again(app: Flask) -> None:
    one, two = making.a_person(), making.a_person()
    for key, person, name in (("key", one, "A"), ("other", one, "B"), ("key", two, "C")):
        with transaction():
            act_once(key, person.id, now(), lambda name=name: add_village(name))
    assert villages() == ["A", "B", "C"]


@pytest.mark.parametrize("key", ["", None])
def test_without_a_key_every_try_acts(app: Flask, key: str | None) -> None:
    person = making.a_person()
    for name in ("A", "B"):
        with transaction():
            act_once(key, person.id, now(), lambda name=name: add_village(name))
    assert villages() == ["A", "B"]


def test_an_act_that_failed_may_be_tried_again_with_its_key(app: Flask) -> None:
    person = making.a_person()

    def fail() -> str:
        add_village("Half")
        raise RuleBroken

    with pytest.raises(RuleBroken), transaction():
        act_once("key", person.id, now(), fail)
    with transaction():
        act_once("key", person.id, now(), lambda: add_village("Whole"))
    assert villages() == ["Whole"]


def test_a_very_long_key_is_the_same_key_the_second_time(app: Flask) -> None:
    person = making.a_person()
    for name in ("A", "B"):
        with transaction():
            act_once("k" * 5000, person.id, now(), lambda name=name: add_village(name))
    assert villages() == ["A"]


def test_of_twenty_at_the_same_moment_one_acts_and_all_hear_the_same(app: Flask) -> None:
    person_id = making.a_person().id

    def act(number: int) -> str:
        with transaction():
            return act_once("key", person_id, now(), lambda: add_village(f"Village {number}"))

    results = at_once(app, 20, act)
    assert errors_in(results) == []
    assert len(set(results)) == 1
    assert villages() == [results[0]]
    assert db.session.scalar(select(func.count()).select_from(DoneOnce)) == 1
