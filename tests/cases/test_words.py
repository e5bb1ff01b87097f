"""Show like words beside a suspicion, and in a queue of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench.words.texts import TEXTS
from shop.accounts.models import Person
from shop.audit.models import Entry
from shop.cases.service import decide
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.roles import Role
from shop.listings.models import Listing, ListingWords, Suspicion, TextHint
from shop.listings.words import hints_of
from shop.workshops.models import Workshop
from tests.making import a_design, a_licence, a_listing, a_person, a_picture, a_workshop
from tests.registry.making import statements

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]
QUEUE = "/suspicions?words=1"
pytestmark = pytest.mark.usefixtures("app")


def saying(workshop: Workshop, name: str, **values: Any) -> Listing:
    title, _line, about = TEXTS[name].partition("\n")
    return a_listing(workshop, title, about=about, **values)


def copied_words(maker: Workshop | None = None, copier: Workshop | None = None) -> Listing:
    """List a costume in words that stand in an earlier shop."""
    saying(maker or a_workshop(), "yangge-peony")
    return saying(copier or a_workshop(), "copy-peony")


@pytest.fixture
def judge(app: Flask) -> Person:
    """Give somebody of the office who belongs to no workshop."""
    return a_person("", Role.OFFICER)


def suspected(maker: Workshop, copier: Workshop) -> Suspicion:
    """List a registered photo and the words beside it elsewhere."""
    a_design(maker, pictures=[a_picture(maker, seed=5)])
    saying(maker, "yangge-peony")
    return saying(copier, "copy-peony", pictures=[a_picture(copier, seed=5)]).suspicions[0]


def hint() -> TextHint:
    return db.session.scalars(select(TextHint)).unique().one()


def test_those_who_judge_see_the_words_beside_the_photos(sign_in: SignIn) -> None:
    lister, maker = a_person(), a_person()
    found = suspected(a_workshop("", maker), a_workshop("", lister))
    address = f"/suspicions/{found.public_id}"
    for judge in (Role.OFFICER, Role.JUROR):
        page = sign_in(a_person("", judge)).get(address).text
        assert "The words look alike, too" in page and "<mark>" in page
    for party in (lister, maker):
        assert "The words look alike" not in sign_in(party).get(address).text


def test_an_officer_of_the_suspected_family_reads_no_more_than_the_family(sign_in: SignIn) -> None:
    officer = a_person("", Role.OFFICER)
    found = suspected(a_workshop(), a_workshop("", officer))
    assert "words look alike" not in sign_in(officer).get(f"/suspicions/{found.public_id}").text


def test_words_of_a_third_workshop_stand_beside_no_suspicion(sign_in: SignIn) -> None:
    maker, copier = a_workshop(), a_workshop()
    a_design(maker, pictures=[a_picture(maker, seed=5)])
    saying(a_workshop(), "yangge-peony")
    found = saying(copier, "copy-peony", pictures=[a_picture(copier, seed=5)]).suspicions[0]
    page = sign_in(a_person("", Role.OFFICER)).get(f"/suspicions/{found.public_id}").text
    assert "The words look alike" not in page


def test_a_costume_that_was_held_shows_its_words_only_once_it_is_released(judge: Person) -> None:
    maker, copier = a_workshop(), a_workshop()
    found = suspected(maker, copier)
    listing = found.listing
    assert db.session.get_one(ListingWords, listing.id).since is None
    with transaction():
        found = db.session.get_one(Suspicion, found.id)
        decide(found, is_copy=False, reason="自己拍的", actor=judge, now=now())
    assert db.session.get_one(ListingWords, listing.id).since is not None


def test_the_office_has_a_queue_of_words(sign_in: SignIn, judge: Person) -> None:
    listing = copied_words(a_workshop("Chunlan Costumes"), a_workshop("Copying House"))
    page = sign_in(judge).get(QUEUE).text
    assert "Copying House · words like those of Chunlan Costumes" in page
    assert f"/costumes/{listing.public_id}" in page
    assert QUEUE in sign_in(judge).get("/suspicions").text


def test_a_juror_finds_the_suspicions_there_and_no_words(sign_in: SignIn) -> None:
    copied_words(a_workshop(), a_workshop("Copying House"))
    page = sign_in(a_person("", Role.JUROR)).get(QUEUE).text
    assert "Copying House" not in page and QUEUE not in page


@pytest.mark.parametrize("roles", [(), (Role.KEEPER,)])
def test_the_queue_is_closed_to_others(sign_in: SignIn, roles: tuple[Role, ...]) -> None:
    copied_words()
    assert sign_in(a_person("", *roles)).get(QUEUE).status_code == 403


def test_the_queue_asks_the_database_as_often_however_long_it_is(sign_in: SignIn, judge: Person) -> None:
    copied_words()
    few = statements(sign_in(judge), QUEUE)
    for name in ("copy-peony", "yangge-peony", "copy-peony"):
        saying(a_workshop(), name)
    assert statements(sign_in(judge), QUEUE) == few


def test_a_licence_takes_the_line_out_of_the_queue(sign_in: SignIn, judge: Person) -> None:
    maker, holder = a_workshop(), a_workshop("Holding House")
    copied_words(maker, holder)
    assert "Holding House" in sign_in(judge).get(QUEUE).text
    a_licence(maker, holder, covers_photos=False)
    assert "Holding House" not in sign_in(judge).get(QUEUE).text


def test_what_is_set_aside_stays_aside(sign_in: SignIn, judge: Person) -> None:
    listing = copied_words()
    address = f"/suspicions/words/{hint().public_id}/set-aside"
    for _ in range(2):
        assert sign_in(judge).post(address).status_code == 302
    assert list(hints_of(listing, now() + timedelta(days=1))) == []
    kept = db.session.scalars(select(Entry).where(Entry.act == "listing.words_set_aside")).all()
    assert len(kept) == 1
    assert listing.public_id not in sign_in(judge).get(QUEUE).text


def test_only_the_office_sets_aside_and_not_in_its_own_matter(sign_in: SignIn, judge: Person) -> None:
    officer = a_person("", Role.OFFICER)
    copied_words(a_workshop("", officer))
    address = f"/suspicions/words/{hint().public_id}/set-aside"
    assert sign_in(officer).post(address).status_code == 403
    assert sign_in(a_person("", Role.JUROR)).post(address).status_code == 403
    assert sign_in(judge).post("/suspicions/words/nothing/set-aside").status_code == 404
    db.session.rollback()
    assert hint().set_aside_at is None
