"""Send wrong, huge, hostile and foreign things to the form of an application."""

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
from shop.pictures.models import Picture
from shop.registry.models import Design
from tests.making import a_person, a_picture, a_workshop, jpeg
from tests.registry.making import apply, design_form, files, photo_bytes, send_photo

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


def designs() -> list[Design]:
    db.session.rollback()
    return list(db.session.scalars(select(Design).order_by(Design.id)).unique())


BAD_FORMS = {
    "no photo": ({}, "Add at least one photo"),
    "no name": ({"name": ""}, "Give the costume a name first."),
    "only control characters": ({"name": "\x07\x1b"}, "Give the costume a name first."),
    "a long name": ({"name": "绣" * 500}, "too long"),
    "long claims": ({"claims": "新" * 1001}, "too long"),
    "no kind": ({"category": ""}, "Kind"),
    "a made-up kind": ({"category": "stage' OR 1=1"}, "Kind"),
}


@pytest.mark.parametrize("case", BAD_FORMS)
def test_a_wrong_application_is_shown_again_with_a_sentence_and_all_that_was_typed(
    app: Flask, sign_in: SignIn, case: str
) -> None:
    changes, sentence = BAD_FORMS[case]
    li = a_person()
    workshop = a_workshop("", li)
    browser = sign_in(li)
    ids = [] if case == "no photo" else [a_picture(workshop, seed=1).public_id]
    form = design_form(photo_ids=ids, **{"claims": "我写了很久的话", **changes})
    answer = browser.post(f"/workshops/{workshop.public_id}/designs/new", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert form["claims"][:1000] in answer.text
    assert all(f'value="{one}" checked' in answer.text for one in ids)
    assert designs() == []


TEXTS = ("name", "claims", "materials", "keywords", "first_shown_where", "proofs-0-words")


@pytest.mark.parametrize("field", TEXTS)
def test_ten_thousand_characters_are_too_long_and_control_characters_are_left_out(
    app: Flask, sign_in: SignIn, field: str
) -> None:
    li = a_person()
    workshop = a_workshop("", li)
    browser, address = sign_in(li), f"/workshops/{workshop.public_id}/designs/new"
    proof = {"proofs-0-kind": "order", "proofs-0-dated_on": "2026-01-02", "proofs-0-words": "88"}
    form = design_form(photo_ids=[a_picture(workshop).public_id], **proof)
    long = browser.post(address, data={**form, field: "绣💃" * 5_000})
    assert long.status_code == 422 and "This is too long: at most" in long.text and designs() == []
    kept = browser.post(address, data={**form, field: "绣\x07\u202e花💃🏽"})
    assert kept.status_code == 302
    (design,) = designs()
    words = design.proofs[0].words if field == "proofs-0-words" else getattr(design, field)
    assert words == "绣花💃🏽"


def test_a_name_with_a_smiley_is_kept_as_it_is(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    apply(sign_in(li), a_workshop("", li), photo_bytes(1), name="💃🏽<b>&amp;'\"")
    assert designs()[0].name == "💃🏽<b>&amp;'\""
    assert "💃🏽&lt;b&gt;&amp;amp;" in app.test_client().get("/register").text


def test_other_peoples_photos_cannot_be_registered(app: Flask, sign_in: SignIn) -> None:
    li, wang = a_person(), a_person()
    mine, theirs = a_workshop("", li), a_workshop("", wang)
    foreign = send_photo(sign_in(wang), theirs, photo_bytes(1))
    form = design_form(photo_ids=[foreign], name="偷来的")
    answer = sign_in(li).post(f"/workshops/{mine.public_id}/designs/new", data=form)
    assert answer.status_code == 422
    assert "One of the photos is not yours." in answer.text and "偷来的" in answer.text
    assert foreign not in answer.text
    assert designs() == []


def test_a_file_that_is_no_photo_is_named_and_the_good_ones_stay(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    workshop = a_workshop("", li)
    form = design_form(photos=[*files(photo_bytes(1)), (io.BytesIO(b"hello"), "notes.txt")])
    answer = sign_in(li).post(f"/workshops/{workshop.public_id}/designs/new", data=form)
    assert answer.status_code == 422
    assert "notes.txt: This is not a photo we can read." in answer.text
    (picture,) = db.session.scalars(select(Picture)).unique()
    assert f'value="{picture.public_id}" checked' in answer.text
    assert designs() == []


def test_ten_photos_are_too_many(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    workshop = a_workshop("", li)
    plain = [jpeg(Image.new("RGB", (20, 20), (20 * shade, 0, 0))) for shade in range(10)]
    ids = [a_picture(workshop, data=data).public_id for data in plain]
    answer = sign_in(li).post(f"/workshops/{workshop.public_id}/designs/new", data=design_form(photo_ids=ids))
    assert answer.status_code == 422 and "At most 9 photos" in answer.text
    assert designs() == []


def test_nobody_applies_for_anothers_workshop(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    theirs = a_workshop("", a_person())
    assert apply(sign_in(li), theirs, photo_bytes(1)).status_code == 404
    assert sign_in(li).get(f"/workshops/{theirs.public_id}/designs").status_code == 404
