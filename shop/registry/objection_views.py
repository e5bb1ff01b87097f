"""Pages of objections: object, read both sides, answer, take back, decide."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import NotFound, RuleBroken
from shop.core.once import act_once
from shop.core.roles import is_office
from shop.pictures.form_photos import FormPhotos, photos_of_form
from shop.pictures.models import Picture
from shop.pictures.service import may_see
from shop.registry import objecting, objections, service
from shop.registry.forms import DecisionForm
from shop.registry.models import Design, Objection
from shop.registry.path_forms import NO_DESIGN, AnswerForm, ObjectionForm
from shop.registry.rules import Ground, NeedsReason, ObjectionAct, ObjectionState
from shop.registry.rules.objections import GROUNDS, AnswerAwaited, AnswerOver
from shop.web.guards import actor
from shop.web.language import say
from shop.workshops.models import Workshop
from shop.workshops.service import is_member, workshop_of, workshops_of
from shop.workshops.ties import find_tie

DECISIONS = {act.value: act for act in (ObjectionAct.UPHOLD, ObjectionAct.REJECT)}


def add_to(bp: Blueprint) -> None:
    """Add the pages of objections to the register's blueprint."""
    one = "/objections/<objection_id>"
    bp.add_url_rule("/register/<design_id>/object", "object", object_to, methods=["GET", "POST"])
    bp.add_url_rule(one, "objection", objection_page)
    bp.add_url_rule(f"{one}/answer", "answer_objection", answer, methods=["POST"])
    bp.add_url_rule(f"{one}/take-back", "take_back_objection", take_back, methods=["POST"])
    bp.add_url_rule(f"{one}/decide", "decide_objection", decide, methods=["POST"])


def object_to(design_id: str) -> ResponseReturnValue:
    """Object to a design in the name of one's workshop."""
    design = service.get_design(design_id, actor())
    homes = [one for one in workshops_of(actor()) if one.id != design.workshop_id]
    home = _home(homes)
    if request.method == "GET":
        made = objections.find_objection_by(design, home)
        if made is not None:
            return redirect(url_for(".objection", objection_id=made.public_id))
        objecting.check_may_object(design, home)
    return _object(design, home, homes)


def _object(design: Design, home: Workshop, homes: list[Workshop]) -> ResponseReturnValue:
    form = _form(home)
    photos = _photos(form, home.public_id)
    if form.sent() and not photos.problems:
        try:
            made_id = _make(form, design.public_id, home.public_id, photos.pictures)
        except RuleBroken as error:
            form.fail("words", say(error.message, **error.params))
        else:
            flash(_("Your objection is with the town office; the other family is asked to answer."), "good")
            return redirect(url_for(".objection", objection_id=made_id))
    for problem in photos.problems:
        form.fail("photos", problem)
    shown = {"design": design, "home": home, "homes": homes, "form": form, "photos": photos.shown()}
    return render_template("registry/object.html", **shown), 422 if form.errors else 200


def _home(homes: list[Workshop]) -> Workshop:
    """Give the workshop in whose name somebody objects; who has none has no such page."""
    wanted = request.args.get("workshop")
    found = [one for one in homes if wanted in (None, one.public_id)]
    if not found:
        raise NotFound
    return found[0]


def _form(home: Workshop) -> ObjectionForm:
    form = ObjectionForm()
    mine = [SelectChoice(one.public_id, f"{one.number} · {one.name}") for one in objections.own_designs(home)]
    form.own.choices = [SelectChoice(NO_DESIGN, _("No design of ours")), *mine]
    return form


def _photos(form: ObjectionForm, home_id: str) -> FormPhotos:
    if request.method != "POST":
        return FormPhotos([], [])
    try:
        return photos_of_form(form.photos.data, lambda: workshop_of(home_id, actor()), actor())
    except NotFound:
        return FormPhotos([], [_("One of the photos is not yours. Choose your photos again.")])


def _make(form: ObjectionForm, design_id: str, home_id: str, pictures: list[Picture]) -> str:
    with transaction():
        return act_once(form.once.data, actor().id, now(), lambda: _enter(form, design_id, home_id, pictures))


def _enter(form: ObjectionForm, design_id: str, home_id: str, pictures: list[Picture]) -> str:
    home = workshop_of(home_id, actor())
    objection = objecting.make_objection(
        service.get_design(design_id, actor()),
        home,
        ground=Ground(form.ground.data),
        words=form.words.data or "",
        pictures=pictures,
        own_design=service.design_of(form.own.data, home) if form.own.data != NO_DESIGN else None,
        actor=actor(),
        now=now(),
    )
    return objection.public_id


def objection_page(objection_id: str) -> ResponseReturnValue:
    """Show an objection to its two sides, the office and the jurors."""
    return _page(objections.get_objection(objection_id, actor()), AnswerForm(None), DecisionForm(None))


def _page(objection: Objection, answer_form: AnswerForm, form: DecisionForm) -> str:
    person = actor()
    design = objection.design
    waits = objection.state == ObjectionState.OPEN
    cover = design.cover
    return render_template(
        "registry/objection.html",
        objection=objection,
        design=design,
        cover=cover if cover and may_see(cover, person) else None,
        opens_design=service.may_see(design, person),
        ground=say(GROUNDS[Ground(objection.ground)]),
        mine=objections.is_objector(objection, person),
        theirs=is_member(design.workshop_id, person),
        answer_form=answer_form if waits and _may_answer(objection) else None,
        form=form if waits and is_office(person) else None,
        tie=find_tie(person, objections.parties(objection)) if waits and is_office(person) else None,
        standings=_standings(objection, design) if is_office(person) else [],
        is_late=now() > objection.answer_by,
    )


def _may_answer(objection: Objection) -> bool:
    in_time = objection.answered_at is None or now() <= objection.answer_by
    return in_time and is_member(objection.design.workshop_id, actor())


def _standings(objection: Objection, design: Design) -> list[tuple[Workshop, object]]:
    return [(one, objections.standing_of(one)) for one in (objection.workshop, design.workshop)]


def answer(objection_id: str) -> ResponseReturnValue:
    """Keep what the family says to an objection."""
    form = AnswerForm()
    objection = objections.of_its_family(objection_id, actor())
    if form.sent():
        try:
            with transaction():
                objection = objections.of_its_family(objection_id, actor())
                objecting.answer_objection(objection, form.answer.data or "", actor=actor(), now=now())
        except AnswerOver as error:
            form.fail("answer", say(error.message, **error.params))
        else:
            flash(_("Your answer is with the town office and the other family."), "good")
            return redirect(url_for(".objection", objection_id=objection_id))
    return _page(objection, form, DecisionForm(None)), 422


def take_back(objection_id: str) -> ResponseReturnValue:
    """Take one's own objection back."""
    with transaction():
        objection = objections.of_its_objector(objection_id, actor())
        objecting.take_back(objection, actor=actor(), now=now())
    flash(_("Your objection is taken back."), "good")
    return redirect(url_for(".objection", objection_id=objection_id))


def decide(objection_id: str) -> ResponseReturnValue:
    """Let the office uphold or reject an objection."""
    form = DecisionForm()
    act = DECISIONS.get(request.form.get("decision", ""))
    try:
        with transaction():
            objection = objections.get_objection(objection_id, actor())
            reason = (form.reason.data or "") if act and form.validate() else ""
            objecting.decide(objection, act or ObjectionAct.REJECT, reason=reason, actor=actor(), now=now())
    except (NeedsReason, AnswerAwaited) as error:
        form.fail("reason", say(error.message, **error.params))
        return _page(objections.get_objection(objection_id, actor()), AnswerForm(None), form), 422
    flash(_("The decision is kept, with its reason."), "good")
    return redirect(url_for(".objection", objection_id=objection_id))
