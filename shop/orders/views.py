"""Pages of purchase orders."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import NotFound, RuleBroken
from shop.core.fonts import printable, require_characters
from shop.core.once import act_once
from shop.listings.counts import read_counts
from shop.listings.models import Listing
from shop.orders import service
from shop.orders.addresses.masking import mask_address, mask_name, mask_phone
from shop.orders.addresses.parsing import parse_address
from shop.orders.forms import AnswerForm, OrderForm
from shop.orders.models import PurchaseOrder, Recipient
from shop.orders.rules import MaskedAddress, OrderAct, OrderState, Side, open_steps
from shop.web.guards import actor
from shop.web.language import say
from shop.web.paging import page_of
from shop.workshops.service import workshop_of

bp = Blueprint("orders", __name__)


@bp.get("/workshops/<workshop_id>/orders")
def index(workshop_id: str) -> ResponseReturnValue:
    """List the orders a workshop received, or those it sent."""
    workshop = workshop_of(workshop_id, actor())
    side = Side.BUYER if request.args.get("side") == "sent" else Side.MAKER
    page = page_of(service.orders_of(workshop, side), PurchaseOrder.id)
    return render_template("orders/index.html", workshop=workshop, listed=page, side=side)


@bp.route("/workshops/<workshop_id>/orders/new", methods=["GET", "POST"])
def create(workshop_id: str) -> ResponseReturnValue:
    """Order pieces from a maker, to be sent straight to a buyer."""
    buyer = workshop_of(workshop_id, actor())
    listing = service.listing_to_order(request.values.get("listing", ""), buyer, now())
    form = OrderForm()
    if "read" in request.form:
        _read_pasted(form)
    elif form.sent():
        order_id = _try(form, workshop_id, listing.public_id)
        if order_id is not None:
            flash(_("The order is with the maker."), "good")
            return redirect(url_for(".detail", order_id=order_id))
        buyer = workshop_of(workshop_id, actor())
        listing = service.listing_to_order(listing.public_id, buyer, now())
    page = render_template(
        "orders/create.html", form=form, listing=listing, workshop=buyer, typed=request.form
    )
    return page, 422 if form.errors else 200


def _try(form: OrderForm, workshop_id: str, listing_id: str) -> str | None:
    """Send the order; put what a rule says into the form. Gives the order's public id."""
    try:
        return _send(form, workshop_id, listing_id)
    except MaskedAddress as error:
        form.fail("address", say(error.message))
    except RuleBroken as error:
        form.form_errors = [say(error.message, **error.params)]
    return None


def _read_pasted(form: OrderForm) -> None:
    """Take a pasted address apart into its fields, and say what could not be told for sure."""
    read = parse_address(form.pasted.data or "")
    form.name.data = read.name or form.name.data
    form.phone.data = read.phone or form.phone.data
    parts = (read.province, read.city, read.county, read.town, read.detail)
    form.address.data = "".join(dict.fromkeys(parts)) or form.address.data
    if read.masked:
        form.fail("address", say(MaskedAddress.message))
    elif read.unsure:
        form.fail("pasted", _("Please look over the fields below: not everything could be told for sure."))


def _send(form: OrderForm, workshop_id: str, listing_id: str) -> str:
    to = service.To(form.name.data or "", form.phone.data or "", form.address.data or "")
    if parse_address(f"{to.name} {to.phone} {to.address}").masked:
        raise MaskedAddress
    require_characters(printable(f"{to.name}{to.phone}{to.address}"))  # the maker could print no label
    pieces = read_counts(request.form, "pieces")

    def act() -> str:
        buyer = workshop_of(workshop_id, actor())
        listing: Listing = service.listing_to_order(listing_id, buyer, now())
        note = form.note.data or ""
        order = service.send_order(buyer, listing, pieces=pieces, to=to, note=note, actor=actor(), now=now())
        return order.public_id

    with transaction():
        return act_once(form.once.data, actor().id, now(), act)


@bp.get("/orders/<order_id>")
def detail(order_id: str) -> ResponseReturnValue:
    """Show an order to its two workshops, the recipient masked."""
    order = service.get_order(order_id, actor())
    return _page(order, AnswerForm())


def _page(order: PurchaseOrder, form: AnswerForm) -> str:
    sides = service.sides_of(order, actor())
    steps = {act for side in sides for act in open_steps(OrderState(order.state), side)}
    return render_template(
        "orders/detail.html",
        order=order,
        sides=sides,
        steps=steps,
        form=form,
        masked=_masked(order.recipient),
        may_ship=Side.MAKER in sides,
    )


def _masked(recipient: Recipient | None) -> tuple[str, str, str] | None:
    if recipient is None or recipient.erased_at is not None:
        return None
    return mask_name(recipient.name), mask_phone(recipient.phone), mask_address(recipient.address)


def _step(order_id: str, act: OrderAct, side: Side, done: str, answer: str = "") -> ResponseReturnValue:
    with transaction():
        order = service.get_order(order_id, actor())
        if side not in service.sides_of(order, actor()):
            raise NotFound
        service.take_step(order, act, actor=actor(), side=side, now=now(), answer=answer)
    flash(done, "good")
    return redirect(url_for(".detail", order_id=order_id))


@bp.post("/orders/<order_id>/accept")
def accept(order_id: str) -> ResponseReturnValue:
    """Accept an order; its pieces leave the stock."""
    return _step(
        order_id, OrderAct.ACCEPT, Side.MAKER, _("Accepted. The pieces are set aside in your stock.")
    )


@bp.post("/orders/<order_id>/refuse")
def refuse(order_id: str) -> ResponseReturnValue:
    """Refuse an order, with a reason."""
    form = AnswerForm()
    if not form.sent():
        return _page(service.get_order(order_id, actor()), form), 422
    return _step(
        order_id, OrderAct.REFUSE, Side.MAKER, _("Refused; the middleman sees why."), form.answer.data or ""
    )


@bp.post("/orders/<order_id>/cancel")
def cancel(order_id: str) -> ResponseReturnValue:
    """Take an order back before it is packed."""
    return _step(order_id, OrderAct.CANCEL, Side.BUYER, _("The order is cancelled."))


@bp.post("/orders/<order_id>/pack")
def pack(order_id: str) -> ResponseReturnValue:
    """Mark an order as packed."""
    return _step(order_id, OrderAct.PACK, Side.MAKER, _("Packed. Print the label next."))
