"""The page of the register's terms: what the town sets for itself."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.core.clock import now
from shop.core.db import transaction
from shop.registry.rules import USUAL_TERMS
from shop.registry.terms import changed_at, set_terms
from shop.registry.terms import terms as present_terms
from shop.town.forms import TermsForm
from shop.web.guards import actor


def add_to(bp: Blueprint) -> None:
    """Add the page of the terms to the office's blueprint."""
    bp.add_url_rule("/town/terms", "terms", terms, methods=["GET", "POST"])


def terms() -> ResponseReturnValue:
    """Show the terms and what each changes for whom; let the office set them."""
    form = TermsForm(obj=present_terms())
    if form.sent():
        with transaction():
            set_terms(form.terms(), actor=actor(), now=now(), url=url_for(".terms"))
        flash(_("Saved. The terms hold for what begins from now on."), "good")
        return redirect(url_for(".terms"))
    page = render_template("town/terms.html", form=form, usual=USUAL_TERMS, changed_at=changed_at())
    return page, 422 if form.errors else 200
