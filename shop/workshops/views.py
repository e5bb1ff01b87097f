"""Pages of workshops and their online shops."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import RuleBroken
from shop.core.once import act_once
from shop.web.forms import ShopForm
from shop.web.guards import actor, find_actor
from shop.web.language import say
from shop.workshops import service, tie_views
from shop.workshops.forms import AboutForm, MemberForm, OnlineShopForm, VillageForm, WorkshopForm
from shop.workshops.models import Workshop
from shop.workshops.rules import PLATFORMS, BadLink

bp = Blueprint("workshops", __name__)
tie_views.add_to(bp)


def _try(form: ShopForm, field: str, act: Callable[[], object]) -> bool:
    """Do the act in one transaction; put what a rule says beside the field."""
    try:
        with transaction():
            act()
    except RuleBroken as error:
        form.fail("link" if isinstance(error, BadLink) else field, say(error.message, **error.params))
        return False
    return True


@bp.get("/workshops")
def index() -> ResponseReturnValue:
    """List the town's workshops."""
    return render_template("workshops/index.html", workshops=service.list_workshops())


@bp.route("/workshops/new", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """Add a workshop to the town's list."""
    form = WorkshopForm()
    villages = {village.id: village for village in service.list_villages()}
    form.village.choices = [SelectChoice(str(number), village.name) for number, village in villages.items()]
    if form.sent():
        made: list[str] = []

        def act() -> str:
            village = villages[form.village.data]
            return service.create_workshop(
                name=form.name.data or "", village=village, actor=actor(), now=now()
            ).public_id

        if _try(form, "name", lambda: made.append(act_once(form.once.data, actor().id, now(), act))):
            return redirect(url_for(".detail", workshop_id=made[0]))
    page = render_template("workshops/create.html", form=form, villages=villages)
    return page, 422 if form.errors else 200


@bp.route("/villages/new", methods=["GET", "POST"])
def create_village() -> ResponseReturnValue:
    """Add a village to the town."""
    form = VillageForm()
    if form.sent() and _try(
        form,
        "name",
        lambda: act_once(
            form.once.data,
            actor().id,
            now(),
            lambda: service.create_village(form.name.data or "", actor=actor(), now=now()).name,
        ),
    ):
        flash(_("The village is on the list."), "good")
        return redirect(url_for(".create"))
    page = render_template("workshops/create_village.html", form=form, villages=service.list_villages())
    return page, 422 if form.errors else 200


@bp.get("/workshops/<workshop_id>")
def detail(workshop_id: str) -> ResponseReturnValue:
    """Show a workshop to everybody; to those who keep it right, also what can be changed."""
    workshop = service.get_workshop(workshop_id)
    keeps = service.may_keep(workshop, find_actor())
    platforms = {key: say(name) for key, name in PLATFORMS.items()}
    return render_template("workshops/detail.html", workshop=workshop, keeps=keeps, platforms=platforms)


@bp.route("/workshops/<workshop_id>/edit", methods=["GET", "POST"])
def edit(workshop_id: str) -> ResponseReturnValue:
    """Change what a workshop says of itself."""
    workshop = service.workshop_to_keep(workshop_id, actor())
    form = AboutForm(obj=workshop)
    if form.sent():
        with transaction():
            service.edit_workshop(_again(workshop_id), **_about(form), actor=actor(), now=now())
        flash(_("Saved."), "good")
        return redirect(url_for(".detail", workshop_id=workshop_id))
    page = render_template("workshops/edit.html", form=form, workshop=workshop)
    return page, 422 if form.errors else 200


def _again(workshop_id: str) -> Workshop:
    return service.workshop_to_keep(workshop_id, actor())


def _about(form: AboutForm) -> dict[str, str]:
    return {name: form[name].data or "" for name in ("brand", "about", "phone", "address")}


@bp.route("/workshops/<workshop_id>/members/new", methods=["GET", "POST"])
def add_member(workshop_id: str) -> ResponseReturnValue:
    """Let a registered person work in the workshop."""
    workshop = service.workshop_to_keep(workshop_id, actor())
    form = MemberForm()

    def act() -> object:
        return service.add_member(_again(workshop_id), phone=form.phone.data or "", actor=actor(), now=now())

    if form.sent() and _try(form, "phone", act):
        flash(_("Done: this person can now work for the workshop."), "good")
        return redirect(url_for(".detail", workshop_id=workshop_id))
    page = render_template("workshops/add_member.html", form=form, workshop=workshop)
    return page, 422 if form.errors else 200


@bp.route("/workshops/<workshop_id>/shops/new", methods=["GET", "POST"])
def create_shop(workshop_id: str) -> ResponseReturnValue:
    """Put an online shop on the town's list."""
    workshop = service.workshop_to_keep(workshop_id, actor())
    form = OnlineShopForm()

    def act() -> str:
        values = {name: form[name].data or "" for name in ("platform", "name", "link")}
        return service.create_shop(_again(workshop_id), **values, actor=actor(), now=now()).public_id

    if form.sent() and _try(form, "name", lambda: act_once(form.once.data, actor().id, now(), act)):
        flash(_("The shop is on the town's list."), "good")
        return redirect(url_for(".detail", workshop_id=workshop_id))
    page = render_template("workshops/create_shop.html", form=form, workshop=workshop)
    return page, 422 if form.errors else 200


@bp.post("/workshops/<workshop_id>/shops/<shop_id>/close")
def close_shop(workshop_id: str, shop_id: str) -> ResponseReturnValue:
    """Mark an online shop as closed."""
    with transaction():
        service.close_shop(_again(workshop_id), shop_id, actor=actor(), now=now())
    flash(_("The shop is marked as closed."), "good")
    return redirect(url_for(".detail", workshop_id=workshop_id))
