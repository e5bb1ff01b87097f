"""List costumes as people do: with a script and without, right and wrong, once and twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.audit.models import Entry
from shop.core.db import db, transaction
from shop.core.ids import new_key
from shop.core.roles import Role
from shop.listings.models import Listing
from shop.listings.service import take_stock
from tests.conftest import once_key
from tests.listings.making import changed, edit_address, list_costume, publish_address
from tests.making import (
    a_design,
    a_draft,
    a_licence,
    a_listing,
    a_person,
    a_picture,
    a_suspicion,
    a_workshop,
    fresh,
)
from tests.registry.making import copy_bytes, files, photo_bytes, send_photo, statements

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


def listings() -> list[Listing]:
    db.session.rollback()
    return list(db.session.scalars(select(Listing).order_by(Listing.id)).unique())


@pytest.mark.parametrize("script", [True, False])
def test_a_costume_is_listed_with_photos_sent_before_or_with_the_form(
    app: Flask, sign_in: SignIn, script: bool
) -> None:
    li = a_person()
    home = a_workshop("李家坊", li)
    browser = sign_in(li)
    key = once_key(browser.get(f"/workshops/{home.public_id}/costumes/new").text)
    photos = [photo_bytes(1), photo_bytes(2)]
    sent = (
        {"photo_ids": [send_photo(browser, home, data) for data in photos]}
        if script
        else {"photos": files(*photos)}
    )
    answer = list_costume(browser, home, once=key, **sent)
    (listing,) = listings()
    assert answer.location == f"/costumes/{listing.public_id}"
    assert "It is in the catalogue now." in browser.get(answer.location).text
    assert (listing.price_fen, listing.partner_price_fen) == (8800, 6050)
    assert {(v.colour, v.size, v.stock) for v in listing.variants} == {
        (colour, size, 10) for colour in ("红", "蓝") for size in ("S", "M")
    }
    assert len(listing.pictures) == 2
    stranger = app.test_client()
    assert "牡丹秧歌服" in stranger.get("/costumes").text
    page = stranger.get(answer.location).text
    assert "¥88" in page and "60.50" not in page
    assert stranger.get(listing.cover.url("page", "webp")).status_code == 200


def test_a_costume_without_photos_waits_as_a_draft(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    home = a_workshop("", li)
    browser = sign_in(li)
    answer = list_costume(browser, home)
    (listing,) = listings()
    assert listing.state == "draft" and answer.location == edit_address(listing)
    assert "Kept as a draft" in browser.get(answer.location).text
    assert sign_in(li).post(publish_address(listing)).status_code == 409
    assert app.test_client().get(f"/costumes/{listing.public_id}").status_code == 404


def test_the_same_form_twice_lists_once_and_does_not_bring_back_what_was_taken_away(
    app: Flask, sign_in: SignIn
) -> None:
    li = a_person()
    home = a_workshop("", li)
    sent = {"once": new_key(), "photo_ids": [a_picture(home, seed=1).public_id]}
    answers = [list_costume(sign_in(li), home, **sent) for _ in range(2)]
    (listing,) = listings()
    assert answers[0].location == answers[1].location
    acts = select(Entry.act).where(Entry.subject_id == listing.public_id)
    assert db.session.scalars(acts).all() == ["listing.created", "listing.published"]
    away = f"/workshops/{home.public_id}/costumes/{listing.public_id}/withdraw"
    assert sign_in(li).post(away).status_code == 302
    list_costume(sign_in(li), home, **sent)
    assert fresh(listing).state == "withdrawn" and len(listings()) == 1


def test_a_copy_waits_and_the_lister_is_led_to_the_reason(app: Flask, sign_in: SignIn) -> None:
    maker, wang = a_workshop("李家坊"), a_person()
    a_design(maker, pictures=[a_picture(maker, seed=1)])
    home = a_workshop("", wang)
    answer = list_costume(sign_in(wang), home, photos=files(copy_bytes(1)))
    (listing,) = listings()
    assert answer.location == f"/suspicions/{listing.suspicions[0].public_id}"
    stranger = app.test_client()
    assert listing.title not in stranger.get("/costumes").text
    assert stranger.get(f"/costumes/{listing.public_id}").status_code == 404
    assert stranger.get(listing.cover.url("list", "jpg")).status_code == 404
    page = sign_in(wang).get(f"/costumes/{listing.public_id}").text
    assert "This costume waits." in page and "Check it again" in page


def test_a_licence_and_check_it_again_let_the_costume_go(app: Flask, sign_in: SignIn) -> None:
    maker, wang = a_workshop(), a_person()
    suspicion = a_suspicion(maker, a_workshop("", wang), seed=1)
    listing = suspicion.listing
    assert sign_in(wang).post(publish_address(listing)).location == f"/suspicions/{suspicion.public_id}"
    a_licence(maker, listing.workshop)
    assert sign_in(wang).post(publish_address(listing)).location == f"/costumes/{listing.public_id}"
    assert fresh(listing).state == "published" and suspicion.state == "settled"
    assert "Settled without a decision" in sign_in(wang).get(f"/suspicions/{suspicion.public_id}").text


def test_putting_a_copy_into_a_published_costume_takes_it_out_at_once(app: Flask, sign_in: SignIn) -> None:
    maker, wang = a_workshop(), a_person()
    home = a_workshop("", wang)
    a_design(maker, pictures=[a_picture(maker, seed=1)])
    listing = a_listing(home)
    form = changed(listing, photos=files(copy_bytes(1)))
    answer = sign_in(wang).post(edit_address(listing), data=form)
    assert "/suspicions/" in answer.location
    assert fresh(listing).state == "suspected" and len(listing.pictures) == 2
    answer = sign_in(wang).post(edit_address(listing), data=changed(listing, photo_ids=form["photo_ids"]))
    assert answer.location == f"/costumes/{listing.public_id}"
    assert fresh(listing).state == "published" and listing.suspicions[0].state == "settled"


def test_a_decided_copy_is_refused_in_the_form_and_nothing_of_the_change_is_kept(
    app: Flask, sign_in: SignIn
) -> None:
    maker, wang, officer = a_workshop(), a_person(), a_person("", Role.OFFICER)
    home = a_workshop("", wang)
    suspicion = a_suspicion(maker, home, seed=1)
    verdict = {"decision": "copy", "reason": "是同一张照片"}
    assert sign_in(officer).post(f"/suspicions/{suspicion.public_id}/decide", data=verdict).status_code == 302
    copy = suspicion.likeness.picture.public_id
    assert sign_in(wang).post(publish_address(suspicion.listing)).status_code == 409
    answer = list_costume(sign_in(wang), home, title="换个名字", photo_ids=[copy])
    assert answer.status_code == 422 and "is a copy. Put in photos of your own." in answer.text
    assert "换个名字" in answer.text and f'value="{copy}" checked' in answer.text
    assert len(listings()) == 1
    listing = a_listing(home, "好好的")
    form = changed(listing, title="改过的", photo_ids=[copy])
    answer = sign_in(wang).post(edit_address(listing), data=form)
    assert answer.status_code == 422 and "改过的" in answer.text
    assert (fresh(listing).title, listing.state) == ("好好的", "published")
    assert copy not in [row.picture.public_id for row in listing.pictures]


def test_a_change_is_kept_whole(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    listing = a_draft(a_workshop("", li))
    first = listing.variants[0]
    form = changed(
        listing,
        title="新名字",
        price="99.90",
        colours="红、绿",
        sizes="S、M",
        stock="3",
        **{f"stock-{first.id}": "7"},
    )
    assert sign_in(li).post(edit_address(listing), data=form).location == f"/costumes/{listing.public_id}"
    assert (fresh(listing).title, listing.price_fen, listing.partner_price_fen) == ("新名字", 9990, None)
    stock = {(v.colour, v.size): v.stock for v in listing.variants}
    assert stock == {("红", "S"): 7, ("红", "M"): 10, ("绿", "S"): 3, ("绿", "M"): 3}


def test_pieces_sold_while_the_page_lay_open_stay_sold(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    listing = a_draft(a_workshop("", li))
    first = listing.variants[0].id
    form = changed(listing, **{f"stock-{first}": "12"})
    with transaction():
        take_stock(first, 4)
    sign_in(li).post(edit_address(listing), data=form)
    assert fresh(listing).variants[0].stock == 8


def test_partners_see_their_price_and_the_way_to_order(app: Flask, sign_in: SignIn) -> None:
    maker, wang = a_workshop(), a_person()
    home = a_workshop("", wang)
    listing = a_listing(maker)
    address = f"/costumes/{listing.public_id}"
    assert "¥60" not in sign_in(wang).get(address).text
    a_licence(maker, home, covers_photos=False)
    page = sign_in(wang).get(address).text
    assert "¥60" in page and f"/workshops/{home.public_id}/orders/new?listing={listing.public_id}" in page


def test_the_catalogue_is_found_by_words_and_turned_page_by_page(app: Flask, sign_in: SignIn) -> None:
    home = a_workshop("锦绣坊")
    photo = [a_picture(home, seed=1)]
    for number in range(26):
        a_listing(home, f"第{number:02}件", pictures=photo)
    browser = app.test_client()
    first = browser.get("/costumes").text
    assert "第25件" in first and "第01件" not in first
    last = listings()[2]
    assert "第01件" in browser.get(f"/costumes?before={last.id}").text
    assert (
        "第07件" in browser.get("/costumes?q=07 锦绣").text
        and "第08件" not in browser.get("/costumes?q=07").text
    )
    assert browser.get("/costumes?q=%25_%5C").status_code == 200


def test_the_catalogue_asks_as_much_for_ten_costumes_as_for_two(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    home = a_workshop("", li)
    pages = ("/costumes", f"/workshops/{home.public_id}/costumes")
    photo = [a_picture(home, seed=1)]
    for _ in range(2):
        a_listing(home, pictures=photo)
    few = [statements(sign_in(li), page) for page in pages]
    for _ in range(8):
        other = a_workshop()
        a_listing(home, pictures=photo)
        a_listing(other, pictures=[a_picture(other, seed=1)])
    assert [statements(sign_in(li), page) for page in pages] == few
