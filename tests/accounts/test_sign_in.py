"""Signing in and out, sessions that end, tries that are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.accounts.models import Person
from shop.accounts.service import reset_password
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.factory import create_app
from shop.web.limits import limiter
from tests import making
from tests.making import PASSWORD

SAME_ON_BOTH = True

PHONE = "13800000001"
SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def person(app: Flask) -> Person:
    """Give a villager with a password of her own."""
    making.a_town()
    return making.a_person("Chunlan", phone=PHONE)


def try_in(browser: FlaskClient, password: str = PASSWORD, phone: str = PHONE, **more: str) -> TestResponse:
    return browser.post("/sign-in", data={"phone": phone, "password": password, **more})


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/me").status_code == 200


def test_she_signs_in_and_out(client: FlaskClient, person: Person) -> None:
    assert not is_in(client)
    answer = try_in(client, phone="138 0000 0001")
    assert (answer.status_code, answer.location) == (302, "/desk")
    assert "Chunlan" in client.get("/desk").text
    assert client.post("/sign-out").location == "/"
    assert not is_in(client)


@pytest.mark.parametrize(
    ("phone", "password"), [(PHONE, "wrong"), ("13800000002", PASSWORD), ("", ""), ("💃" * 40, "x")]
)
def test_a_wrong_try_says_what_to_do_and_keeps_the_phone_but_not_the_password(
    client: FlaskClient, person: Person, phone: str, password: str
) -> None:
    answer = try_in(client, password, phone)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert phone in answer.text
    assert 'value="wrong"' not in answer.text
    assert not is_in(client)


def test_the_session_cookie_is_new_closed_to_scripts_and_lasts_a_week(
    client: FlaskClient, person: Person
) -> None:
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    cookie = next(c for c in try_in(client).headers.getlist("Set-Cookie") if c.startswith("shop="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires=" in cookie
    with client.session_transaction() as session:
        assert "planted" not in session


def test_a_password_changed_elsewhere_ends_the_session_here(
    app: Flask, client: FlaskClient, person: Person
) -> None:
    elsewhere = app.test_client()
    try_in(client)
    try_in(elsewhere)
    wanted = {"present_password": PASSWORD, "wanted_password": "three dry fans"}
    assert elsewhere.post("/me/password", data=wanted).status_code == 302
    assert is_in(elsewhere)
    assert not is_in(client)


def test_a_closed_account_is_out_at_once(client: FlaskClient, person: Person) -> None:
    try_in(client)
    with transaction():
        person.closed_at = now()
    assert not is_in(client)
    assert try_in(client).status_code == 422


def test_the_password_from_the_counter_is_changed_before_anything_else(
    client: FlaskClient, person: Person
) -> None:
    with transaction():
        first = reset_password(person, actor=person, now=now())
    assert try_in(client, first).location == "/me/password"
    for page in ("/desk", "/me", "/"):
        answer = client.get(page)
        assert answer.location == "/me/password" if page != "/" else answer.status_code == 200
    wanted = {"present_password": first, "wanted_password": "three dry fans"}
    assert client.post("/me/password", data=wanted).location == "/desk"
    assert client.get("/desk").status_code == 200


@pytest.mark.parametrize(
    ("present", "wanted", "says"),
    [
        ("wrong", "three dry fans", "present password is not right"),
        (PASSWORD, "12345678", "at least 8 characters"),
        (PASSWORD, "x" * 500, "too long"),
        ("", "", "fill this in"),
    ],
)
def test_a_bad_change_of_password_says_why(
    sign_in: SignIn, person: Person, present: str, wanted: str, says: str
) -> None:
    answer = sign_in(person).post(
        "/me/password", data={"present_password": present, "wanted_password": wanted}
    )
    assert answer.status_code == 422
    assert says in answer.text
    assert wanted not in answer.text or wanted == ""


@pytest.mark.parametrize("next_page", ["/register?q=fan", "/me", "/costumes?q=%E7%BA%A2"])
def test_she_goes_on_to_the_page_she_asked_for(client: FlaskClient, person: Person, next_page: str) -> None:
    assert try_in(client, next=next_page).location == next_page


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "//[",
        "/\n//evil.example",
        " //evil.example",
        "evil.example",
    ],
)
def test_nobody_is_sent_to_another_site(client: FlaskClient, person: Person, elsewhere: str) -> None:
    assert try_in(client, next=elsewhere).location == "/desk"
    asked = client.get("/sign-in", query_string={"next": elsewhere})
    assert (asked.status_code, asked.location) == (302, "/desk")
    spoken = client.get("/language/en", query_string={"next": elsewhere})
    assert spoken.location == "/"


@pytest.fixture
def counted(app: Flask, tmp_path: Path) -> Iterator[FlaskClient]:
    """Give a browser of an application on the same database in which tries are counted, from zero."""
    settings = {name: app.config[name] for name in ("TESTING", "SQLALCHEMY_DATABASE_URI", "WTF_CSRF_ENABLED")}
    strict = create_app({**settings, "RATELIMIT_ENABLED": True}, instance=tmp_path)
    strict.test_client_class = type(app.test_client())
    limiter.reset()
    browser = strict.test_client()
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    yield browser
    limiter.reset()
    limiter.enabled = False  # the limiter is one for all applications of a process
    with strict.app_context():
        db.engine.dispose()


def test_after_eight_wrong_tries_a_phone_number_waits_however_it_is_written(
    counted: FlaskClient, person: Person
) -> None:
    ways = [PHONE, "138 0000 0001", "+86 13800000001", "１３８０００００００１", "13800000001 ext 7"]
    for number in range(8):
        assert try_in(counted, "wrong", ways[number % len(ways)]).status_code == 422
    for way in ways:
        waiting = try_in(counted, PASSWORD, way)
        assert waiting.status_code == 429
    assert "Too many tries" in waiting.text
    assert int(waiting.headers["Retry-After"]) > 0
    assert try_in(counted, PASSWORD, making.a_person(phone="13800000002").phone).status_code == 302


def test_whoever_knows_the_password_is_not_counted(counted: FlaskClient, person: Person) -> None:
    for _ in range(12):
        assert try_in(counted).status_code == 302


def test_one_address_does_not_try_the_whole_village(counted: FlaskClient, person: Person) -> None:
    statuses = [try_in(counted, "wrong", f"1380000{number:04d}").status_code for number in range(100, 135)]
    assert statuses == [422] * 30 + [429] * 5
