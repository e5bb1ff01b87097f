"""The office registers together what is due: for one reason, each judged as if it were alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.accounts.models import Person
from shop.audit.models import Entry
from shop.core.db import db
from shop.registry.models import Design
from tests import making
from tests.town.making_desk import a_due_design, an_objection, titles

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


def tick(*designs: Design, reason: str = "Nobody objected") -> dict[str, Any]:
    return {"designs": [one.public_id for one in designs], "reason": reason}


def test_what_is_due_is_registered_together_with_one_reason(sign_in: SignIn, officer: Person) -> None:
    designs = [a_due_design() for _ in range(3)]
    left_out = a_due_design("Left out")
    browser = sign_in(officer)
    html = BeautifulSoup(browser.get("/town?show=due").text, "lxml")
    boxes = html.select("input[name=designs]")
    assert {str(box["value"]) for box in boxes} == {one.public_id for one in [*designs, left_out]}
    assert all(box.has_attr("checked") for box in boxes)
    page = browser.post("/town/register-due", data=tick(*designs), follow_redirects=True).text
    assert "3 designs are registered." in page
    assert titles(page) == ["Left out"]
    for design in designs:
        registered = making.fresh(design)
        assert (registered.state, registered.reason) == ("registered", "Nobody objected")
        assert registered.decided_by_id == officer.id
    acts = db.session.scalars(select(Entry.act).where(Entry.actor == officer.public_id)).all()
    assert list(acts) == ["design.registered"] * 3


def test_those_for_which_one_must_step_aside_are_named_and_left(sign_in: SignIn, officer: Person) -> None:
    free, own, neighbours = a_due_design("Free"), a_due_design("Own"), a_due_design("Neighbour's")
    making.join(own.workshop, officer)
    making.a_tie(officer, neighbours.workshop.village)
    browser = sign_in(officer)
    offered = BeautifulSoup(browser.get("/town?show=due").text, "lxml").select("input[name=designs]")
    assert [str(box["value"]) for box in offered] == [free.public_id]
    page = browser.post(
        "/town/register-due", data=tick(own, free, neighbours), follow_redirects=True
    ).text  # a form from before the ties were noted
    assert "One design is registered." in page
    assert "“Own” is left as it stands" in page
    assert "“Neighbour&#39;s” is left as it stands" in page
    assert [making.fresh(one).state for one in (free, own, neighbours)] == ["registered", "notice", "notice"]


def test_what_is_not_due_any_more_is_left_and_pressing_twice_changes_nothing(
    sign_in: SignIn, officer: Person
) -> None:
    early, contested, done = (
        making.an_application(making.a_workshop(), "Early"),
        a_due_design("Contested"),
        a_due_design(),
    )
    an_objection(contested)
    browser = sign_in(officer)
    sent = tick(early, contested, done)
    first = browser.post("/town/register-due", data=sent, follow_redirects=True).text
    assert "The public notice still runs" in first
    assert "“Contested” is left as it stands" in first
    at = making.fresh(done).registered_at
    browser.post("/town/register-due", data=sent)
    assert making.fresh(done).registered_at == at
    assert [making.fresh(one).state for one in (early, contested)] == ["notice", "objected"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"reason": "Nobody objected", "designs": []}, "Tick at least one design."),
        ({"reason": "  "}, "Please fill this in."),
        ({"reason": "x" * 501}, "at most 500 characters"),
    ],
)
def test_without_a_design_or_a_reason_nothing_is_registered(
    sign_in: SignIn, officer: Person, sent: dict[str, Any], words: str
) -> None:
    design = a_due_design()
    answer = sign_in(officer).post("/town/register-due", data={**tick(design), **sent})
    assert answer.status_code == 422
    assert words in answer.text
    assert making.fresh(design).state == "notice"


def test_what_is_no_design_is_passed_over(sign_in: SignIn, officer: Person) -> None:
    answer = sign_in(officer).post("/town/register-due", data={"designs": ["nope", "'"], "reason": "x"})
    assert answer.status_code == 302
