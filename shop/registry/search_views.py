"""Pages of the public register: looking for designs."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from shop.registry import service
from shop.registry.models import Design
from shop.registry.rules import CATEGORIES
from shop.web.language import say
from shop.web.paging import page_of


def add_to(bp: Blueprint) -> None:
    """Add the public register to the register's blueprint."""
    bp.add_url_rule("/register", "register", register)


def register() -> ResponseReturnValue:
    """Show the public register: words, kinds, pages."""
    words, category = request.args.get("q", "")[:80].strip(), request.args.get("kind", "")
    category = category if category in CATEGORIES else ""
    page = page_of(service.registered(words, category), Design.id)
    kinds = {key: say(name) for key, name in CATEGORIES.items()}
    return render_template("registry/register.html", listed=page, words=words, category=category, kinds=kinds)
