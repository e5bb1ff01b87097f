"""Erase the recipients of parcels whose time is over, as a nightly job does."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from shop.core.clock import now
from shop.core.db import db, transaction
from shop.orders.rules import OrderAct, Side
from shop.orders.service import take_step
from tests.making import a_listing, a_workshop, an_order, fresh


def erase(app: Flask, *words: str) -> str:
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["shipping", "erase", *words])
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def test_recipients_are_erased_a_month_after_shipping_or_closing(app: Flask) -> None:
    listing, buyer = a_listing(a_workshop()), a_workshop()
    long_ago, lately = now() - timedelta(days=31), now() - timedelta(days=29)
    shipped, cancelled, young, waiting = (an_order(buyer, listing, at=long_ago) for _ in range(4))
    with transaction():
        for order, moment in ((shipped, long_ago), (young, lately)):
            for act in (OrderAct.ACCEPT, OrderAct.PACK, OrderAct.SHIP):
                take_step(order, act, actor=None, side=Side.MAKER, now=moment)
        take_step(cancelled, OrderAct.CANCEL, actor=None, side=Side.BUYER, now=long_ago)
    assert erase(app) == "2 recipients erased"
    names = [fresh(order).recipient.name for order in (shipped, cancelled, young, waiting)]
    assert names == ["", "", "王小梅", "王小梅"]
    assert erase(app) == "0 recipients erased"
    assert erase(app, "--days", "0") == "1 recipients erased"
    assert fresh(shipped).state == "shipped" and fresh(shipped).total_fen == 6000
