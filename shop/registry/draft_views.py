"""Pages of a family's own designs: the list, the application, what comes after it is handed in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.core.clock import china, now
from shop.core.db import transaction
from shop.core.errors import RuleBroken
from shop.registry import drafts, service
from shop.registry.draft_desk import Desk, desk_of, desk_sent
from shop.registry.handing_in import hand_in
from shop.registry.models import Design
from shop.registry.rules import SAME_PICTURE, DesignState
from shop.registry.rules.applying import ROLES, NotADraft
from shop.registry.screened import act_screened
from shop.registry.screening import Screening
from shop.web.guards import actor
from shop.web.language import say
from shop.web.paging import before_id, page_of
from shop.workshops.models import Workshop
from shop.workshops.service import workshop_of

LATER = "later"  # the button that only saves


def add_to(bp: Blueprint) -> None:
    """Add the pages of a family's own designs to the register's blueprint."""
    home = "/workshops/<workshop_id>/designs"
    bp.add_url_rule(home, "index", index)
    bp.add_url_rule(f"{home}/new", "apply", apply, methods=["GET", "POST"])
    bp.add_url_rule(f"{home}/<design_id>/edit", "draft", draft, methods=["GET", "POST"])
    bp.add_url_rule(f"{home}/<design_id>/delete", "delete_draft", delete_draft, methods=["POST"])
    bp.add_url_rule(f"{home}/<design_id>/changed", "new_version", new_version, methods=["POST"])
    bp.add_url_rule(f"{home}/<design_id>/handed-in", "handed_in", handed_in)


def index(workshop_id: str) -> ResponseReturnValue:
    """List a workshop's own designs, what is not handed in yet first."""
    workshop = workshop_of(workshop_id, actor())
    page = page_of(service.designs_of(workshop), Design.id)
    unfinished = drafts.drafts_of(workshop) if before_id() is None else []
    return render_template("registry/index.html", workshop=workshop, listed=page, drafts=unfinished)


def apply(workshop_id: str) -> ResponseReturnValue:
    """Register a design: photos, a name, and what is new about it."""
    workshop = workshop_of(workshop_id, actor())
    if request.method == "POST":
        return _read(workshop_id, None)
    blank = drafts.find_blank(workshop)
    if blank is not None:
        return redirect(url_for(".draft", workshop_id=workshop_id, design_id=blank.public_id))
    return _page(workshop, None, desk_of(None))


def draft(workshop_id: str, design_id: str) -> ResponseReturnValue:
    """Go on with a draft."""
    workshop = workshop_of(workshop_id, actor())
    design = service.design_of(design_id, workshop)
    if request.method == "POST":
        return _read(workshop_id, design_id)
    if design.state != DesignState.DRAFT:
        return redirect(url_for(".handed_in", workshop_id=workshop_id, design_id=design_id))
    return _page(workshop, design, desk_of(design))


def _page(workshop: Workshop, design: Design | None, desk: Desk) -> ResponseReturnValue:
    desk.leave_room()
    roles = [(role.value, say(name)) for role, name in ROLES.items()]
    page = render_template(
        "registry/apply.html",
        workshop=workshop,
        design=design,
        desk=desk,
        form=desk.form,
        roles=roles,
        is_unsaved=request.method == "POST",
    )
    return page, 422 if desk.form.errors else 200


def _read(workshop_id: str, design_id: str | None) -> ResponseReturnValue:
    """Save what was sent, or hand it in."""
    desk = desk_sent(lambda: workshop_of(workshop_id, actor()), actor())
    act = _save if request.form.get("then") == LATER else _hand_in
    try:
        if desk.is_sent():
            return act(desk, workshop_id, design_id)
    except RuleBroken as error:
        desk.refuse(error)
        if isinstance(error, NotADraft) and not _is_script():
            flash(say(error.message), "bad")
            return redirect(url_for(".index", workshop_id=workshop_id))
    return _again(desk, workshop_id, design_id)


def _again(desk: Desk, workshop_id: str, design_id: str | None) -> ResponseReturnValue:
    """Show the form once more with what is wrong; to a script, say it."""
    if _is_script():
        return {"error": desk.first_problem()}, 422
    workshop = workshop_of(workshop_id, actor())
    design = service.design_of(design_id, workshop) if design_id else None
    return _page(workshop, design, desk)


def _is_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _draft(desk: Desk, workshop_id: str, design_id: str | None) -> Design:
    """Give the draft that the form belongs to; the first time it begins one."""
    workshop = workshop_of(workshop_id, actor())
    if design_id:
        return service.design_of(design_id, workshop)
    return drafts.start_once(workshop, desk.form.once.data, actor=actor(), now=now())


def _save(desk: Desk, workshop_id: str, design_id: str | None) -> ResponseReturnValue:
    with transaction():
        design = _draft(desk, workshop_id, design_id)
        drafts.save(design, desk.says(), **desk.where(), now=now())
        url = url_for(".draft", workshop_id=workshop_id, design_id=design.public_id)
        seen = drafts.stamp(design)
    if _is_script():
        return {"url": url, "seen": seen, "at": f"{china(now()):%H:%M}"}
    flash(_("Saved. Nobody but your family sees it until you hand it in."), "good")
    return redirect(url)


def _hand_in(desk: Desk, workshop_id: str, design_id: str | None) -> ResponseReturnValue:
    """Screen and enter the design; pressed twice it was handed in once."""

    def enter(found: Screening) -> str:
        design = _draft(desk, workshop_id, design_id)
        if design.state == DesignState.DRAFT:
            drafts.save(design, desk.says(), **desk.where(), now=now())
            hand_in(design, screening=found, actor=actor(), now=now())
        return design.public_id

    said = desk.says()
    said.check(now())  # before the long look
    handed_in_id = act_screened([shown.picture for shown in said.pictures], enter)
    return redirect(url_for(".handed_in", workshop_id=workshop_id, design_id=handed_in_id))


def delete_draft(workshop_id: str, design_id: str) -> ResponseReturnValue:
    """Delete a draft."""
    with transaction():
        drafts.delete(service.design_of(design_id, workshop_of(workshop_id, actor())))
    flash(_("The unfinished design is deleted. Its photos stay among yours."), "good")
    return redirect(url_for(".index", workshop_id=workshop_id))


def new_version(workshop_id: str, design_id: str) -> ResponseReturnValue:
    """Begin a changed version of one's own design."""
    with transaction():
        earlier = service.design_of(design_id, workshop_of(workshop_id, actor()))
        changed_id = drafts.start_version(earlier, now=now()).public_id
    return redirect(url_for(".draft", workshop_id=workshop_id, design_id=changed_id))


def handed_in(workshop_id: str, design_id: str) -> ResponseReturnValue:
    """Say what became of an application, and what comes next: marking what is new."""
    design = service.design_of(design_id, workshop_of(workshop_id, actor()))
    if design.state == DesignState.DRAFT:
        return redirect(url_for(".draft", workshop_id=workshop_id, design_id=design_id))
    found = service.likenesses_for(design, actor())
    same = [one for one, _meaning in found if one.verdict == SAME_PICTURE]
    return render_template("registry/handed_in.html", design=design, looks_like=same[:1])
