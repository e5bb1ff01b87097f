"""Pages of shipping: the recipient in full, the label, the handing over."""

from __future__ import annotations

import io
from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import RuleBroken
from shop.core.fonts import ensure_fonts
from shop.core.once import act_once
from shop.orders.rules import OrderAct, RecipientClosed, Side
from shop.orders.service import get_order, open_recipient, take_step
from shop.shipping import service
from shop.shipping.forms import LabelForm, courier_choices
from shop.shipping.rules import NumberRefused
from shop.web.guards import actor
from shop.web.language import say

bp = Blueprint("shipping", __name__)


@bp.post("/orders/<order_id>/recipient")
def recipient(order_id: str) -> ResponseReturnValue:
    """Show the recipient in full; the look is logged."""
    with transaction():
        order = get_order(order_id, actor())
        shown = open_recipient(order, actor=actor(), now=now(), why="page")
    return render_template("shipping/recipient.html", order=order, shown=shown)


@bp.route("/orders/<order_id>/label", methods=["GET", "POST"])
def label(order_id: str) -> ResponseReturnValue:
    """Ask what shall stand on the label, and print it."""
    order = service.order_to_ship(order_id, actor())
    parcel = service.find_parcel(order)
    known = {"courier": parcel.courier, "waybill_number": parcel.waybill_number} if parcel else {}
    form = LabelForm(**known)
    form.courier.choices = courier_choices(_("No courier yet"))
    if form.sent():
        try:
            return _print(order_id, form)
        except NumberRefused as error:
            form.fail("waybill_number", say(error.message, **error.params))
        except RecipientClosed:
            raise
        except RuleBroken as error:
            form.fail("paper", say(error.message, **error.params))
        order = service.order_to_ship(order_id, actor())
    page = render_template("shipping/label.html", form=form, order=order, parcel=service.find_parcel(order))
    return page, 422 if form.errors else 200


def _print(order_id: str, form: LabelForm) -> ResponseReturnValue:
    faces = ensure_fonts(Path(current_app.config["FONTS"]))
    wish = _wish(form)
    fresh: list[bytes] = []

    def act() -> str:
        parcel, pdf = service.print_label(order, wish, faces, actor=actor(), now=now())
        fresh.append(pdf)
        return str(parcel.prints)

    with transaction():
        order = service.order_to_ship(order_id, actor())
        prints = int(act_once(form.once.data, actor().id, now(), act))
        pdf = fresh[0] if fresh else service.print_again(order, wish, faces, prints, actor=actor(), now=now())
        name = f"{order.number}.pdf"
    return send_file(io.BytesIO(pdf), mimetype="application/pdf", download_name=name)


def _wish(form: LabelForm) -> service.Wish:
    number = form.waybill_number.data or ""
    hide = bool(number) and form.shows.data == "usual"
    return service.Wish(form.courier.data or "", number, form.paper.data, hide)


@bp.post("/orders/<order_id>/ship")
def ship(order_id: str) -> ResponseReturnValue:
    """Say that the parcel was handed over."""
    with transaction():
        order = service.order_to_ship(order_id, actor())
        take_step(order, OrderAct.SHIP, actor=actor(), side=Side.MAKER, now=now())
    flash(_("On its way. The middleman sees it."), "good")
    return redirect(url_for("orders.detail", order_id=order_id))
