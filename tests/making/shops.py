"""Make listings, suspicions and orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shop.core.clock import now
from shop.core.db import transaction
from shop.listings.models import Listing, Suspicion
from shop.listings.rules import grid
from shop.listings.screening import publish
from shop.listings.service import create_listing
from shop.orders import service as orders
from shop.orders.models import PurchaseOrder
from shop.orders.rules import OrderAct, Side
from shop.pictures.models import Picture
from shop.registry.screening import screen
from shop.workshops.models import Workshop
from tests.making.numbers import numbers, unsaid_seed
from tests.making.pictures import a_picture
from tests.making.register import a_design

SOMEBODY = orders.To("王小梅", "13812345678", "山东省青岛市市南区香港中路1号")


def a_draft(
    workshop: Workshop, title: str = "", *, pictures: Sequence[Picture] = (), **values: Any
) -> Listing:
    """Write a draft: two colours in two sizes, 10 pieces of each, at 88 yuan (partners: 60), unless said."""
    wanted = {"about": "", "price_fen": 8800, "partner_price_fen": 6000, "stock": 10, **values}
    wanted.setdefault("skus", grid(["红", "蓝"], ["S", "M"]))
    with transaction():
        return create_listing(
            workshop,
            title=title or f"服装{next(numbers)}",
            pictures=pictures,
            actor=None,
            now=now(),
            **wanted,
        )


def a_listing(
    workshop: Workshop, title: str = "", *, pictures: Sequence[Picture] = (), **values: Any
) -> Listing:
    """Put a costume into the catalogue, or have it held where its photo is another's registered design."""
    listing = a_draft(workshop, title, pictures=list(pictures) or [a_picture(workshop)], **values)
    publish_again(listing)
    return listing


def publish_again(listing: Listing) -> list[Suspicion]:
    """Screen a listing's photos and publish or hold it; give the suspicions."""
    screening = screen([row.picture for row in listing.pictures])
    with transaction():
        return publish(listing, screening, actor=None, now=now())


def a_suspicion(maker: Workshop, copier: Workshop, *, seed: int | None = None) -> Suspicion:
    """Register a design, and list the very same photo elsewhere without a licence."""
    seed = unsaid_seed() if seed is None else seed
    a_design(maker, pictures=[a_picture(maker, seed=seed)])
    listing = a_listing(copier, pictures=[a_picture(copier, seed=seed)])
    return listing.suspicions[0]


def an_order(
    buyer: Workshop,
    listing: Listing,
    *,
    pieces: int = 1,
    to: orders.To = SOMEBODY,
    note: str = "",
    at: datetime | None = None,
) -> PurchaseOrder:
    """Send the maker an order for so many pieces of the first variant (no licence is asked for here)."""
    with transaction():
        wanted = {listing.variants[0].id: pieces}
        return orders.send_order(buyer, listing, pieces=wanted, to=to, note=note, actor=None, now=at or now())


def move_order(order: PurchaseOrder, *acts: OrderAct) -> PurchaseOrder:
    """Let the maker (the buyer for a cancellation) take these steps."""
    for act in acts:
        side = Side.BUYER if act is OrderAct.CANCEL else Side.MAKER
        with transaction():
            orders.take_step(order, act, actor=None, side=side, now=now())
    return order
