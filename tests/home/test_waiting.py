"""What waits for a workshop's answer stands on its own desk, and on nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from shop.accounts.models import Person
from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.home.views import MESSAGES
from shop.home.waiting import what_waits
from shop.registry.models import Objection, Transfer
from shop.registry.rules import Ground, LicenceState
from shop.registry.rules.holding import OFFER_DAYS
from shop.registry.terms import terms
from shop.workshops.models import Workshop
from tests import making

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def maker(app: Flask) -> Person:
    """Give somebody with a workshop."""
    person = making.a_person("Maker")
    making.a_workshop("Maker House", person)
    return person


@pytest.fixture
def own(maker: Person) -> Workshop:
    """Give their workshop."""
    return db.session.query(Workshop).filter_by(name="Maker House").one()


def keep(row: Any) -> Any:
    """Write a row down as another feature would."""
    with transaction():
        db.session.add(row)
    return row


def an_objection(own: Workshop, name: str, **values: Any) -> Objection:
    about = {"ground": Ground.EARLIER, "words": "Ours", "made_at": now(), "answer_by": now() + timedelta(5)}
    design = making.an_application(own, name)
    who = making.a_workshop("Objecting House")
    row = Objection(design_id=design.id, workshop_id=who.id, **{**about, **values})
    return keep(row)  # type: ignore[no-any-return]


def an_offer(own: Workshop, *, ago: timedelta = timedelta()) -> Transfer:
    design = making.a_design(making.a_workshop(), "Given fan")
    at = now() - ago
    row = Transfer(design_id=design.id, giver_id=design.workshop_id, taker_id=own.id, offered_at=at)
    return keep(row)  # type: ignore[no-any-return]


def rows(page: str) -> list[str]:
    return [tag.get_text() for tag in BeautifulSoup(page, "lxml").select(".row .row-title")]


def test_a_desk_on_which_nothing_waits_goes_straight_to_its_tiles(
    sign_in: SignIn, maker: Person, own: Workshop
) -> None:
    assert not what_waits(own, now())
    page = sign_in(maker).get("/desk").text
    assert rows(page) == []
    assert "New for you" not in page
    assert "List a costume" in page


def test_all_that_waits_is_said_the_most_pressing_first(
    sign_in: SignIn, maker: Person, own: Workshop
) -> None:
    other = making.a_workshop("Other House")
    an_objection(own, "Contested fan")
    making.a_suspicion(other, own)
    making.a_suspicion(own, making.a_workshop("Copying House"))
    licence = making.a_licence(other, own)
    an_offer(own)
    ending = making.a_design(own, "Ending fan")
    with transaction():
        licence.state = LicenceState.OFFERED
        ending.expires_on = china_day(now()) + timedelta(days=terms().renew_days)
    said = rows(sign_in(maker).get("/desk").text)
    assert [
        next((i for i, title in enumerate(said) if words in title), None)
        for words in (
            "Objecting House objects to your “Contested fan”.",
            "waits: people will look at a photo.",
            "Other House offers you a licence.",
            "wants to give you this design.",
            "Copying House lists a photo that looks like your",
            "The registration of “Ending fan” can be renewed.",
        )
    ] == list(range(6))


def test_what_is_answered_over_or_somebody_elses_does_not_wait(app: Flask, own: Workshop) -> None:
    an_objection(own, "Answered", answered_at=now(), answer="No")
    stranger = making.a_workshop("Stranger House")
    an_offer(stranger)
    an_offer(own, ago=timedelta(days=OFFER_DAYS, seconds=1))
    making.a_licence(own, stranger)
    making.a_design(own)
    assert not what_waits(own, now())
    waiting = what_waits(stranger, now())
    assert (len(waiting.offers), len(waiting.licences)) == (1, 0)


def test_an_objection_whose_time_is_over_waits_no_more(app: Flask, own: Workshop) -> None:
    objection = an_objection(own, "Fan")
    assert list(what_waits(own, now()).objections) == [objection]
    assert not what_waits(own, objection.answer_by).objections


def test_the_newest_messages_stand_above_all_and_lead_to_the_rest(
    sign_in: SignIn, maker: Person, own: Workshop
) -> None:
    for _ in range(MESSAGES + 1):
        making.a_message(maker, url="/register")
    making.a_message(making.a_person())
    browser = sign_in(maker)
    page = browser.get("/desk").text
    assert page.index("New for you") < page.index("Maker House")
    assert page.count("message is-new") == MESSAGES
    assert f"All {MESSAGES + 1} new messages" in page
    browser.post("/messages/read")
    assert "New for you" not in browser.get("/desk").text
