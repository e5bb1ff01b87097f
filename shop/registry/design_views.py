"""Pages of one design: its facts, its path, the decision on it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.core.clock import now
from shop.core.db import transaction
from shop.core.roles import is_office
from shop.registry import claims, path, service
from shop.registry.forms import DecisionForm
from shop.registry.models import Design
from shop.registry.rules import ALIKE, CATEGORIES, SAME_PICTURE, DesignAct, DesignState, NeedsReason
from shop.registry.words import undone
from shop.web.guards import actor, find_actor
from shop.web.language import say
from shop.workshops.service import is_member, workshop_of
from shop.workshops.ties import find_tie

DECISIONS = {act.value: act for act in (DesignAct.ADMIT, DesignAct.REGISTER, DesignAct.REFUSE)}


def add_to(bp: Blueprint) -> None:
    """Add the pages of one design to the register's blueprint."""
    bp.add_url_rule("/register/<design_id>", "detail", detail)
    bp.add_url_rule("/register/<design_id>/decide", "decide", decide, methods=["POST"])
    own = "/workshops/<workshop_id>/designs/<design_id>"
    bp.add_url_rule(f"{own}/withdraw", "withdraw", withdraw, methods=["POST"])


def detail(design_id: str) -> ResponseReturnValue:
    """Show a design; to its family and the office also what it looks like."""
    design = service.get_design(design_id, find_actor())
    mine = is_member(design.workshop_id, find_actor())
    form = DecisionForm() if _may_decide(design) else None
    return render_template("registry/detail.html", **_shown(design), mine=mine, form=form)


def _may_decide(design: Design) -> bool:
    person = find_actor()
    waits = design.state in (DesignState.SCREENED, DesignState.NOTICE)
    return waits and is_office(person) and find_tie(actor(), path.parties(design)) is None


def _shown(design: Design) -> dict[str, object]:
    person = find_actor()
    found = service.likenesses_for(design, person)
    return {
        "design": design,
        "same_found": [pair for pair in found if pair[0].verdict == SAME_PICTURE],
        "alike_found": [pair for pair in found if pair[0].verdict == ALIKE],
        "marked": claims.marks_of(design),
        "marks_as": claims.kind_for(design, person) if design.state in claims.OPEN else None,
        "plain": service.plain_pictures(design, person),
        "kinds": {key: say(name) for key, name in CATEGORIES.items()},
        "undone": undone,
    }


def withdraw(workshop_id: str, design_id: str) -> ResponseReturnValue:
    """Take one's own design out."""
    with transaction():
        design = service.design_of(design_id, workshop_of(workshop_id, actor()))
        path.withdraw(design, actor=actor(), now=now())
    flash(_("The design is withdrawn."), "good")
    return redirect(url_for(".index", workshop_id=workshop_id))


def decide(design_id: str) -> ResponseReturnValue:
    """Let the office register or refuse a questioned design."""
    form = DecisionForm()
    act = DECISIONS.get(request.form.get("decision", ""))
    try:
        with transaction():
            design = service.get_design(design_id, actor())
            reason = _reason(form) if act else ""  # no button was pressed: nothing is decided
            path.decide(design, act or DesignAct.ADMIT, reason=reason, actor=actor(), now=now())
    except NeedsReason as error:
        form.fail("reason", say(error.message))
        design = service.get_design(design_id, actor())
        return render_template("registry/detail.html", **_shown(design), mine=False, form=form), 422
    flash(_("The decision is kept, with its reason."), "good")
    return redirect(url_for(".detail", design_id=design_id))


def _reason(form: DecisionForm) -> str:
    return (form.reason.data or "") if form.validate() else ""
