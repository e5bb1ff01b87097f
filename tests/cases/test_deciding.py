"""Ask both sides, open a case, decide: what each may do, read, and is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from shop.audit.models import Entry
from shop.cases.models import Case, Statement
from shop.cases.rules import (
    NEXT_STATE,
    AlreadyDecided,
    AlreadySaid,
    NeedsReason,
    NotAsked,
    SuspicionAct,
    is_heard,
    next_state,
)
from shop.cases.service import act_on
from shop.cases.statements import say_side, statements_for
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import NotFound
from shop.core.roles import Role
from shop.core.states import WrongStep
from shop.listings.models import Suspicion
from shop.listings.rules import WAITING, SuspicionState
from shop.listings.service import withdraw
from shop.messages.models import Message
from shop.registry.rules import USUAL_TERMS
from shop.workshops.rules import StepAside
from tests.making import a_person, a_suspicion, a_tie, a_workshop, fresh, join

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]
ANSWER = timedelta(days=USUAL_TERMS.answer_days)


class Quarrel:
    """A suspicion, and somebody on each side of it."""

    def __init__(self) -> None:
        self.li, self.wang = a_person("李四"), a_person("王五")
        self.officer, self.juror = a_person("", Role.OFFICER), a_person("", Role.JUROR)
        maker, lister = a_workshop("李家坊", self.li), a_workshop("王家店", self.wang)
        self.suspicion: Suspicion = a_suspicion(maker, lister)

    def act(self, act: SuspicionAct, reason: str = "", at: Any = None) -> None:
        with transaction():
            act_on(self.suspicion, act, reason=reason, actor=self.officer, now=at or now())

    def says(self, person: Any, words: str, at: Any = None) -> None:
        with transaction():
            say_side(self.suspicion, words=words, actor=person, now=at or now())

    def read_by(self, person: Any, at: Any = None) -> list[str]:
        db.session.rollback()
        return [one.words for one in statements_for(self.suspicion, person, at or now())]

    @property
    def address(self) -> str:
        return f"/suspicions/{self.suspicion.public_id}"


def told(person: Any) -> list[str]:
    query = select(Message.kind).where(Message.person_id == person.id).order_by(Message.id)
    wanted = ("suspicion", "case")
    return [kind for kind in db.session.scalars(query) if kind.startswith(wanted)]


def acts_about(public_id: str) -> list[str]:
    return list(db.session.scalars(select(Entry.act).where(Entry.subject_id == public_id).order_by(Entry.id)))


@pytest.mark.parametrize(("state", "act"), list(product(SuspicionState, SuspicionAct)))
def test_only_what_nobody_has_decided_can_be_acted_on_and_only_forward(
    state: SuspicionState, act: SuspicionAct
) -> None:
    if state not in WAITING:
        with pytest.raises(AlreadyDecided):
            next_state(state, act)
    elif (state, act) not in NEXT_STATE:
        with pytest.raises(WrongStep):
            next_state(state, act)
    else:
        assert next_state(state, act) != state


@given(st.sets(st.integers(1, 2)), st.integers(-9, 9))
def test_a_side_reads_the_other_only_when_both_have_spoken_or_the_time_is_over(
    spoken: set[int], days: int
) -> None:
    moment = now()
    answer_by = moment + timedelta(days=days)
    assert is_heard(spoken, (1, 2), answer_by, moment) == (spoken == {1, 2} or days <= 0)


def test_both_sides_are_asked_and_told_by_when(app: Flask) -> None:
    quarrel, moment = Quarrel(), now()
    quarrel.act(SuspicionAct.ASK, at=moment)
    assert fresh(quarrel.suspicion).state == "asked"
    assert quarrel.suspicion.answer_by == moment + ANSWER
    for person in (quarrel.li, quarrel.wang):
        assert told(person)[-1] == "suspicion.asked"
        last = select(Message).where(Message.person_id == person.id).order_by(Message.id.desc())
        message = db.session.scalars(last).first()
        assert (message.act_by, message.url) == (moment + ANSWER, quarrel.address)
    assert acts_about(quarrel.suspicion.public_id) == ["suspicion.asked"]


def test_what_one_side_says_the_office_reads_at_once_and_the_other_side_later(app: Flask) -> None:
    quarrel, moment = Quarrel(), now()
    quarrel.act(SuspicionAct.ASK, at=moment)
    quarrel.says(quarrel.wang, "我自己拍的")
    readers = (quarrel.officer, quarrel.juror, quarrel.wang, quarrel.li)
    assert [quarrel.read_by(one) for one in readers] == [["我自己拍的"]] * 3 + [[]]
    assert quarrel.read_by(quarrel.li, moment + ANSWER) == ["我自己拍的"]
    quarrel.says(quarrel.li, "那是我家院子")
    assert [quarrel.read_by(one) for one in readers] == [["我自己拍的", "那是我家院子"]] * 4
    assert acts_about(quarrel.suspicion.public_id) == ["suspicion.asked", "suspicion.said", "suspicion.said"]


def test_an_officer_of_one_side_reads_no_more_than_that_side(app: Flask) -> None:
    quarrel = Quarrel()
    quarrel.act(SuspicionAct.ASK)
    quarrel.says(quarrel.wang, "我自己拍的")
    join(quarrel.suspicion.likeness.design.workshop, quarrel.juror)
    assert quarrel.read_by(quarrel.juror) == []


def test_each_side_speaks_once_and_nobody_else_at_all(app: Flask) -> None:
    quarrel = Quarrel()
    with pytest.raises(NotAsked):
        quarrel.says(quarrel.wang, "没人问我")
    quarrel.act(SuspicionAct.ASK)
    quarrel.says(quarrel.wang, "我自己拍的")
    with pytest.raises(AlreadySaid):
        quarrel.says(quarrel.wang, "再说一遍")
    for stranger in (quarrel.juror, quarrel.officer, a_person()):
        with pytest.raises(NotFound):
            quarrel.says(stranger, "我也说两句")
    assert len(db.session.scalars(select(Statement)).unique().all()) == 1


def test_the_page_lets_a_side_speak_and_shows_it_to_those_who_may_read(app: Flask, sign_in: SignIn) -> None:
    quarrel = Quarrel()
    assert "Your side" not in sign_in(quarrel.wang).get(quarrel.address).text
    sign_in(quarrel.officer).post(f"{quarrel.address}/decide", data={"decision": "ask"})
    browser = sign_in(quarrel.wang)
    assert "Your side" in browser.get(quarrel.address).text
    assert browser.post(f"{quarrel.address}/say", data={"words": " "}).status_code == 422
    assert browser.post(f"{quarrel.address}/say", data={"words": "<b>我自己拍的</b>"}).status_code == 302
    page = sign_in(quarrel.officer).get(quarrel.address).text
    assert "&lt;b&gt;我自己拍的&lt;/b&gt;" in page and "Ask both sides" not in page
    assert "我自己拍的" not in sign_in(quarrel.li).get(quarrel.address).text


def test_a_case_has_a_number_and_both_sides_and_the_jurors_hear_of_it(app: Flask, sign_in: SignIn) -> None:
    quarrel = Quarrel()
    with pytest.raises(NeedsReason):
        quarrel.act(SuspicionAct.BRING)
    quarrel.act(SuspicionAct.BRING, "两家都说是自己拍的")
    case = db.session.scalars(select(Case)).one()
    assert (case.number[:1], case.number[-4:], case.state) == ("C", "-001", "open")
    assert fresh(quarrel.suspicion).state == "case"
    assert [told(one)[-1] for one in (quarrel.li, quarrel.wang)] == ["case.opened"] * 2
    assert told(quarrel.juror) == ["case.for_council"]
    assert acts_about(case.public_id) == ["case.opened"]
    listed = sign_in(quarrel.juror).get("/cases").text
    assert case.number in listed and "两家都说是自己拍的" in listed
    page = sign_in(quarrel.juror).get(quarrel.address).text
    assert f"Case {case.number}" in page and "A copy: take it out" not in page


def test_a_case_is_closed_by_the_decision_and_by_the_photo_going(app: Flask, sign_in: SignIn) -> None:
    first = Quarrel()
    first.act(SuspicionAct.BRING, "请小组看看")
    first.act(SuspicionAct.TAKE_OUT, "小组投票：是抄的")
    assert db.session.scalars(select(Case.state)).all() == ["decided"]
    assert "No case is open" in sign_in(first.juror).get("/cases").text


def test_a_case_whose_photo_goes_waits_no_more(app: Flask, sign_in: SignIn) -> None:
    quarrel = Quarrel()
    quarrel.act(SuspicionAct.BRING, "请小组看看")
    with transaction():
        withdraw(quarrel.suspicion.listing, actor=quarrel.wang, now=now())
    assert "No case is open" in sign_in(quarrel.juror).get("/cases").text


@pytest.mark.parametrize(
    ("act", "to_lister", "to_maker", "state"),
    [
        (SuspicionAct.TAKE_OUT, "suspicion.copy_lister", "suspicion.copy_maker", "withdrawn"),
        (SuspicionAct.CLEAR, "suspicion.clear_lister", "suspicion.clear_maker", "published"),
    ],
)
def test_each_decision_reaches_both_sides_with_its_reason(
    app: Flask, act: SuspicionAct, to_lister: str, to_maker: str, state: str
) -> None:
    quarrel = Quarrel()
    assert (told(quarrel.wang), told(quarrel.li)) == (["suspicion.holds"], ["suspicion.of_yours"])
    quarrel.act(act, "照片上的院子看得清")
    assert (told(quarrel.wang)[-1], told(quarrel.li)[-1]) == (to_lister, to_maker)
    reasons = [one.params.get("reason") for one in db.session.scalars(select(Message))]
    assert reasons.count("照片上的院子看得清") == 2
    assert fresh(quarrel.suspicion).listing.state == state


def test_an_officer_from_the_same_village_is_refused_whatever_the_step_and_reads_why(
    app: Flask, sign_in: SignIn
) -> None:
    quarrel = Quarrel()
    a_tie(quarrel.officer, quarrel.suspicion.listing.workshop.village)
    for act in SuspicionAct:
        with pytest.raises(StepAside):
            quarrel.act(act, "因为")
    page = sign_in(quarrel.officer).get(quarrel.address).text
    assert "This is for another officer to decide." in page and "王家店" in page
    assert "A copy: take it out" not in page
    answer = sign_in(quarrel.officer).post(f"{quarrel.address}/decide", data={"decision": "ask"})
    assert answer.status_code == 403 and fresh(quarrel.suspicion).state == "open"


def test_the_filters_of_the_queue_show_each_suspicion_where_it_stands(app: Flask, sign_in: SignIn) -> None:
    quarrel, moment = Quarrel(), now()
    browser = sign_in(quarrel.officer)

    def seen_in(*queries: str) -> list[bool]:
        return [quarrel.address in browser.get(f"/suspicions?{query}").text for query in queries]

    where = ("", "state=asked", "state=decided", "all=1")
    assert seen_in(*where) == [True, False, False, True]
    quarrel.act(SuspicionAct.ASK)
    assert seen_in(*where) == [False, True, False, True]
    quarrel.says(quarrel.wang, "我自己拍的")
    assert seen_in("") == [False]
    quarrel.says(quarrel.li, "那是我家院子")
    assert seen_in(*where) == [True, True, False, True]  # both have spoken: it can be decided
    quarrel.act(SuspicionAct.CLEAR, "各拍各的")
    assert seen_in(*where) == [False, False, True, True]
    assert moment < now()


def test_the_page_says_in_a_sentence_who_was_first(app: Flask, sign_in: SignIn) -> None:
    quarrel = Quarrel()
    page = sign_in(quarrel.juror).get(quarrel.address).text
    assert "李家坊 was first: the design was handed in before the photo of 王家店 came." in page
    listing, design = quarrel.suspicion.listing, quarrel.suspicion.likeness.design
    with transaction():
        listing.published_at = design.priority_at - timedelta(days=3)
        quarrel.suspicion.likeness.picture.created_at = listing.published_at
    page = sign_in(quarrel.juror).get(quarrel.address).text
    assert "王家店 was first: the photo hung in the catalogue before the design was handed in." in page
