"""Pages of a family's own designs: the list, handing one in."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.core.clock import now
from shop.core.errors import NotFound, RuleBroken
from shop.core.once import act_once
from shop.pictures.form_photos import FormPhotos, photos_of_form
from shop.pictures.models import Picture
from shop.registry import service
from shop.registry.forms import DesignForm
from shop.registry.models import Design
from shop.registry.screened import act_screened
from shop.registry.screening import Screening
from shop.web.guards import actor
from shop.web.language import say
from shop.web.paging import page_of
from shop.workshops.service import workshop_of


def add_to(bp: Blueprint) -> None:
    """Add the pages of a family's own designs to the register's blueprint."""
    bp.add_url_rule("/workshops/<workshop_id>/designs", "index", index)
    bp.add_url_rule("/workshops/<workshop_id>/designs/new", "apply", apply, methods=["GET", "POST"])


def index(workshop_id: str) -> ResponseReturnValue:
    """List a workshop's own designs."""
    workshop = workshop_of(workshop_id, actor())
    page = page_of(service.designs_of(workshop), Design.id)
    return render_template("registry/index.html", workshop=workshop, listed=page)


def apply(workshop_id: str) -> ResponseReturnValue:
    """Register a design: photos, a name, and what is new about it."""
    workshop = workshop_of(workshop_id, actor())
    form = DesignForm()
    photos = FormPhotos([], [])
    if request.method == "POST":
        photos = _photos(form, workshop_id)
        if form.sent() and not photos.problems:
            try:
                design_id = _apply(form, workshop_id, photos.pictures)
            except RuleBroken as error:
                form.fail("photos", say(error.message, **error.params))
            else:
                return redirect(url_for(".detail", design_id=design_id))
        for problem in photos.problems:
            form.fail("photos", problem)
    page = render_template("registry/apply.html", form=form, workshop=workshop, photos=photos.shown())
    return page, 422 if form.errors else 200


def _photos(form: DesignForm, workshop_id: str) -> FormPhotos:
    try:
        return photos_of_form(form.photos.data, lambda: workshop_of(workshop_id, actor()), actor())
    except NotFound:
        return FormPhotos([], [_("One of the photos is not yours. Choose your photos again.")])


def _apply(form: DesignForm, workshop_id: str, pictures: list[Picture]) -> str:
    """Screen and enter the design; give its public id."""

    def enter(screening: Screening) -> str:
        design = service.apply(
            workshop_of(workshop_id, actor()),
            name=form.name.data or "",
            category=form.category.data,
            claims=form.claims.data or "",
            pictures=pictures,
            screening=screening,
            actor=actor(),
            now=now(),
        )
        return design.public_id

    service.check_count(pictures)
    return act_screened(
        pictures, lambda found: act_once(form.once.data, actor().id, now(), lambda: enter(found))
    )
