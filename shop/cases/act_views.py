"""The page of one suspicion, and what people do there: decide, ask, open a case, say their side."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.cases import queue, service, statements
from shop.cases.forms import StatementForm, VerdictForm
from shop.cases.rules import NeedsReason, SuspicionAct, acts_in
from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import N_
from shop.core.roles import is_office
from shop.listings.models import Suspicion
from shop.listings.rules import WAITING, SuspicionState
from shop.registry.meaning import read
from shop.registry.words import undone
from shop.web.guards import actor
from shop.web.language import say
from shop.workshops.service import is_member
from shop.workshops.ties import find_tie

ACTS = {act.value: act for act in SuspicionAct}
_DONE = {
    SuspicionAct.ASK: N_("Both workshops are asked. What they say stands here."),
    SuspicionAct.BRING: N_("The case is open. Both workshops and the jurors are told."),
}


def add_to(bp: Blueprint) -> None:
    """Add the page of one suspicion to the blueprint."""
    bp.add_url_rule("/suspicions/<suspicion_id>", "suspicion", suspicion)
    bp.add_url_rule("/suspicions/<suspicion_id>/decide", "decide", decide, methods=["POST"])
    bp.add_url_rule("/suspicions/<suspicion_id>/say", "say_side", say_side, methods=["POST"])


def suspicion(suspicion_id: str) -> ResponseReturnValue:
    """Show a suspicion with its evidence to those whom it concerns."""
    return _page(queue.get_suspicion(suspicion_id, actor()), VerdictForm(), StatementForm())


def _page(found: Suspicion, form: VerdictForm, statement: StatementForm) -> str:
    obstacle = find_tie(actor(), queue.parties(found)) if is_office(actor()) else None
    decides = is_office(actor()) and obstacle is None and found.state in WAITING
    ((_likeness, meaning),) = read([found.likeness])
    return render_template(
        "cases/suspicion.html",
        found=found,
        order=queue.order_of(found),
        meaning=meaning,
        form=form if decides else None,
        acts={act.value for act in acts_in(SuspicionState(found.state))},
        undone=undone,
        hints=queue.words_beside(found, actor(), now()),
        case=service.find_case(found),
        **_sides(found, statement),
        aside=say(obstacle.message, **obstacle.params) if obstacle and found.state in WAITING else "",
    )


def _sides(found: Suspicion, form: StatementForm) -> dict[str, object]:
    """Give what the two sides are to this person, and what they have said."""
    maker_id, lister_id = queue.parties(found)
    return {
        "mine": {"maker": is_member(maker_id, actor()), "lister": is_member(lister_id, actor())},
        "said": statements.statements_for(found, actor(), now()),
        "statement": form if statements.silent_side(found, actor()) is not None else None,
    }


def decide(suspicion_id: str) -> ResponseReturnValue:
    """Let the office take a step: decide with its reason, ask both sides, or open a case."""
    form = VerdictForm()
    act = ACTS.get(request.form.get("decision", ""))
    reason = (form.reason.data or "") if act and form.validate() else ""
    try:
        with transaction():
            found = queue.get_suspicion(suspicion_id, actor())
            service.act_on(found, act or SuspicionAct.CLEAR, reason=reason, actor=actor(), now=now())
    except NeedsReason as error:
        if "reason" not in form.errors:
            form.fail("reason", say(error.message))
        return _page(queue.get_suspicion(suspicion_id, actor()), form, StatementForm()), 422
    done = _DONE.get(act) if act else None
    flash(say(done) if done else _("The decision is kept, with its reason. Both workshops see it."), "good")
    return redirect(url_for(".suspicion", suspicion_id=suspicion_id))


def say_side(suspicion_id: str) -> ResponseReturnValue:
    """Let one of the two workshops say its side."""
    form = StatementForm()
    if not form.validate():
        return _page(queue.get_suspicion(suspicion_id, actor()), VerdictForm(), form), 422
    with transaction():
        found = queue.get_suspicion(suspicion_id, actor())
        statements.say_side(found, words=form.words.data or "", actor=actor(), now=now())
    flash(_("Your side is written down. The town office reads it; you will be told what is decided."), "good")
    return redirect(url_for(".suspicion", suspicion_id=suspicion_id))
