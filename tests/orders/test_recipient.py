"""Show whom a parcel goes to only to who may see it, log each look, and erase it in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop.audit.models import Entry
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.orders.models import PurchaseOrder
from shop.orders.rules import (
    OrderAct,
    RecipientClosed,
    Side,
)
from shop.orders.service import (
    To,
    erase_recipients,
    open_recipient,
    take_step,
)
from tests.conftest import NOON
from tests.making import (
    a_listing,
    a_person,
    a_workshop,
    an_order,
    fresh,
    join,
    move_order,
)

TO = To("王小梅", "13812345678", "山东省菏泽市曹县大集镇孙庄村12号")


def looks(order: PurchaseOrder) -> list[tuple[str | None, dict[str, Any]]]:
    query = select(Entry).where(Entry.subject_id == order.public_id, Entry.act == "recipient.seen")
    return [(entry.actor, entry.details) for entry in db.session.scalars(query.order_by(Entry.id))]


def test_the_maker_sees_the_recipient_only_while_shipping_and_every_look_is_logged(app: Flask) -> None:
    li, wang, stranger = a_person(), a_person(), a_person()
    order = an_order(a_workshop("", wang), a_listing(a_workshop("", li)), to=TO)

    def may(person: Any) -> bool:
        try:
            with transaction():
                return open_recipient(order, actor=person, now=now(), why="page").phone == TO.phone
        except RecipientClosed:
            return False

    seen = []
    for act in (None, OrderAct.ACCEPT, OrderAct.PACK, OrderAct.SHIP):
        if act:
            move_order(order, act)
        seen.append((may(li), may(wang), may(stranger)))
    assert seen == [(False, True, False), (True, True, False), (True, True, False), (False, True, False)]
    expected = [wang, li, wang, li, wang, wang]
    assert looks(order) == [(person.public_id, {"why": "page"}) for person in expected]


def test_recipients_are_erased_when_their_time_is_over_and_the_order_stays(app: Flask) -> None:
    listing, buyer, wang = a_listing(a_workshop(), stock=50), a_workshop(), a_person()
    join(buyer, wang)
    shipped, refused, old_open, young = (an_order(buyer, listing, at=NOON) for _ in range(4))
    with transaction():
        for act in (OrderAct.ACCEPT, OrderAct.PACK, OrderAct.SHIP):
            take_step(shipped, act, actor=None, side=Side.MAKER, now=NOON)
            take_step(young, act, actor=None, side=Side.MAKER, now=NOON + timedelta(days=20))
        take_step(refused, OrderAct.REFUSE, actor=None, side=Side.MAKER, now=NOON)
    moment = NOON + timedelta(days=31)
    with transaction():
        assert erase_recipients(before=moment - timedelta(days=30), now=moment) == 2
    with transaction():
        assert erase_recipients(before=moment - timedelta(days=30), now=moment) == 0
    for order in (shipped, refused):
        gone = fresh(order).recipient
        assert (gone.name, gone.phone, gone.address, gone.erased_at) == ("", "", "", moment)
        assert order.total_fen == 6000
        with pytest.raises(RecipientClosed), transaction():
            open_recipient(order, actor=wang, now=moment, why="page")
    assert fresh(old_open).recipient.name and fresh(young).recipient.name
    erased = db.session.scalars(select(Entry.subject_id).where(Entry.act == "recipient.erased")).all()
    assert sorted(erased) == sorted([shipped.public_id, refused.public_id])


def test_nothing_of_the_recipient_is_written_into_the_log(app: Flask) -> None:
    li = a_person()
    order = move_order(an_order(a_workshop(), a_listing(a_workshop("", li)), to=TO), OrderAct.ACCEPT)
    with transaction():
        open_recipient(order, actor=li, now=now(), why="page")
    log = " ".join(entry.text for entry in db.session.scalars(select(Entry)))
    assert not any(secret in log for secret in (TO.name, TO.phone, TO.address))


def test_an_order_that_nobody_carried_on_gives_its_recipient_up_in_the_end(app: Flask) -> None:
    order = an_order(a_workshop(), a_listing(a_workshop()), at=NOON)
    kept, gone = NOON + timedelta(days=89), NOON + timedelta(days=91)
    with transaction():
        assert erase_recipients(before=kept - timedelta(days=30), now=kept) == 0
        assert erase_recipients(before=gone - timedelta(days=30), now=gone) == 1
    recipient = fresh(order).recipient
    assert (recipient.name, recipient.phone, recipient.address) == ("", "", "")
