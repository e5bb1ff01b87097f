"""The town sets the terms of its register, within bounds, for what begins from then on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from shop.accounts.models import Person
from shop.audit.models import Entry
from shop.core.db import db
from shop.core.roles import Role
from shop.messages.models import Message
from shop.registry.rules import USUAL_TERMS, Terms
from shop.registry.rules.terms import BOUNDS, OutOfBounds, check_terms
from shop.registry.terms import changed_at, terms
from tests import making

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]
NAMES = st.sampled_from(sorted(BOUNDS))


@pytest.fixture
def officer(app: Flask) -> Person:
    """Give somebody from the town office."""
    making.a_town()
    return making.a_person("Officer", Role.OFFICER)


@given(NAMES, st.integers(-1000, 1000))
def test_a_term_holds_exactly_within_its_bounds(name: str, value: int) -> None:
    new = replace(USUAL_TERMS, **{name: value})
    if BOUNDS[name][0] <= value <= BOUNDS[name][1]:
        check_terms(new)
    else:
        with pytest.raises(OutOfBounds) as refused:
            check_terms(new)
        assert refused.value.params["name"] == name


def test_every_term_has_bounds_in_which_the_usual_one_lies() -> None:
    assert asdict(USUAL_TERMS).keys() == BOUNDS.keys()
    check_terms(USUAL_TERMS)


def test_new_terms_hold_for_what_begins_now_and_not_for_what_runs(sign_in: SignIn, officer: Person) -> None:
    before = making.an_application(making.a_workshop())
    answer = sign_in(officer).post("/town/terms", data={**asdict(USUAL_TERMS), "notice_days": "30"})
    assert answer.status_code == 302
    db.session.rollback()
    assert terms() == replace(USUAL_TERMS, notice_days=30)
    after = making.an_application(making.a_workshop())
    assert _notice(making.fresh(before)) == timedelta(days=7)
    assert _notice(after) == timedelta(days=30)


def _notice(design: Any) -> timedelta:
    return design.notice_ends_at - design.submitted_at  # type: ignore[no-any-return]


def test_a_change_is_logged_and_told_to_the_other_officers_only(sign_in: SignIn, officer: Person) -> None:
    other = making.a_person("Other", Role.ADMINISTRATOR)
    browser = sign_in(officer)
    assert changed_at() is None
    for _ in range(2):  # pressed twice, it changes once
        browser.post("/town/terms", data={**asdict(USUAL_TERMS), "answer_days": "９"})
    db.session.rollback()
    assert changed_at() is not None
    entry = db.session.scalars(select(Entry).where(Entry.act == "register.terms_set")).one()
    assert entry.actor == officer.public_id
    assert [message.person_id for message in db.session.scalars(select(Message))] == [other.id]
    page = sign_in(other).get("/messages").text
    assert "answers 9 days" in page


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("notice_days", "61", "Choose a number from 0 to 60."),
        ("answer_days", "0", "Choose a number from 1 to 30."),
        ("term_months", "-1", "Choose a number from 1 to 180."),
        ("renew_days", "", "Choose a number from 7 to 180."),
        ("most_a_day", "many", "Write a whole number."),
        ("most_a_day", "1e3", "Write a whole number."),
        ("most_a_day", "9" * 5000, "Write a whole number."),
    ],
)
def test_a_number_out_of_bounds_is_said_beside_its_field_and_nothing_changes(
    sign_in: SignIn, officer: Person, name: str, typed: str, words: str
) -> None:
    answer = sign_in(officer).post("/town/terms", data={**asdict(USUAL_TERMS), name: typed})
    assert answer.status_code == 422
    error = BeautifulSoup(answer.text, "lxml").select_one(f"#{name}-error")
    assert error is not None
    assert error.get_text() == words
    db.session.rollback()
    assert terms() == USUAL_TERMS


def test_the_page_shows_what_holds_and_what_is_usual(sign_in: SignIn, officer: Person) -> None:
    browser = sign_in(officer)
    assert "the town has set none of its own yet" in browser.get("/town/terms").text
    wanted = Terms(notice_days=10, answer_days=6, term_months=24, renew_days=30, most_a_day=5)
    browser.post("/town/terms", data=asdict(wanted))
    html = BeautifulSoup(browser.get("/town/terms").text, "lxml")
    assert {f["name"]: int(str(f["value"])) for f in html.select("input[type=number]")} == asdict(wanted)
    assert "Usual: 36" in html.get_text()


def test_a_villager_sets_nothing(sign_in: SignIn, officer: Person) -> None:
    browser = sign_in(making.a_person())
    assert browser.post("/town/terms", data=asdict(USUAL_TERMS)).status_code == 403
