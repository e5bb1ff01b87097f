"""Let workshops ask each other for licences, offer and accept them, as `tests.making` makes other things."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from shop.accounts.models import Person
from shop.core.clock import china_day, now
from shop.core.db import transaction
from shop.core.ids import new_key
from shop.registry import licence_acts
from shop.registry.models import Design, Licence
from shop.registry.rules import BOTH_PARTS, LicenceTerms
from shop.workshops.models import Workshop
from tests.making import a_person, a_workshop

SignIn = Callable[[Any], FlaskClient]


def licence_terms(design: Design | None = None, **changes: Any) -> LicenceTerms:
    """Give terms for a design (None: all) with its photos, from today for a year, with changes."""
    today = china_day(now())
    usual = {"parts": BOTH_PARTS, "starts_on": today, "ends_on": today + timedelta(days=365), **changes}
    return LicenceTerms(design_id=design.id if design else None, **usual)


def a_request(
    maker: Workshop, holder: Workshop, *, design: Design | None = None, words: str = "", **terms: Any
) -> Licence:
    """Ask a maker for a licence."""
    asked, asker = licence_terms(design, **terms), _somebody_of(holder)
    with transaction():
        return licence_acts.ask(maker, holder, asked, words=words, actor=asker, now=now())


def an_offer(
    maker: Workshop, holder: Workshop, *, design: Design | None = None, words: str = "", **terms: Any
) -> Licence:
    """Offer a licence; with `under`, as the holder of that one."""
    under = terms.pop("under", None)
    offered, offerer = licence_terms(design, **terms), _somebody_of(under.holder if under else maker)
    with transaction():
        return licence_acts.offer(maker, holder, offered, words=words, actor=offerer, now=now(), under=under)


def accept_offer(licence: Licence) -> Licence:
    """Let the holder accept what was offered."""
    accepter = _somebody_of(licence.holder)
    with transaction():
        licence_acts.accept(licence, actor=accepter, now=now())
    return licence


def _somebody_of(workshop: Workshop) -> Person:
    """Give somebody who works there, a new one where nobody does."""
    return workshop.members[0].person if workshop.members else a_person()


class Pages:
    """Li makes, Wang sells; each in their browser."""

    def __init__(self, sign_in: SignIn) -> None:
        self.people = {"li": a_person("李春兰"), "wang": a_person("王三妹")}
        self.maker = a_workshop("李家坊", self.people["li"])
        self.holder = a_workshop("王家店", self.people["wang"])
        self.li, self.wang = (sign_in(person) for person in self.people.values())

    def form(self, **values: Any) -> dict[str, Any]:
        """Fill in an offer."""
        today = china_day(now())
        usual = {
            "holder": self.holder.public_id,
            "design": "all",
            "covers_design": "y",
            "covers_photos": "y",
            "platforms": ["taobao", "pdd"],
            "starts_on": today.isoformat(),
            "ends_on": (today + timedelta(days=30)).isoformat(),
            "floor_price": "88.50",
            "sell_off_days": "14",
            "words": "",
            "once": new_key(),
        }
        return {**usual, **values}


def text_of(answer: Any) -> str:
    """Give the words of a page, in one line."""
    return " ".join(BeautifulSoup(answer.text, "lxml").get_text(" ").split())
