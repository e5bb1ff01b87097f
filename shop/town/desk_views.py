"""The office's desk: what waits, pile by pile, and registering together what is due."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms.fields import SelectChoice

from shop.core.clock import now
from shop.core.db import transaction
from shop.registry.bulk import Registered, register_due
from shop.registry.models import Design
from shop.town import service
from shop.town.forms import RegisterForm
from shop.town.work import PILES, Pile, Waiting, list_pile, with_obstacles
from shop.web.guards import actor
from shop.web.language import say
from shop.web.paging import Page, before_id, here

PAGE = 50


def add_to(bp: Blueprint) -> None:
    """Add the desk to the office's blueprint."""
    bp.add_url_rule("/town", "desk", desk)
    bp.add_url_rule("/town/register-due", "register_due", register_together, methods=["POST"])


def desk() -> ResponseReturnValue:
    """Show the office what waits: all piles with their first things, or one of them page by page."""
    asked = request.args.get("show", "")
    if asked in set(Pile):
        return _pile(Pile(asked), RegisterForm())
    waiting = service.counts(now())
    return render_template(
        "town/desk.html",
        **_frame(waiting),
        stacks=service.stacks(waiting, actor(), now()),
        figures=service.town_figures(),
        unwitnessed_since=service.unwitnessed_since(now()),
    )


def _frame(waiting: dict[Pile, int]) -> dict[str, object]:
    return {"counts": waiting, "piles": {pile: say(name) for pile, name in PILES.items()}, "now": now()}


def _pile(pile: Pile, form: RegisterForm) -> str:
    things = list_pile(pile, now(), most=PAGE + 1, behind=before_id())
    rows = with_obstacles(pile, things[:PAGE], actor())
    more = here(before=things[PAGE - 1].id) if len(things) > PAGE else None
    return render_template(
        "town/pile.html",
        **_frame(service.counts(now())),
        pile=pile,
        listed=Page(rows, more, here() if before_id() is not None else None),
        **_choice(form, rows if pile is Pile.DUE else []),
    )


def _choice(form: RegisterForm, rows: list[Waiting]) -> dict[str, object]:
    """Give the form, and its ticks by design, for the due ones that need not be left to another officer."""
    free: list[Design] = [row.thing for row in rows if row.obstacle is None]
    form.designs.choices = [SelectChoice(one.public_id, one.name) for one in free]
    if form.designs.data is None:
        form.designs.data = [one.public_id for one in free]
    return {"form": form if free else None, "ticks": {tick.data: tick for tick in form.designs}}


def register_together() -> ResponseReturnValue:
    """Register all chosen designs whose notice has ended, for one reason; name those that are left."""
    form = RegisterForm()
    if not form.sent():
        return _pile(Pile.DUE, form), 422 if form.errors else 200
    with transaction():
        designs = service.designs_named((form.designs.data or [])[:PAGE])
        outcome = register_due(designs, reason=form.reason.data or "", actor=actor(), now=now())
    _tell(outcome)
    return redirect(url_for(".desk", show=Pile.DUE.value))


def _tell(outcome: Registered) -> None:
    done = len(outcome.done)
    if done:
        flash(ngettext("One design is registered.", "%(num)s designs are registered.", done), "good")
    for design, why in outcome.left:
        words = say(why.message, **why.params)
        flash(_("“%(name)s” is left as it stands: %(why)s", name=design.name, why=words), "note")
