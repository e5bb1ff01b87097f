"""Pages of workshops: adding, changing, and what nobody should type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shop.accounts.models import Person
from shop.core.db import db
from shop.core.roles import Role
from shop.workshops.models import OnlineShop, Village, Workshop
from tests import making
from tests.conftest import once_key
from tests.threads import at_once, errors_in

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]
STRANGE = {
    "500 characters": "绣" * 500,
    "emoji": "💃🏽👩‍👩‍👧 fan",
    "markup": "<script>alert(1)</script>",
    "braces": "{{ 7 * 7 }}",
    "quotes": 'O\'Brien "&" Söhne; DROP TABLE person --',
    "control characters": "Fan\x01\x02\x1b[31m\x7f",
    "nothing to see": "\u200b\u3000\u202e",
    "NUL": "Fan\x00",
    "line breaks": "Fan\r\nSet-Cookie: a=b",
    "turned": "abc\u202efed",
    "percent": "100 % (%s %(name)s)",
}


@pytest.fixture
def officer(app: Flask) -> Person:
    """Give somebody from the town office."""
    making.a_town()
    return making.a_person("Officer", Role.OFFICER)


def names(kind: type[Village | Workshop | OnlineShop]) -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(kind.name).order_by(kind.id)))


def test_a_village_a_workshop_a_member_and_a_shop_are_added(sign_in: SignIn, officer: Person) -> None:
    browser = sign_in(officer)
    assert browser.get("/workshops/new").text.count("No village yet") == 1
    assert browser.post("/villages/new", data={"name": "Dinglou"}).location == "/workshops/new"
    village = db.session.scalars(select(Village)).one()
    page = browser.post("/workshops/new", data={"name": "Chunlan", "village": village.id})
    url = page.location
    member = making.a_person("Li", phone="13800000001")
    assert browser.post(f"{url}/members/new", data={"phone": "138 0000 0001"}).location == url
    shop = {"platform": "douyin", "name": "Fans", "link": "https://v.douyin.com/x/"}
    assert sign_in(member).post(f"{url}/shops/new", data=shop).location == url
    shown = sign_in(member).get(url).text
    assert all(word in shown for word in ("Chunlan", "Dinglou", "Li", "Fans", "Douyin"))


@pytest.mark.parametrize("what", STRANGE)
def test_strange_names_are_kept_as_typed_or_refused_in_words(
    sign_in: SignIn, officer: Person, what: str
) -> None:
    browser, typed = sign_in(officer), STRANGE[what]
    workshop = making.a_workshop("", officer)
    url = f"/workshops/{workshop.public_id}"
    forms = {
        "/villages/new": {"name": typed},
        "/workshops/new": {"name": typed, "village": str(workshop.village_id)},
        f"{url}/edit": dict.fromkeys(("brand", "about", "phone", "address"), typed),
        f"{url}/members/new": {"phone": typed},
        f"{url}/shops/new": {"platform": "taobao", "name": typed, "link": typed},
        "/people/new": {"name": typed, "phone": "13800000009"},
        "/me/password": {"present_password": typed, "wanted_password": typed},
        "/sign-in": {"phone": typed, "password": typed},
    }
    for path, fields in forms.items():
        answer = browser.post(path, data=fields)
        assert answer.status_code in {200, 302, 400, 422}, path
        if answer.status_code in {400, 422}:
            main = BeautifulSoup(answer.text, "lxml").find("main")
            assert main is not None
            assert main.find(class_="error") or main.find(class_="trouble-text"), path
        assert "<script>alert" not in answer.text
        assert ">49<" not in answer.text
    shown = [browser.get(path).text for path in ("/workshops", "/people", "/villages/new", url)]
    assert "<script>alert" not in "".join(shown)
    assert all(name.strip() and "\x00" not in name and "\u202e" not in name for name in names(Village))


@pytest.mark.parametrize("village", ["", "999999", "abc", "-1", "9" * 400, "²"])
def test_a_workshop_stands_in_a_village_of_the_town(sign_in: SignIn, officer: Person, village: str) -> None:
    making.a_village()
    answer = sign_in(officer).post("/workshops/new", data={"name": "Chunlan", "village": village})
    assert answer.status_code == 422
    assert names(Workshop) == []


@pytest.mark.parametrize("platform", ["", "ebay", "💃"])
def test_a_shop_is_on_a_platform_we_know(sign_in: SignIn, officer: Person, platform: str) -> None:
    workshop = making.a_workshop()
    url = f"/workshops/{workshop.public_id}/shops/new"
    assert sign_in(officer).post(url, data={"platform": platform, "name": "Fans"}).status_code == 422
    assert names(OnlineShop) == []


def test_a_bad_link_is_said_beside_the_link_and_the_rest_stays_typed(
    sign_in: SignIn, officer: Person
) -> None:
    workshop = making.a_workshop()
    fields = {"platform": "kuaishou", "name": "Fans & more", "link": "javascript:alert(1)"}
    page = sign_in(officer).post(f"/workshops/{workshop.public_id}/shops/new", data=fields)
    html = BeautifulSoup(page.text, "lxml")
    assert page.status_code == 422
    problem, link, name = html.find(id="link-error"), html.find(id="link"), html.find(id="name")
    assert problem is not None
    assert link is not None
    assert name is not None
    assert "begins with https://" in problem.get_text()
    assert link["aria-describedby"].strip() == "link-error"
    assert name["value"] == "Fans & more"


def test_a_second_click_adds_one_workshop_and_leads_to_it(sign_in: SignIn, officer: Person) -> None:
    village, browser = making.a_village(), sign_in(officer)
    fields = {"name": "Chunlan", "village": village.id, "once": once_key(browser.get("/workshops/new").text)}
    first, second = (browser.post("/workshops/new", data=fields) for _ in range(2))
    assert first.location == second.location
    assert names(Workshop) == ["Chunlan"]


def test_twenty_clicks_at_once_add_one_workshop(app: Flask, sign_in: SignIn, officer: Person) -> None:
    village_id = making.a_village().id
    cookies = [sign_in(officer) for _ in range(20)]
    fields = {"name": "Chunlan", "village": village_id, "once": "the same key"}
    results = at_once(app, 20, lambda number: cookies[number].post("/workshops/new", data=fields))
    assert errors_in(results) == []
    assert {answer.status_code for answer in results} == {302}
    assert len({answer.location for answer in results}) == 1
    assert names(Workshop) == ["Chunlan"]


def test_a_name_that_is_taken_is_said_and_nothing_is_added(sign_in: SignIn, officer: Person) -> None:
    workshop = making.a_workshop("Chunlan")
    answer = sign_in(officer).post("/workshops/new", data={"name": "Chunlan", "village": workshop.village_id})
    assert answer.status_code == 422
    assert "There is one of this name already" in answer.text
    assert db.session.scalar(select(func.count()).select_from(Workshop)) == 1


def test_an_online_shop_is_closed_once_and_says_when(sign_in: SignIn, officer: Person) -> None:
    workshop = making.a_workshop()
    shop = making.an_online_shop(workshop)
    browser, url = sign_in(officer), f"/workshops/{workshop.public_id}"
    for _ in range(2):
        assert browser.post(f"{url}/shops/{shop.public_id}/close").location == url
    page = browser.get(url).text
    assert "closed" in page
    assert f"/shops/{shop.public_id}/close" not in page


def test_address_and_phone_are_shown_to_those_who_keep_the_page_only(
    client: FlaskClient, sign_in: SignIn, officer: Person
) -> None:
    workshop = making.a_workshop()
    fields = {"brand": "春兰", "about": "We sew fans.", "phone": "0530-123", "address": "Hidden lane 7"}
    url = f"/workshops/{workshop.public_id}"
    assert sign_in(officer).post(f"{url}/edit", data=fields).status_code == 302
    assert "Hidden lane 7" in sign_in(officer).get(url).text
    for browser in (client, sign_in(making.a_person())):
        page = browser.get(url).text
        assert "We sew fans." in page
        assert "Hidden lane 7" not in page
        assert "0530-123" not in page
