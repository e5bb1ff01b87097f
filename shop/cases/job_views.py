"""The page of long work: what is compared just now, how far it is, what has failed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.cases.long_work import long_work
from shop.core.clock import now
from shop.core.db import transaction
from shop.core.jobs import try_again
from shop.listings.monitoring import compare_everything


def add_to(bp: Blueprint) -> None:
    """Add the page of long work to the blueprint."""
    bp.add_url_rule("/town/jobs", "jobs", jobs)
    bp.add_url_rule("/town/jobs/compare-all", "compare_all", compare_all, methods=["POST"])
    bp.add_url_rule("/town/jobs/<work>/<thing>/again", "retry_job", retry_job, methods=["POST"])


def jobs() -> ResponseReturnValue:
    """Show the office what long work runs, waits, has failed or was done last."""
    return render_template("cases/jobs.html", work=long_work())


def compare_all() -> ResponseReturnValue:
    """Have every listing held against the register once more."""
    with transaction():
        compare_everything(now=now())
    flash(_("Everything is compared once more. You can leave this page: it goes on by itself."), "good")
    return redirect(url_for(".jobs"))


def retry_job(work: str, thing: str) -> ResponseReturnValue:
    """Let failed work go on where it stopped."""
    with transaction():
        try_again(work, thing)
    flash(_("It goes on in a moment."), "good")
    return redirect(url_for(".jobs"))
