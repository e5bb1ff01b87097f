"""Pages of the commons: the public list, one pattern, entering one, taking one back."""

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
from shop.registry import commons as commons_service
from shop.registry import commons_screening, service
from shop.registry.commons import Pattern
from shop.registry.commons_forms import PatternForm, RetireForm
from shop.registry.models import CommonsPattern
from shop.registry.rules.commons import KINDS, CommonsKind, NeedsCredit, NeedsRetiringReason
from shop.web.guards import actor, find_actor
from shop.web.language import say
from shop.web.paging import page_of


def add_to(bp: Blueprint) -> None:
    """Add the pages of the commons to the register's blueprint."""
    bp.add_url_rule("/commons", "commons", commons)
    bp.add_url_rule("/commons/new", "commons_create", commons_create, methods=["GET", "POST"])
    bp.add_url_rule("/commons/<pattern_id>", "commons_pattern", commons_pattern)
    bp.add_url_rule("/commons/<pattern_id>/retire", "commons_retire", commons_retire, methods=["POST"])
    bp.add_url_rule(
        "/register/<design_id>/commons/<ours>/<theirs>", "commons_mark", commons_mark, methods=["POST"]
    )


def commons() -> ResponseReturnValue:
    """Show everybody what nobody may own: by words and kind, and what was taken back."""
    words, kind = request.args.get("q", "")[:80].strip(), request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    retired = request.args.get("retired") == "1"
    page = page_of(commons_service.patterns(words, kind, retired=retired), CommonsPattern.id)
    return render_template(
        "registry/commons.html", listed=page, words=words, kind=kind, retired=retired, kinds=_kinds()
    )


def _kinds() -> dict[str, str]:
    return {key.value: say(name) for key, name in KINDS.items()}


def commons_pattern(pattern_id: str) -> ResponseReturnValue:
    """Show a pattern; to the office also the designs that show it."""
    return _page(commons_service.get_pattern(pattern_id), RetireForm())


def _page(pattern: CommonsPattern, form: RetireForm) -> str:
    office = is_office(find_actor())
    return render_template(
        "registry/commons_pattern.html",
        pattern=pattern,
        kinds=_kinds(),
        form=form if office and pattern.retired_at is None else None,
        shown_by=commons_screening.designs_showing(pattern) if office else [],
    )


def commons_create() -> ResponseReturnValue:
    """Enter a pattern: photos, a name, where it comes from."""
    form, photos = PatternForm(), FormPhotos([], [])
    if request.method == "POST":
        photos = _photos(form)
        if form.sent() and not photos.problems:
            try:
                pattern_id = _enter(form, photos.pictures)
            except RuleBroken as error:
                field = "credit" if isinstance(error, NeedsCredit) else "photos"
                form.fail(field, say(error.message, **error.params))
            else:
                flash(_("It stands among the common patterns now. New designs are compared with it."), "good")
                return redirect(url_for(".commons_pattern", pattern_id=pattern_id))
        for problem in photos.problems:
            form.fail("photos", problem)
    page = render_template("registry/commons_create.html", form=form, photos=photos.shown())
    return page, 422 if form.errors else 200


def _photos(form: PatternForm) -> FormPhotos:
    try:
        return photos_of_form(form.photos.data, lambda: None, actor())
    except NotFound:
        return FormPhotos([], [_("One of the photos is not the town office's. Choose the photos again.")])


def _enter(form: PatternForm, pictures: list[Picture]) -> str:
    said = Pattern(
        name=form.name.data or "",
        kind=CommonsKind(form.kind.data),
        source=form.source.data or "",
        about=form.about.data or "",
        credit=form.credit.data or "",
    )

    def enter() -> str:
        pattern = commons_service.enter_pattern(said, pictures, actor=actor(), now=now())
        return pattern.public_id

    with transaction():
        return act_once(form.once.data, actor().id, now(), enter)


def commons_retire(pattern_id: str) -> ResponseReturnValue:
    """Take a pattern back, with the reason."""
    form = RetireForm()
    reason = (form.reason.data or "") if form.validate() else ""
    try:
        with transaction():
            pattern = commons_service.get_pattern(pattern_id)
            commons_service.retire_pattern(pattern, reason=reason, actor=actor(), now=now())
    except NeedsRetiringReason as error:
        if "reason" not in form.errors:
            form.fail("reason", say(error.message))
        return _page(commons_service.get_pattern(pattern_id), form), 422
    flash(_("The pattern is taken back. Its page stays, and says why."), "good")
    return redirect(url_for(".commons_pattern", pattern_id=pattern_id))


def commons_mark(design_id: str, ours: str, theirs: str) -> ResponseReturnValue:
    """Mark the part of a design that shows a pattern as everybody's."""
    try:
        with transaction():
            design = service.get_design(design_id, actor())
            commons_screening.mark_found(design, ours, theirs, actor=actor(), now=now())
    except RuleBroken as error:
        flash(say(error.message, **error.params), "bad")
    else:
        flash(_("Marked: this part belongs to everybody, and weighs nothing from now on."), "good")
    return redirect(url_for(".detail", design_id=design_id))
