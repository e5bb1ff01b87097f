"""Answer what goes wrong with a page that says what to do next."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from flask import Flask, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from shop.core.db import db
from shop.core.errors import Busy, NotAllowed, NotFound, RuleBroken, ShopError
from shop.web.keeping import RESUMED, ask_to_sign_in_again, find_kept_form, keep_form
from shop.web.language import language, say

_STATUS: tuple[tuple[type[ShopError], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (RuleBroken, 409),
    (Busy, 503),
)
_OUR_FAULT = 500
Onlooker = Callable[[ShopError], None]
_onlookers: list[Onlooker] = []
Answer = tuple[str | dict[str, str], int]  # a page, or JSON for scripts, with its status


def register_errors(app: Flask) -> None:
    """Turn errors into pages."""
    app.register_error_handler(ShopError, _shop_error)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _our_fault)


def look_on(onlooker: Onlooker) -> None:
    """Have a function of a higher floor told of every act that was stopped, after it was undone."""
    if onlooker not in _onlookers:
        _onlookers.append(onlooker)


def _shop_error(error: ShopError) -> ResponseReturnValue:
    for onlooker in _onlookers:
        onlooker(error)
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 400)
    page, _status = _page(status, say(error.message, **error.params))
    return page, status, {"Retry-After": str(error.retry_after)} if isinstance(error, Busy) else {}


def _form_too_old(_error: CSRFError) -> ResponseReturnValue:
    """Answer a form without a good token: show it again, filled in, to be sent once more."""
    if not current_user.is_authenticated:
        return ask_to_sign_in_again()
    kept = find_kept_form(keep_form())
    if kept is None:
        return _page(400, _("This page was open for too long. Go back, load it again, and press once more."))
    return render_template("errors/resume.html", kept=kept, resumed=RESUMED), 400


def _words(status: int) -> str:
    words = {
        400: _("The browser sent something we cannot read. Go back and try again."),
        403: _("This is not open to you. If you think it should be, ask the town office."),
        404: _("We cannot find this. It may have been removed, or the link is wrong."),
        405: _("This address is not a page. Go back to the start."),
        413: _("This is too much at once. Choose fewer or smaller photos, then send again."),
        429: _("Too many tries in a short time. Wait a few minutes, then try again."),
        503: _("Many people are here just now. Wait a moment, then load the page again."),
    }
    return str(words.get(status, _("Something went wrong. Go back and try again.")))


def _http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or _OUR_FAULT
    if status < 400:
        return error
    if status == _OUR_FAULT:
        return _broken()
    page, _status = _page(status, _words(status))
    kept = [(k, v) for k, v in error.get_headers() if k in ("Allow", "Retry-After")]
    return page, status, kept


def _page(status: int, message: str) -> Answer:
    if _wants_json():
        return {"error": message}, status
    titles = {
        403: _("Not open to you"),
        404: _("Not found"),
        409: _("This cannot be done now"),
        429: _("A little slower, please"),
    }
    page = render_template(
        "errors/error.html",
        status=status,
        title=titles.get(status, _("That did not work")),
        message=message,
        next_url=url_for("home.front"),
        next_label=_("To the start"),
    )
    return page, status


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _our_fault(error: Exception) -> ResponseReturnValue:
    with contextlib.suppress(SQLAlchemyError):  # the database itself may be what is gone
        db.session.rollback()
    current_app.logger.error("unhandled error at %s", request.path, exc_info=error)
    if current_app.testing and current_app.config.get("PROPAGATE_EXCEPTIONS") is not False:
        raise error
    return _broken()


def _broken() -> Answer:
    if _wants_json():
        return {
            "error": _("Something broke on our side. Nothing of yours was changed. Try again.")
        }, _OUR_FAULT
    return _plain_page(), _OUR_FAULT


def _plain_page() -> str:
    """Write the page for when nothing else works: it asks neither the database nor the session.

    Flask's `render_template` would put in the frame's values, which need both: the template is read without.
    """
    return current_app.jinja_env.get_template("errors/plain.html").render(
        language=language(),
        title=_("Something broke on our side"),
        message=_(
            "Nothing of yours was changed. Go back and try again; if it stays broken, tell the town office."
        ),
        next_url="/",
        next_label=_("To the start"),
    )
