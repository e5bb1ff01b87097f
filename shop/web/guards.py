"""Stand at the door: ask the permission table before any view runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from shop.core.errors import NotAllowed
from shop.web.keeping import ask_to_sign_in_again
from shop.web.permissions import PUBLIC, roles_for

if TYPE_CHECKING:
    from shop.core.roles import Actor

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_PASSWORD = "accounts.change_password"  # noqa: S105 - a page's name


def actor() -> Actor:
    """Give the person who is signed in; only views behind the guard call this."""
    return cast("Actor", current_user._get_current_object())  # noqa: SLF001 - Werkzeug names it so, and documents it


def find_actor() -> Actor | None:
    """Give the person who is signed in, or None."""
    return actor() if current_user.is_authenticated else None


def may_open(endpoint: str) -> bool:
    """Tell whether the person may open the page, so that no link is shown that leads to a refusal."""
    person = find_actor()
    return endpoint in PUBLIC or (person is not None and bool(person.roles & roles_for(endpoint)))


def register_guards(app: Flask) -> None:
    """Let every request pass the guard first."""
    app.before_request(_keep_short)
    app.before_request(_refuse_other_sites)
    app.before_request(_ask_permission)
    app.before_request(_refuse_nul)


def _keep_short() -> None:
    """Leave room for photos only where files are sent: all else is read into memory at once."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def _refuse_nul() -> None:
    """Refuse the character NUL, which no keyboard types and PostgreSQL cannot keep."""
    asked = (request.path, *request.args.values(), *request.form.values())
    if any("\0" in text for text in asked):
        abort(400)


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
    return _ask_for_own_password(endpoint)


def _ask_for_own_password(endpoint: str) -> ResponseReturnValue | None:
    """Lead whoever still has the password from the counter to choosing one of their own.

    Forms pass: somebody may be resuming one, and the next page asks again.
    """
    waits = current_user.must_change_password and request.method in SAFE and endpoint != OWN_PASSWORD
    return redirect(url_for(OWN_PASSWORD)) if waits else None
