"""Speak the person's language: Chinese first, English complete."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from flask_babel import Babel, gettext, lazy_gettext

LANGUAGES = {"zh": "中文", "en": "English"}
_LOCALES = {"zh": "zh_Hans_CN", "en": "en"}
COOKIE = "language"


def language() -> str:
    """Give `zh` or `en`: what was chosen by the toggle, else what the browser asks for, else Chinese."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    for wanted, _quality in request.accept_languages:
        short = wanted.split("-")[0].lower()
        if short in LANGUAGES:
            return short
    return "zh"


def register_language(app: Flask) -> None:
    """Set up translations for pages, forms and messages."""
    app.config["BABEL_DEFAULT_LOCALE"] = "zh_Hans_CN"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=lambda: _LOCALES[language()])


def say(message: str, **params: Any) -> str:
    """Translate a message that a rule marked with `N_` and fill its places in."""
    return str(gettext(message, **params)) if params else str(gettext(message).replace("%%", "%"))


__all__ = ["COOKIE", "LANGUAGES", "gettext", "language", "lazy_gettext", "register_language", "say"]
