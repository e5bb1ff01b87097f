"""Make an order's parcel: its number, its label, its way to the courier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from shop.audit.service import record
from shop.core.clock import china
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.fonts import Faces, missing_characters, printable
from shop.core.ids import new_public_id
from shop.core.numbering import next_number
from shop.core.roles import Actor
from shop.orders.addresses.masking import mask_address, mask_name, mask_phone
from shop.orders.models import PurchaseOrder, Recipient
from shop.orders.rules import SHOWS_RECIPIENT, RecipientClosed, Side
from shop.orders.service import get_order, open_recipient, sides_of
from shop.shipping.couriers import clean_number, find_courier
from shop.shipping.label import PAPERS, Label, render_labels
from shop.shipping.models import Parcel

# Characters of a title, and of the kinds in a parcel: together with what joins them 81 fit on 76 mm paper.
LONGEST_TITLE = 30
LONGEST_KINDS = 36


@dataclass(frozen=True)
class Wish:
    """What the maker wants on the label."""

    courier: str  # a courier's code, or nothing
    waybill_number: str  # the courier's own number, or nothing yet
    paper: str  # a key of PAPERS
    hide: bool  # hide parts of the recipient, as the e-waybill standard asks


def order_to_ship(public_id: str, actor: Actor) -> PurchaseOrder:
    """Give an order to the maker who ships it."""
    order = get_order(public_id, actor)
    if Side.MAKER not in sides_of(order, actor):
        raise NotFound
    return order


def find_parcel(order: PurchaseOrder) -> Parcel | None:
    """Find the parcel of an order, once a label was asked for."""
    return db.session.scalar(select(Parcel).where(Parcel.order_id == order.id))


def recipient_for_label(order: PurchaseOrder, *, actor: Actor, now: datetime) -> Recipient:
    """Give whom the label is for while the parcel is being made ready, and log the look."""
    if order.state not in SHOWS_RECIPIENT:  # also for a family that is middleman and maker in one
        raise RecipientClosed
    return open_recipient(order, actor=actor, now=now, why="label")


def print_label(
    order: PurchaseOrder, wish: Wish, faces: Faces, *, actor: Actor, now: datetime
) -> tuple[Parcel, bytes]:
    """Draw the order's label as a PDF, count the print and log the look at its recipient.

    A label that cannot be printed (LabelError, NumberRefused) leaves no trace once the transaction is undone.
    """
    db.session.refresh(order, ["state"], with_for_update=True)  # nobody hands it over meanwhile
    recipient = recipient_for_label(order, actor=actor, now=now)
    parcel = find_parcel(order) or _new_parcel(order, now)
    parcel.courier = wish.courier
    parcel.waybill_number = clean_number(wish.waybill_number) if wish.waybill_number else ""
    pdf = draw_label(parcel, recipient, wish, faces, now=now)
    parcel.prints += 1
    db.session.flush()
    details = {"print": parcel.prints}
    record("label.printed", actor=actor, subject=("parcel", parcel.public_id), now=now, details=details)
    return parcel, pdf


def print_again(
    order: PurchaseOrder, wish: Wish, faces: Faces, prints: int, *, actor: Actor, now: datetime
) -> bytes:
    """Draw print No. `prints` once more, for a form that came twice: a logged look, but no new print."""
    recipient = recipient_for_label(order, actor=actor, now=now)
    parcel = find_parcel(order)
    if parcel is None:
        raise RecipientClosed
    return draw_label(parcel, recipient, wish, faces, now=now, reprint=prints - 1)


def _new_parcel(order: PurchaseOrder, now: datetime) -> Parcel:
    parcel = Parcel(
        order=order, number=f"PK{next_number('parcel'):010d}", created_at=now, public_id=new_public_id()
    )
    parcel.prints = 0
    db.session.add(parcel)
    return parcel


def draw_label(
    parcel: Parcel,
    recipient: Recipient,
    wish: Wish,
    faces: Faces,
    *,
    now: datetime,
    reprint: int | None = None,
) -> bytes:
    """Draw the parcel's label as a PDF of one page; `reprint` says which print after the first it is."""
    order = parcel.order
    courier = find_courier(wish.courier) if wish.courier else None
    name, phone, address = recipient.name, recipient.phone, recipient.address
    if wish.hide:
        name, phone, address = mask_name(name), mask_phone(phone), mask_address(address)
    label = Label(
        number=parcel.waybill_number or parcel.number,
        number_kind="waybill" if parcel.waybill_number else "parcel",
        recipient_name=name,
        recipient_phone=phone,
        recipient_address=address,
        sender_name=order.buyer.name,  # the buyer knows the middleman's shop, not the maker
        sender_phone=order.maker.phone,
        sender_address=order.maker.address or order.maker.village.name,
        courier=courier.name if courier else "",
        contents=contents_of(order),
        quantity=order.pieces,
        order_number=order.number,
        printed_at=f"{china(now):%Y-%m-%d %H:%M}",
        reprint=parcel.prints if reprint is None else reprint,
    )
    return render_labels([label], PAPERS[wish.paper], faces)


def contents_of(order: PurchaseOrder) -> str:
    """Say what is in the parcel, without prices, in few enough words for the smallest paper.

    What no font prints (a smiley in a title) is left out: the goods are known without it.
    """
    title = order.listing.title
    shown = title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE]}…"
    text = printable(f"{shown}（{_kinds_of(order)}）")
    missing = missing_characters(text)
    return "".join(character for character in text if character not in missing)


def _kinds_of(order: PurchaseOrder) -> str:
    kinds = ""
    for line in order.lines:
        more = f"{'；' if kinds else ''}{line.colour} {line.size}×{line.pieces}"
        if len(kinds + more) > LONGEST_KINDS:
            return f"{kinds} 等 {len(order.lines)} 种".strip()
        kinds += more
    return kinds
