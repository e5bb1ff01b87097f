"""Lead licences through their life: each step told to the other side and kept in the log, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop.accounts.models import Person
from shop.audit.models import Entry
from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.core.errors import NotFound
from shop.core.states import WrongStep
from shop.messages.models import Message
from shop.registry import licence_acts as acts
from shop.registry.models import Licence
from shop.registry.path import withdraw
from shop.registry.rules import (
    AlreadyTalking,
    NeedsReason,
    NoSublicence,
    OfferRunOut,
    OwnLicence,
    Part,
)
from shop.registry.rules.licences import RunOut, Wider
from tests.licensing import a_request, accept_offer, an_offer, licence_terms
from tests.making import a_design, a_licence, a_person, a_workshop, fresh

DAY = timedelta(days=1)


class Two:
    """A maker and a middleman, and what they were told."""

    def __init__(self) -> None:
        self.li, self.wang = a_person("李"), a_person("王")
        self.maker, self.holder = a_workshop("李家坊", self.li), a_workshop("王家店", self.wang)

    def told(self, whom: Person) -> list[str]:
        kinds = select(Message.kind).where(Message.person_id == whom.id, Message.kind.startswith("licence."))
        kinds = kinds.order_by(Message.id)
        return list(db.session.scalars(kinds))


@pytest.fixture
def two(app: Flask) -> Two:
    return Two()


def logged(licence: Licence) -> list[str]:
    query = select(Entry.act).where(Entry.subject_id == licence.public_id).order_by(Entry.id)
    return list(db.session.scalars(query))


def do(act: Callable[..., Any], licence: Licence, who: Person, **how: Any) -> None:
    with transaction():
        act(licence, actor=who, now=now(), **how)


def test_asked_offered_on_other_terms_accepted_and_ended_with_word_to_the_other_side(two: Two) -> None:
    design = a_design(two.maker, "牡丹扇")
    licence = a_request(two.maker, two.holder, design=design, words="每月二十套")
    assert (licence.state, licence.check_code) == ("asked", None)
    terms = licence_terms(design, parts=frozenset({Part.DESIGN}), floor_price_fen=8800)
    do(acts.answer, licence, two.li, terms=terms, words="照片请自己拍")
    assert (fresh(licence).state, licence.covers_photos, licence.floor_price_fen) == ("offered", False, 8800)
    do(acts.accept, licence, two.wang)
    assert fresh(licence).state == "accepted" and licence.check_code and licence.answered_at
    do(acts.end_licence, licence, two.li, by_holder=False, reason="不再做这款")
    assert (fresh(licence).state, licence.end_reason) == ("ended", "不再做这款")
    assert logged(licence) == [f"licence.{act}" for act in ("asked", "offered", "accepted", "ended")]
    assert two.told(two.li) == ["licence.asked", "licence.accepted"]
    assert two.told(two.wang) == ["licence.offered", "licence.ended"]


def test_of_all_designs_other_words_are_used_and_an_ending_says_until_when(two: Two) -> None:
    licence = accept_offer(an_offer(two.maker, two.holder, sell_off_days=7))
    do(acts.end_licence, licence, two.li, by_holder=False, reason="收回")
    assert two.told(two.wang) == ["licence.offered_all", "licence.ended_all"]
    last = db.session.scalars(select(Message).where(Message.kind == "licence.ended_all")).one()
    assert (
        last.act_by is not None
        and china_day(last.act_by - timedelta(seconds=1)) == china_day(now()) + 7 * DAY
    )
    assert last.url == f"/licences/{licence.public_id}"


@pytest.mark.parametrize(
    ("asked", "by_holder", "news"),
    [
        (True, True, "request_back_all"),
        (True, False, "refused_all"),
        (False, True, "declined_all"),
        (False, False, "offer_back_all"),
    ],
)
def test_either_side_says_no_or_takes_its_own_back(two: Two, asked: bool, by_holder: bool, news: str) -> None:
    licence = (a_request if asked else an_offer)(two.maker, two.holder)
    seen, who = licence.state, two.wang if by_holder else two.li
    for _twice in range(2):
        do(acts.decline, licence, who, seen=seen, by_holder=by_holder)
    assert fresh(licence).state == "declined"
    assert two.told(two.li if by_holder else two.wang)[-1:] == [f"licence.{news}"]
    assert logged(licence)[1:] == ["licence.declined"]
    with pytest.raises(WrongStep):
        do(acts.accept, licence, two.wang)


def test_what_has_changed_since_the_page_was_read_is_not_done_unseen(two: Two) -> None:
    licence = a_request(two.maker, two.holder)
    do(acts.answer, licence, two.li, terms=licence_terms(), words="")
    with pytest.raises(WrongStep):
        do(acts.decline, licence, two.wang, seen="asked", by_holder=True)  # an offer has come meanwhile
    assert fresh(licence).state == "offered"


def test_accepting_or_ending_twice_changes_nothing(two: Two) -> None:
    licence = an_offer(two.maker, two.holder)
    for _twice in range(2):
        do(acts.accept, licence, two.wang)
    code = fresh(licence).check_code
    for _twice in range(2):
        do(acts.end_licence, licence, two.wang, by_holder=True)
    assert (fresh(licence).check_code, logged(licence)) == (
        code,
        ["licence.offered", "licence.accepted", "licence.ended"],
    )


def test_a_maker_says_why_it_ends(two: Two) -> None:
    licence = a_licence(two.maker, two.holder)
    with pytest.raises(NeedsReason):
        do(acts.end_licence, licence, two.li, by_holder=False)
    assert fresh(licence).state == "accepted"


def test_what_has_run_out_by_itself_is_not_ended_once_more(two: Two) -> None:
    today = china_day(now())
    licence = a_licence(
        two.maker, two.holder, starts_on=today - 9 * DAY, ends_on=today - DAY, sell_off_days=30
    )
    do(acts.end_licence, licence, two.li, by_holder=False, reason="晚了")
    assert (fresh(licence).state, licence.ended_at) == ("accepted", None)


def test_one_request_or_offer_for_the_same_lies_open_at_a_time(two: Two) -> None:
    design = a_design(two.maker)
    first = a_request(two.maker, two.holder, design=design)
    for again in (a_request, an_offer):
        with pytest.raises(AlreadyTalking):
            again(two.maker, two.holder, design=design)
    a_request(two.maker, two.holder)
    do(acts.decline, first, two.wang, seen="asked", by_holder=True)
    a_request(two.maker, two.holder, design=design)


def test_an_offer_cannot_be_taken_when_its_days_or_its_design_have_gone(two: Two) -> None:
    design = a_design(two.maker)
    today = china_day(now())
    over = an_offer(two.maker, two.holder, ends_on=today)
    gone = an_offer(two.maker, two.holder, design=design)
    with pytest.raises(OfferRunOut), transaction():
        acts.accept(over, actor=two.wang, now=now() + 2 * DAY)
    with transaction():
        withdraw(design, actor=two.li, now=now())
    with pytest.raises(OfferRunOut):
        do(acts.accept, gone, two.wang)
    assert fresh(gone).state == "offered"


def test_nothing_is_asked_for_that_cannot_be(two: Two) -> None:
    theirs = a_design(two.holder)
    draft = a_design(two.maker)
    with transaction():
        withdraw(draft, actor=two.li, now=now())
    yesterday = china_day(now()) - DAY
    for wrong, error in (
        ({"design": theirs}, NotFound),
        ({"design": draft}, NotFound),
        ({"starts_on": yesterday, "ends_on": yesterday}, RunOut),
    ):
        with pytest.raises(error):
            a_request(two.maker, two.holder, **wrong)
    with pytest.raises(OwnLicence):
        a_request(two.maker, two.maker)


def test_a_licence_is_given_on_within_ones_own_and_ends_with_it(two: Two) -> None:
    zhao = a_person("赵")
    third = a_workshop("赵家店", zhao)
    own = a_licence(
        two.maker,
        two.holder,
        may_sublicense=True,
        platforms={"taobao", "pdd"},
        floor_price_fen=8000,
        sell_off_days=9,
    )
    within = {"platforms": {"taobao"}, "floor_price_fen": 9000, "sell_off_days": 5, "under": own}
    beneath = accept_offer(an_offer(two.maker, third, **within))
    pending = an_offer(two.maker, a_workshop(), **within)
    assert (beneath.giver.id, beneath.maker.id) == (two.holder.id, two.maker.id)
    assert "licence.given_on_all" in two.told(two.li) and "licence.accepted_all" in two.told(two.wang)
    with pytest.raises(Wider):
        an_offer(two.maker, a_workshop(), **{**within, "floor_price_fen": 7999})
    with pytest.raises(OwnLicence):
        an_offer(two.maker, two.holder, **within)
    with pytest.raises(OwnLicence):
        an_offer(two.maker, two.maker, **within)
    do(acts.end_licence, own, two.li, by_holder=False, reason="收回")
    assert (fresh(beneath).state, fresh(pending).state) == ("ended", "declined")
    assert beneath.ended_at == own.ended_at and two.told(zhao)[-1] == "licence.ended_all"
    with pytest.raises(NoSublicence):
        an_offer(two.maker, a_workshop(), **within)


def test_who_may_not_give_on_gives_nothing_on(two: Two) -> None:
    own = a_licence(two.maker, two.holder)
    with pytest.raises(NoSublicence):
        an_offer(two.maker, a_workshop(), under=own)


def test_what_one_gave_up_leaves_those_beneath_nothing_to_sell_off(two: Two) -> None:
    own = a_licence(two.maker, two.holder, may_sublicense=True, sell_off_days=30)
    beneath = accept_offer(an_offer(two.maker, a_workshop(), under=own, sell_off_days=30))
    do(acts.end_licence, own, two.wang, by_holder=True)
    assert (fresh(beneath).state, beneath.sell_off_days) == ("ended", 0)
