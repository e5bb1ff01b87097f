"""Pages of licences: given, held, granted, ended."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from wtforms.fields import SelectChoice

from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.core.errors import RuleBroken
from shop.core.once import act_once
from shop.registry import licences, service
from shop.registry.forms import ALL_DESIGNS, LicenceForm
from shop.registry.models import Design
from shop.registry.rules import PROTECTED, BadPeriod
from shop.web.guards import actor
from shop.web.language import say
from shop.workshops.models import Workshop
from shop.workshops.service import get_workshop, list_workshops, workshop_of

USUAL_DAYS = 365


def add_to(bp: Blueprint) -> None:
    """Add the pages of licences to the register's blueprint."""
    bp.add_url_rule("/workshops/<workshop_id>/licences", "licences", licences_page)
    bp.add_url_rule(
        "/workshops/<workshop_id>/licences/new", "grant_licence", grant_licence, methods=["GET", "POST"]
    )
    bp.add_url_rule(
        "/workshops/<workshop_id>/licences/<licence_id>/end", "end_licence", end_licence, methods=["POST"]
    )


def licences_page(workshop_id: str) -> ResponseReturnValue:
    """List the licences a workshop has given and holds."""
    workshop = workshop_of(workshop_id, actor())
    given = [(one, licences.grant_of(one).shields(now())) for one in licences.licences_given(workshop)]
    held = [(one, licences.grant_of(one).shields(now())) for one in licences.licences_held(workshop)]
    return render_template("registry/licences.html", workshop=workshop, given=given, held=held)


def grant_licence(workshop_id: str) -> ResponseReturnValue:
    """Grant a licence to another workshop."""
    workshop = workshop_of(workshop_id, actor())
    today = china_day(now())
    form = LicenceForm(starts_on=today, ends_on=today + timedelta(days=USUAL_DAYS))
    others = [one for one in list_workshops() if one.id != workshop.id]
    form.holder.choices = [SelectChoice(one.public_id, f"{one.name} · {one.village.name}") for one in others]
    form.design.choices = [SelectChoice(ALL_DESIGNS, _("All our designs")), *_design_choices(workshop)]
    if form.sent():
        try:
            with transaction():
                act_once(form.once.data, actor().id, now(), lambda: _grant(form, workshop_id))
        except RuleBroken as error:
            form.fail("ends_on" if isinstance(error, BadPeriod) else "holder", say(error.message))
        else:
            flash(_("The licence is granted. Both workshops see it from now on."), "good")
            return redirect(url_for(".licences", workshop_id=workshop_id))
    page = render_template("registry/grant_licence.html", form=form, workshop=workshop, others=others)
    return page, 422 if form.errors else 200


def _design_choices(workshop: Workshop) -> list[SelectChoice]:
    query = select(Design).where(Design.workshop_id == workshop.id, Design.state.in_(PROTECTED))
    designs = db.session.scalars(query.order_by(Design.id.desc())).unique()
    return [SelectChoice(design.public_id, f"{design.name} · {design.number}") for design in designs]


def _grant(form: LicenceForm, workshop_id: str) -> str:
    maker = workshop_of(workshop_id, actor())
    chosen = form.design.data
    licence = licences.grant_licence(
        maker,
        get_workshop(form.holder.data),
        design=None if chosen == ALL_DESIGNS else service.design_of(chosen, maker),
        covers_photos=form.covers_photos.data,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        actor=actor(),
        now=now(),
    )
    return licence.public_id


def end_licence(workshop_id: str, licence_id: str) -> ResponseReturnValue:
    """End a licence before its time."""
    with transaction():
        licences.end_licence(workshop_of(workshop_id, actor()), licence_id, actor=actor(), now=now())
    flash(_("The licence has ended."), "good")
    return redirect(url_for(".licences", workshop_id=workshop_id))
