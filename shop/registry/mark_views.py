"""Pages on which a design's pictures are marked, and the evidence of what it looks like."""

from __future__ import annotations

import io

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import NotFound, RuleBroken
from shop.pictures.forms import MarkForm
from shop.registry import claims, service
from shop.registry.evidence import LAYERS, draw_evidence
from shop.registry.models import Design
from shop.web.guards import SAFE, actor
from shop.web.language import say


def add_to(bp: Blueprint) -> None:
    """Add these pages to the register's blueprint."""
    bp.add_url_rule("/register/<design_id>/marks", "marks", marks, methods=["GET", "POST"])
    bp.add_url_rule("/register/<design_id>/marks/<mark_id>/remove", "unmark", unmark, methods=["POST"])
    bp.add_url_rule("/register/<design_id>/evidence/<ours>/<theirs>/<layer>.jpg", "evidence", evidence)


def marks(design_id: str) -> ResponseReturnValue:
    """Show one photo of a design with its marks, and mark a part of it."""
    design = _design_to_mark(design_id)
    if not design.pictures:
        raise NotFound  # a draft without photos
    photo = request.args.get("photo") or design.pictures[0].picture.public_id
    form = MarkForm()
    if form.sent():
        try:
            _mark(form, design_id, photo)
        except RuleBroken as error:
            form.fail("words", say(error.message, **error.params))
        else:
            flash(_("The mark is kept."), "good")
            return redirect(url_for(".marks", design_id=design_id, photo=photo))
    return _page(design, photo, form), 422 if form.errors else 200


def _design_to_mark(design_id: str) -> Design:
    """Give the design to those who may mark something on it; to others it has no such page."""
    design = service.get_design(design_id, actor())
    if request.method not in SAFE:
        claims.check_steps_aside(design, actor())  # whoever acts hears why they must not
    if claims.kind_for(design, actor()) is None or design.state not in claims.OPEN:
        raise NotFound
    return design


def _page(design: Design, photo: str, form: MarkForm) -> str:
    return render_template(
        "registry/marks.html",
        design=design,
        chosen=claims.picture_of(design, photo),
        marked={picture.public_id: drawn for picture, drawn in claims.marks_of(design)},
        kind=claims.kind_for(design, actor()),
        form=form,
    )


def _mark(form: MarkForm, design_id: str, photo: str) -> None:
    with transaction():
        design = service.get_design(design_id, actor())
        picture = claims.picture_of(design, photo)
        words = form.words.data or ""
        claims.mark(design, picture, words=words, shape=form.shape(), actor=actor(), now=now())


def unmark(design_id: str, mark_id: str) -> ResponseReturnValue:
    """Take a mark away."""
    with transaction():
        claims.unmark(service.get_design(design_id, actor()), mark_id, actor=actor(), now=now())
    flash(_("The mark is taken away."), "good")
    return redirect(url_for(".marks", design_id=design_id, photo=request.args.get("photo")))


def evidence(design_id: str, ours: str, theirs: str, layer: str) -> ResponseReturnValue:
    """Draw what a photo of the design and one of another have in common, for its family and the office."""
    if layer not in LAYERS:
        raise NotFound
    likeness = service.get_likeness(service.get_design(design_id, actor()), ours, theirs, actor())
    answer = send_file(io.BytesIO(draw_evidence(likeness, layer)), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=600"
    return answer
