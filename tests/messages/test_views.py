"""The inbox, the bell that counts, and what a message leads to."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from shop.accounts.models import Person
from shop.core.clock import now
from shop.messages import rules
from shop.messages.rules import Words, declare
from shop.web.paging import PAGE
from tests import making

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture(autouse=True)
def trade(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declare a kind that is forgotten after the test."""
    monkeypatch.setattr(rules, "_words", dict(rules._words))
    declare({"fan.folded": Words("Fan %(number)s. was folded", "Unfold it.")})


@pytest.fixture
def reader(app: object) -> Person:
    """Give somebody who gets messages."""
    return making.a_person("Reader")


def titles(page: str) -> list[str]:
    return [tag.get_text() for tag in BeautifulSoup(page, "lxml").select(".message-title")]


def bell(page: str) -> str:
    tag = BeautifulSoup(page, "lxml").select_one(".bell")
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def test_an_empty_inbox_says_what_will_come(sign_in: SignIn, reader: Person) -> None:
    page = sign_in(reader).get("/messages").text
    assert "No messages yet" in page
    assert "read them all" not in page
    assert bell(page) == "Messages"


def test_messages_say_what_happened_what_to_do_and_by_when_the_newest_first(
    sign_in: SignIn, reader: Person
) -> None:
    making.a_message(reader, "fan.folded", number=1, read_at=now())
    making.a_message(reader, "fan.folded", number=2, act_by=now() + timedelta(days=2))
    making.a_message(making.a_person(), "fan.folded", number=3)
    page = sign_in(reader).get("/messages").text
    assert titles(page) == ["Fan 2. was folded", "Fan 1. was folded"]
    assert page.count("Unfold it.") == 2
    assert "2 days left" in page
    assert page.count("message is-new") == 1
    assert "One message is new." in page


def test_opening_a_message_leads_to_its_thing_and_it_is_new_no_more(sign_in: SignIn, reader: Person) -> None:
    message = making.a_message(reader, "fan.folded", number=1, url="/register?q=fan")
    browser = sign_in(reader)
    assert bell(browser.get("/desk").text) == "Messages New: 1"
    for _ in range(2):
        assert browser.get(f"/messages/{message.public_id}").location == "/register?q=fan"
    assert bell(browser.get("/desk").text) == "Messages"


@pytest.mark.parametrize("url", ["", "//elsewhere.example/x", "https://elsewhere.example", "javascript:x"])
def test_a_message_without_a_thing_of_this_house_leads_back_to_the_others(
    sign_in: SignIn, reader: Person, url: str
) -> None:
    message = making.a_message(reader, "fan.folded", number=1, url=url)
    assert sign_in(reader).get(f"/messages/{message.public_id}").location == "/messages"


def test_nobody_opens_or_reads_away_somebody_elses_message(sign_in: SignIn, reader: Person) -> None:
    message = making.a_message(reader, "fan.folded", number=1, url="/desk")
    browser = sign_in(making.a_person())
    assert browser.get(f"/messages/{message.public_id}").status_code == 404
    assert browser.post("/messages/read").status_code == 302
    assert making.fresh(message).read_at is None


def test_one_button_marks_all_as_read(sign_in: SignIn, reader: Person) -> None:
    for number in range(120):
        making.a_message(reader, "fan.folded", number=number)
    browser = sign_in(reader)
    assert bell(browser.get("/messages").text) == "Messages New: 99+"
    page = browser.post("/messages/read", follow_redirects=True).text
    assert bell(page) == "Messages"
    assert "is-new" not in page


def test_the_inbox_goes_on_page_by_page_and_shows_every_message_once(sign_in: SignIn, reader: Person) -> None:
    count = PAGE * 2 + 3
    for number in range(count):
        making.a_message(reader, "fan.folded", number=number)
    browser, url, seen = sign_in(reader), "/messages", []
    while url and len(seen) < 99:  # a page that leads to itself must not go on for ever
        page = browser.get(url).text
        seen += titles(page)
        link = re.search(r'href="([^"]+)" rel="next"', page)
        url = link[1] if link else ""
    assert seen == [f"Fan {number}. was folded" for number in reversed(range(count))]


def test_a_message_in_markup_is_shown_as_it_was_written(sign_in: SignIn, reader: Person) -> None:
    making.a_message(reader, "fan.folded", number="<b>1</b>")
    page = sign_in(reader).get("/messages").text
    assert titles(page) == ["Fan <b>1</b>. was folded"]


def test_whoever_is_not_signed_in_has_no_bell(client: FlaskClient, reader: Person) -> None:
    assert "bell" not in client.get("/").text
    assert client.get("/messages").status_code == 302
