"""The office's page of a workshop: how it stands, and all that happened around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.accounts.models import Person
from shop.audit.models import Entry
from shop.cases.service import decide as decide_suspicion
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.roles import Role
from shop.listings.models import Suspicion
from shop.registry.rules import ObjectionAct
from shop.town import workshop_views
from shop.town.histories import entries_about, record_of
from shop.workshops.models import Workshop
from tests import making
from tests.registry.making_path import a_decision, an_answer, an_objection

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def busy(officer: Person) -> Workshop:
    """Give a workshop to which something of every kind has happened."""
    busy, other = making.a_workshop("Busy House"), making.a_workshop("Other House")
    making.an_online_shop(busy)
    making.a_design(busy)
    making.a_licence(busy, making.a_workshop())
    copied = making.a_suspicion(other, busy)
    making.a_suspicion(busy, other)
    with transaction():
        decide_suspicion(copied, is_copy=True, reason="The same photo", actor=officer, now=now())
    objection = an_objection(making.an_application(busy), other)
    an_answer(objection)
    a_decision(objection, ObjectionAct.UPHOLD, officer)
    return busy


def test_a_workshop_stands_as_it_was_decided(busy: Workshop) -> None:
    record = record_of(busy)
    assert (record.in_force, record.refused) == (2, 1)
    assert (record.given, record.held) == (1, 0)
    assert (record.copies, record.cleared, record.suspicions) == (1, 0, 0)
    assert (record.standing.fallen, record.standing.upheld) == (1, 0)
    other = db.session.scalars(select(Workshop).where(Workshop.name == "Other House")).one()
    theirs = record_of(other)
    assert (theirs.held, theirs.suspicions, theirs.standing.upheld) == (0, 1, 1)


def test_its_history_holds_each_entry_about_it_once_and_none_of_strangers(busy: Workshop) -> None:
    before = [entry.id for entry in entries_about(busy, before=None, most=999)]
    assert before == sorted(set(before), reverse=True)
    kinds = {entry.subject_kind for entry in entries_about(busy, before=None, most=999)}
    assert kinds == {"workshop", "shop", "design", "listing", "licence", "objection", "suspicion"}
    stranger = making.a_workshop()
    making.a_design(stranger)
    making.a_listing(stranger)
    assert [entry.id for entry in entries_about(busy, before=None, most=999)] == before
    about_stranger = entries_about(stranger, before=None, most=999)
    assert not {entry.id for entry in about_stranger} & set(before)
    assert {entry.subject_kind for entry in about_stranger} == {"workshop", "design", "listing"}


def test_the_page_goes_on_to_the_first_entry_and_every_row_leads_somewhere(
    sign_in: SignIn, officer: Person, busy: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workshop_views, "PAGE", 4)
    browser, url, links = sign_in(officer), f"/town/workshops/{busy.public_id}", []
    while url and len(links) < 99:  # a page that leads to itself must not go on for ever
        page = browser.get(url).text
        links += [str(row["href"]) for row in BeautifulSoup(page, "lxml").select("a.row")]
        found = re.search(r'href="([^"]+)" rel="next"', page)
        url = found[1].replace("&amp;", "&") if found else ""
    assert len(links) == len(entries_about(busy, before=None, most=999))
    assert {browser.get(link).status_code for link in set(links)} == {200}


def test_the_page_says_who_did_what_and_that_a_tied_officer_steps_aside(
    sign_in: SignIn, officer: Person, busy: Workshop
) -> None:
    browser = sign_in(officer)
    page = browser.get(f"/town/workshops/{busy.public_id}").text
    assert "Officer Wang decided: a copy" in page
    copied = db.session.scalars(select(Suspicion)).unique().first()
    assert copied is not None
    assert page.count(copied.listing.title) >= 3  # written, held, decided
    assert "1 copies, 0 not copies, 0 waiting" in page
    assert "Another officer decides about this workshop" not in page
    making.a_tie(officer, busy)
    assert (
        "Another officer decides about this workshop" in browser.get(f"/town/workshops/{busy.public_id}").text
    )


def test_only_the_office_sees_it_and_finds_it_from_the_workshops_own_page(
    sign_in: SignIn, officer: Person, busy: Workshop
) -> None:
    own, office = f"/workshops/{busy.public_id}", f"/town/workshops/{busy.public_id}"
    assert office in sign_in(officer).get(own).text
    for person in (making.a_person("", Role.KEEPER), making.a_person("", Role.JUROR), making.a_person()):
        browser = sign_in(person)
        assert browser.get(office).status_code == 403
        assert office not in browser.get(own).text


def test_a_workshop_of_which_nothing_is_known_but_its_beginning(app: Flask, officer: Person) -> None:
    workshop = making.a_workshop()
    (only,) = entries_about(workshop, before=None, most=9)
    assert only == db.session.scalars(select(Entry).where(Entry.act == "workshop.created")).one()
