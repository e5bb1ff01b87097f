"""What somebody typed survives signing in again, and comes back to be looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop.accounts.models import Person
from shop.core.db import db
from shop.core.roles import Role
from shop.workshops.models import Village, Workshop
from tests import making
from tests.conftest import NOON, Browser
from tests.making import PASSWORD

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def app(app: Flask) -> Iterator[Flask]:
    """Give the application as on a real server: with tokens asked for."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def keeper(app: Flask) -> Person:
    """Give a station keeper, who fills in long forms."""
    return making.a_person("Keeper", Role.KEEPER, Role.OFFICER, phone="13800000001")


def form_of(answer: TestResponse, action: str | None = None) -> dict[str, str]:
    """Give the fields of the page's form (the one with this action) as a browser would send them."""
    main = BeautifulSoup(answer.text, "lxml").find("main")
    assert main is not None
    wanted = {"action": action} if action else {}
    form = main.find("form", attrs={"method": "post", **wanted})
    assert form is not None, answer.text
    fields = {}
    for field in form.find_all(["input", "select", "textarea"]):
        if field.name == "textarea":
            fields[field["name"]] = field.get_text().removeprefix("\r\n")
        elif field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            fields[field["name"]] = chosen["value"]
        elif field.get("type") != "checkbox" or field.has_attr("checked"):
            fields[field["name"]] = field.get("value", "")
    return fields


def let_session_end(browser: FlaskClient) -> None:
    with browser.session_transaction() as session:
        session.clear()


def sign_in_again(browser: FlaskClient, page: TestResponse) -> TestResponse:
    fields = form_of(page, "/sign-in") | {"phone": "13800000001", "password": PASSWORD}
    return browser.post("/sign-in", data=fields)


def test_a_long_form_survives_the_end_of_its_session(sign_in: SignIn, keeper: Person) -> None:
    making.a_village("Dinglou")
    browser = sign_in(keeper)
    typed = form_of(browser.get("/workshops/new")) | {"name": "Chunlan & <Daughters> “Fans”"}
    let_session_end(browser)

    signed_out = browser.post("/workshops/new", data=typed)
    assert signed_out.status_code == 401
    assert "You were signed out" in signed_out.text
    assert "what you typed is still here" in signed_out.text

    resume = sign_in_again(browser, signed_out)
    assert resume.status_code == 200
    assert "What you typed is still here" in resume.text

    shown = browser.post("/workshops/new", data=form_of(resume, "/workshops/new"))
    assert shown.status_code == 200
    assert form_of(shown)["name"] == typed["name"]
    assert db.session.scalars(select(Workshop)).all() == []  # shown again, not sent

    done = browser.post("/workshops/new", data=form_of(shown))
    assert done.status_code == 302
    assert [shop.name for shop in db.session.scalars(select(Workshop))] == [typed["name"]]


def test_what_was_kept_and_sent_acts_once_even_when_it_had_arrived_before(
    sign_in: SignIn, keeper: Person
) -> None:
    browser = sign_in(keeper)
    typed = form_of(browser.get("/villages/new")) | {"name": "Dinglou"}
    assert browser.post("/villages/new", data=typed).status_code == 302
    let_session_end(browser)
    resume = sign_in_again(browser, browser.post("/villages/new", data=typed))
    shown = browser.post("/villages/new", data=form_of(resume, "/villages/new"))
    assert browser.post("/villages/new", data=form_of(shown)).status_code == 302
    assert [village.name for village in db.session.scalars(select(Village))] == ["Dinglou"]


def test_a_form_whose_token_is_too_old_comes_back_filled(sign_in: SignIn, keeper: Person) -> None:
    browser = sign_in(keeper)
    browser.get("/desk")
    resume = browser.post("/villages/new", data={"name": "Dinglou", "once": "k", "csrf_token": "old"})
    assert resume.status_code == 400
    shown = browser.post("/villages/new", data=form_of(resume, "/villages/new"))
    assert (shown.status_code, form_of(shown)["name"], form_of(shown)["once"]) == (200, "Dinglou", "k")
    assert db.session.scalars(select(Village)).all() == []


def test_passwords_and_tokens_do_not_travel(client: FlaskClient, keeper: Person) -> None:
    sent = {
        "present_password": "s3cret-one",
        "wanted_password": "s3cret-two",
        "csrf_token": "t0ken",
        "word": "kept",
    }
    page = client.post("/me/password", data=sent)
    kept = form_of(page, "/sign-in")["kept"]
    assert kept
    resume = sign_in_again(client, page)
    fields = form_of(resume, "/me/password")
    assert fields["word"] == "kept"
    assert fields["csrf_token"] != "t0ken"
    assert "s3cret" not in page.text + resume.text
    assert not any("password" in name for name in fields)


def test_an_act_without_a_page_leads_back_to_the_page_it_stood_on(
    client: FlaskClient, keeper: Person
) -> None:
    page = client.post("/orders/abc/accept", data={"anything": "x"})
    fields = form_of(page, "/sign-in")
    assert page.status_code == 401
    assert fields["next"] == "/orders/abc"
    assert "kept" not in fields
    assert "press the button once more" in page.text
    assert sign_in_again(client, page).location == "/orders/abc"


def test_the_phone_of_another_form_is_not_taken_for_ones_own(client: FlaskClient, keeper: Person) -> None:
    page = client.post("/people/new", data={"name": "Li", "phone": "13877777777"})
    fields = form_of(page, "/sign-in")
    assert fields["phone"] == ""
    assert sign_in_again(client, page).status_code == 200


def test_a_sign_in_page_that_lay_open_too_long_still_holds_what_it_held(
    client: FlaskClient, keeper: Person
) -> None:
    first = client.post("/villages/new", data={"name": "Dinglou", "once": "k"})
    let_session_end(client)
    typed = form_of(first, "/sign-in") | {"phone": "13800000001", "password": PASSWORD}
    again = client.post("/sign-in", data=typed)
    assert again.status_code == 401
    assert form_of(again, "/sign-in")["phone"] == "13800000001"
    resume = sign_in_again(client, again)
    assert form_of(resume, "/villages/new")["name"] == "Dinglou"


def test_after_a_wrong_password_the_form_is_still_kept(client: FlaskClient, keeper: Person) -> None:
    page = client.post("/villages/new", data={"name": "Dinglou"})
    wrong = client.post(
        "/sign-in", data=form_of(page, "/sign-in") | {"phone": "13800000001", "password": "no"}
    )
    assert wrong.status_code == 422
    assert form_of(sign_in_again(client, wrong), "/villages/new")["name"] == "Dinglou"


@pytest.mark.parametrize("kept", ["", "made up", "a.b.c", "x" * 5000, "💃"])
def test_what_was_not_kept_by_us_is_ignored(client: FlaskClient, keeper: Person, kept: str) -> None:
    fields = form_of(client.get("/sign-in"), "/sign-in")
    answer = client.post(
        "/sign-in", data=fields | {"phone": "13800000001", "password": PASSWORD, "kept": kept}
    )
    assert answer.location == "/desk"


def test_what_was_kept_is_given_back_for_a_day(client: FlaskClient, keeper: Person) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        page = client.post("/villages/new", data={"name": "Dinglou"})
        clock.shift(25 * 3600)
        fresh = form_of(client.get("/sign-in"), "/sign-in")
        late = fresh | {
            "kept": form_of(page, "/sign-in")["kept"],
            "phone": "13800000001",
            "password": PASSWORD,
        }
        assert client.post("/sign-in", data=late).location == "/desk"


def test_too_much_is_not_kept_but_nothing_breaks(client: FlaskClient, keeper: Person) -> None:
    page = client.post("/villages/new", data={"name": "x" * 400_000})
    assert page.status_code == 401
    assert "kept" not in form_of(page, "/sign-in")


def test_a_script_is_told_in_its_own_words(app: Flask) -> None:
    browser = Browser(app)
    answer = browser.post("/workshops/abc/photos", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()) == (401, {"error": "signed out"})
