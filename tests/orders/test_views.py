"""Order from a maker and carry the order through its pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.ids import new_key
from shop.core.roles import Role
from shop.listings.models import Listing
from shop.listings.rules import Sku
from shop.orders.models import PurchaseOrder
from shop.orders.rules import OrderAct
from shop.orders.service import erase_recipients
from shop.workshops.models import Workshop
from tests.conftest import once_key
from tests.making import (
    a_licence,
    a_listing,
    a_person,
    a_picture,
    a_workshop,
    an_order,
    fresh,
    join,
    move_order,
)
from tests.registry.making import statements

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]
ADDRESS = "山东省菏泽市曹县大集镇孙庄路8号3单元501室"


class Market:
    """A maker with a costume, and a middleman with a licence."""

    def __init__(self) -> None:
        self.li, self.wang = a_person("李四"), a_person("王五")
        self.maker, self.buyer = a_workshop("李家坊", self.li), a_workshop("王家店", self.wang)
        self.listing: Listing = a_listing(
            self.maker, "牡丹秧歌服", skus=[Sku("红", "S"), Sku("红", "M")], stock=10
        )
        a_licence(self.maker, self.buyer, covers_photos=False)

    def address(self, buyer: Workshop | None = None) -> str:
        return f"/workshops/{(buyer or self.buyer).public_id}/orders/new"

    def form(self, **values: Any) -> dict[str, Any]:
        small, large = self.listing.variants
        return {
            "listing": self.listing.public_id,
            f"pieces-{small.id}": "2",
            f"pieces-{large.id}": "",
            "pasted": "",
            "name": "王小梅",
            "phone": "138 1234 5678",
            "address": ADDRESS,
            "note": "周五要",
            "once": new_key(),
            **values,
        }


@pytest.fixture
def market(app: Flask) -> Market:
    return Market()


def orders() -> list[PurchaseOrder]:
    db.session.rollback()
    return list(db.session.scalars(select(PurchaseOrder).order_by(PurchaseOrder.id)).unique())


def test_a_middleman_orders_and_the_maker_carries_it_to_the_courier(market: Market, sign_in: SignIn) -> None:
    li, wang = sign_in(market.li), sign_in(market.wang)
    page = wang.get(f"{market.address()}?listing={market.listing.public_id}").text
    answer = wang.post(market.address(), data=market.form(once=once_key(page)))
    (order,) = orders()
    assert answer.location == f"/orders/{order.public_id}"
    assert (order.pieces, order.total_fen, order.note) == (2, 12000, "周五要")
    assert order.number in li.get(answer.location).text
    assert "牡丹秧歌服" in li.get(f"/workshops/{market.maker.public_id}/orders").text
    assert "牡丹秧歌服" in wang.get(f"/workshops/{market.buyer.public_id}/orders?side=sent").text
    for act, state in (("accept", "accepted"), ("pack", "packed"), ("ship", "shipped")):
        assert li.post(f"{answer.location}/{act}").status_code == 302
        assert fresh(order).state == state
    assert "On its way" in wang.get(answer.location).text


def test_the_recipient_is_masked_on_pages_and_shown_in_full_only_by_the_logged_act(
    market: Market, sign_in: SignIn
) -> None:
    sign_in(market.wang).post(market.address(), data=market.form())
    (order,) = orders()
    li, address = sign_in(market.li), f"/orders/{order.public_id}"
    for person in (market.li, market.wang):
        page = sign_in(person).get(address).text
        assert "王**" in page
        assert not any(secret in page for secret in ("王小梅", "12345678", "1234 5678", "501"))
    assert li.post(f"{address}/recipient").status_code == 409
    assert li.get(f"{address}/recipient").status_code == 405
    li.post(f"{address}/accept")
    page = li.post(f"{address}/recipient").text
    assert "王小梅" in page and "138 1234 5678" in page and ADDRESS in page
    assert "This look has been logged." in page
    li.post(f"{address}/pack")
    li.post(f"{address}/ship")
    assert li.post(f"{address}/recipient").status_code == 409
    assert sign_in(market.wang).post(f"{address}/recipient").status_code == 200


def test_nobody_else_sees_or_moves_an_order_and_each_side_only_takes_its_steps(
    market: Market, sign_in: SignIn
) -> None:
    order = an_order(market.buyer, market.listing)
    address = f"/orders/{order.public_id}"
    acts = ("accept", "refuse", "cancel", "pack", "recipient", "ship", "label")
    for person in (a_person(), a_person("", Role.OFFICER)):
        browser = sign_in(person)
        assert browser.get(address).status_code == 404
        assert browser.get(f"{address}/label").status_code == 404
        assert [browser.post(f"{address}/{act}", data={"answer": "没有"}).status_code for act in acts] == [
            404
        ] * 7
    wang, li = sign_in(market.wang), sign_in(market.li)
    wrong = [
        wang.post(f"{address}/{act}", data={"answer": "没有"}).status_code
        for act in ("accept", "refuse", "pack")
    ]
    assert wrong == [404] * 3 and wang.post(f"{address}/ship").status_code == 404
    assert li.post(f"{address}/cancel").status_code == 404
    assert li.post(f"{address}/pack").status_code == 409
    assert fresh(order).state == "sent"


def test_refusing_needs_a_word_that_the_middleman_reads(market: Market, sign_in: SignIn) -> None:
    order = an_order(market.buyer, market.listing)
    address = f"/orders/{order.public_id}"
    for answer in ("", "  ", "长" * 301):
        refused = sign_in(market.li).post(f"{address}/refuse", data={"answer": answer})
        assert refused.status_code == 422 and fresh(order).state == "sent"
    assert sign_in(market.li).post(f"{address}/refuse", data={"answer": "布料没有了"}).status_code == 302
    assert "布料没有了" in sign_in(market.wang).get(address).text
    assert sign_in(market.li).post(f"{address}/accept").status_code == 409


def test_a_family_with_both_workshops_takes_both_sides(market: Market, sign_in: SignIn) -> None:
    join(market.buyer, market.li)
    li = sign_in(market.li)
    answer = li.post(market.address(), data=market.form())
    page = li.get(answer.location).text
    assert "Accept the order" in page and "Cancel the order" in page
    assert li.post(f"{answer.location}/accept").status_code == 302
    assert li.post(f"{answer.location}/cancel").status_code == 302
    assert orders()[0].state == "cancelled"
    assert fresh(market.listing).stock == 20


def test_the_same_form_twice_orders_once(market: Market, sign_in: SignIn) -> None:
    form = market.form()
    answers = [sign_in(market.wang).post(market.address(), data=form).location for _ in range(2)]
    assert answers[0] == answers[1] and len(orders()) == 1


def test_without_a_licence_nothing_is_ordered(market: Market, sign_in: SignIn) -> None:
    other = a_person()
    home = a_workshop("", other)
    answer = sign_in(other).post(market.address(home), data=market.form())
    assert answer.status_code == 409 and "Ask 李家坊 for it." in answer.text
    assert sign_in(other).get(f"{market.address(home)}?listing={market.listing.public_id}").status_code == 409
    assert sign_in(other).post(market.address(), data=market.form()).status_code == 404
    assert sign_in(market.wang).get(market.address()).status_code == 404
    assert sign_in(market.wang).get(f"{market.address()}?listing={'x' * 500}").status_code == 404
    assert orders() == []


BAD = {
    "no name": ({"name": ""}, "Please fill this in."),
    "a long name": ({"name": "王" * 61}, "too long"),
    "a phone without digits": ({"phone": "没有电话"}, "Write the whole phone number"),
    "a long address": ({"address": "山" * 301}, "too long"),
    "a long note": ({"note": "快" * 301}, "too long"),
    "a masked phone": ({"phone": "138****5678"}, "hidden with stars"),
    "a masked name": ({"name": "王**"}, "hidden with stars"),
    "a masked address": ({"address": "山东省菏泽市曹县大集镇****"}, "hidden with stars"),
    "a name no font has": ({"name": "王💃梅"}, "cannot be printed: 💃"),
    "only control characters": ({"name": "\x02\x03"}, "Please fill this in."),
}


@pytest.mark.parametrize("case", BAD)
def test_a_wrong_order_is_shown_again_with_a_sentence_and_all_that_was_typed(
    market: Market, sign_in: SignIn, case: str
) -> None:
    changes, sentence = BAD[case]
    form = market.form(**changes)
    answer = sign_in(market.wang).post(market.address(), data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    small = market.listing.variants[0].id
    assert f'name="pieces-{small}" value="2"' in answer.text
    assert all(value in answer.text for name, value in form.items() if name != "once" and value.isprintable())
    assert orders() == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Write how many pieces"),
        ("0", "Write how many pieces"),
        ("-3", "is not a number of pieces"),
        ("two", "is not a number of pieces"),
        ("1.5", "is not a number of pieces"),
        ("9" * 5000, "is not a number of pieces"),
        ("11", "there are only 10 left"),
    ],
)
def test_a_wrong_number_of_pieces_is_said_and_stands_in_its_box_again(
    market: Market, sign_in: SignIn, typed: str, sentence: str
) -> None:
    small = market.listing.variants[0].id
    answer = sign_in(market.wang).post(market.address(), data=market.form(**{f"pieces-{small}": typed}))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'name="pieces-{small}" value="{typed}"' in answer.text
    assert "王小梅" in answer.text and orders() == []


def test_full_width_numbers_count(market: Market, sign_in: SignIn) -> None:
    small = market.listing.variants[0].id
    assert (
        sign_in(market.wang).post(market.address(), data=market.form(**{f"pieces-{small}": "３"})).status_code
        == 302
    )
    assert orders()[0].pieces == 3


def test_a_pasted_address_is_read_into_its_fields_and_nothing_is_sent(
    market: Market, sign_in: SignIn
) -> None:
    pasted = f"{ADDRESS} 王小梅 13812345678"
    form = market.form(pasted=pasted, name="", phone="", address="", read="1")
    page = sign_in(market.wang).post(market.address(), data=form).text
    assert 'value="王小梅"' in page and 'value="13812345678"' in page and f">\r\n{ADDRESS}<" in page
    small = market.listing.variants[0].id
    assert f'name="pieces-{small}" value="2"' in page
    assert orders() == []


def test_a_pasted_mask_is_told_apart_before_anything_is_sent(market: Market, sign_in: SignIn) -> None:
    form = market.form(
        pasted="王** 1*******678 山东省菏泽市曹县大集镇****", name="", phone="", address="", read="1"
    )
    answer = sign_in(market.wang).post(market.address(), data=form)
    assert answer.status_code == 422 and "hidden with stars" in answer.text
    assert orders() == []


@pytest.mark.parametrize("pasted", ["", "💃" * 100, "x" * 2000, "\x01\x02", "13800000000" * 40])
def test_whatever_is_pasted_the_page_comes_back(market: Market, sign_in: SignIn, pasted: str) -> None:
    form = market.form(pasted=pasted, read="1")
    assert sign_in(market.wang).post(market.address(), data=form).status_code in (200, 422)


def test_an_erased_recipient_is_not_shown_and_said_to_be_erased(market: Market, sign_in: SignIn) -> None:
    order = move_order(an_order(market.buyer, market.listing), OrderAct.CANCEL)
    with transaction():
        erase_recipients(before=now() + timedelta(days=1), now=now())
    address = f"/orders/{order.public_id}"
    assert "The address has been erased" in sign_in(market.wang).get(address).text
    assert sign_in(market.wang).post(f"{address}/recipient").status_code == 409


@pytest.mark.parametrize("side", ["maker", "buyer"])
def test_the_list_asks_as_much_for_ten_orders_as_for_two(market: Market, sign_in: SignIn, side: str) -> None:
    person, page = {
        "maker": (market.li, f"/workshops/{market.maker.public_id}/orders"),
        "buyer": (market.wang, f"/workshops/{market.buyer.public_id}/orders?side=sent"),
    }[side]
    photo = [a_picture(market.maker, seed=1)]
    for _ in range(2):
        an_order(market.buyer, a_listing(market.maker, pictures=photo))
    few = statements(sign_in(person), page)
    for _ in range(8):
        an_order(market.buyer, a_listing(market.maker, pictures=photo))
        if side == "maker":
            an_order(a_workshop(), market.listing)
    assert statements(sign_in(person), page) == few
