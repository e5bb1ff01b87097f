"""The office's desk: today's work first, the oldest first, and nothing hidden."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.accounts.models import Person
from shop.audit.models import Entry
from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.core.jobs import FAILED, ask_for
from shop.core.roles import Role
from shop.registry.models import Design, PriorityChange
from shop.registry.terms import terms
from shop.town import desk_views
from shop.town.service import SHOWN, counts, town_figures, unwitnessed_since
from shop.town.work import KINDS, PILES, Pile, list_pile
from tests import making
from tests.town.making_desk import a_due_design, an_objection, change, titles

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


def headings(page: str) -> list[str]:
    return [tag.get_text() for tag in BeautifulSoup(page, "lxml").select("section > h2")]


def test_an_empty_town_has_a_calm_desk(sign_in: SignIn, officer: Person) -> None:
    page = sign_in(officer).get("/town").text
    assert "Nothing waits" in page
    assert headings(page) == ["The town"]
    assert set(counts(now()).values()) == {0}


def test_the_desk_counts_the_town(app: Flask, officer: Person) -> None:
    maker, copier = making.a_workshop(), making.a_workshop()
    shop = making.an_online_shop(maker)
    making.a_design(maker)
    making.an_order(copier, making.a_listing(maker))
    figures = town_figures()
    assert (figures.workshops, figures.shops, figures.designs) == (2, 1, 1)
    assert (figures.listings, figures.orders) == (1, 1)
    change(shop, closed_at=now())
    assert town_figures().shops == 0


def test_every_pile_has_its_words_and_its_place(app: Flask) -> None:
    assert PILES.keys() == KINDS.keys() == set(Pile)


def fill_every_pile(officer: Person) -> None:
    """Let something wait in every pile."""
    maker, copier = making.a_workshop("Maker House"), making.a_workshop("Copier House")
    making.a_suspicion(maker, copier, seed=5)
    making.an_application(copier, "Questioned fan", pictures=[making.a_picture(copier, seed=5)])
    a_due_design("Due fan")
    an_objection(making.an_application(making.a_workshop(), "Contested fan"))
    standing = making.a_design(making.a_workshop(), "Ending fan")
    today = china_day(now())
    change(standing, expires_on=today + timedelta(days=terms().renew_days))
    making.a_licence(maker, copier, ends_on=today + timedelta(days=30))
    move_of = {
        "old_at": now(),
        "new_at": now() - timedelta(days=9),
        "reason": "An order",
        "proposed_at": now(),
    }
    with transaction():
        db.session.add(PriorityChange(design_id=standing.id, proposed_by_id=officer.id, **move_of))
        ask_for("compare-design", "some-design", now=now()).state = FAILED


def test_all_that_waits_stands_on_the_desk_the_most_pressing_first(sign_in: SignIn, officer: Person) -> None:
    fill_every_pile(making.a_person("Other", Role.OFFICER))
    assert counts(now()) == dict.fromkeys(Pile, 1)
    browser = sign_in(officer)
    page = browser.get("/town").text
    assert headings(page) == [*(f"{name} 1" for name in PILES.values()), "The town"]
    html = BeautifulSoup(page, "lxml")
    assert [link.get_text() for link in html.select(".chips a")] == ["All"] + [
        f"{n} 1" for n in PILES.values()
    ]
    for link in html.select(".chips a")[1:]:
        alone = browser.get(str(link["href"]))
        assert alone.status_code == 200
        assert len(titles(alone.text)) == 1
        assert titles(alone.text)[0] in titles(page)


def test_what_does_not_wait_is_on_no_pile(app: Flask, officer: Person) -> None:
    today = china_day(now())
    workshop, other = making.a_workshop(), making.a_workshop()
    making.an_application(workshop)  # its notice still runs
    standing = making.a_design(workshop)
    change(standing, expires_on=today + timedelta(days=terms().renew_days + 1))
    making.a_licence(workshop, other, ends_on=today + timedelta(days=31))
    gone = making.a_licence(workshop, other, starts_on=today - timedelta(days=9), ends_on=today)
    change(gone, ends_on=today - timedelta(days=1))
    assert counts(now()) == dict.fromkeys(Pile, 0)


def test_a_pile_shows_its_oldest_first_and_leads_to_the_rest(sign_in: SignIn, officer: Person) -> None:
    for number in range(SHOWN + 2):
        a_due_design(f"Fan {number}", ago=timedelta(days=number))
    browser = sign_in(officer)
    oldest_first = [f"Fan {number}" for number in reversed(range(SHOWN + 2))]
    page = browser.get("/town").text
    assert titles(page) == oldest_first[:SHOWN]
    assert "Notice over 7" in page
    assert titles(browser.get("/town?show=due").text) == oldest_first


def test_a_long_pile_goes_on_page_by_page_and_shows_everything_once(
    sign_in: SignIn, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_views, "PAGE", 3)
    same_moment = now() - timedelta(days=1)
    for number in range(8):
        design = a_due_design(f"Fan {number}")
        change(design, notice_ends_at=same_moment + timedelta(hours=number // 3))
    browser, url, seen = sign_in(officer), "/town?show=due", []
    while url and len(seen) < 99:  # a page that leads to itself must not go on for ever
        page = browser.get(url).text
        seen += titles(page)
        link = re.search(r'href="([^"]+)" rel="next"', page)
        url = link[1].replace("&amp;", "&") if link else ""
    assert seen == [f"Fan {number}" for number in range(8)]


def test_a_page_goes_on_behind_a_thing_that_has_left_the_pile(app: Flask, officer: Person) -> None:
    first, second = a_due_design("First", ago=timedelta(days=2)), a_due_design("Second")
    making.register(first)
    assert list(list_pile(Pile.DUE, now(), most=9, behind=first.id)) == [second]
    assert list(list_pile(Pile.DUE, now(), most=9, behind=999)) == [second]


def test_an_objection_says_whether_it_can_be_decided(sign_in: SignIn, officer: Person) -> None:
    ahead = now() + timedelta(days=4)
    for name, values in {
        "Waits": {"answer_by": ahead},
        "Over": {"answer_by": now() - timedelta(minutes=1)},
        "Answered": {"answer_by": ahead, "answered_at": now(), "answer": "No"},
    }.items():
        an_objection(making.an_application(making.a_workshop(), name), **values)
    html = BeautifulSoup(sign_in(officer).get("/town?show=objections").text, "lxml")
    badges = [badge.get_text() for badge in html.select(".row .badge")]
    assert badges[0].startswith("Answer until ")
    assert badges[1:] == ["Time is over: decide", "Answered: decide"]


def test_where_the_officer_is_tied_the_row_names_why_and_another_decides(
    sign_in: SignIn, officer: Person
) -> None:
    fill_every_pile(officer)
    maker, copier = (db.session.scalars(select(Design.workshop_id)).all()[i] for i in (0, 1))
    assert maker != copier
    for design in db.session.scalars(select(Design)).unique():
        making.a_tie(officer, design.workshop)
    browser = sign_in(officer)
    for pile in (Pile.TO_DECIDE, Pile.DUE, Pile.OBJECTIONS, Pile.SUSPICIONS):
        page = browser.get(f"/town?show={pile.value}").text
        assert "Another officer: your own family" in page, pile
        assert "<form" not in page.split("<main", 1)[1], pile
    assert "Another officer: you proposed it" in browser.get("/town?show=second-officer").text


def test_the_desk_says_when_nobody_from_outside_has_looked_for_too_long(
    sign_in: SignIn, officer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    began: datetime = db.session.scalars(select(Entry.at).order_by(Entry.id)).first() or now()
    assert unwitnessed_since(began + timedelta(days=39)) is None
    assert unwitnessed_since(began + timedelta(days=41)) == began
    browser = sign_in(officer)
    assert "No second party" not in browser.get("/town").text
    monkeypatch.setattr(desk_views, "now", lambda: began + timedelta(days=41))
    assert "No second party" in browser.get("/town").text
