"""The pages of objections: who reads what, how both sides and the office go on from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.accounts.models import Person
from shop.core.roles import Role
from shop.pictures.service import may_see
from shop.registry import objections
from shop.registry.rules import ObjectionAct
from tests.making import a_person, a_picture, a_workshop, an_application, fresh, join
from tests.registry.making_path import a_decision, an_answer, an_objection, an_officer, somebody_of

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]
UPHOLD = ObjectionAct.UPHOLD


@pytest.fixture
def officer(app: Flask) -> Person:
    return an_officer()


def test_the_photos_of_an_objection_are_seen_by_both_sides_the_office_and_jurors_only(
    app: Flask, officer: Person
) -> None:
    design, objector = an_application(a_workshop()), a_workshop()
    photo = a_picture(objector)
    an_objection(design, objector, pictures=[photo])
    seeing = [somebody_of(design.workshop), somebody_of(objector), officer, a_person("", Role.JUROR)]
    assert [may_see(photo, person) for person in seeing] == [True] * 4
    assert [may_see(photo, person) for person in (a_person(), a_person("", Role.KEEPER), None)] == [False] * 3


def test_the_public_sees_that_somebody_objects_and_why_but_not_who_or_what_they_say(
    app: Flask, sign_in: SignIn
) -> None:
    design = an_application(a_workshop())
    objection = an_objection(design, a_workshop("告状坊"), "去年就在春晚穿过")
    page = app.test_client().get(f"/register/{design.public_id}", headers={"Accept-Language": "en"}).text
    assert "Somebody objects" in page and "We made it earlier" in page
    assert "告状坊" not in page and "去年就在春晚穿过" not in page
    stranger = sign_in(a_person())
    assert stranger.get(f"/objections/{objection.public_id}").status_code == 404
    juror = sign_in(a_person("", Role.JUROR))
    assert "去年就在春晚穿过" in juror.get(f"/objections/{objection.public_id}").text


def test_a_neighbour_objects_the_family_answers_the_office_decides(
    app: Flask, sign_in: SignIn, officer: Person
) -> None:
    design, home = an_application(a_workshop()), a_workshop("赵家坊")
    wang, li = somebody_of(home), somebody_of(design.workshop)
    neighbour, family, office = sign_in(wang), sign_in(li), sign_in(officer)
    address = f"/register/{design.public_id}"
    assert f"{address}/object" in neighbour.get(address).text
    photo = a_picture(home)
    form = {"ground": "earlier", "words": "前年庙会就穿了", "own": "", "photo_ids": photo.public_id}
    answer = neighbour.post(f"{address}/object", data={**form, "once": "k1"})
    assert answer.status_code == 302
    again = neighbour.post(f"{address}/object", data={**form, "once": "k1"})
    assert again.location == answer.location
    assert len(objections.objections_to(design)) == 1
    page = answer.location
    assert "Read and answer" in family.get(address).text
    said = family.post(f"{page}/answer", data={"answer": "是去年自己画的"})
    assert said.status_code == 302
    assert "是去年自己画的" in neighbour.get(page).text
    desk = office.get(page).text
    assert "How each side has fared so far" in desk and photo.public_id in desk
    refused = office.post(f"{page}/decide", data={"decision": "uphold", "reason": ""})
    assert refused.status_code == 422
    decided = office.post(f"{page}/decide", data={"decision": "uphold", "reason": "庙会照片为证"})
    assert decided.status_code == 302
    assert fresh(design).state == "refused"
    assert "庙会照片为证" in family.get(page).text and "庙会照片为证" in neighbour.get(page).text


def test_a_wrong_form_keeps_what_was_typed_and_objects_to_nothing(app: Flask, sign_in: SignIn) -> None:
    design, home = an_application(a_workshop()), a_workshop()
    browser = sign_in(somebody_of(home))
    foreign = a_picture(a_workshop())
    for form in (
        {"words": "没有选原因"},
        {"ground": "made-up", "words": "没有选原因"},
        {"ground": "other", "words": ""},
        {"ground": "other", "words": "长" * 1001},
        {"ground": "other", "words": "别人的照片", "photo_ids": foreign.public_id},
        {"ground": "other", "words": "别人的款式", "own": design.public_id},
    ):
        answer = browser.post(f"/register/{design.public_id}/object", data={"own": "", **form})
        assert answer.status_code == 422, form
        assert form["words"] in answer.text
    assert fresh(design).state == "notice"


def test_only_each_sides_own_acts_are_open_to_it(app: Flask, sign_in: SignIn, officer: Person) -> None:
    objection = an_objection(an_application(a_workshop()), a_workshop())
    page = f"/objections/{objection.public_id}"
    family = sign_in(somebody_of(objection.design.workshop))
    objector = sign_in(somebody_of(objection.workshop))
    assert family.post(f"{page}/take-back").status_code == 404
    assert objector.post(f"{page}/answer", data={"answer": "替他们说"}).status_code == 404
    for side in (family, objector):
        assert (
            side.post(f"{page}/decide", data={"decision": "reject", "reason": "我说了算"}).status_code == 403
        )
    assert sign_in(a_person()).post(f"{page}/take-back").status_code == 404
    assert (fresh(objection).state, objection.answer) == ("open", "")


def test_an_officer_who_is_tied_reads_why_instead_of_the_buttons(
    app: Flask, sign_in: SignIn, officer: Person
) -> None:
    objection = an_objection(an_application(a_workshop()), a_workshop("自家坊"))
    join(objection.workshop, officer)
    page = f"/objections/{objection.public_id}"
    shown = sign_in(officer).get(page).text
    assert "please step aside" in shown and "Reject the objection" not in shown
    form = {"decision": "reject", "reason": "我来定"}
    assert sign_in(officer).post(f"{page}/decide", data=form).status_code == 403


def test_whoever_has_no_workshop_but_the_designs_own_finds_no_form(app: Flask, sign_in: SignIn) -> None:
    design = an_application(a_workshop())
    for person in (somebody_of(design.workshop), a_person()):
        answer = sign_in(person).get(f"/register/{design.public_id}/object")
        assert answer.status_code == 404
        assert "/object" not in sign_in(person).get(f"/register/{design.public_id}").text


def test_an_objector_still_reads_the_decision_when_the_design_is_gone(
    app: Flask, sign_in: SignIn, officer: Person
) -> None:
    objection = an_objection(an_application(a_workshop()), a_workshop())
    an_answer(objection)
    a_decision(objection, UPHOLD, officer, "确实更早")
    browser = sign_in(somebody_of(objection.workshop))
    assert browser.get(f"/register/{objection.design.public_id}").status_code == 404
    assert "确实更早" in browser.get(f"/objections/{objection.public_id}").text
