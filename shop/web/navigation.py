"""List the places a person goes to most, for the bar at the bottom of the phone."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import gettext as _

from shop.core.errors import N_
from shop.core.roles import Role
from shop.web.permissions import PUBLIC, roles_for


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    url: str
    label: str
    icon: str
    active: bool


_PLACES = (
    ("home.desk", N_("My desk"), "home"),
    ("home.front", N_("Start"), "home"),
    ("listings.catalogue", N_("Costumes"), "costume"),
    ("registry.register", N_("Register"), "register"),
    ("cases.index", N_("Suspicions"), "scale"),
    ("town.desk", N_("Town office"), "shield"),
)


def navigation(roles: Set[Role]) -> list[Place]:
    """Give at most five places that these roles may open."""
    return [
        Place(url_for(endpoint), _(label), icon, request.endpoint == endpoint)
        for endpoint, label, icon in _PLACES
        if endpoint in current_app.view_functions and _belongs(endpoint, roles)
    ]


def _belongs(endpoint: str, roles: Set[Role]) -> bool:
    if endpoint == "home.front":
        return not roles  # whoever is signed in starts at their own desk
    return endpoint in PUBLIC or bool(roles & roles_for(endpoint))
