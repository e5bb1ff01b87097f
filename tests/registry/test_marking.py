"""Mark photos through the pages, and see what follows from it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from shop.core.db import db
from shop.core.roles import Role
from shop.pictures.models import MarkedRegion
from shop.pictures.shapes import RegionKind
from shop.registry.models import Design
from tests.making import a_design, a_mark, a_person, a_picture, a_suspicion, a_workshop, jpeg
from tests.registry.making import copy_bytes

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]
HEM = {"words": "牡丹裙摆", "left": "20", "top": "60", "wide": "60", "high": "20.5"}


def marks() -> list[MarkedRegion]:
    db.session.rollback()
    return list(db.session.scalars(select(MarkedRegion).order_by(MarkedRegion.id)))


def a_cast() -> tuple[Design, dict[str, Any]]:
    li = a_person("李四")
    home = a_workshop("李家坊", li)
    design = a_design(home, "牡丹扇", pictures=[a_picture(home, seed=1), a_picture(home, seed=2)])
    officer, stranger = a_person("", Role.OFFICER), a_person()
    return design, {"family": li, "officer": officer, "stranger": stranger}


def test_the_family_marks_what_is_new_and_everybody_sees_it(app: Flask, sign_in: SignIn) -> None:
    design, people = a_cast()
    browser, address = sign_in(people["family"]), f"/register/{design.public_id}"
    second = design.pictures[1].picture
    answer = browser.post(f"{address}/marks?photo={second.public_id}", data=HEM)
    assert answer.status_code == 302 and second.public_id in answer.location
    (mark,) = marks()
    assert (mark.kind, mark.words, mark.picture_id) == ("claim", "牡丹裙摆", second.id)
    assert mark.shape == [[0.2, 0.6], [0.8, 0.6], [0.8, 0.805], [0.2, 0.805]]
    page = app.test_client().get(address, headers={"Accept-Language": "en"}).text
    assert "牡丹裙摆" in page and "claimed as new" in page and "Mark what is new" not in page
    remove = f"{address}/marks/{mark.public_id}/remove"
    assert sign_in(people["officer"]).post(remove).status_code == 404
    assert browser.post(f"{remove}?photo={second.public_id}").status_code == 302 and marks() == []


def test_the_office_marks_what_is_everybodys_and_then_nobody_can_claim_it(
    app: Flask, sign_in: SignIn
) -> None:
    design, people = a_cast()
    address = f"/register/{design.public_id}/marks"
    everybodys = {**HEM, "words": "折枝牡丹，各地都有"}
    assert "Mark what belongs to everybody" in sign_in(people["officer"]).get(address).text
    assert sign_in(people["officer"]).post(address, data=everybodys).status_code == 302
    refused = sign_in(people["family"]).post(address, data=HEM)
    assert refused.status_code == 422 and "nobody can claim it" in refused.text
    assert [mark.kind for mark in marks()] == ["commons"]


def test_others_find_no_page_to_mark_on(app: Flask, sign_in: SignIn) -> None:
    design, people = a_cast()
    address = f"/register/{design.public_id}/marks"
    for person in (people["stranger"], a_person("", Role.JUROR)):
        assert sign_in(person).get(address).status_code == 404
        assert sign_in(person).post(address, data=HEM).status_code == 404
    assert app.test_client().post(address, data=HEM).status_code in (302, 401)
    foreign = a_picture(a_workshop())
    browser = sign_in(people["family"])
    assert browser.get(f"{address}?photo={foreign.public_id}").status_code == 404
    assert browser.post(f"{address}?photo={foreign.public_id}", data=HEM).status_code == 404
    assert marks() == []


BAD = [
    ({"words": ""}, "Please fill this in."),
    ({"words": "长" * 121}, "This is too long"),
    ({"left": "abc"}, "Write a number from 0 to 100."),
    ({"left": ""}, "Please fill this in."),
    ({"top": "-3"}, "Write a number from 0 to 100."),
    ({"wide": "nan"}, "Write a number from 0 to 100."),
    ({"high": "1e9"}, "Write a number from 0 to 100."),
    ({"high": "0.5"}, "Draw a larger rectangle"),
]


@pytest.mark.parametrize(("wrong", "said"), BAD)
def test_what_is_no_mark_is_said_beside_the_form(
    app: Flask, sign_in: SignIn, wrong: dict[str, str], said: str
) -> None:
    design, people = a_cast()
    answer = sign_in(people["family"]).post(f"/register/{design.public_id}/marks", data={**HEM, **wrong})
    assert answer.status_code == 422 and said in answer.text and marks() == []


def test_numbers_may_be_typed_as_a_chinese_keyboard_writes_them(app: Flask, sign_in: SignIn) -> None:
    design, people = a_cast()
    typed = {**HEM, "left": "２０％", "high": "20,5"}
    address = f"/register/{design.public_id}/marks"
    assert sign_in(people["family"]).post(address, data=typed).status_code == 302
    assert marks()[0].shape[2] == [0.8, 0.805]


def a_caught_copy() -> tuple[Design, Design, dict[str, Any]]:
    """Let a copy of a design with a claimed hem be handed in."""
    first, people = a_cast()
    a_mark(first.cover, RegionKind.CLAIM, "牡丹裙摆", (30, 40, 40, 20))
    home = a_workshop("王家店", people["stranger"])
    second = a_design(home, "仿牡丹扇", pictures=[a_picture(home, data=copy_bytes(1))])
    assert second.state == "screened"
    return first, second, people


def test_the_applicant_reads_which_claim_the_copy_covers_and_sees_the_evidence(
    app: Flask, sign_in: SignIn
) -> None:
    first, second, people = a_caught_copy()
    browser = sign_in(people["stranger"])
    page = browser.get(f"/register/{second.public_id}").text
    assert "Covers what 李家坊 claims as new: 牡丹裙摆" in page
    assert page.count("region-claim") == 1 and 'points="144.0,256.0 336.0,256.0' in page
    ours, theirs = second.cover.public_id, first.cover.public_id
    sizes = {}
    for layer in ("before", "after", "side-by-side"):
        address = f"/register/{second.public_id}/evidence/{ours}/{theirs}/{layer}.jpg"
        assert layer == "side-by-side" or f'src="{address}"' in page
        answer = browser.get(address)
        assert answer.mimetype == "image/jpeg" and "private" in answer.headers["Cache-Control"]
        sizes[layer] = Image.open(io.BytesIO(answer.data)).size
    assert sizes["before"] == sizes["after"] and sizes["side-by-side"][0] > sizes["before"][0]


def test_the_evidence_is_for_the_applying_family_and_the_office_only(app: Flask, sign_in: SignIn) -> None:
    first, second, people = a_caught_copy()
    ours, theirs = second.cover.public_id, first.cover.public_id
    address = f"/register/{second.public_id}/evidence/{ours}/{theirs}/after.jpg"
    seen = {who: sign_in(person).get(address).status_code for who, person in people.items()}
    assert seen == {"stranger": 200, "officer": 200, "family": 404}
    assert sign_in(a_person("", Role.JUROR)).get(address).status_code == 404
    assert app.test_client().get(address).status_code == 302
    officer = sign_in(people["officer"])
    other = first.pictures[1].picture.public_id
    assert officer.get(address.replace(theirs, other)).status_code == 404
    assert officer.get(address.replace("after", "elsewhere")).status_code == 404
    around = f"/register/{first.public_id}/evidence/{theirs}/{ours}/after.jpg"
    assert officer.get(around).status_code == 404


def test_the_suspicion_names_the_claim_too(app: Flask, sign_in: SignIn) -> None:
    maker, copier = a_workshop("李家坊"), a_workshop()
    suspicion = a_suspicion(maker, copier, seed=1)
    officer = sign_in(a_person("", Role.OFFICER))
    address = f"/suspicions/{suspicion.public_id}"
    assert "claims as new" not in officer.get(address).text
    picture = suspicion.likeness.design_picture.picture
    a_mark(picture, RegionKind.CLAIM, "牡丹裙摆", (30, 40, 40, 20))
    assert "Covers what 李家坊 claims as new: 牡丹裙摆" in officer.get(address).text
    a_mark(picture, RegionKind.COMMONS, "老纹样", (0, 0, 100, 100))
    page = officer.get(address).text
    assert "What is alike belongs to everybody: 老纹样" in page and "claims as new" not in page


def test_a_photo_too_plain_to_compare_says_so_to_its_family_only(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    home = a_workshop("", li)
    blank = a_picture(home, data=jpeg(Image.new("RGB", (300, 400), "pink")))
    design = a_design(home, pictures=[a_picture(home), blank])
    address = f"/register/{design.public_id}"
    page = sign_in(li).get(address).text
    assert page.count("Too plain to compare: add a photo that shows the pattern.") == 1
    assert "Too plain" not in sign_in(a_person()).get(address).text


def test_a_shop_marks_its_frame_once_for_all_its_photos(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    home = a_workshop("", li)
    first, second = a_picture(home), a_picture(home)
    browser, address = sign_in(li), f"/workshops/{home.public_id}/frames"
    assert browser.get(address).text.count(f"{address}?photo=") == 2
    band = {"words": "我家边框", "left": "0", "top": "0", "wide": "100", "high": "12", "everywhere": "y"}
    assert browser.post(f"{address}?photo={first.public_id}", data=band).status_code == 302
    assert "我家边框" in browser.get(f"{address}?photo={second.public_id}").text
    too_much = {**band, "high": "60"}
    answer = browser.post(f"{address}?photo={first.public_id}", data=too_much)
    assert answer.status_code == 422 and "At most half of a photo can be frame" in answer.text
    (mark,) = marks()
    other = a_person()
    theirs = a_workshop("", other)
    away = f"/workshops/{theirs.public_id}/frames/{mark.public_id}/remove"
    assert sign_in(other).post(away).status_code == 404
    assert sign_in(other).get(f"{address}?photo={first.public_id}").status_code == 404
    assert browser.get(f"{address}?photo={a_picture(theirs).public_id}").status_code == 404
    assert browser.post(f"{address}/{mark.public_id}/remove").status_code == 302 and marks() == []
