"""Pages of suspicions: the queue, one suspicion with its evidence, the open cases."""

from __future__ import annotations

import io

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.cases import act_views, job_views, queue
from shop.cases.models import Case
from shop.cases.service import open_cases
from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import NotFound
from shop.core.roles import is_office
from shop.listings.models import Suspicion, TextHint
from shop.listings.words import set_aside as set_words_aside
from shop.registry.evidence import LAYERS, draw_evidence
from shop.web.guards import actor
from shop.web.paging import page_of

bp = Blueprint("cases", __name__)
act_views.add_to(bp)
job_views.add_to(bp)
FILTERS = ("to-do", "asked", "decided")


@bp.get("/suspicions")
def index() -> ResponseReturnValue:
    """Show the office and the jurors the queue of suspicions; with `?words=1` the office the like words."""
    if request.args.get("words") == "1" and is_office(actor()):
        return render_template("cases/words.html", listed=page_of(queue.word_hints(now()), TextHint.id))
    which = "all" if request.args.get("all") == "1" else request.args.get("state", "")
    which = which if which in (*FILTERS, "all") else "to-do"
    listed = page_of(queue.in_state(which, now()), Suspicion.id)
    return render_template("cases/index.html", listed=listed, which=which)


@bp.get("/cases")
def cases() -> ResponseReturnValue:
    """Show the council the cases that wait for the Leading Group."""
    return render_template("cases/cases.html", listed=page_of(open_cases(), Case.id))


@bp.get("/suspicions/<suspicion_id>/evidence/<layer>.jpg")
def evidence(suspicion_id: str, layer: str) -> ResponseReturnValue:
    """Draw the evidence: both pictures side by side, or one of the two layers of the slider."""
    if layer not in LAYERS:
        raise NotFound
    found = queue.get_suspicion(suspicion_id, actor())
    jpeg = draw_evidence(found.likeness, layer)
    answer = send_file(io.BytesIO(jpeg), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=600"
    return answer


@bp.post("/suspicions/words/<hint_id>/set-aside")
def set_aside(hint_id: str) -> ResponseReturnValue:
    """Let the office say that there is nothing in like words."""
    with transaction():
        set_words_aside(hint_id, actor=actor(), now=now())
    flash(_("Set aside: these two are not shown again."), "good")
    return redirect(url_for(".index", words=1))
