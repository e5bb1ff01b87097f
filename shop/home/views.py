"""The front page, everybody's own desk, the choice of language."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from shop.core.clock import now
from shop.core.db import db
from shop.core.errors import NotFound
from shop.home import service
from shop.messages.service import newest_unread
from shop.messages.wording import in_words
from shop.registry.rules.holding import offer_ends_at
from shop.web.addresses import own_path
from shop.web.guards import actor
from shop.web.language import COOKIE, LANGUAGES

bp = Blueprint("home", __name__)
_YEAR = 365 * 24 * 3600
MESSAGES = 3  # new ones on the desk; the bell leads to the rest


@bp.get("/")
def front() -> ResponseReturnValue:
    """Show what this town is, to everybody."""
    return render_template(
        "home/front.html", costumes=service.newest_costumes(), figures=service.town_figures()
    )


@bp.get("/desk")
def desk() -> ResponseReturnValue:
    """Show a person what waits for them."""
    newest = newest_unread(actor(), MESSAGES)
    return render_template(
        "home/desk.html",
        desks=service.desks_of(actor(), now()),
        news=[in_words(message, now()) for message in newest],
        offer_ends_at=offer_ends_at,
    )


@bp.get("/language/<code>")
def set_language(code: str) -> ResponseReturnValue:
    """Remember the language, and go back to where the person was."""
    if code not in LANGUAGES:
        raise NotFound
    answer = redirect(own_path(request.args.get("next", "")) or url_for(".front"))
    answer.set_cookie(COOKIE, code, max_age=_YEAR, samesite="Lax", httponly=True)
    return answer


@bp.get("/health")
def health() -> ResponseReturnValue:
    """Tell a watcher that the server and its database answer."""
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")
