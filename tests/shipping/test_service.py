"""Print labels, count the prints, and keep the recipient closed where it must be."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop.audit.models import Entry
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import NotFound
from shop.core.fonts import Faces
from shop.listings.rules import grid
from shop.orders.models import PurchaseOrder
from shop.orders.rules import OrderAct, OrderState, RecipientClosed, Side
from shop.orders.service import To, send_order, take_step
from shop.shipping.models import Parcel
from shop.shipping.rules import LabelError, NumberRefused
from shop.shipping.service import Wish, contents_of, order_to_ship, print_again, print_label
from tests.making import a_listing, a_person, a_workshop, an_order, fresh, join, move_order
from tests.shipping.making import TO, Desk, scanned, words

PLAIN = Wish(courier="", waybill_number="", paper="76x130", hide=False)


def printed(desk: Desk, faces: Faces, wish: Wish = PLAIN, person: Any = None) -> bytes:
    with transaction():
        return print_label(desk.order, wish, faces, actor=person or desk.li, now=now())[1]


def parcels() -> list[Parcel]:
    db.session.rollback()
    return list(db.session.scalars(select(Parcel)).unique())


def acts(*names: str) -> list[str]:
    query = select(Entry.act).where(Entry.act.in_(names)).order_by(Entry.id)
    return list(db.session.scalars(query))


def test_a_label_says_who_gets_what_from_whom_and_scans_as_its_parcel(app: Flask, faces: Faces) -> None:
    desk = Desk()
    pdf = printed(desk, faces)
    (parcel,) = parcels()
    text = words(pdf)
    for word in (
        TO.name,
        TO.phone,
        TO.address,
        desk.order.number,
        parcel.number,
        "牡丹秧歌服",
        "红 S×2",
        "王家店",
    ):
        assert word.replace(" ", "") in text.replace(" ", ""), word
    assert "李家坊" not in text  # the buyer knows the middleman's shop
    assert "¥" not in text and "价" not in text
    assert scanned(pdf) == {parcel.number}
    assert (parcel.prints, parcel.waybill_number) == (1, "")


def test_each_print_counts_and_says_which_reprint_it_is(app: Flask, faces: Faces) -> None:
    desk = Desk()
    texts = [words(printed(desk, faces)) for _ in range(3)]
    assert ["补打" in text for text in texts] == [False, True, True]
    assert "补打 第2次" in texts[2]
    (parcel,) = parcels()
    assert parcel.prints == 3
    assert acts("recipient.seen", "label.printed") == ["recipient.seen", "label.printed"] * 3


def test_drawing_a_print_again_counts_none_but_is_a_look(app: Flask, faces: Faces) -> None:
    desk = Desk()
    first = words(printed(desk, faces))
    with transaction():
        again = print_again(desk.order, PLAIN, faces, 1, actor=desk.li, now=now())
    assert words(again) == first
    assert parcels()[0].prints == 1
    assert acts("recipient.seen", "label.printed") == ["recipient.seen", "label.printed", "recipient.seen"]


def test_a_waybill_number_goes_into_the_bars_and_may_hide_the_recipient(app: Flask, faces: Faces) -> None:
    desk = Desk()
    wish = Wish(courier="SF", waybill_number=" SF7700112233445 ", paper="100x150", hide=True)
    pdf = printed(desk, faces, wish)
    text = words(pdf)
    assert "SF7700112233445" in scanned(pdf)
    assert "王**" in text and "顺丰速运" in text
    assert not any(secret in text for secret in (TO.name, TO.phone, "12345678", "501"))
    assert parcels()[0].waybill_number == "SF7700112233445"
    full = words(printed(desk, faces, Wish("SF", "SF7700112233445", "100x180", hide=False)))
    assert TO.name in full and TO.phone in full


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        (Wish("", "SF12****0123", "76x130", True), NumberRefused),
        (Wish("", "运单号", "76x130", True), NumberRefused),
        (Wish("", "9" * 40, "76x130", True), NumberRefused),
    ],
)
def test_a_number_that_cannot_be_printed_leaves_nothing(
    app: Flask, faces: Faces, wish: Wish, error: type[Exception]
) -> None:
    desk = Desk()
    with pytest.raises(error):
        printed(desk, faces, wish)
    assert parcels() == [] and acts("recipient.seen", "label.printed") == []
    printed(desk, faces)
    assert parcels()[0].number == "PK0000000001"  # the number was given back


def test_characters_that_no_font_has_are_named_and_leave_nothing(app: Flask, faces: Faces) -> None:
    desk = Desk(To("王💃梅", "13812345678", "山东省曹县"))
    with pytest.raises(LabelError) as caught:
        printed(desk, faces)
    assert "💃" in str(caught.value.params)
    assert parcels() == [] and acts("recipient.seen", "label.printed") == []


def test_a_smiley_in_a_title_does_not_stop_a_parcel(app: Flask, faces: Faces) -> None:
    text = words(printed(Desk(title="💃牡丹秧歌服\u200b🔥"), faces))
    assert "牡丹秧歌服" in text


@pytest.mark.parametrize("paper", ["76x130", "100x150", "100x180"])
def test_an_order_of_forty_kinds_and_a_long_title_still_fits_its_label(
    app: Flask, faces: Faces, paper: str
) -> None:
    skus = grid([f"第{number}种颜色" for number in range(10)], ["110cm", "120cm", "130cm", "140cm"])
    listing = a_listing(a_workshop(), "长" * 80, skus=skus, stock=50)
    li, buyer = a_person(), a_workshop()
    join(listing.workshop, li)
    to = To(
        "测试古丽·示例名字很长的收件人",
        "13812345678转123456",
        TO.address + "（放在门卫处，请电话联系后再送）",
    )
    wanted = {variant.id: 3 for variant in listing.variants}
    with transaction():
        order = send_order(buyer, listing, pieces=wanted, to=to, note="", actor=None, now=now())
        take_step(order, OrderAct.ACCEPT, actor=None, side=Side.MAKER, now=now())
    assert "等 40 种" in contents_of(order)
    with transaction():
        _parcel, pdf = print_label(order, Wish("", "", paper, hide=False), faces, actor=li, now=now())
    assert "共 120 件" in words(pdf) or "共120件" in words(pdf).replace(" ", "")
    assert to.name in words(pdf).replace(" ", "")


@pytest.mark.parametrize("steps", [(), (OrderAct.ACCEPT, OrderAct.PACK, OrderAct.SHIP), (OrderAct.REFUSE,)])
def test_there_is_no_label_before_accepting_nor_after_sending_not_even_for_one_family(
    app: Flask, faces: Faces, steps: tuple[OrderAct, ...]
) -> None:
    desk = Desk()
    join(desk.buyer, desk.li)
    order = move_order(an_order(desk.buyer, desk.listing), *steps)
    with pytest.raises(RecipientClosed), transaction():
        print_label(order, PLAIN, faces, actor=desk.li, now=now())
    with pytest.raises(RecipientClosed), transaction():
        print_again(order, PLAIN, faces, 1, actor=desk.li, now=now())
    assert parcels() == []


def test_only_the_maker_ships(app: Flask) -> None:
    desk = Desk()
    assert order_to_ship(desk.order.public_id, desk.li).id == desk.order.id
    for person in (desk.wang, a_person()):
        with pytest.raises(NotFound):
            order_to_ship(desk.order.public_id, person)


def test_parcels_of_two_orders_have_two_numbers(app: Flask, faces: Faces) -> None:
    desk = Desk()
    printed(desk, faces)
    desk.order = move_order(an_order(desk.buyer, desk.listing), OrderAct.ACCEPT)
    printed(desk, faces)
    assert [parcel.number for parcel in parcels()] == ["PK0000000001", "PK0000000002"]
    assert db.session.get_one(PurchaseOrder, desk.order.id).state == OrderState.ACCEPTED
    assert fresh(desk.order).recipient is not None
