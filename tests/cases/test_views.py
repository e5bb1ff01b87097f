"""Look at a suspicion with its evidence, and decide it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from shop.audit.models import Entry
from shop.cases.service import about_designs_of, about_listings_of, count_open
from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.core.roles import Role
from shop.listings.models import Suspicion
from shop.registry.path import withdraw
from shop.workshops.models import Workshop
from tests.making import (
    a_design,
    a_licence,
    a_listing,
    a_person,
    a_picture,
    a_suspicion,
    a_workshop,
    drawing,
    fresh,
    join,
)
from tests.registry.making import copied, copy_bytes, statements

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


def a_copy(copier: Workshop | None = None, seed: int = 1) -> Suspicion:
    """Let a copied photo of a registered design be listed."""
    maker = a_workshop("李家坊")
    a_design(maker, "牡丹扇", pictures=[a_picture(maker, seed=seed)])
    home = copier or a_workshop("王家店")
    return a_listing(home, "仿牡丹扇", pictures=[a_picture(home, data=copy_bytes(seed))]).suspicions[0]


def members(suspicion: Suspicion) -> dict[str, Any]:
    """Give somebody of each kind to whom the suspicion may or may not be shown."""
    people = {
        "maker": a_person(),
        "lister": a_person(),
        "officer": a_person("", Role.OFFICER),
        "juror": a_person("", Role.JUROR),
        "stranger": a_person(),
        "keeper": a_person("", Role.KEEPER),
    }
    join(suspicion.likeness.design.workshop, people["maker"])
    join(suspicion.listing.workshop, people["lister"])
    return people


def test_a_suspicion_and_its_photo_are_shown_to_both_families_the_office_and_the_jurors_only(
    app: Flask, sign_in: SignIn
) -> None:
    suspicion = a_copy()
    people = members(suspicion)
    addresses = [
        f"/suspicions/{suspicion.public_id}",
        f"/suspicions/{suspicion.public_id}/evidence/side-by-side.jpg",
        suspicion.likeness.picture.url("page", "jpg"),
    ]
    for who, person in people.items():
        expected = 404 if who in ("stranger", "keeper") else 200
        got = [sign_in(person).get(address).status_code for address in addresses]
        assert got == [expected] * 3, who
    assert [app.test_client().get(address).status_code for address in addresses] == [302, 302, 404]


def test_each_side_reads_what_it_can_do(app: Flask, sign_in: SignIn) -> None:
    suspicion = a_copy()
    people = members(suspicion)
    number = suspicion.likeness.design.number
    pages = {
        who: sign_in(people[who]).get(f"/suspicions/{suspicion.public_id}").text
        for who in ("maker", "lister", "officer", "juror")
    }
    assert all(f"Looks like No. {number}" in page and page.count("<polygon") == 4 for page in pages.values())
    assert all("mirrored" in page and "recoloured" in page for page in pages.values())
    assert (
        "Ask 李家坊 for a licence that covers the photos." in pages["lister"]
        and "Check it again" in pages["lister"]
    )
    assert "Give a licence" in pages["maker"] and "Check it again" not in pages["maker"]
    assert [who for who, page in pages.items() if "A copy: take it out" in page] == ["officer"]


SAYINGS = {
    "no-photos": "Your licence allows you to sell, but not to use the photos.",
    "ended": "Your licence has ended.",
    "not-yet": "Your licence has not begun yet.",
    "other-design": "Your licence is for another design.",
}


@pytest.mark.parametrize("why", SAYINGS)
def test_the_page_says_what_is_wrong_with_the_licence(app: Flask, sign_in: SignIn, why: str) -> None:
    today, day = china_day(now()), timedelta(days=1)
    maker, wang = a_workshop(), a_person()
    home = a_workshop("", wang)
    periods: dict[str, dict[str, Any]] = {
        "no-photos": {"covers_photos": False},
        "ended": {"starts_on": today - 9 * day, "ends_on": today - day},
        "not-yet": {"starts_on": today + day, "ends_on": today + 9 * day},
        "other-design": {"design": a_design(maker, "另一款", pictures=[a_picture(maker, seed=2)])},
    }
    a_licence(maker, home, **periods[why])
    suspicion = a_suspicion(maker, home, seed=1)
    assert SAYINGS[why] in sign_in(wang).get(f"/suspicions/{suspicion.public_id}").text


def test_the_evidence_is_drawn_from_both_pictures(app: Flask, sign_in: SignIn) -> None:
    suspicion = a_copy()
    browser = sign_in(a_person("", Role.OFFICER))

    def layer(name: str) -> Image.Image:
        answer = browser.get(f"/suspicions/{suspicion.public_id}/evidence/{name}.jpg")
        assert answer.mimetype == "image/jpeg" and "private" in answer.headers["Cache-Control"]
        image = Image.open(io.BytesIO(answer.data))
        image.load()
        return image

    wide, high = copied(drawing(1)).size
    before, after, both = layer("before"), layer("after"), layer("side-by-side")
    assert before.size == after.size == (round(wide * 480 / high), 480)
    assert both.size == (before.width + 16 + 360, 480)
    shown = np.asarray(before.convert("L"), float), np.asarray(after.convert("L"), float)
    assert np.corrcoef(shown[0].ravel(), shown[1].ravel())[0, 1] > 0.8  # turned back, it lies on the copy
    assert browser.get(f"/suspicions/{suspicion.public_id}/evidence/elsewhere.jpg").status_code == 404


@pytest.mark.parametrize(
    ("button", "state", "hangs"), [("copy", "withdrawn", False), ("not-a-copy", "published", True)]
)
def test_the_office_decides_and_both_families_read_why(
    app: Flask, sign_in: SignIn, button: str, state: str, hangs: bool
) -> None:
    suspicion = a_copy()
    people = members(suspicion)
    address = f"/suspicions/{suspicion.public_id}"
    form = {"decision": button, "reason": "两家的底稿都看过了"}
    assert sign_in(people["officer"]).post(f"{address}/decide", data=form).status_code == 302
    assert (fresh(suspicion).state, suspicion.listing.state) == (button, state)
    assert suspicion.decided_by_id == people["officer"].id
    for who in ("maker", "lister"):
        assert "两家的底稿都看过了" in sign_in(people[who]).get(address).text
    assert ("仿牡丹扇" in app.test_client().get("/costumes").text) == hangs
    assert sign_in(people["officer"]).post(f"{address}/decide", data=form).status_code == 409
    acts = db.session.scalars(select(Entry.act).where(Entry.subject_id == suspicion.public_id)).all()
    assert acts == [f"suspicion.{button.replace('-', '_')}"]


@pytest.mark.parametrize(
    "form",
    [
        {"decision": "copy", "reason": ""},
        {"decision": "copy", "reason": "\u200b \n"},
        {"decision": "not-a-copy", "reason": "长" * 501},
        {"reason": "没有按任何一个按钮"},
        {"decision": "COPY", "reason": "按钮不对"},
    ],
)
def test_a_decision_needs_a_button_and_a_reason(app: Flask, sign_in: SignIn, form: dict[str, str]) -> None:
    suspicion = a_copy()
    officer = a_person("", Role.OFFICER)
    answer = sign_in(officer).post(f"/suspicions/{suspicion.public_id}/decide", data=form)
    assert answer.status_code == 422
    assert form["reason"].strip("\u200b \n") in answer.text and "A copy: take it out" in answer.text
    assert fresh(suspicion).state == "open"


@pytest.mark.parametrize("side", ["maker", "lister"])
def test_an_officer_who_is_a_party_steps_aside(app: Flask, sign_in: SignIn, side: str) -> None:
    suspicion = a_copy()
    officer = a_person("", Role.OFFICER)
    join(suspicion.likeness.design.workshop if side == "maker" else suspicion.listing.workshop, officer)
    address = f"/suspicions/{suspicion.public_id}"
    assert "A copy: take it out" not in sign_in(officer).get(address).text
    form = {"decision": "copy", "reason": "我家的"}
    assert sign_in(officer).post(f"{address}/decide", data=form).status_code == 403
    assert fresh(suspicion).state == "open"


@pytest.mark.parametrize("who", ["maker", "lister", "juror", "stranger"])
def test_only_the_office_decides(app: Flask, sign_in: SignIn, who: str) -> None:
    suspicion = a_copy()
    person = members(suspicion)[who]
    form = {"decision": "not-a-copy", "reason": "自己说了算"}
    assert sign_in(person).post(f"/suspicions/{suspicion.public_id}/decide", data=form).status_code == 403
    assert fresh(suspicion).state == "open"


def test_of_two_officers_at_once_one_decides(app: Flask, sign_in: SignIn) -> None:
    suspicion = a_copy()
    officers = [a_person("", Role.OFFICER) for _ in range(4)]
    answers: list[int] = []

    def send(browser: FlaskClient, button: str) -> None:
        form = {"decision": button, "reason": button}
        answers.append(browser.post(f"/suspicions/{suspicion_id}/decide", data=form).status_code)

    suspicion_id = suspicion.public_id
    buttons = ["copy", "not-a-copy"] * 2
    threads = [Thread(target=send, args=(sign_in(o), b)) for o, b in zip(officers, buttons, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 409, 409, 409]
    assert fresh(suspicion).reason == suspicion.state
    assert suspicion.listing.state == {"copy": "withdrawn", "not-a-copy": "published"}[suspicion.state]


def test_an_open_suspicion_stands_on_both_desks_and_in_the_queue_until_it_is_decided(
    app: Flask, sign_in: SignIn
) -> None:
    suspicion = a_copy()
    maker, lister = suspicion.likeness.design.workshop, suspicion.listing.workshop
    assert list(about_designs_of(maker)) == list(about_listings_of(lister)) == [suspicion]
    assert list(about_designs_of(lister)) == list(about_listings_of(maker)) == []
    assert count_open() == 1
    officer = a_person("", Role.OFFICER)
    assert "仿牡丹扇" in sign_in(officer).get("/suspicions").text
    form = {"decision": "not-a-copy", "reason": "不是"}
    sign_in(officer).post(f"/suspicions/{suspicion.public_id}/decide", data=form)
    assert count_open() == 0
    assert "仿牡丹扇" not in sign_in(officer).get("/suspicions").text
    assert "仿牡丹扇" in sign_in(officer).get("/suspicions?all=1").text
    assert list(about_designs_of(maker)) == []


def test_a_design_withdrawn_meanwhile_does_not_break_the_page(app: Flask, sign_in: SignIn) -> None:
    suspicion = a_copy()
    people = members(suspicion)
    with transaction():
        withdraw(suspicion.likeness.design, actor=people["maker"], now=now())
    assert sign_in(people["lister"]).get(f"/suspicions/{suspicion.public_id}").status_code == 200
    form = {"decision": "not-a-copy", "reason": "款式已撤回"}
    assert (
        sign_in(people["officer"]).post(f"/suspicions/{suspicion.public_id}/decide", data=form).status_code
        == 302
    )


def test_the_queue_asks_as_much_for_five_suspicions_as_for_two(app: Flask, sign_in: SignIn) -> None:
    officer = a_person("", Role.OFFICER)
    for _ in range(2):
        a_suspicion(a_workshop(), a_workshop())
    few = statements(sign_in(officer), "/suspicions")
    for _ in range(3):
        a_suspicion(a_workshop(), a_workshop())
    assert count_open() == 5
    assert statements(sign_in(officer), "/suspicions") == few
