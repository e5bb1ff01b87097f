"""Keep what somebody typed while they sign in again.

A form that arrives after its session has ended is not thrown away: its fields travel, signed, in a hidden
field of the sign-in page, and come back as the form they were. Nothing of it is stored on the server.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from shop.web.addresses import next_path

KEPT_SECONDS = 24 * 3600
KEPT_BYTES = 300_000
DOOR = "accounts.sign_in"
RESUMED = "_resumed"  # set in a form that comes back: it is shown again, not sent
_LEFT_OUT = frozenset({"csrf_token", RESUMED})


@dataclass(frozen=True)
class KeptForm:
    """A form that waits: where it was going and what was typed."""

    path: str
    fields: tuple[tuple[str, str], ...]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="kept-form")


def keep_form() -> str:
    """Pack the present request's fields, without passwords and files; empty when there is nothing to keep."""
    if not _shows_a_form(request.path):
        return ""
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _LEFT_OUT and "password" not in name
    ]
    if sum(len(name) + len(value) for name, value in fields) > KEPT_BYTES:
        return ""
    return _signer().dumps([request.path, fields])


def find_kept_form(packed: str) -> KeptForm | None:
    """Unpack a kept form; None when there is none or it is too old or not ours."""
    try:
        path, fields = _signer().loads(packed, max_age=KEPT_SECONDS)
    except (BadData, ValueError):
        return None
    return KeptForm(path, tuple((name, value) for name, value in fields))


def ask_to_sign_in_again() -> ResponseReturnValue:
    """Answer a form whose session has ended: sign in, and what you typed is still here."""
    if request.accept_mimetypes.best == "application/json":
        return {"error": "signed out"}, 401
    sign_in_form = current_app.extensions["shop.sign_in_form"]
    if request.endpoint == DOOR:  # the sign-in page itself lay open too long: it still holds what it held
        held = {"form": sign_in_form(), "kept": request.form.get("kept", ""), "next_path": next_path()}
    else:
        held = {"form": sign_in_form(None), "kept": keep_form(), "next_path": _page_of(request.path)}
    return render_template("accounts/sign_in.html", **held, was_signed_out=True), 401


def _shows_a_form(path: str) -> bool:
    """Tell whether the address also shows a page (a form), or is only an act."""
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def _page_of(path: str) -> str:
    """Give the nearest page above the address of an act, to return to after signing in."""
    while path != "/" and not _shows_a_form(path):
        path = path.rsplit("/", 1)[0] or "/"
    return path if path != "/" else url_for("home.front")
