"""Pages of holding a registration: renew it, give it away, take it over, withdraw it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import RuleBroken
from shop.core.once import act_once
from shop.registry import holding, path, service, transfers
from shop.registry.path_forms import TransferForm
from shop.web.guards import actor
from shop.web.language import say
from shop.workshops.service import get_workshop, list_workshops, workshop_of


def add_to(bp: Blueprint) -> None:
    """Add these pages to the register's blueprint."""
    own = "/workshops/<workshop_id>/designs/<design_id>"
    bp.add_url_rule(f"{own}/withdraw", "withdraw", withdraw, methods=["POST"])
    bp.add_url_rule(f"{own}/renew", "renew", renew, methods=["POST"])
    bp.add_url_rule(f"{own}/transfer", "transfer", transfer_page, methods=["GET", "POST"])
    offered = "/transfers/<transfer_id>"
    bp.add_url_rule(f"{offered}/accept", "accept_transfer", accept, methods=["POST"])
    bp.add_url_rule(f"{offered}/decline", "decline_transfer", decline, methods=["POST"])
    bp.add_url_rule(f"{offered}/take-back", "take_back_transfer", take_back, methods=["POST"])


def withdraw(workshop_id: str, design_id: str) -> ResponseReturnValue:
    """Take one's own design out."""
    with transaction():
        design = service.design_of(design_id, workshop_of(workshop_id, actor()))
        path.withdraw(design, actor=actor(), now=now())
    flash(_("The design is withdrawn."), "good")
    return redirect(url_for(".index", workshop_id=workshop_id))


def renew(workshop_id: str, design_id: str) -> ResponseReturnValue:
    """Let one's own registration run for another term."""
    with transaction():
        design = service.design_of(design_id, workshop_of(workshop_id, actor()))
        holding.renew(design, actor=actor(), now=now())
    flash(_("The registration is renewed."), "good")
    return redirect(url_for(".detail", design_id=design_id))


def transfer_page(workshop_id: str, design_id: str) -> ResponseReturnValue:
    """Offer one's own design to another workshop."""
    workshop = workshop_of(workshop_id, actor())
    design = service.design_of(design_id, workshop)
    form = TransferForm()
    others = [one for one in list_workshops() if one.id != workshop.id]
    form.taker.choices = [SelectChoice(one.public_id, f"{one.name} · {one.village.name}") for one in others]
    if form.sent():
        try:
            with transaction():
                act_once(form.once.data, actor().id, now(), lambda: _offer(form, workshop_id, design_id))
        except RuleBroken as error:
            form.fail("taker", say(error.message, **error.params))
        else:
            flash(_("The design is offered. It changes hands when the other workshop accepts."), "good")
            return redirect(url_for(".detail", design_id=design_id))
    page = render_template(
        "registry/transfer.html", form=form, workshop=workshop, design=design, others=others
    )
    return page, 422 if form.errors else 200


def _offer(form: TransferForm, workshop_id: str, design_id: str) -> str:
    design = service.design_of(design_id, workshop_of(workshop_id, actor()))
    offered = transfers.offer(design, get_workshop(form.taker.data), actor=actor(), now=now())
    return offered.public_id


def accept(transfer_id: str) -> ResponseReturnValue:
    """Take a design over."""
    with transaction():
        offered = transfers.offer_to(transfer_id, actor())
        transfers.accept(offered, actor=actor(), now=now())
    flash(_("The design is yours now, with its number and its date."), "good")
    return _back(transfer_id)


def decline(transfer_id: str) -> ResponseReturnValue:
    """Leave an offered design with its family."""
    with transaction():
        offered = transfers.offer_to(transfer_id, actor())
        transfers.decline(offered, actor=actor(), now=now())
    flash(_("The design stays with its family."), "good")
    return _back(transfer_id)


def take_back(transfer_id: str) -> ResponseReturnValue:
    """Take one's own offer back."""
    with transaction():
        offered = transfers.offer_by(transfer_id, actor())
        transfers.take_back(offered, actor=actor(), now=now())
    flash(_("The offer is taken back."), "good")
    return _back(transfer_id)


def _back(transfer_id: str) -> ResponseReturnValue:
    return redirect(url_for(".detail", design_id=transfers.design_offered(transfer_id)))
