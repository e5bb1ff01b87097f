"""Write listings, count their stock, and move them through their states."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import NotFound
from shop.core.roles import Role
from shop.core.states import WrongStep
from shop.listings import service
from shop.listings.models import Listing, Variant
from shop.listings.rules import MOST_STOCK, Sku
from shop.listings.screening import publish
from shop.orders.rules import OrderAct
from shop.pictures.rules import NeedsPhoto, TooManyPictures
from shop.registry.screening import Screening
from tests.making import a_draft, a_listing, a_person, a_picture, a_workshop, an_order, fresh, move_order


def test_a_draft_without_photos_stays_a_draft(app: Flask) -> None:
    listing = a_draft(a_workshop())
    with pytest.raises(NeedsPhoto), transaction():
        publish(listing, Screening((), 0), actor=None, now=now())
    assert fresh(listing).state == "draft"
    assert listing.cover is None and listing.stock == 40


def test_only_a_published_listing_is_seen_by_everybody(app: Flask) -> None:
    member, stranger, officer = a_person(), a_person(), a_person("", Role.OFFICER)
    home = a_workshop("", member)
    draft, listing = a_draft(home), a_listing(home)
    assert service.get_listing(listing.public_id, None).id == listing.id
    for person in (None, stranger):
        with pytest.raises(NotFound):
            service.get_listing(draft.public_id, person)
    for person in (member, officer):
        assert service.get_listing(draft.public_id, person).id == draft.id


def test_corrected_stock_leaves_sold_pieces_sold(app: Flask) -> None:
    listing = a_draft(a_workshop(), skus=[Sku("红", "S"), Sku("红", "M")], stock=10)
    small, large = listing.variants
    with transaction():
        assert service.take_stock(small.id, 4)
    with transaction():  # the page was opened before: it showed 10, and 12 were counted
        service.set_stock(listing, {small.id: (10, 12), large.id: (10, 0), 987654: (1, 5)})
    assert [v.stock for v in fresh(listing).variants] == [8, 0]
    with transaction():
        service.set_stock(listing, {small.id: (10, 0), large.id: (0, MOST_STOCK * 3)})
    assert [v.stock for v in fresh(listing).variants] == [0, MOST_STOCK]


def test_kinds_that_stay_keep_their_stock_and_new_ones_start_with_what_is_said(app: Flask) -> None:
    listing = a_draft(a_workshop(), skus=[Sku("红", "S"), Sku("蓝", "S")], stock=10)
    red = listing.variants[0].id
    with transaction():
        service.set_grid(listing, [Sku("红", "S"), Sku("红", "M")], 3)
    found = {(v.colour, v.size): (v.id, v.stock) for v in fresh(listing).variants}
    assert found.keys() == {("红", "S"), ("红", "M")}
    assert found["红", "S"] == (red, 10) and found["红", "M"][1] == 3


def test_an_order_outlives_the_kind_it_was_for(app: Flask) -> None:
    home, buyer = a_workshop(), a_workshop()
    listing = a_listing(home, skus=[Sku("红", "S"), Sku("蓝", "S")])
    order = move_order(an_order(buyer, listing, pieces=2), OrderAct.ACCEPT)
    with transaction():
        service.set_grid(listing, [Sku("蓝", "S")], 0)
    assert (fresh(order).lines[0].colour, order.lines[0].variant_id) == ("红", None)
    move_order(order, OrderAct.CANCEL)
    assert fresh(order).state == "cancelled"


def test_taking_more_than_there_is_takes_nothing(app: Flask) -> None:
    listing = a_draft(a_workshop(), skus=[Sku("红", "S")], stock=5)
    with transaction():
        assert not service.take_stock(listing.variants[0].id, 6)
        assert service.take_stock(listing.variants[0].id, 5)
        assert not service.take_stock(listing.variants[0].id, 1)
        service.return_stock(listing.variants[0].id, 2)
    assert fresh(listing.variants[0]).stock == 2


def test_photos_keep_their_order_and_ten_are_too_many(app: Flask) -> None:
    home = a_workshop()
    one, two = a_picture(home, seed=1), a_picture(home, seed=2)
    listing = a_draft(home, pictures=[one, two])
    with transaction():
        service.set_pictures(listing, [two, one])
    assert [row.picture_id for row in fresh(listing).pictures] == [two.id, one.id]
    assert listing.cover == two
    with pytest.raises(TooManyPictures), transaction():
        service.set_pictures(listing, [one] * 10)
    assert len(fresh(listing).pictures) == 2


def test_a_listing_is_withdrawn_once(app: Flask) -> None:
    person = a_person()
    listing = a_listing(a_workshop("", person))
    with transaction():
        service.withdraw(listing, actor=person, now=now())
    with pytest.raises(WrongStep), transaction():
        service.withdraw(listing, actor=person, now=now())


def test_pieces_sold_at_the_very_moment_of_counting_stay_sold(app: Flask) -> None:
    listing = a_draft(a_workshop(), skus=[Sku("红", "S")], stock=100)
    key = listing.variants[0].id

    def sell() -> None:
        with app.app_context(), transaction():
            assert service.take_stock(key, 1)

    seller = Thread(target=sell)

    def sell_now(*_args: Any) -> None:
        if not seller.ident:
            seller.start()
            seller.join(0.5)  # it waits for us; if it need not, it has sold before we write

    session = db.session()
    with transaction():
        event.listen(session, "before_flush", sell_now)
        service.set_stock(db.session.get_one(Listing, listing.id), {key: (100, 103)})
        event.remove(session, "before_flush", sell_now)
    seller.join()
    assert fresh(db.session.get_one(Variant, key)).stock == 102


def test_a_photo_leaves_the_public_with_its_listing(app: Flask) -> None:
    member = a_person()
    workshop = a_workshop("", member)
    listing = a_listing(workshop)
    picture = listing.pictures[0].picture
    assert picture.is_public
    with transaction():
        service.withdraw(listing, actor=member, now=now())
    assert not picture.is_public
