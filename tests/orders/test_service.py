"""Send orders, carry them step by step, and watch the stock and the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from shop.audit.models import Entry
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import NotFound, RuleBroken
from shop.listings.models import Listing
from shop.listings.rules import Sku
from shop.orders.models import PurchaseOrder
from shop.orders.rules import (
    HOLDS_STOCK,
    NeedsLicence,
    NotEnough,
    NothingOrdered,
    OrderAct,
    OrderState,
    Side,
    WrongStep,
)
from shop.orders.service import (
    To,
    get_order,
    listing_to_order,
    orders_of,
    send_order,
    sides_of,
    take_step,
)
from tests.making import (
    a_draft,
    a_licence,
    a_listing,
    a_person,
    a_workshop,
    an_order,
    fresh,
    join,
    move_order,
)

TO = To("王小梅", "13812345678", "山东省菏泽市曹县大集镇孙庄村12号")
ONE = [Sku("红", "S")]


def stock(listing: Listing) -> int:
    return sum(variant.stock for variant in fresh(listing).variants)


def test_only_who_holds_a_licence_of_the_maker_may_order(app: Flask) -> None:
    maker, buyer = a_workshop("李家坊"), a_workshop()
    listing = a_listing(maker)
    with pytest.raises(NeedsLicence, match="李家坊"):
        listing_to_order(listing.public_id, buyer, now())
    with pytest.raises(NeedsLicence):
        listing_to_order(listing.public_id, maker, now())
    a_licence(maker, buyer, covers_photos=False)
    assert listing_to_order(listing.public_id, buyer, now()).id == listing.id
    with pytest.raises(NeedsLicence):
        listing_to_order(listing.public_id, buyer, now() + timedelta(days=400))
    with pytest.raises(NotFound):
        listing_to_order(a_draft(maker).public_id, buyer, now())


def test_an_order_keeps_words_and_prices_of_its_day(app: Flask) -> None:
    maker, buyer = a_workshop(), a_workshop()
    listing = a_listing(maker)
    order = an_order(buyer, listing, pieces=3)
    with transaction():
        listing.price_fen, listing.partner_price_fen = 99900, 88800
        listing.variants[0].colour = "大红"
    assert [(line.colour, line.pieces, line.price_fen) for line in fresh(order).lines] == [("红", 3, 6000)]
    assert (order.total_fen, order.pieces) == (18000, 3)
    dear = a_listing(maker, partner_price_fen=None)
    assert an_order(buyer, dear).total_fen == 8800


def test_an_order_for_nothing_or_for_too_much_is_not_sent(app: Flask) -> None:
    maker, buyer = a_workshop(), a_workshop()
    listing = a_listing(maker, skus=ONE, stock=5)
    key = listing.variants[0].id
    for pieces, error in (({}, NothingOrdered), ({key: 0}, NothingOrdered), ({key + 999: 1}, NothingOrdered)):
        with pytest.raises(error), transaction():
            send_order(buyer, listing, pieces=pieces, to=TO, note="", actor=None, now=now())
    for many in (6, 10**6, 10**40):
        with pytest.raises(NotEnough, match="红 S"), transaction():
            send_order(buyer, listing, pieces={key: many}, to=TO, note="", actor=None, now=now())
    db.session.rollback()
    assert db.session.scalars(select(PurchaseOrder)).unique().all() == []


@pytest.mark.parametrize(
    ("acts", "state", "left"),
    [
        ((), "sent", 10),
        ((OrderAct.REFUSE,), "refused", 10),
        ((OrderAct.CANCEL,), "cancelled", 10),
        ((OrderAct.ACCEPT,), "accepted", 7),
        ((OrderAct.ACCEPT, OrderAct.CANCEL), "cancelled", 10),
        ((OrderAct.ACCEPT, OrderAct.PACK), "packed", 7),
        ((OrderAct.ACCEPT, OrderAct.PACK, OrderAct.SHIP), "shipped", 7),
    ],
)
def test_stock_leaves_when_an_order_is_accepted_and_comes_back_when_it_is_cancelled(
    app: Flask, acts: tuple[OrderAct, ...], state: str, left: int
) -> None:
    listing = a_listing(a_workshop(), skus=ONE, stock=10)
    order = move_order(an_order(a_workshop(), listing, pieces=3), *acts)
    assert (fresh(order).state, stock(listing)) == (state, left)
    query = select(Entry.act).where(Entry.subject_id == order.public_id).order_by(Entry.id)
    named = {
        "accept": "accepted",
        "refuse": "refused",
        "cancel": "cancelled",
        "pack": "packed",
        "ship": "shipped",
    }
    assert db.session.scalars(query).all() == ["order.sent", *(f"order.{named[act]}" for act in acts)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tries=st.lists(
        st.tuples(st.sampled_from(OrderAct), st.sampled_from(Side), st.integers(0, 2)), max_size=14
    )
)
def test_whatever_is_tried_the_stock_is_what_the_orders_do_not_hold(
    app: Flask, tries: list[tuple[OrderAct, Side, int]]
) -> None:
    listing = a_draft(a_workshop(), skus=ONE, stock=7)
    orders = [an_order(a_workshop(), listing, pieces=pieces) for pieces in (3, 3, 4)]
    for act, side, which in tries:
        try:
            with transaction():
                take_step(orders[which], act, actor=None, side=side, now=now())
        except RuleBroken:
            continue
    held = sum(order.pieces for order in map(fresh, orders) if order.state in HOLDS_STOCK)
    assert stock(listing) == 7 - held >= 0


def test_a_maker_does_not_accept_what_is_not_there_any_more(app: Flask) -> None:
    listing = a_listing(a_workshop(), skus=[Sku("红", "S"), Sku("红", "M")], stock=5)
    small, large = (variant.id for variant in listing.variants)
    buyer = a_workshop()
    with transaction():
        order = send_order(buyer, listing, pieces={small: 2, large: 4}, to=TO, note="", actor=None, now=now())
    with transaction():
        listing.variants[1].stock = 3
    with pytest.raises(NotEnough) as caught:
        move_order(order, OrderAct.ACCEPT)
    assert caught.value.params == {"what": "红 M", "left": 3}
    assert fresh(order).state == "sent"
    assert [variant.stock for variant in fresh(listing).variants] == [5, 3]


def at_once(app: Flask, acts: list[Callable[[], Any]]) -> list[type[Exception] | None]:
    """Do all acts at once, each in a thread and a transaction of its own; give what stopped each."""
    results: list[type[Exception] | None] = []

    def work(act: Callable[[], Any]) -> None:
        with app.app_context():
            try:
                with transaction():
                    act()
                results.append(None)
            except RuleBroken as error:
                results.append(type(error))

    db.session.rollback()
    threads = [Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def accepting(order_id: int) -> Callable[[], None]:
    def act() -> None:
        order = db.session.get_one(PurchaseOrder, order_id)
        take_step(order, OrderAct.ACCEPT, actor=None, side=Side.MAKER, now=now())

    return act


def test_of_twenty_buyers_at_once_seven_get_the_seven_pieces(app: Flask) -> None:
    listing = a_listing(a_workshop(), skus=ONE, stock=7)
    buyers = [a_workshop() for _ in range(4)]
    ids = [an_order(buyers[number % 4], listing).id for number in range(20)]
    results = at_once(app, [accepting(order_id) for order_id in ids])
    assert results.count(None) == 7 and results.count(NotEnough) == 13
    assert stock(listing) == 0
    states = [db.session.get_one(PurchaseOrder, order_id).state for order_id in ids]
    assert states.count(OrderState.ACCEPTED) == 7 and states.count(OrderState.SENT) == 13


def test_one_order_accepted_eight_times_at_once_takes_its_pieces_once(app: Flask) -> None:
    listing = a_listing(a_workshop(), skus=ONE, stock=100)
    order = an_order(a_workshop(), listing, pieces=5)
    results = at_once(app, [accepting(order.id)] * 8)
    assert results.count(None) == 1 and results.count(WrongStep) == 7
    assert stock(listing) == 95


def test_twelve_orders_sent_at_once_have_twelve_numbers(app: Flask) -> None:
    maker, buyer = a_workshop(), a_workshop()
    listing = a_listing(maker, skus=ONE, stock=100)
    key, listing_id, buyer_id = listing.variants[0].id, listing.id, buyer.id

    def send() -> None:
        home, ware = db.session.get_one(type(buyer), buyer_id), db.session.get_one(Listing, listing_id)
        send_order(home, ware, pieces={key: 1}, to=TO, note="", actor=None, now=now())

    assert at_once(app, [send] * 12) == [None] * 12
    numbers = sorted(db.session.scalars(select(PurchaseOrder.number)))
    assert [int(number[-6:]) for number in numbers] == list(range(1, 13))


def test_an_order_is_found_by_its_two_workshops_only(app: Flask) -> None:
    li, wang, stranger = a_person(), a_person(), a_person()
    maker, buyer = a_workshop("", li), a_workshop("", wang)
    order = an_order(buyer, a_listing(maker))
    assert sides_of(get_order(order.public_id, li), li) == {Side.MAKER}
    assert sides_of(get_order(order.public_id, wang), wang) == {Side.BUYER}
    with pytest.raises(NotFound):
        get_order(order.public_id, stranger)
    join(buyer, li)
    assert sides_of(fresh(order), li) == {Side.MAKER, Side.BUYER}
    assert list(db.session.scalars(orders_of(maker, Side.MAKER)).unique()) == [order]
    assert list(db.session.scalars(orders_of(maker, Side.BUYER)).unique()) == []
