"""Pages of suspicions: the queue, one suspicion with its evidence, the decision."""

from __future__ import annotations

import io

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.cases import service
from shop.cases.forms import VerdictForm
from shop.cases.rules import NeedsReason
from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import NotFound
from shop.core.roles import is_office
from shop.listings.models import Suspicion, TextHint
from shop.listings.rules import WAITING
from shop.listings.words import set_aside as set_words_aside
from shop.registry.evidence import LAYERS, draw_evidence
from shop.registry.meaning import read
from shop.registry.words import undone
from shop.web.guards import actor
from shop.web.language import say
from shop.web.paging import page_of
from shop.workshops.service import is_member
from shop.workshops.ties import find_tie

bp = Blueprint("cases", __name__)
DECISIONS = ("copy", "not-a-copy")


@bp.get("/suspicions")
def index() -> ResponseReturnValue:
    """Show the office and the jurors the queue of suspicions; with `?words=1` the office the like words."""
    if request.args.get("words") == "1" and is_office(actor()):
        return render_template("cases/words.html", listed=page_of(service.word_hints(now()), TextHint.id))
    every = request.args.get("all") == "1"
    query = service.suspicions() if every else service.waiting()
    return render_template("cases/index.html", listed=page_of(query, Suspicion.id), every=every)


@bp.get("/suspicions/<suspicion_id>")
def suspicion(suspicion_id: str) -> ResponseReturnValue:
    """Show a suspicion with its evidence to those whom it concerns."""
    return _page(service.get_suspicion(suspicion_id, actor()), VerdictForm())


def _page(found: Suspicion, form: VerdictForm) -> str:
    maker_id, lister_id = service.parties(found)
    mine = {"maker": is_member(maker_id, actor()), "lister": is_member(lister_id, actor())}
    obstacle = find_tie(actor(), service.parties(found)) if is_office(actor()) else None
    decides = is_office(actor()) and obstacle is None and found.state in WAITING
    ((_likeness, meaning),) = read([found.likeness])
    return render_template(
        "cases/suspicion.html",
        found=found,
        meaning=meaning,
        mine=mine,
        form=form if decides else None,
        undone=undone,
        hints=service.words_beside(found, actor(), now()),
    )


@bp.get("/suspicions/<suspicion_id>/evidence/<layer>.jpg")
def evidence(suspicion_id: str, layer: str) -> ResponseReturnValue:
    """Draw the evidence: both pictures side by side, or one of the two layers of the slider."""
    if layer not in LAYERS:
        raise NotFound
    found = service.get_suspicion(suspicion_id, actor())
    jpeg = draw_evidence(found.likeness, layer)
    answer = send_file(io.BytesIO(jpeg), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=600"
    return answer


@bp.post("/suspicions/<suspicion_id>/decide")
def decide(suspicion_id: str) -> ResponseReturnValue:
    """Let the office decide, with its reason."""
    form = VerdictForm()
    decision = request.form.get("decision")
    decided = form.validate() and decision in DECISIONS
    reason = (form.reason.data or "") if decided else ""
    try:
        with transaction():
            found = service.get_suspicion(suspicion_id, actor())
            service.decide(found, is_copy=decision == "copy", reason=reason, actor=actor(), now=now())
    except NeedsReason as error:
        form.fail("reason", say(error.message))
        return _page(service.get_suspicion(suspicion_id, actor()), form), 422
    flash(_("The decision is kept, with its reason. Both workshops see it."), "good")
    return redirect(url_for(".suspicion", suspicion_id=suspicion_id))


@bp.post("/suspicions/words/<hint_id>/set-aside")
def set_aside(hint_id: str) -> ResponseReturnValue:
    """Let the office say that there is nothing in like words."""
    with transaction():
        set_words_aside(hint_id, actor=actor(), now=now())
    flash(_("Set aside: these two are not shown again."), "good")
    return redirect(url_for(".index", words=1))
