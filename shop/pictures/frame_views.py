"""Pages of a workshop's own frame and watermark."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import RuleBroken
from shop.pictures import regions, service
from shop.pictures.forms import FrameForm
from shop.pictures.models import Picture
from shop.pictures.shapes import RegionKind
from shop.web.guards import actor
from shop.web.language import say
from shop.workshops.models import Workshop
from shop.workshops.service import workshop_of


def add_to(bp: Blueprint) -> None:
    """Add the pages of frames to the pictures' blueprint."""
    bp.add_url_rule("/workshops/<workshop_id>/frames", "frames", frames, methods=["GET", "POST"])
    bp.add_url_rule(
        "/workshops/<workshop_id>/frames/<mark_id>/remove", "remove_frame", remove_frame, methods=["POST"]
    )


def frames(workshop_id: str) -> ResponseReturnValue:
    """Show the workshop's photos to choose one of, and mark what is frame on it."""
    workshop = workshop_of(workshop_id, actor())
    form = FrameForm()
    chosen = _chosen(workshop)
    if chosen is not None and form.sent():
        try:
            _mark(form, workshop_id, chosen.public_id)
        except RuleBroken as error:
            form.fail("words", say(error.message, **error.params))
        else:
            flash(_("Marked: from now on this part weighs nothing when photos are compared."), "good")
            return redirect(url_for(".frames", workshop_id=workshop_id, photo=chosen.public_id))
    return _page(workshop, chosen, form), 422 if form.errors else 200


def _chosen(workshop: Workshop) -> Picture | None:
    wanted = request.args.get("photo", "")
    return service.find_pictures([wanted], workshop)[0] if wanted else None


def _page(workshop: Workshop, chosen: Picture | None, form: FrameForm) -> str:
    marks = regions.marks_of(chosen) if chosen else []
    return render_template(
        "pictures/frames.html",
        workshop=workshop,
        pictures=service.newest_of(workshop),
        chosen=chosen,
        drawn=[mark for mark in marks if mark.kind == RegionKind.FRAME],
        frames=regions.frames_of(workshop),
        form=form,
    )


def _mark(form: FrameForm, workshop_id: str, picture_id: str) -> None:
    with transaction():
        picture = service.find_pictures([picture_id], workshop_of(workshop_id, actor()))[0]
        regions.mark(
            picture,
            RegionKind.FRAME,
            words=form.words.data or "",
            shape=form.shape(),
            everywhere=form.everywhere.data,
            actor=actor(),
            now=now(),
        )


def remove_frame(workshop_id: str, mark_id: str) -> ResponseReturnValue:
    """Take a frame away."""
    with transaction():
        region = regions.frame_of(mark_id, workshop_of(workshop_id, actor()))
        photo = region.picture.public_id
        regions.unmark(region, actor=actor(), now=now())
    flash(_("The mark is taken away."), "good")
    return redirect(url_for(".frames", workshop_id=workshop_id, photo=photo))
