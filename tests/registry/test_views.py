"""Apply, look, decide: the register's pages as people use them."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.audit.models import Entry
from shop.core.db import db
from shop.core.ids import new_key
from shop.core.roles import Role
from shop.registry.models import Design, Likeness
from tests.making import a_design, a_person, a_picture, a_workshop, fresh, join
from tests.registry.making import apply, copy_bytes, design_form, photo_bytes, send_photo, statements

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


def designs() -> list[Design]:
    db.session.rollback()
    return list(db.session.scalars(select(Design).order_by(Design.id)).unique())


def test_a_design_unlike_all_others_goes_on_notice_at_once(app: Flask, sign_in: SignIn) -> None:
    li = a_person("李四")
    workshop = a_workshop("李家坊", li)
    answer = apply(sign_in(li), workshop, photo_bytes(1))
    assert answer.status_code == 302
    page = sign_in(li).get(answer.location).text
    assert "Clear: nothing like it stood in the register." in page
    (design,) = designs()
    assert (design.state, design.name, design.workshop_id) == ("notice", "牡丹扇", workshop.id)
    assert design.number in page


def test_photos_may_be_sent_one_by_one_before_the_form(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    workshop = a_workshop("", li)
    browser = sign_in(li)
    ids = [send_photo(browser, workshop, photo_bytes(seed)) for seed in (1, 2)]
    form = design_form(photo_ids=ids)
    assert browser.post(f"/workshops/{workshop.public_id}/designs/new", data=form).status_code == 302
    assert [row.picture.public_id for row in designs()[0].pictures] == ids


def test_a_mirrored_cut_and_recoloured_copy_is_questioned_and_shown_beside_the_first(
    app: Flask, sign_in: SignIn
) -> None:
    li, wang = a_person("李四"), a_person("王五")
    maker, copier = a_workshop("李家坊", li), a_workshop("王家坊", wang)
    apply(sign_in(li), maker, photo_bytes(1))
    answer = apply(sign_in(wang), copier, copy_bytes(1))
    first, second = designs()
    assert (first.state, second.state) == ("notice", "screened")
    said = f"This looks like No. {first.number} of 李家坊."
    assert said in sign_in(wang).get(answer.location).text
    page = sign_in(wang).get(f"/register/{second.public_id}").text
    assert said in page
    assert "mirrored" in page and "recoloured" in page and "cut down to" in page
    assert page.count("<polygon") == 4  # the matching part, outlined in both pictures
    assert "Put on public notice" not in page
    (likeness,) = db.session.scalars(select(Likeness)).unique()
    assert likeness.verdict == "same-picture" and likeness.match["transform"]["mirrored"] is True


def test_a_questioned_design_is_seen_by_its_family_and_the_office_only(app: Flask, sign_in: SignIn) -> None:
    _first, second = _questioned()
    stranger, officer = a_person(), a_person("", Role.OFFICER)
    address = f"/register/{second.public_id}"
    assert sign_in(stranger).get(address).status_code == 404
    assert app.test_client().get(address).status_code == 404
    assert "Put on public notice" in sign_in(officer).get(address).text
    assert second.number not in app.test_client().get("/register").text


def _questioned(seed: int = 1) -> tuple[Design, Design]:
    maker, copier = a_workshop("李家坊"), a_workshop("王家坊")
    first = a_design(maker, "原样", pictures=[a_picture(maker, seed=seed)])
    second = a_design(copier, "仿样", pictures=[a_picture(copier, data=copy_bytes(seed))])
    assert second.state == "screened"
    return first, second


@pytest.mark.parametrize(("button", "state"), [("admit", "notice"), ("refuse", "refused")])
def test_the_office_decides_with_a_reason_that_the_family_reads(
    app: Flask, sign_in: SignIn, button: str, state: str
) -> None:
    _first, second = _questioned()
    officer, wang = a_person("", Role.OFFICER), a_person()
    join(second.workshop, wang)
    address = f"/register/{second.public_id}"
    answer = sign_in(officer).post(f"{address}/decide", data={"decision": button, "reason": "两家一起做的"})
    assert answer.status_code == 302
    assert fresh(second).state == state and second.decided_by_id == officer.id
    assert "两家一起做的" in sign_in(wang).get(address).text
    assert (
        sign_in(officer).post(f"{address}/decide", data={"decision": button, "reason": "再一次"}).status_code
        == 409
    )
    assert fresh(second).reason == "两家一起做的"


@pytest.mark.parametrize(
    "form",
    [
        {"decision": "admit", "reason": ""},
        {"decision": "admit", "reason": "长" * 501},
        {"reason": "没有按任何一个按钮"},
        {"decision": "maybe", "reason": "不知道"},
    ],
)
def test_a_decision_needs_a_button_and_a_reason(app: Flask, sign_in: SignIn, form: dict[str, str]) -> None:
    _first, second = _questioned()
    officer = a_person("", Role.OFFICER)
    answer = sign_in(officer).post(f"/register/{second.public_id}/decide", data=form)
    assert answer.status_code == 422
    assert form["reason"] in answer.text
    assert fresh(second).state == "screened"


@pytest.mark.parametrize("side", [0, 1])
def test_an_officer_of_either_workshop_steps_aside(app: Flask, sign_in: SignIn, side: int) -> None:
    pair = _questioned()
    officer = a_person("", Role.OFFICER)
    join(pair[side].workshop, officer)
    address = f"/register/{pair[1].public_id}"
    form = {"decision": "refuse", "reason": "是我家的"}
    assert sign_in(officer).post(f"{address}/decide", data=form).status_code == 403
    assert fresh(pair[1]).state == "screened"
    assert "Refuse it" not in sign_in(officer).get(address).text


def test_others_applications_are_not_shown_to_a_third_applicant(app: Flask, sign_in: SignIn) -> None:
    _first, second = _questioned()
    third_person = a_person()
    third = a_workshop("赵家坊", third_person)
    answer = apply(sign_in(third_person), third, photo_bytes(1))
    address = f"/register/{designs()[-1].public_id}"
    for page in (answer.location, address):
        told = sign_in(third_person).get(page).text
        assert "李家坊" in told
        assert "王家坊" not in told and second.number not in told


def test_a_workshop_does_not_register_its_photo_twice(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    workshop = a_workshop("", li)
    apply(sign_in(li), workshop, photo_bytes(1))
    answer = apply(sign_in(li), workshop, copy_bytes(1), name="又一次")
    assert answer.status_code == 422
    assert "You have registered this photo already" in answer.text and "又一次" in answer.text
    assert len(designs()) == 1


def test_the_same_form_twice_registers_once(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    workshop = a_workshop("", li)
    key = new_key()
    answers = [apply(sign_in(li), workshop, photo_bytes(1), once=key) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert len(designs()) == 1


def test_of_two_who_register_one_photo_at_once_one_is_clear_and_one_is_questioned(
    app: Flask, sign_in: SignIn
) -> None:
    people = [a_person(), a_person(), a_person()]
    homes = [a_workshop("", person) for person in people]
    browsers = [sign_in(person) for person in people]
    forms = [
        design_form(photo_ids=[send_photo(browser, home, photo_bytes(3))])
        for browser, home in zip(browsers, homes, strict=True)
    ]
    answers: list[int] = []

    def send(browser: FlaskClient, home: str, form: dict[str, Any]) -> None:
        answers.append(browser.post(f"/workshops/{home}/designs/new", data=form).status_code)

    ids = [home.public_id for home in homes]
    threads = [Thread(target=send, args=each) for each in zip(browsers, ids, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302, 302, 302]
    assert sorted(design.state for design in designs()) == ["notice", "screened", "screened"]
    assert len({design.number for design in designs()}) == 3


def test_a_family_withdraws_its_own_design_once(app: Flask, sign_in: SignIn) -> None:
    li, wang = a_person(), a_person()
    workshop = a_workshop("", li)
    other = a_workshop("", wang)
    design = a_design(workshop)
    form = f"/designs/{design.public_id}/withdraw"
    assert sign_in(wang).post(f"/workshops/{other.public_id}{form}").status_code == 404
    assert sign_in(wang).post(f"/workshops/{workshop.public_id}{form}").status_code == 404
    assert sign_in(li).post(f"/workshops/{workshop.public_id}{form}").status_code == 302
    assert sign_in(li).post(f"/workshops/{workshop.public_id}{form}").status_code == 409
    assert fresh(design).state == "withdrawn"
    acts = db.session.scalars(select(Entry.act).where(Entry.subject_id == design.public_id)).all()
    assert acts.count("design.withdrawn") == 1


def test_the_register_is_found_by_words_and_kind(app: Flask, sign_in: SignIn) -> None:
    workshop = a_workshop("锦绣坊")
    a_design(workshop, "红绸扇")
    a_design(workshop, "蓝水袖")
    page = app.test_client().get
    assert "红绸扇" in page("/register?q=红绸").text and "蓝水袖" not in page("/register?q=红绸").text
    assert "蓝水袖" in page("/register?q=锦绣坊 水袖&kind=yangge").text
    assert "蓝水袖" not in page("/register?kind=hanfu").text


def test_the_register_asks_as_much_for_ten_designs_as_for_two(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    workshop = a_workshop("", li)
    pages = ("/register", f"/workshops/{workshop.public_id}/designs")
    for seed in range(2):
        a_design(workshop, f"第{seed}款")
    few = [statements(sign_in(li), page) for page in pages]
    for seed in range(2, 6):
        a_design(workshop, f"第{seed}款")
    assert [statements(sign_in(li), page) for page in pages] == few
