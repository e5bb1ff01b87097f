"""Send purchase orders from middlemen to makers, and carry them step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from shop.audit.service import record
from shop.core.clock import china
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.ids import new_public_id
from shop.core.numbering import next_number
from shop.core.roles import Actor
from shop.listings.covering import own_designs_shown
from shop.listings.models import Listing, Variant
from shop.listings.rules import ListingState
from shop.listings.service import return_stock, take_stock
from shop.orders.models import OrderLine, PurchaseOrder, Recipient
from shop.orders.rules import (
    FORGOTTEN,
    HOLDS_STOCK,
    SHOWS_RECIPIENT,
    NeedsLicence,
    NotEnough,
    NothingOrdered,
    OrderAct,
    OrderState,
    RecipientClosed,
    Side,
    step,
)
from shop.registry.licences import may_sell_for
from shop.workshops.models import Workshop
from shop.workshops.service import is_member


@dataclass(frozen=True)
class To:
    """Who receives the parcel."""

    name: str
    phone: str
    address: str


def listing_to_order(public_id: str, buyer: Workshop, now: datetime) -> Listing:
    """Give a published listing to a middleman who may sell for its maker."""
    listing = db.session.scalar(select(Listing).where(Listing.public_id == public_id))
    if listing is None or listing.state != ListingState.PUBLISHED:
        raise NotFound
    if not may_sell_for(listing.workshop_id, buyer.id, now, own_designs_shown(listing)):
        raise NeedsLicence(maker=listing.workshop.name)
    return listing


def send_order(
    buyer: Workshop,
    listing: Listing,
    *,
    pieces: Mapping[int, int],
    to: To,
    note: str,
    actor: Actor | None,
    now: datetime,
) -> PurchaseOrder:
    """Ask a maker to send pieces ({variant id: pieces}) to somebody; stock is taken when they accept."""
    lines = _lines(listing, pieces)
    year = china(now).year
    order = PurchaseOrder(
        number=f"P{year}-{next_number(f'order-{year}'):06d}",
        buyer=buyer,
        maker=listing.workshop,
        listing=listing,
        note=note,
        sent_at=now,
        public_id=new_public_id(),
        state=OrderState.SENT,
        lines=lines,
        recipient=Recipient(name=to.name, phone=to.phone, address=to.address),
    )
    db.session.add(order)
    db.session.flush()
    record("order.sent", actor=actor, subject=("order", order.public_id), now=now)
    return order


def _lines(listing: Listing, pieces: Mapping[int, int]) -> list[OrderLine]:
    price = listing.price_fen if listing.partner_price_fen is None else listing.partner_price_fen
    lines = []
    for variant in listing.variants:
        wanted = pieces.get(variant.id, 0)
        if wanted > variant.stock:
            raise NotEnough(what=f"{variant.colour} {variant.size}", left=variant.stock)
        if wanted > 0:
            lines.append(
                OrderLine(
                    variant_id=variant.id,
                    colour=variant.colour,
                    size=variant.size,
                    pieces=wanted,
                    price_fen=price,
                )
            )
    if not lines:
        raise NothingOrdered
    return lines


def get_order(public_id: str, actor: Actor) -> PurchaseOrder:
    """Give an order to its two workshops; to everybody else it is not found."""
    query = select(PurchaseOrder).options(selectinload(PurchaseOrder.lines))
    order = db.session.scalar(query.where(PurchaseOrder.public_id == public_id))
    if order is None or not sides_of(order, actor):
        raise NotFound
    return order


def sides_of(order: PurchaseOrder, actor: Actor) -> set[Side]:
    """Tell on which side of the order this person works; on both where the family has both workshops."""
    sides = {Side.BUYER: order.buyer_id, Side.MAKER: order.maker_id}
    return {side for side, workshop_id in sides.items() if is_member(workshop_id, actor)}


def orders_of(workshop: Workshop, side: Side) -> Select[PurchaseOrder]:
    """Select the orders that a workshop received (as maker) or sent (as buyer)."""
    column = PurchaseOrder.maker_id if side is Side.MAKER else PurchaseOrder.buyer_id
    cover = selectinload(PurchaseOrder.listing).selectinload(Listing.pictures)
    return (
        select(PurchaseOrder).where(column == workshop.id).options(selectinload(PurchaseOrder.lines), cover)
    )


def count_to_do(workshop: Workshop) -> int:
    """Count the orders that wait for this maker: to accept, to pack, to send."""
    waiting = (OrderState.SENT, OrderState.ACCEPTED, OrderState.PACKED)
    query = select(func.count()).select_from(PurchaseOrder)
    query = query.where(PurchaseOrder.maker_id == workshop.id, PurchaseOrder.state.in_(waiting))
    return db.session.scalar(query) or 0


def take_step(
    order: PurchaseOrder, act: OrderAct, *, actor: Actor | None, side: Side, now: datetime, answer: str = ""
) -> None:
    """Take one step with the order; its stock, its times and the log follow."""
    db.session.refresh(order, ["state"], with_for_update=True)  # of two at once, the second finds it moved
    before = OrderState(order.state)
    after = step(before, act, side)
    _move_stock(order, before, after)
    order.state = after
    _stamp(order, after, now)
    if answer:
        order.answer = answer
    db.session.flush()
    record(f"order.{after}", actor=actor, subject=("order", order.public_id), now=now)


def _stamp(order: PurchaseOrder, state: OrderState, now: datetime) -> None:
    if state is OrderState.ACCEPTED:
        order.accepted_at = now
    elif state is OrderState.PACKED:
        order.packed_at = now
    elif state is OrderState.SHIPPED:
        order.shipped_at = now
    else:
        order.closed_at = now


def _move_stock(order: PurchaseOrder, before: OrderState, after: OrderState) -> None:
    if after in HOLDS_STOCK and before not in HOLDS_STOCK:
        for line in order.lines:
            _take(line)
    elif before in HOLDS_STOCK and after not in HOLDS_STOCK:
        for line in order.lines:
            if line.variant_id is not None:
                return_stock(line.variant_id, line.pieces)


def _take(line: OrderLine) -> None:
    if line.variant_id is None or not take_stock(line.variant_id, line.pieces):
        left = db.session.scalar(_stock_of(line.variant_id)) or 0
        raise NotEnough(what=f"{line.colour} {line.size}", left=left)


def _stock_of(variant_id: int | None) -> Select[int]:
    return select(Variant.stock).where(Variant.id == variant_id)


def open_recipient(order: PurchaseOrder, *, actor: Actor, now: datetime, why: str) -> Recipient:
    """Show whom the parcel goes to: the maker while shipping, the middleman always; every look is logged."""
    sides = sides_of(order, actor)
    maker_may = Side.MAKER in sides and order.state in SHOWS_RECIPIENT
    if order.recipient is None or not (Side.BUYER in sides or maker_may):
        raise RecipientClosed
    if order.recipient.erased_at is not None:
        raise RecipientClosed
    record("recipient.seen", actor=actor, subject=("order", order.public_id), now=now, details={"why": why})
    return order.recipient


def erase_recipients(*, before: datetime, now: datetime) -> int:
    """Erase whom parcels went to where the order was shipped or closed before that moment; give how many.

    An order that nobody carried on keeps its recipient for FORGOTTEN longer, then it goes too.
    """
    over = or_(
        PurchaseOrder.shipped_at < before,
        PurchaseOrder.closed_at < before,
        PurchaseOrder.sent_at < before - FORGOTTEN,
    )
    query = select(PurchaseOrder).join(PurchaseOrder.recipient).where(over, Recipient.erased_at.is_(None))
    orders: Sequence[PurchaseOrder] = db.session.scalars(query).unique().all()
    for order in orders:
        if order.recipient is not None:
            order.recipient.name = order.recipient.phone = order.recipient.address = ""
            order.recipient.erased_at = now
            record("recipient.erased", actor=None, subject=("order", order.public_id), now=now)
    return len(orders)
