"""The path of a design: decisions of the office, what follows from them, who is told and who steps aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.accounts.models import Person
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.states import WrongStep
from shop.messages.models import Message
from shop.registry import path
from shop.registry.models import Design
from shop.registry.rules import DesignAct, DesignState, NeedsReason, NoticeRuns
from shop.registry.rules.objections import ObjectionsFirst
from shop.workshops.rules import SameVillage, StepAside
from shop.workshops.ties import declare_tie
from tests.making import (
    a_design,
    a_licence,
    a_picture,
    a_workshop,
    an_application,
    fresh,
    join,
)
from tests.registry.making import copy_bytes
from tests.registry.making_path import (
    acts_logged,
    an_objection,
    an_offer,
    an_officer,
    kinds_told,
    somebody_of,
)
from tests.threads import at_once

SignIn = Callable[[Any], FlaskClient]


def decide(
    design: Design, act: DesignAct, officer: Person, reason: str = "两家的照片都看过了", **later: int
) -> None:
    with transaction():
        path.decide(design, act, reason=reason, actor=officer, now=now() + timedelta(**later))


def a_questioned_pair(seed: int = 1) -> tuple[Design, Design]:
    maker, copier = a_workshop("李家坊"), a_workshop("王家坊")
    first = a_design(maker, "原样", pictures=[a_picture(maker, seed=seed)])
    second = an_application(copier, "仿样", pictures=[a_picture(copier, data=copy_bytes(seed))])
    assert second.state == "screened"
    return first, second


def test_a_design_is_not_registered_while_neighbours_may_still_object(app: Flask) -> None:
    design, officer = an_application(a_workshop()), an_officer()
    with pytest.raises(NoticeRuns):
        decide(design, DesignAct.REGISTER, officer)
    assert fresh(design).state == DesignState.NOTICE
    decide(design, DesignAct.REGISTER, officer, days=8)
    assert fresh(design).state == DesignState.REGISTERED
    assert design.registered_at is not None and design.expires_on is not None


def test_every_decision_needs_a_reason(app: Flask) -> None:
    design, officer = a_design(a_workshop()), an_officer()
    with pytest.raises(NeedsReason):
        decide(design, DesignAct.CANCEL, officer, reason="")
    assert fresh(design).state == DesignState.REGISTERED


@pytest.mark.parametrize(
    ("act", "kind", "neighbour_kind"),
    [
        (DesignAct.ADMIT, "design.admitted", "design.admitted_beside"),
        (DesignAct.REFUSE, "design.refused", "design.refused_beside"),
    ],
)
def test_both_families_are_told_what_was_decided_on_a_questioned_design(
    app: Flask, act: DesignAct, kind: str, neighbour_kind: str
) -> None:
    first, second = a_questioned_pair()
    owner, applicant = somebody_of(first.workshop), somebody_of(second.workshop)
    before = len(kinds_told(owner)), len(kinds_told(applicant))
    decide(second, act, an_officer())
    assert kinds_told(applicant)[before[1] :] == [kind]
    assert kinds_told(owner)[before[0] :] == [neighbour_kind]


def test_a_refused_design_tells_the_neighbour_without_a_page_that_it_cannot_open(app: Flask) -> None:
    first, second = a_questioned_pair()
    owner = somebody_of(first.workshop)
    decide(second, DesignAct.REFUSE, an_officer())
    query = select(Message.url).where(Message.person_id == owner.id, Message.kind == "design.refused_beside")
    assert db.session.scalars(query).all() == [""]


def test_cancelling_tells_whoever_holds_a_licence_for_it_and_takes_the_pictures_down(app: Flask) -> None:
    maker, holder = a_workshop(), a_workshop()
    design = a_design(maker)
    seller = somebody_of(holder)
    a_licence(maker, holder, design=design)
    assert design.pictures[0].picture.is_public
    decide(design, DesignAct.CANCEL, an_officer())
    assert fresh(design).state == DesignState.CANCELLED
    assert not fresh(design.pictures[0].picture).is_public
    assert "design.licence_stands_on_nothing" in kinds_told(seller)


def test_whoever_is_tied_to_either_side_decides_nothing(app: Flask) -> None:
    first, second = a_questioned_pair()
    kin, villager, member = an_officer(), an_officer(), an_officer()
    join(first.workshop, member)
    with transaction():
        declare_tie(kin, second.workshop, actor=None, now=now())
        declare_tie(villager, first.workshop.village, actor=None, now=now())
    for officer, error in ((kin, StepAside), (villager, SameVillage), (member, StepAside)):
        with pytest.raises(error):
            decide(second, DesignAct.REFUSE, officer)
    assert fresh(second).state == DesignState.SCREENED


def test_whoever_is_tied_to_an_objector_steps_aside_too(app: Flask) -> None:
    design, objector = a_design(a_workshop()), a_workshop()
    an_objection(design, objector)
    officer = an_officer()
    join(objector, officer)
    with pytest.raises(StepAside):
        decide(design, DesignAct.CANCEL, officer)


def test_an_application_that_somebody_objects_to_waits_for_that_decision(app: Flask) -> None:
    design = an_application(a_workshop())
    an_objection(design, a_workshop())
    for act in (DesignAct.REGISTER, DesignAct.REFUSE):
        with pytest.raises(ObjectionsFirst):
            decide(design, act, an_officer(), days=8)
    assert fresh(design).state == DesignState.OBJECTED


def test_withdrawing_settles_objections_and_closes_the_offer(app: Flask) -> None:
    maker = a_workshop()
    li = somebody_of(maker)
    given, design = a_design(maker), an_application(maker)
    objection, offer = an_objection(design, a_workshop()), an_offer(given, a_workshop())
    for one in (design, given):
        with transaction():
            path.withdraw(one, actor=li, now=now())
    assert (fresh(objection).state, fresh(offer).state) == ("settled", "closed")
    assert "objection.settled" in kinds_told(somebody_of(objection.workshop))


def test_of_two_officers_who_decide_at_once_one_is_told_that_somebody_was_quicker(app: Flask) -> None:
    _first, second = a_questioned_pair()
    officers = [an_officer().id, an_officer().id]
    design_id = second.id

    def press(number: int) -> None:
        act = (DesignAct.ADMIT, DesignAct.REFUSE)[number]
        with transaction():
            officer = db.session.get_one(Person, officers[number])
            design = db.session.get_one(Design, design_id)
            path.decide(design, act, reason="理由", actor=officer, now=now(), seen="screened")

    results = at_once(app, 2, press)
    assert sorted(type(one) for one in results if one is not None) == [WrongStep]
    assert fresh(second).state in {DesignState.NOTICE, DesignState.REFUSED}
    assert (
        len([act for act in acts_logged("design", second) if act in ("design.notice", "design.refused")]) == 1
    )


def test_the_office_decides_on_the_page_and_the_family_reads_why(app: Flask, sign_in: SignIn) -> None:
    _first, second = a_questioned_pair()
    li, officer = somebody_of(second.workshop), an_officer()
    browser, address = sign_in(officer), f"/register/{second.public_id}"
    answer = browser.post(f"{address}/decide", data={"decision": "refuse", "reason": ""})
    assert answer.status_code == 422 and "Please fill this in." in answer.text
    answer = browser.post(f"{address}/decide", data={"decision": "refuse", "reason": "与李家坊的原样相同"})
    assert answer.status_code == 302
    page = sign_in(li).get(address).text
    assert "与李家坊的原样相同" in page and "Hand in anew" in page and "Leading Group" in page


def test_registering_too_early_is_said_beside_the_form(app: Flask, sign_in: SignIn) -> None:
    design = an_application(a_workshop())
    browser = sign_in(an_officer())
    page = browser.get(f"/register/{design.public_id}").text
    assert "The public notice still runs" in page and "Register it" not in page
    answer = browser.post(
        f"/register/{design.public_id}/decide", data={"decision": "register", "reason": "没有异议"}
    )
    assert answer.status_code == 422 and "没有异议" in answer.text
    assert fresh(design).state == DesignState.NOTICE
