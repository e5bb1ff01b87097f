"""Pages on which the office moves the date from which a design counts: one proposes, another agrees."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import RuleBroken
from shop.core.once import act_once
from shop.registry import path, priority, service
from shop.registry.path_forms import PriorityForm
from shop.registry.rules.priority import ChangeAct
from shop.web.guards import actor
from shop.web.language import say
from shop.workshops.ties import check_impartial


def add_to(bp: Blueprint) -> None:
    """Add these pages to the register's blueprint."""
    bp.add_url_rule("/register/<design_id>/date", "propose_date", propose, methods=["GET", "POST"])
    bp.add_url_rule("/register/<design_id>/date/<change_id>", "decide_date", decide, methods=["POST"])


def propose(design_id: str) -> ResponseReturnValue:
    """Propose another date for a design."""
    design = service.get_design(design_id, actor())
    check_impartial(actor(), path.parties(design))
    priority.check_may_propose(design)
    form = PriorityForm()
    if form.sent():
        try:
            with transaction():
                act_once(form.once.data, actor().id, now(), lambda: _propose(form, design_id))
        except RuleBroken as error:
            form.fail("new_at", say(error.message, **error.params))
        else:
            flash(_("The date is proposed. It moves when another officer agrees."), "good")
            return redirect(url_for(".detail", design_id=design_id))
    page = render_template("registry/propose_date.html", form=form, design=design)
    return page, 422 if form.errors else 200


def _propose(form: PriorityForm, design_id: str) -> str:
    design = service.get_design(design_id, actor())
    reason = form.reason.data or ""
    return priority.propose(design, form.moment(), reason=reason, actor=actor(), now=now()).public_id


def decide(design_id: str, change_id: str) -> ResponseReturnValue:
    """Agree to a proposed date, or decline it."""
    agrees = request.form.get("decision") == ChangeAct.APPROVE
    with transaction():
        change = priority.change_of(service.get_design(design_id, actor()), change_id)
        act = ChangeAct.APPROVE if agrees else ChangeAct.DECLINE
        priority.decide(change, act, actor=actor(), now=now())
    flash(_("The new date stands.") if agrees else _("The old date stands."), "good")
    return redirect(url_for(".detail", design_id=design_id))
