"""Pages of the register: looking, applying, deciding."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import NotFound, RuleBroken
from shop.core.once import act_once
from shop.core.roles import is_office
from shop.pictures.form_photos import FormPhotos, photos_of_form
from shop.pictures.models import Picture
from shop.registry import claims, licence_views, mark_views, path, service
from shop.registry.forms import DecisionForm, DesignForm
from shop.registry.models import Design
from shop.registry.rules import ALIKE, CATEGORIES, SAME_PICTURE, DesignAct, DesignState, NeedsReason
from shop.registry.screened import act_screened
from shop.registry.screening import Screening
from shop.registry.words import undone
from shop.web.guards import actor, find_actor
from shop.web.language import say
from shop.web.paging import page_of
from shop.workshops.service import is_member, workshop_of
from shop.workshops.ties import find_tie

bp = Blueprint("registry", __name__)
licence_views.add_to(bp)
mark_views.add_to(bp)
DECISIONS = {act.value: act for act in (DesignAct.ADMIT, DesignAct.REGISTER, DesignAct.REFUSE)}


@bp.get("/register")
def register() -> ResponseReturnValue:
    """Show the public register: words, kinds, pages."""
    words, category = request.args.get("q", "")[:80].strip(), request.args.get("kind", "")
    category = category if category in CATEGORIES else ""
    page = page_of(service.registered(words, category), Design.id)
    kinds = {key: say(name) for key, name in CATEGORIES.items()}
    return render_template("registry/register.html", listed=page, words=words, category=category, kinds=kinds)


@bp.get("/register/<design_id>")
def detail(design_id: str) -> ResponseReturnValue:
    """Show a design; to its family and the office also what it looks like."""
    design = service.get_design(design_id, find_actor())
    mine = is_member(design.workshop_id, find_actor())
    form = DecisionForm() if _may_decide(design) else None
    return render_template("registry/detail.html", **_shown(design), mine=mine, form=form)


def _may_decide(design: Design) -> bool:
    person = find_actor()
    waits = design.state in (DesignState.SCREENED, DesignState.NOTICE)
    return waits and is_office(person) and find_tie(actor(), path.parties(design)) is None


def _shown(design: Design) -> dict[str, object]:
    person = find_actor()
    found = service.likenesses_for(design, person)
    return {
        "design": design,
        "same_found": [pair for pair in found if pair[0].verdict == SAME_PICTURE],
        "alike_found": [pair for pair in found if pair[0].verdict == ALIKE],
        "marked": claims.marks_of(design),
        "marks_as": claims.kind_for(design, person) if design.state in claims.OPEN else None,
        "plain": service.plain_pictures(design, person),
        "kinds": {key: say(name) for key, name in CATEGORIES.items()},
        "undone": undone,
    }


@bp.get("/workshops/<workshop_id>/designs")
def index(workshop_id: str) -> ResponseReturnValue:
    """List a workshop's own designs."""
    workshop = workshop_of(workshop_id, actor())
    page = page_of(service.designs_of(workshop), Design.id)
    return render_template("registry/index.html", workshop=workshop, listed=page)


@bp.route("/workshops/<workshop_id>/designs/new", methods=["GET", "POST"])
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


@bp.post("/workshops/<workshop_id>/designs/<design_id>/withdraw")
def withdraw(workshop_id: str, design_id: str) -> ResponseReturnValue:
    """Take one's own design out."""
    with transaction():
        design = service.design_of(design_id, workshop_of(workshop_id, actor()))
        path.withdraw(design, actor=actor(), now=now())
    flash(_("The design is withdrawn."), "good")
    return redirect(url_for(".index", workshop_id=workshop_id))


@bp.post("/register/<design_id>/decide")
def decide(design_id: str) -> ResponseReturnValue:
    """Let the office register or refuse a questioned design."""
    form = DecisionForm()
    act = DECISIONS.get(request.form.get("decision", ""))
    try:
        with transaction():
            design = service.get_design(design_id, actor())
            reason = _reason(form) if act else ""  # no button was pressed: nothing is decided
            path.decide(design, act or DesignAct.ADMIT, reason=reason, actor=actor(), now=now())
    except NeedsReason as error:
        form.fail("reason", say(error.message))
        design = service.get_design(design_id, actor())
        return render_template("registry/detail.html", **_shown(design), mine=False, form=form), 422
    flash(_("The decision is kept, with its reason."), "good")
    return redirect(url_for(".detail", design_id=design_id))


def _reason(form: DecisionForm) -> str:
    return (form.reason.data or "") if form.validate() else ""
