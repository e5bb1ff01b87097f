"""Pages of one design: its facts, its path, the decision on it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.core.clock import china_day, now
from shop.core.db import transaction
from shop.registry import claims, path, service
from shop.registry import design_page as page
from shop.registry.commons_screening import found_for
from shop.registry.drafts import may_change
from shop.registry.elsewhere import elsewhere_for
from shop.registry.forms import DecisionForm
from shop.registry.history import history_of
from shop.registry.licences import licences_in_force
from shop.registry.models import Design
from shop.registry.printing import may_print
from shop.registry.proofs import proof_notes, proofs_for
from shop.registry.rules import (
    ALIKE,
    CATEGORIES,
    SAME_PICTURE,
    DesignAct,
    DesignState,
    NeedsReason,
    NoticeRuns,
)
from shop.registry.rules.applying import PROOFS, ROLES
from shop.registry.rules.objections import GROUNDS, ObjectionsFirst
from shop.registry.versions import versions_seen_by
from shop.registry.words import undone
from shop.web.guards import actor, find_actor
from shop.web.language import say

_OFFICE_ACTS = (DesignAct.ADMIT, DesignAct.REGISTER, DesignAct.REFUSE, DesignAct.CANCEL)
DECISIONS = {act.value: act for act in _OFFICE_ACTS}


def add_to(bp: Blueprint) -> None:
    """Add the pages of one design to the register's blueprint."""
    bp.add_url_rule("/register/<design_id>", "detail", detail)
    bp.add_url_rule("/register/<design_id>/decide", "decide", decide, methods=["POST"])


def detail(design_id: str) -> ResponseReturnValue:
    """Show a design; to its family and the office also what it looks like."""
    return _page(service.get_design(design_id, find_actor()), DecisionForm(None))


def _page(design: Design, form: DecisionForm) -> str:
    reader = page.reader_of(design, find_actor())
    return render_template(
        "registry/detail.html",
        design=design,
        reader=reader,
        mine=reader.mine,
        form=form,
        desk=page.desk_for(design, reader, now()),
        holding=page.holding_for(design, reader, now()),
        may_object=page.may_object(design, reader),
        objections=page.objections_for(design, reader),
        links=_links(design, reader),
        **_facts(design, reader),
        **_found(design),
        **_words(),
    )


def _links(design: Design, reader: page.Reader) -> dict[str, str]:
    """Give the addresses of the pages beside this one that the reader can use."""
    links = {}
    if design.registered_at is not None:
        links["proof"] = url_for(".proof", design_id=design.public_id)
        if may_print(design, reader.actor):
            links["certificate"] = url_for(".certificate", design_id=design.public_id)
    home = design.workshop.public_id
    if reader.mine and design.state == DesignState.DRAFT:
        links["draft"] = url_for(".draft", workshop_id=home, design_id=design.public_id)
    if may_change(design, reader.actor):
        links["version"] = url_for(".new_version", workshop_id=home, design_id=design.public_id)
    if page.may_ask_licence(design, reader):
        links["licence"] = url_for(".ask_licence", design=design.public_id)
    return links


def _facts(design: Design, reader: page.Reader) -> dict[str, object]:
    return {
        "pictures": page.pictures_for(design, reader),
        "marked": page.marks_for(design, reader),
        "marks_as": claims.kind_for(design, reader.actor) if _may_mark(design) else None,
        "proofs": proofs_for(design, reader.actor),
        "proof_notes": {note.proof.id: note for note in proof_notes(design)} if reader.inside else {},
        "versions": versions_seen_by(design, reader.actor),
        "licences": licences_in_force(design, now()) if path.is_in_force(design) else [],
        "former": page.former_holders(design),
        "history": history_of(design, reader.actor),
        "today": china_day(now()),
    }


def _may_mark(design: Design) -> bool:
    return design.state in claims.OPEN and bool(design.pictures)


def _found(design: Design) -> dict[str, object]:
    found = service.likenesses_for(design, find_actor())
    return {
        "same_found": [pair for pair in found if pair[0].verdict == SAME_PICTURE],
        "alike_found": [pair for pair in found if pair[0].verdict == ALIKE],
        "plain": service.plain_pictures(design, find_actor()),
        "undone": undone,
        "resembled": found_for(design, find_actor()),
        "elsewhere": elsewhere_for(design, find_actor()),
    }


def _words() -> dict[str, object]:
    return {
        "kinds": {key: say(name) for key, name in CATEGORIES.items()},
        "roles": {key: say(name) for key, name in ROLES.items()},
        "proof_kinds": {key: say(name) for key, name in PROOFS.items()},
        "grounds": {key: say(name) for key, name in GROUNDS.items()},
    }


def decide(design_id: str) -> ResponseReturnValue:
    """Let the office admit, register, refuse or cancel a design."""
    form = DecisionForm()
    act = DECISIONS.get(request.form.get("decision", ""))
    try:
        with transaction():
            design = service.get_design(design_id, actor())
            reason = _reason(form) if act else ""  # no button was pressed: nothing is decided
            seen = request.form.get("seen")
            path.decide(design, act or DesignAct.ADMIT, reason=reason, actor=actor(), now=now(), seen=seen)
    except (NeedsReason, NoticeRuns, ObjectionsFirst) as error:
        form.fail("reason", say(error.message, **error.params))
        return _page(service.get_design(design_id, actor()), form), 422
    flash(_("The decision is kept, with its reason."), "good")
    return redirect(url_for(".detail", design_id=design_id))


def _reason(form: DecisionForm) -> str:
    return (form.reason.data or "") if form.validate() else ""
