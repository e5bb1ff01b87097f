"""Pages of ties: for whom somebody steps aside when the town decides."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from shop.accounts.service import get_person
from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import RuleBroken
from shop.core.roles import Role
from shop.web.guards import actor
from shop.web.language import say
from shop.workshops import service, ties
from shop.workshops.forms import FamilyTieForm, VillageTieForm
from shop.workshops.models import Village, Workshop
from shop.workshops.rules import NoSuchWorkshop


def add_to(bp: Blueprint) -> None:
    """Add the pages of ties to the workshops' blueprint."""
    page = "/people/<public_id>/ties"
    bp.add_url_rule(page, "ties", show, methods=["GET", "POST"])
    bp.add_url_rule(f"{page}/<tie_id>/remove", "remove_tie", remove, methods=["POST"])


def show(public_id: str) -> ResponseReturnValue:
    """Show for whom a person steps aside, and let the office note a village or a relative's workshop."""
    get_person(public_id)
    village, family = _village_form(), FamilyTieForm()
    sent = _sent(village, family)
    if sent:
        try:
            with transaction():
                ties.declare_tie(get_person(public_id), _to(sent), actor=actor(), now=now())
        except NoSuchWorkshop as error:
            family.fail("workshop", say(error.message))
        else:
            flash(_("Noted: they step aside where this family or village is a party."), "good")
            return redirect(url_for(".ties", public_id=public_id))
    return _page(public_id, village, family), 422 if village.errors or family.errors else 200


def _village_form() -> VillageTieForm:
    form = VillageTieForm()
    form.village.choices = [SelectChoice(str(one.id), one.name) for one in service.list_villages()]
    return form


def _sent(village: VillageTieForm, family: FamilyTieForm) -> VillageTieForm | FamilyTieForm | None:
    """Give the one of the two forms that was sent and is right; an act without either is a wrong one."""
    wanted = village if "village" in request.form else family
    return wanted if wanted.sent() else None


def _to(form: VillageTieForm | FamilyTieForm) -> Village | Workshop:
    """Give what the person is tied to; NoSuchWorkshop for a name that nobody has."""
    if isinstance(form, VillageTieForm):
        return service.get_village(form.village.data)
    found = service.find_workshop_named(form.workshop.data or "")
    if found is None:
        raise NoSuchWorkshop
    return found


def _page(public_id: str, village: VillageTieForm, family: FamilyTieForm) -> str:
    person = get_person(public_id)
    return render_template(
        "workshops/ties.html",
        shown=person,
        ties=ties.ties_of(person),
        works_at=service.workshops_of(person),
        village_form=village,
        family_form=family,
        removes=Role.ADMINISTRATOR in actor().roles and person.id != actor().id,
    )


def remove(public_id: str, tie_id: str) -> ResponseReturnValue:
    """Let an administrator take a note away."""
    try:
        with transaction():
            ties.remove_tie(tie_id, get_person(public_id), actor=actor(), now=now())
    except RuleBroken as error:
        flash(say(error.message), "bad")
    else:
        flash(_("The note is taken away. The log keeps that it was there."), "good")
    return redirect(url_for(".ties", public_id=public_id))
