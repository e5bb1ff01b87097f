"""Ask for licences, offer, accept, print and check them on the pages, as both sides and as a stranger."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.registry.models import Licence
from tests.licensing import Pages, a_request, an_offer, text_of
from tests.making import (
    a_design,
    a_licence,
    a_listing,
    a_person,
    a_picture,
    a_workshop,
    an_online_shop,
    fresh,
)
from tests.registry.making import statements

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]
TODAY = china_day(now())


@pytest.fixture
def pages(app: Flask, sign_in: SignIn) -> Pages:
    return Pages(sign_in)


def licences() -> list[Licence]:
    db.session.rollback()
    return list(db.session.scalars(select(Licence).order_by(Licence.id)).unique())


def test_from_the_makers_design_page_to_a_licence_in_force(pages: Pages) -> None:
    design = a_design(pages.maker, "牡丹扇")
    an_online_shop(pages.holder, platform="douyin")
    asking = f"/licences/ask?design={design.public_id}"
    page = BeautifulSoup(pages.wang.get(asking).text, "lxml")
    assert [one["value"] for one in page.select("input[name=platforms][checked]")] == ["douyin"]
    chosen = page.select_one("select[name=design] option[selected]")
    assert chosen is not None and chosen["value"] == design.public_id
    form = pages.form(design=design.public_id, words="每月二十套")
    assert [pages.wang.post(asking, data=form).status_code for _twice in range(2)] == [302, 302]
    (licence,) = licences()
    address = f"/licences/{licence.public_id}"
    assert "waits" not in text_of(pages.wang.get(address)).lower()
    assert "每月二十套" in pages.li.get(address).text
    assert "Waiting for your answer" in pages.li.get(f"/workshops/{pages.maker.public_id}/licences").text
    offer = BeautifulSoup(pages.li.get(f"{address}/offer").text, "lxml")
    ticked = [one["value"] for one in offer.select("input[name=platforms][checked]")]
    assert ticked == ["taobao", "pdd"]
    terms = pages.form(design=design.public_id, covers_photos="")
    assert pages.li.post(f"{address}/offer", data=terms).status_code == 302
    assert "Accept the licence" in pages.wang.get(address).text
    assert "Accept the licence" not in pages.li.get(address).text
    assert pages.wang.post(f"{address}/accept").status_code == 302
    (licence,) = licences()
    assert (licence.state, licence.covers_photos, licence.floor_price_fen) == ("accepted", False, 8850)
    assert "in force" in pages.wang.get(f"/workshops/{pages.holder.public_id}/licences?side=held").text


def test_a_maker_offers_of_their_own_accord_and_ends_it_with_a_reason(pages: Pages) -> None:
    new = f"/workshops/{pages.maker.public_id}/licences/new"
    form = pages.form()
    assert [pages.li.post(new, data=form).status_code for _twice in range(2)] == [302, 302]
    (licence,) = licences()
    address = f"/licences/{licence.public_id}"
    assert pages.wang.post(f"{address}/accept").status_code == 302
    refused = pages.li.post(f"{address}/end", data={"side": "giver", "reason": " "})
    assert refused.status_code == 422 and "Please fill this in." in refused.text
    assert pages.li.post(f"{address}/end", data={"side": "giver", "reason": "不再做"}).status_code == 302
    assert fresh(licence).state == "ended"
    told = text_of(pages.wang.get(address))
    assert "不再做" in told and "You may sell off until" in told


def test_a_holder_declines_or_gives_up_without_a_reason(pages: Pages) -> None:
    first, second = an_offer(pages.maker, pages.holder), a_licence(pages.maker, pages.holder)
    said = {"side": "holder", "seen": "offered"}
    assert pages.wang.post(f"/licences/{first.public_id}/decline", data=said).status_code == 302
    assert pages.wang.post(f"/licences/{second.public_id}/end", data={"side": "holder"}).status_code == 302
    assert [one.state for one in licences()] == ["declined", "ended"]


def test_a_long_list_of_licences_asks_the_database_no_more_than_a_short_one(pages: Pages) -> None:
    lists = [
        (pages.li, f"/workshops/{pages.maker.public_id}/licences"),
        (pages.wang, f"/workshops/{pages.holder.public_id}/licences"),
    ]
    own = a_licence(pages.maker, pages.holder, design=a_design(pages.maker), may_sublicense=True)
    an_offer(pages.maker, a_workshop(), design=own.design, under=own)
    few = [statements(*one) for one in lists]
    for _more in range(3):
        a_licence(pages.maker, a_workshop(), design=a_design(pages.maker))
        an_offer(pages.maker, a_workshop(), design=own.design, under=own)
    assert [statements(*one) for one in lists] == few


def test_a_button_pressed_too_late_is_refused_with_words(pages: Pages) -> None:
    offer = an_offer(pages.maker, pages.holder)
    address = f"/licences/{offer.public_id}"
    assert pages.li.post(f"{address}/decline", data={"side": "giver", "seen": "offered"}).status_code == 302
    late = pages.wang.post(f"{address}/accept")
    assert late.status_code == 409 and "somebody was quicker" in late.text


@pytest.mark.parametrize("act", ["accept", "decline", "end", "offer"])
def test_nobody_acts_for_the_other_side_and_strangers_find_nothing(
    pages: Pages, sign_in: SignIn, act: str
) -> None:
    asked, offered = a_request(pages.maker, pages.holder), an_offer(pages.maker, a_workshop())
    running = a_licence(pages.maker, pages.holder)
    stranger = sign_in(a_person())
    for one in (asked, offered, running):
        data = {**pages.form(), "side": "giver", "seen": one.state, "reason": "x"}
        assert stranger.post(f"/licences/{one.public_id}/{act}", data=data).status_code == 404
        assert stranger.get(f"/licences/{one.public_id}").status_code == 404
        assert stranger.get(f"/licences/{one.public_id}/paper").status_code == 404
        if act != "accept":
            assert pages.wang.post(f"/licences/{one.public_id}/{act}", data=data).status_code == 404
    if act == "accept":
        assert pages.li.post(f"/licences/{offered.public_id}/accept").status_code == 404
    assert [one.state for one in licences()] == ["asked", "offered", "accepted"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("holder", {"holder": "nobody"}),
        ("holder", {"holder": ""}),
        ("design", {"design": "x" * 500}),
        ("platforms", {"platforms": ["taobao", "elsewhere"]}),
        ("starts_on", {"starts_on": "gestern"}),
        ("ends_on", {"ends_on": ""}),
        ("ends_on", {"ends_on": "2020-01-01"}),
        ("ends_on", {"ends_on": "2990-01-01"}),
        ("ends_on", {"starts_on": "2020-01-01", "ends_on": "2020-02-01"}),
        ("starts_on", {"starts_on": "99999-01-01"}),
        ("ends_on", {"ends_on": "2026-02-30"}),
        ("covers_design", {"covers_design": "", "covers_photos": ""}),
        ("floor_price", {"floor_price": "viel"}),
        ("sell_off_days", {"sell_off_days": "-1"}),
        ("sell_off_days", {"sell_off_days": "9999"}),
        ("words", {"words": "长" * 301}),
    ],
)
def test_wrong_terms_are_shown_again_beside_their_field_and_nothing_is_offered(
    pages: Pages, field: str, wrong: dict[str, Any]
) -> None:
    form = {name: value for name, value in pages.form(**wrong).items() if value != ""}
    answer = pages.li.post(f"/workshops/{pages.maker.public_id}/licences/new", data=form)
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-error"', answer.text) and "王家店" in answer.text
    assert licences() == []


def test_a_licence_for_anothers_design_cannot_be_chosen(pages: Pages) -> None:
    theirs = a_design(pages.holder)
    form = pages.form(design=theirs.public_id)
    assert pages.li.post(f"/workshops/{pages.maker.public_id}/licences/new", data=form).status_code == 422
    assert licences() == []


def test_what_is_given_on_stays_within_and_the_page_says_which_term_does_not(pages: Pages) -> None:
    own = a_licence(
        pages.maker, pages.holder, may_sublicense=True, platforms={"taobao"}, floor_price_fen=9000
    )
    third = a_workshop("赵家店")
    address = f"/workshops/{pages.holder.public_id}/licences/{own.public_id}/under"
    form = pages.form(holder=third.public_id, platforms=["taobao"], sell_off_days="0")
    low = pages.wang.post(address, data=form)
    assert low.status_code == 422 and 'id="floor_price-error"' in low.text
    assert pages.wang.post(address, data={**form, "floor_price": "95"}).status_code == 302
    beneath = licences()[-1]
    assert (beneath.under_id, beneath.giver.id, beneath.floor_price_fen) == (own.id, pages.holder.id, 9500)
    assert "赵家店" in pages.li.get(f"/licences/{own.public_id}").text
    assert pages.li.get(address).status_code == 404
    plain = a_licence(pages.maker, pages.holder)
    barred = pages.wang.get(f"/workshops/{pages.holder.public_id}/licences/{plain.public_id}/under")
    assert barred.status_code == 409


def test_an_own_design_an_unknown_maker_and_no_workshop_lead_nowhere_wrong(
    pages: Pages, sign_in: SignIn
) -> None:
    design = a_design(pages.maker)
    assert "Only a workshop can hold a licence" in text_of(
        pages.li.get(f"/licences/ask?design={design.public_id}")
    )
    assert "Only a workshop can hold a licence" in text_of(sign_in(a_person()).get("/licences/ask"))
    assert "李家坊" in pages.wang.get("/licences/ask").text
    for wrong in ("maker=nobody", "design=nobody"):
        assert pages.wang.get(f"/licences/ask?{wrong}").status_code == 404


def test_the_lister_reads_which_licence_covers_the_costume_or_what_to_do(pages: Pages) -> None:
    design = a_design(pages.maker, "牡丹扇", pictures=[a_picture(pages.maker, seed=77)])
    licence = a_licence(pages.maker, pages.holder, design=design, platforms={"taobao"}, floor_price_fen=8000)
    listing = a_listing(pages.holder, pictures=[a_picture(pages.holder, seed=77)])
    address = f"/costumes/{listing.public_id}"
    covered = text_of(pages.wang.get(address))
    assert f"Covered by licence {licence.number} of 李家坊" in covered
    assert "Covered by" not in text_of(pages.li.get(address))
    for change, words in (
        ({"price_fen": 7900}, "Raise the price to ¥80 or more"),
        ({"price_fen": 8000, "platforms": ["pdd"]}, "It covers Taobao."),
    ):
        with transaction():
            for name, value in change.items():
                setattr(listing, name, value)
        assert words in text_of(pages.wang.get(address))


def test_the_listing_form_proposes_the_open_shops_and_keeps_what_was_ticked(pages: Pages) -> None:
    an_online_shop(pages.holder, platform="pdd")
    new = BeautifulSoup(pages.wang.get(f"/workshops/{pages.holder.public_id}/costumes/new").text, "lxml")
    assert [one["value"] for one in new.select("input[name=platforms][checked]")] == ["pdd"]
    listing = a_listing(pages.holder)
    edit = f"/workshops/{pages.holder.public_id}/costumes/{listing.public_id}/edit"
    form = {
        "title": "扇",
        "price": "88",
        "colours": "红",
        "sizes": "S",
        "stock": "1",
        "platforms": ["taobao", "1688"],
    }
    form["photo_ids"] = [row.picture.public_id for row in listing.pictures]
    assert pages.wang.post(edit, data=form).status_code == 302
    assert fresh(listing).platforms == ["taobao", "1688"]
    shown = BeautifulSoup(pages.wang.get(edit).text, "lxml").select("input[name=platforms][checked]")
    assert [one["value"] for one in shown] == ["taobao", "1688"]
