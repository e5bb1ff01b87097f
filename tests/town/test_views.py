"""The log of who did what."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from shop.accounts.models import Person
from shop.audit.models import Entry
from shop.core.db import db, transaction
from shop.core.settings import ROOT
from shop.town.log_views import PAGE
from shop.town.service import names_of_actors
from shop.town.words import ACTS, act_in_words
from tests import making

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


def test_the_log_says_who_did_what_the_newest_first(sign_in: SignIn, officer: Person) -> None:
    browser = sign_in(officer)
    browser.post("/villages/new", data={"name": "Dinglou"})
    page = browser.get("/town/log").text
    assert "Officer Wang" in page
    assert page.index("added a village") < page.index("registered a person") < page.index("named the town")


def test_the_log_goes_on_page_by_page_and_shows_every_entry_once(sign_in: SignIn, officer: Person) -> None:
    for _ in range(PAGE + 10):
        making.a_village()
    url: str | None = "/town/log"
    seen: list[int] = []
    browser = sign_in(officer)
    while url:
        page = browser.get(url).text
        seen += map(int, re.findall(r"No\. (\d+) ·", page))
        link = re.search(r'href="([^"]+)" rel="next"', page)
        url = link[1].replace("&amp;", "&") if link else None
    entries = list(db.session.scalars(select(Entry.id).order_by(Entry.id.desc())))
    assert seen == entries


def test_the_entries_about_one_thing_are_shown_alone(sign_in: SignIn, officer: Person) -> None:
    village = making.a_village()
    making.a_workshop()
    browser = sign_in(officer)
    links = re.findall(r'href="(/town/log\?kind=[^"]+)"', browser.get("/town/log").text)
    about = next(link for link in links if f"kind=village&amp;subject={village.id}" in link)
    page = browser.get(about.replace("&amp;", "&")).text
    assert re.findall(r"No\. (\d+) ·", page) == ["2"]  # and not the town, whose number is the same
    assert "added a village" in page


def test_the_chain_is_checked_on_asking_and_a_changed_entry_shows(sign_in: SignIn, officer: Person) -> None:
    browser = sign_in(officer)
    making.a_village()
    assert "The whole chain fits" in browser.get("/town/log?verify=1").text
    with transaction():
        db.session.execute(
            text("UPDATE audit_entry SET act = 'village.deleted' WHERE act = 'village.created'")
        )
    page = browser.get("/town/log?verify=1").text
    assert "The log was changed!" in page
    assert "The whole chain fits" not in page


def test_whoever_acted_is_named_and_whoever_is_gone_is_not(app: Flask, officer: Person) -> None:
    entries = list(db.session.scalars(select(Entry)))
    assert names_of_actors(entries) == {}
    known = Entry(actor=officer.public_id)
    gone = Entry(actor="nobody")
    assert names_of_actors([known, gone, *entries]) == {officer.public_id: "Officer Wang"}


def recorded_acts() -> set[str]:
    """Find the names of acts that the code records in so many words."""
    found = set()
    for path in (ROOT / "shop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record" and node.args:
                first = node.args[0]
                found |= {first.value} if isinstance(first, ast.Constant) else set()
    return found


def test_every_act_that_is_recorded_is_said_in_words() -> None:
    assert len(recorded_acts()) > 15
    assert recorded_acts() <= ACTS.keys()


def test_an_act_of_a_later_version_is_shown_by_its_name(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert act_in_words("dragon.seen") == "dragon.seen"
        assert act_in_words("shop.closed") == "marked an online shop as closed"
