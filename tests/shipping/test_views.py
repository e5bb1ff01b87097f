"""Print labels on the page, once and twice, right and wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.audit.models import Entry
from shop.core.db import db
from shop.core.fonts import Faces
from shop.core.ids import new_key
from shop.orders.rules import OrderAct
from shop.orders.service import To
from shop.shipping.models import Parcel
from tests.conftest import once_key
from tests.making import fresh, join, move_order
from tests.shipping.making import TO, Desk, scanned, words

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture(autouse=True)
def _built(faces: Faces, request: pytest.FixtureRequest) -> None:
    """Let the application use the face that the tests built already."""
    if "app" in request.fixturenames:
        request.getfixturevalue("app").config["FONTS"] = Path(str(request.config.cache.mkdir("fonts")))


def label_form(**values: Any) -> dict[str, Any]:
    return {
        "courier": "",
        "waybill_number": "",
        "paper": "76x130",
        "shows": "usual",
        "once": new_key(),
        **values,
    }


def parcels() -> list[Parcel]:
    db.session.rollback()
    return list(db.session.scalars(select(Parcel)).unique())


def count(act: str) -> int:
    return len(db.session.scalars(select(Entry.id).where(Entry.act == act)).all())


def test_the_maker_prints_a_label_and_hands_the_parcel_over(app: Flask, sign_in: SignIn) -> None:
    desk = Desk(TO, OrderAct.ACCEPT, OrderAct.PACK)
    li = sign_in(desk.li)
    page = li.get(desk.address).text
    answer = li.post(desk.address, data=label_form(once=once_key(page)))
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF-")
    (parcel,) = parcels()
    assert scanned(answer.data) == {parcel.number}
    assert TO.name in words(answer.data)
    page = li.get(desk.address).text
    assert "Printed 1 times so far." in page and "Handed to the courier" in page
    assert TO.name not in page and TO.phone not in page
    assert li.post(desk.address.replace("/label", "/ship")).status_code == 302
    assert fresh(desk.order).state == "shipped"


def test_the_same_form_twice_prints_once_and_another_form_is_a_reprint(app: Flask, sign_in: SignIn) -> None:
    desk = Desk()
    form = label_form()
    first, again = (sign_in(desk.li).post(desk.address, data=form) for _ in range(2))
    assert words(first.data) == words(again.data) and "补打" not in words(again.data)
    assert parcels()[0].prints == 1 and count("label.printed") == 1
    assert count("recipient.seen") == 2
    reprint = sign_in(desk.li).post(desk.address, data=label_form())
    assert "补打 第1次" in words(reprint.data)
    assert parcels()[0].prints == 2


def test_the_same_form_after_sending_shows_nothing_more(app: Flask, sign_in: SignIn) -> None:
    desk = Desk(TO, OrderAct.ACCEPT, OrderAct.PACK)
    form = label_form()
    assert sign_in(desk.li).post(desk.address, data=form).status_code == 200
    move_order(desk.order, OrderAct.SHIP)
    for again in (form, label_form()):
        answer = sign_in(desk.li).post(desk.address, data=again)
        assert answer.status_code == 409 and answer.mimetype == "text/html"
    assert count("recipient.seen") == 1 and parcels()[0].prints == 1
    assert "only while the parcel is being made ready" in sign_in(desk.li).get(desk.address).text


def test_eight_prints_at_once_make_one_parcel_and_eight_counts(app: Flask, sign_in: SignIn) -> None:
    desk = Desk()
    answers: list[int] = []

    def send(browser: FlaskClient) -> None:
        answers.append(browser.post(address, data=label_form()).status_code)

    address = desk.address
    threads = [Thread(target=send, args=(sign_in(desk.li),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 8
    (parcel,) = parcels()
    assert parcel.prints == 8 and count("label.printed") == 8


def test_with_a_waybill_number_the_recipient_is_partly_hidden_unless_asked_otherwise(
    app: Flask, sign_in: SignIn
) -> None:
    desk = Desk()
    known = {"courier": "ZTO", "waybill_number": "７8１2 3456 7890 12", "paper": "100x150"}
    hidden = sign_in(desk.li).post(desk.address, data=label_form(**known)).data
    assert "78123456789012" in scanned(hidden)
    assert TO.name not in words(hidden) and TO.phone not in words(hidden) and "501" not in words(hidden)
    full = sign_in(desk.li).post(desk.address, data=label_form(**known, shows="full")).data
    assert TO.name in words(full) and TO.phone in words(full)
    page = sign_in(desk.li).get(desk.address).text
    assert 'value="78123456789012"' in page  # known from the last print


BAD = {
    "a masked number": ({"waybill_number": "7812****9012"}, "hidden by stars"),
    "a number in words": ({"waybill_number": "运单"}, "letters, digits and simple signs"),
    "a long number": ({"waybill_number": "7" * 35}, "at most 30 characters"),
    "a very long number": ({"waybill_number": "7" * 500}, "too long"),
    "another courier": ({"courier": "PIGEON"}, "courier-error"),
    "another paper": ({"paper": "A0"}, "paper-error"),
    "no paper": ({"paper": ""}, "paper-error"),
    "another way to hide": ({"shows": "all"}, "shows-error"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_wrong_label_is_asked_again_and_nothing_is_printed(app: Flask, sign_in: SignIn, case: str) -> None:
    changes, sentence = BAD[case]
    desk = Desk()
    answer = sign_in(desk.li).post(desk.address, data=label_form(**changes))
    assert answer.status_code == 422 and sentence in answer.text
    assert f'value="{changes.get("waybill_number", "")}"' in answer.text
    assert parcels() == [] and count("recipient.seen") == 0


def test_a_recipient_that_cannot_be_printed_is_a_sentence_and_leaves_nothing(
    app: Flask, sign_in: SignIn
) -> None:
    desk = Desk(To("王💃梅", "13812345678", "山东省曹县"))
    answer = sign_in(desk.li).post(desk.address, data=label_form())
    assert answer.status_code == 422 and "cannot be printed: 💃" in answer.text
    assert parcels() == [] and count("recipient.seen") == 0


def test_nobody_but_the_maker_prints(app: Flask, sign_in: SignIn) -> None:
    desk = Desk()
    for method in ("get", "post"):
        assert getattr(sign_in(desk.wang), method)(desk.address, data=label_form()).status_code == 404
    assert parcels() == []


def test_an_order_that_is_not_accepted_has_no_label(app: Flask, sign_in: SignIn) -> None:
    desk = Desk()
    join(desk.buyer, desk.li)
    move_order(desk.order, OrderAct.CANCEL)
    assert sign_in(desk.li).post(desk.address, data=label_form()).status_code == 409
    assert sign_in(desk.li).post(desk.address.replace("/label", "/ship")).status_code == 409
