"""Stand at the door: ask the permission table before any view runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from shop.core.errors import NotAllowed
from shop.web.keeping import ask_to_sign_in_again
from shop.web.permissions import PUBLIC, roles_for

if TYPE_CHECKING:
    from shop.core.roles import Actor

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def actor() -> Actor:
    """Give the person who is signed in; only views behind the guard call this."""
    return cast("Actor", current_user._get_current_object())


def find_actor() -> Actor | None:
    """Give the person who is signed in, or None."""
    return actor() if current_user.is_authenticated else None


def may_open(endpoint: str) -> bool:
    """Tell whether the person may open the page, so that no link is shown that leads to a refusal."""
    person = find_actor()
    return endpoint in PUBLIC or (person is not None and bool(person.roles & roles_for(endpoint)))


def register_guards(app: Flask) -> None:
    """Let every request pass the guard first."""
    app.before_request(_refuse_other_sites)
    app.before_request(_ask_permission)


def _refuse_other_sites() -> None:
    """Refuse an act that another site's page sends in this person's name (besides the CSRF token)."""
    if request.method not in SAFE and request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)


def _ask_permission() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint in PUBLIC:
        return None
    if not current_user.is_authenticated:
        if request.method in SAFE:
            return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
        return ask_to_sign_in_again()
    if not actor().roles & roles_for(endpoint):
        raise NotAllowed
    return None
