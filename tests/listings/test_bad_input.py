"""Send wrong, huge, hostile and foreign things to the forms of costumes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from shop.core.db import db, transaction
from shop.core.roles import Role
from shop.listings.models import Listing
from shop.listings.service import take_stock
from tests.listings.making import changed, costume_form, edit_address, list_costume
from tests.making import (
    a_draft,
    a_listing,
    a_person,
    a_picture,
    a_suspicion,
    a_workshop,
    fresh,
    jpeg,
)

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


def listings() -> list[Listing]:
    db.session.rollback()
    return list(db.session.scalars(select(Listing).order_by(Listing.id)).unique())


BAD = {
    "no title": ({"title": " "}, "Please fill this in."),
    "a long title": ({"title": "长" * 500}, "too long"),
    "a long text": ({"about": "话" * 2001}, "too long"),
    "no price": ({"price": ""}, "Please fill this in."),
    "a price in words": ({"price": "八十八"}, "Write the price in yuan"),
    "a price below nothing": ({"price": "-5"}, "Write the price in yuan"),
    "a price too high": ({"price": "1000001"}, "A set costs at most ¥1,000,000."),
    "a partner price too high": ({"partner_price": "3000000"}, "A set costs at most ¥1,000,000."),
    "a huge price": ({"price": "9" * 400}, "Write the price in yuan"),
    "no colour": ({"colours": " 、 ,"}, "Name at least one colour and one size."),
    "a colour too long": ({"colours": "红" * 31}, "too long for one name"),
    "a size too long": ({"sizes": "S, " + "x" * 200}, "too long for one name"),
    "too many kinds": (
        {"colours": "、".join(map(str, range(12))), "sizes": "、".join(map(str, range(11)))},
        "That makes 132 kinds",
    ),
    "stock in letters": ({"stock": "abc"}, "stock-error"),
    "stock below nothing": ({"stock": "-1"}, "between 0 and 99999"),
    "a huge stock": ({"stock": "1" * 5000}, "stock-error"),
    "no stock": ({"stock": ""}, "stock-error"),
    "control characters": ({"title": "\x01\x02\x1f"}, "Please fill this in."),
}


@pytest.mark.parametrize("case", BAD)
def test_a_wrong_costume_is_shown_again_with_a_sentence_and_all_that_was_typed(
    app: Flask, sign_in: SignIn, case: str
) -> None:
    changes, sentence = BAD[case]
    li = a_person()
    home = a_workshop("", li)
    photo = a_picture(home, seed=1).public_id
    answer = list_costume(sign_in(li), home, **{"about": "我写了很久", "photo_ids": [photo], **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "我写了很久" in answer.text or case == "a long text"
    assert f'value="{photo}" checked' in answer.text
    assert all(value.strip() in answer.text for value in changes.values() if value.isprintable())
    assert listings() == []


def test_fields_that_are_missing_altogether_are_asked_for(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    home = a_workshop("", li)
    answer = sign_in(li).post(f"/workshops/{home.public_id}/costumes/new", data={})
    assert answer.status_code == 422 and answer.text.count("Please fill this in.") >= 4
    assert listings() == []


def test_hostile_words_are_only_words(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    home = a_workshop("", li)
    title = "<script>alert(1)</script>{{7*7}}💃"
    colour = '"><img src=x>'
    list_costume(
        sign_in(li), home, title=title, colours=colour, photo_ids=[a_picture(home, seed=1).public_id]
    )
    (listing,) = listings()
    assert listing.title == title and listing.variants[0].colour == colour
    for address in ("/costumes", f"/costumes/{listing.public_id}"):
        page = app.test_client().get(address).text
        assert "<script>alert" not in page and "<img src=x>" not in page and "{{7*7}}" in page


def test_other_peoples_photos_cannot_be_listed(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    mine, theirs = a_workshop("", li), a_workshop()
    foreign = a_picture(theirs, seed=1).public_id
    for photo in (foreign, "x" * 500, ""):
        answer = list_costume(sign_in(li), mine, title="我的标题", photo_ids=[photo])
        assert answer.status_code == 422
        assert "One of the photos is not yours." in answer.text and "我的标题" in answer.text
    assert foreign not in answer.text
    assert listings() == []


def test_ten_photos_are_too_many(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    home = a_workshop("", li)
    plain = [jpeg(Image.new("RGB", (20, 20), (20 * shade, 0, 0))) for shade in range(10)]
    ids = [a_picture(home, data=data).public_id for data in plain]
    answer = list_costume(sign_in(li), home, photo_ids=ids)
    assert answer.status_code == 422 and "At most 9 photos" in answer.text
    assert answer.text.count('name="photo_ids" value=') == 10
    assert listings() == []


@pytest.mark.parametrize("typed", ["abc", "-3", "1.5", "100000", "9" * 5000])
def test_a_wrong_count_is_said_and_stands_in_its_box_again(app: Flask, sign_in: SignIn, typed: str) -> None:
    li = a_person()
    listing = a_draft(a_workshop("", li))
    first = listing.variants[0].id
    with transaction():
        take_stock(first, 1)
    form = changed(fresh(listing), title="没存上", **{f"stock-{first}": typed, f"shown-{first}": "10"})
    answer = sign_in(li).post(edit_address(listing), data=form)
    assert answer.status_code == 422
    assert "is not a number of pieces" in answer.text
    assert f'name="stock-{first}" value="{typed}"' in answer.text
    assert f'name="shown-{first}" value="10"' in answer.text
    assert fresh(listing).title != "没存上" and listing.variants[0].stock == 9


def test_a_published_or_waiting_costume_keeps_a_photo(app: Flask, sign_in: SignIn) -> None:
    wang = a_person()
    home = a_workshop("", wang)
    waiting = a_suspicion(a_workshop(), home, seed=1).listing
    for listing in (a_listing(home), waiting):
        answer = sign_in(wang).post(edit_address(listing), data=changed(listing, photo_ids=[]))
        assert answer.status_code == 422 and "Add at least one photo" in answer.text
        assert len(fresh(listing).pictures) == 1


def test_nobody_touches_anothers_costume(app: Flask, sign_in: SignIn) -> None:
    li, wang = a_person(), a_person("", Role.OFFICER)
    home, other = a_workshop("", li), a_workshop("", wang)
    draft = a_draft(home)
    for place in (home, other):
        base = f"/workshops/{place.public_id}/costumes/{draft.public_id}"
        assert sign_in(wang).get(f"{base}/edit").status_code == 404
        for act in ("edit", "publish", "withdraw"):
            assert sign_in(wang).post(f"{base}/{act}", data=costume_form()).status_code == 404
    assert sign_in(wang).get(f"/workshops/{home.public_id}/costumes").status_code == 404
    assert fresh(draft).state == "draft"
