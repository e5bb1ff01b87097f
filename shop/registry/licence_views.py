"""Pages of licences: those of a workshop, each one's terms, and what its two sides do with it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import NotFound
from shop.registry import licence_acts as acts
from shop.registry import licences
from shop.registry.licence_forms import EndForm
from shop.registry.licences import LicenceSide
from shop.registry.models import Licence
from shop.registry.rules import NeedsReason, Phase
from shop.web.guards import actor
from shop.web.language import say
from shop.web.paging import page_of
from shop.workshops.rules import PLATFORMS
from shop.workshops.service import workshop_of

_RUNNING = (Phase.NOT_YET, Phase.IN_FORCE)
PRINTABLE = (*_RUNNING, Phase.SELL_OFF, Phase.ENDED)


def add_to(bp: Blueprint) -> None:
    """Add the pages of licences to the register's blueprint."""
    bp.add_url_rule("/workshops/<workshop_id>/licences", "licences", licences_page)
    bp.add_url_rule("/licences/<licence_id>", "licence", licence)
    bp.add_url_rule("/licences/<licence_id>/accept", "accept_licence", accept_licence, methods=["POST"])
    bp.add_url_rule("/licences/<licence_id>/decline", "decline_licence", decline_licence, methods=["POST"])
    bp.add_url_rule("/licences/<licence_id>/end", "end_licence", end_licence, methods=["POST"])


def licences_page(workshop_id: str) -> ResponseReturnValue:
    """List what waits for an answer, and the licences that a workshop gives, or holds."""
    workshop = workshop_of(workshop_id, actor())
    held = request.args.get("side") == "held"
    query = licences.held_by(workshop) if held else licences.given_by(workshop)
    return render_template(
        "registry/licences.html",
        workshop=workshop,
        listed=page_of(query, Licence.id),
        held=held,
        waiting=[] if request.args.get("before") else licences.to_answer(workshop),
        phase=phase_of,
    )


def phase_of(one: Licence) -> str:
    """Tell where a licence stands now, for templates."""
    return one.grant.phase(now()).value


def licence(licence_id: str) -> ResponseReturnValue:
    """Show a licence to its two sides and the office, with what each can do."""
    return _page(licences.get_licence(licence_id, actor()), EndForm(None))


def _page(one: Licence, form: EndForm) -> str:
    grant, sides = one.grant, licences.sides_of(one, actor())
    phase = grant.phase(now())
    return render_template(
        "registry/licence.html",
        licence=one,
        phase=phase.value,
        sides=sides,
        form=form,
        last_day=grant.last_day,
        sell_off_until=grant.sell_off_until,
        beneath=licences.given_under(one),
        phase_of=phase_of,
        platforms=platform_names(),
        may_print=phase in PRINTABLE,
        may_end=phase in _RUNNING,
    )


def platform_names() -> dict[str, str]:
    """Give the platforms' names in the page's language."""
    return {key: say(name) for key, name in PLATFORMS.items()}


def accept_licence(licence_id: str) -> ResponseReturnValue:
    """Accept what was offered."""
    with transaction():
        one = _mine(licence_id, LicenceSide.HOLDER)
        acts.accept(one, actor=actor(), now=now())
    flash(_("Accepted. It covers you from its first day; you can print the licence paper."), "good")
    return redirect(url_for(".licence", licence_id=licence_id))


def decline_licence(licence_id: str) -> ResponseReturnValue:
    """Say no to a request or an offer, or take one's own back."""
    side = _side()
    with transaction():
        one = _mine(licence_id, side)
        by_holder = side is LicenceSide.HOLDER
        acts.decline(one, seen=request.form.get("seen", ""), by_holder=by_holder, actor=actor(), now=now())
    flash(_("Done. The other workshop has been told."), "good")
    return redirect(url_for(".licence", licence_id=licence_id))


def end_licence(licence_id: str) -> ResponseReturnValue:
    """End a licence before its last day: the maker's side with a reason, the holder at once."""
    side, form = _side(), EndForm()
    by_holder = side is LicenceSide.HOLDER
    reason = (form.reason.data or "") if not by_holder and form.validate() else ""
    try:
        with transaction():
            one = _mine(licence_id, side)
            acts.end_licence(one, by_holder=by_holder, reason=reason, actor=actor(), now=now())
    except NeedsReason as error:
        if not form.errors:
            form.fail("reason", say(error.message))
        return _page(licences.get_licence(licence_id, actor()), form), 422
    flash(_("The licence has ended. The other workshop has been told."), "good")
    return redirect(url_for(".licence", licence_id=licence_id))


def _side() -> LicenceSide:
    """Read for which side the button was pressed; whoever works on both has both buttons."""
    return LicenceSide.HOLDER if request.form.get("side") == LicenceSide.HOLDER else LicenceSide.GIVER


def _mine(licence_id: str, side: LicenceSide) -> Licence:
    """Give a licence to somebody who works on that side of it; NotFound for everybody else."""
    one = licences.get_licence(licence_id, actor())
    if side not in licences.sides_of(one, actor()):
        raise NotFound
    return one
