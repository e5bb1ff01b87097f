"""Give every page what the frame around it needs: person, town, language, navigation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from flask import Flask, current_app, request, url_for

from shop.core.roles import Actor
from shop.web.guards import find_actor, may_open
from shop.web.language import LANGUAGES, language
from shop.web.navigation import navigation


class TownLike(Protocol):
    """The town, as the frame of a page sees it."""

    name: str
    is_demo: bool


def register_context(
    app: Flask, find_town: Callable[[], TownLike | None], count_unread: Callable[[Actor], int]
) -> None:
    """Put the frame's values into every template; what higher floors know of is asked through functions."""

    @app.context_processor
    def frame() -> dict[str, Any]:
        town = find_town()
        person = find_actor()
        other = "en" if language() == "zh" else "zh"
        return {
            "person": person,
            "town_name": town.name if town else "",
            "is_demo": bool(town and town.is_demo),
            "language": language(),
            "other_language_name": LANGUAGES[other],
            "other_language_url": url_for("home.set_language", code=other, next=_here()),
            "navigation": navigation(person.roles if person else frozenset()),
            "sign_in_url": url_for("accounts.sign_in"),
            "sign_out_url": url_for("accounts.sign_out"),
            "account_url": url_for("accounts.me"),
            "messages_url": url_for("messages.index"),
            "unread": count_unread(person) if person else 0,
            "demo_sign_ins": current_app.extensions.get("shop.demo_sign_ins", ()),
            "demo_password": current_app.extensions.get("shop.demo_password", ""),
        }

    app.jinja_env.globals["may_open"] = may_open


def _here() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else url_for("home.front")
