"""Objections: who may object and how often, how the other side is heard, what a decision brings about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from shop.accounts.models import Person
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import NotFound
from shop.core.states import WrongStep
from shop.messages.models import Message
from shop.registry import objecting, objections
from shop.registry.models import Design, Objection
from shop.registry.path import withdraw
from shop.registry.rules import NeedsReason, ObjectionAct
from shop.registry.rules.objections import (
    MOST_OPEN,
    AnswerAwaited,
    AnswerOver,
    NotOpenToObjection,
    ObjectedAlready,
    OwnDesign,
    Standing,
    TooManyOpen,
    TooManyPhotos,
)
from shop.registry.terms import terms
from shop.workshops.models import Workshop
from shop.workshops.rules import StepAside
from tests.making import a_design, a_picture, a_workshop, an_application, fresh, join
from tests.registry.making_path import (
    a_decision,
    an_answer,
    an_objection,
    an_officer,
    kinds_told,
    somebody_of,
)
from tests.threads import at_once, errors_in

UPHOLD, REJECT = ObjectionAct.UPHOLD, ObjectionAct.REJECT


@pytest.fixture
def officer(app: Flask) -> Person:
    return an_officer()


# -- who may object


def test_an_application_waits_as_soon_as_somebody_objects_and_its_family_is_asked(app: Flask) -> None:
    design = an_application(a_workshop())
    family = somebody_of(design.workshop)
    objection = an_objection(design, a_workshop())
    assert fresh(design).state == "objected"
    message = db.session.scalars(select(Message).where(Message.person_id == family.id)).all()[-1]
    assert (message.kind, message.url) == ("objection.made", f"/objections/{objection.public_id}")
    assert message.act_by == objection.answer_by
    assert objection.answer_by - objection.made_at == timedelta(days=terms().answer_days)


def test_a_registered_design_stands_while_it_is_objected_to(app: Flask) -> None:
    design = a_design(a_workshop())
    an_objection(design, a_workshop())
    assert fresh(design).state == "registered"


def test_one_objects_after_the_notice_too_until_it_is_registered(app: Flask) -> None:
    design = an_application(a_workshop())
    objection = an_objection(design, a_workshop(), now=now() + timedelta(days=30))
    assert fresh(design).state == "objected" and objection.state == "open"


def test_nobody_objects_to_their_own_design(app: Flask) -> None:
    design = an_application(a_workshop())
    with pytest.raises(OwnDesign):
        an_objection(design, design.workshop)


@pytest.mark.parametrize("ending", ["rejected", "taken-back", "open"])
def test_a_workshop_objects_to_a_design_once_whatever_came_of_it(
    app: Flask, officer: Person, ending: str
) -> None:
    design, objector = an_application(a_workshop()), a_workshop()
    objection = an_objection(design, objector)
    if ending == "rejected":
        a_decision(objection, REJECT, officer)
    elif ending == "taken-back":
        with transaction():
            objecting.take_back(objection, actor=somebody_of(objector), now=now())
    with pytest.raises(ObjectedAlready):
        an_objection(design, objector)
    assert fresh(objection).state == ending


def test_a_workshop_has_at_most_five_objections_open(app: Flask, officer: Person) -> None:
    objector, maker = a_workshop(), a_workshop()
    designs = [an_application(maker) for _ in range(MOST_OPEN + 1)]
    made = [an_objection(design, objector) for design in designs[:-1]]
    with pytest.raises(TooManyOpen):
        an_objection(designs[-1], objector)
    assert fresh(designs[-1]).state == "notice"
    a_decision(made[0], REJECT, officer)
    assert an_objection(designs[-1], objector).state == "open"


def test_what_has_left_the_register_is_not_objected_to(app: Flask) -> None:
    design = an_application(a_workshop())
    person = somebody_of(design.workshop)
    with transaction():
        withdraw(design, actor=person, now=now())
    with pytest.raises(NotOpenToObjection):
        an_objection(design, a_workshop())


def test_an_objection_points_only_to_the_objectors_own_design(app: Flask) -> None:
    design, objector = an_application(a_workshop()), a_workshop()
    with pytest.raises(NotFound):
        an_objection(design, objector, own_design=a_design(a_workshop()))
    own = a_design(objector)
    assert an_objection(design, objector, own_design=own).own_design is own


def test_an_objection_shows_at_most_six_photos(app: Flask) -> None:
    design, objector = an_application(a_workshop()), a_workshop()
    photos = [a_picture(objector) for _ in range(7)]
    with pytest.raises(TooManyPhotos):
        an_objection(design, objector, pictures=photos)
    assert len(an_objection(design, objector, pictures=photos[:6]).pictures) == 6


# -- hearing the other side


def test_an_answer_is_changed_until_the_deadline_and_not_after(app: Flask) -> None:
    objection = an_objection(an_application(a_workshop()), a_workshop())
    family = somebody_of(objection.design.workshop)
    late = objection.answer_by + timedelta(minutes=1)
    for words in ("第一次", "改过的"):
        with transaction():
            objecting.answer_objection(objection, words, actor=family, now=now())
    with pytest.raises(AnswerOver), transaction():
        objecting.answer_objection(objection, "太晚了", actor=family, now=late)
    assert fresh(objection).answer == "改过的"


def test_a_first_answer_that_comes_late_is_heard_while_nothing_is_decided(
    app: Flask, officer: Person
) -> None:
    objection = an_objection(an_application(a_workshop()), a_workshop())
    family = somebody_of(objection.design.workshop)
    late = objection.answer_by + timedelta(days=1)
    with transaction():
        objecting.answer_objection(objection, "刚看到", actor=family, now=late)
    a_decision(objection, REJECT, officer)
    with pytest.raises(WrongStep), transaction():
        objecting.answer_objection(objection, "还有话说", actor=family, now=now())
    assert fresh(objection).answer == "刚看到"


def test_nobody_loses_a_design_before_they_could_answer(app: Flask, officer: Person) -> None:
    objection = an_objection(an_application(a_workshop()), a_workshop())
    with pytest.raises(AnswerAwaited):
        a_decision(objection, UPHOLD, officer)
    assert fresh(objection).state == "open"
    with transaction():
        after = objection.answer_by + timedelta(minutes=1)
        objecting.decide(objection, UPHOLD, reason="没有答复", actor=officer, now=after)
    assert fresh(objection).state == "upheld"


# -- decisions


def test_an_upheld_objection_refuses_the_application_and_settles_the_others(
    app: Flask, officer: Person
) -> None:
    design = an_application(a_workshop())
    won, other = an_objection(design, a_workshop()), an_objection(design, a_workshop())
    an_answer(won)
    a_decision(won, UPHOLD, officer, "照片更早")
    assert (fresh(won).state, fresh(other).state) == ("upheld", "settled")
    assert (fresh(design).state, design.reason, design.decided_by_id) == ("refused", "照片更早", officer.id)
    assert kinds_told(somebody_of(design.workshop))[-1] == "design.refused"
    assert kinds_told(somebody_of(won.workshop))[-1] == "objection.upheld"
    assert kinds_told(somebody_of(other.workshop))[-1] == "objection.settled"


def test_an_upheld_objection_cancels_a_registration(app: Flask, officer: Person) -> None:
    design = a_design(a_workshop())
    objection = an_objection(design, a_workshop())
    an_answer(objection)
    a_decision(objection, UPHOLD, officer)
    assert fresh(design).state == "cancelled"
    assert not fresh(design.pictures[0].picture).is_public


def test_an_application_goes_on_when_no_objection_is_open_any_more(app: Flask, officer: Person) -> None:
    design = an_application(a_workshop())
    somebody_of(design.workshop)
    ends_at = design.notice_ends_at
    first, second = an_objection(design, a_workshop()), an_objection(design, a_workshop())
    a_decision(first, REJECT, officer)
    assert fresh(design).state == "objected"
    with transaction():
        objecting.take_back(second, actor=somebody_of(second.workshop), now=now())
    assert (fresh(design).state, design.notice_ends_at) == ("notice", ends_at)
    family = kinds_told(somebody_of(design.workshop))
    assert family[-2:] == ["objection.overcome", "objection.taken_back"]


def test_a_decision_on_an_objection_needs_a_reason_and_is_made_once(app: Flask, officer: Person) -> None:
    objection = an_objection(an_application(a_workshop()), a_workshop())
    with pytest.raises(NeedsReason):
        a_decision(objection, REJECT, officer, reason="")
    a_decision(objection, REJECT, officer)
    for act in (REJECT, UPHOLD):
        with pytest.raises((WrongStep, AnswerAwaited)):
            a_decision(objection, act, officer)
    assert fresh(objection).state == "rejected"


@pytest.mark.parametrize("side", ["family", "objector"])
def test_an_officer_of_either_side_is_refused(app: Flask, officer: Person, side: str) -> None:
    objection = an_objection(an_application(a_workshop()), a_workshop())
    join(objection.design.workshop if side == "family" else objection.workshop, officer)
    with pytest.raises(StepAside):
        a_decision(objection, REJECT, officer)
    assert fresh(objection).state == "open"


def test_of_two_officers_at_once_only_one_decides(app: Flask, officer: Person) -> None:
    design = an_application(a_workshop())
    objection = an_objection(design, a_workshop())
    an_answer(objection)
    people = [officer.id, an_officer().id]
    one = objection.id

    def press(number: int) -> None:
        with transaction():
            who = db.session.get_one(Person, people[number])
            act = (UPHOLD, REJECT)[number]
            objecting.decide(db.session.get_one(Objection, one), act, reason="理由", actor=who, now=now())

    results = at_once(app, 2, press)
    assert [type(error) for error in errors_in(results)] == [WrongStep]
    outcome = (fresh(objection).state, fresh(design).state)
    assert outcome in {("upheld", "refused"), ("rejected", "notice")}


def test_the_same_workshop_objecting_twice_at_once_objects_once(app: Flask) -> None:
    design, objector = an_application(a_workshop()), a_workshop()
    somebody_of(objector)
    design_id, workshop_id = design.id, objector.id

    def press(_number: int) -> None:
        an_objection(db.session.get_one(Design, design_id), db.session.get_one(Workshop, workshop_id))

    errors = errors_in(at_once(app, 3, press))
    assert [type(error) for error in errors] == [ObjectedAlready, ObjectedAlready]
    assert len(objections.objections_to(fresh(design))) == 1


def test_the_limit_of_five_holds_against_six_at_once(app: Flask) -> None:
    maker, objector = a_workshop(), a_workshop()
    somebody_of(objector)
    designs = [an_application(maker).id for _ in range(MOST_OPEN + 1)]
    workshop_id = objector.id

    def press(number: int) -> None:
        an_objection(db.session.get_one(Design, designs[number]), db.session.get_one(Workshop, workshop_id))

    errors = errors_in(at_once(app, MOST_OPEN + 1, press))
    assert [type(error) for error in errors] == [TooManyOpen]
    assert objections.standing_of(fresh(objector)).open == MOST_OPEN


def test_each_sides_record_counts_both_what_it_won_and_what_fell(app: Flask, officer: Person) -> None:
    maker, objector = a_workshop(), a_workshop()
    for act in (UPHOLD, REJECT, REJECT):
        objection = an_objection(an_application(maker), objector)
        an_answer(objection)
        a_decision(objection, act, officer)
    an_objection(an_application(maker), objector)
    assert objections.standing_of(objector) == Standing(upheld=1, rejected=2, open=1, fallen=0)
    assert objections.standing_of(maker) == Standing(upheld=0, rejected=0, open=0, fallen=1)
