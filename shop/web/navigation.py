"""List the places a person goes to most, for the bar at the bottom of the phone."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from flask import request, url_for
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
_UNDER = {  # a page, or all other pages of a feature: the place they stand under
    "": "",
    "home.front": "home.front",
    "listings.catalogue": "listings.catalogue",
    "listings.detail": "listings.catalogue",
    "registry.register": "registry.register",
    "registry.by_photo": "registry.register",
    "registry.detail": "registry.register",
    "registry.commons": "registry.register",
    "registry.commons_pattern": "registry.register",
    "registry.commons_create": "town.desk",
    "registry.check_licence": "registry.register",
    "registry.checked_licence": "registry.register",
    "registry.objection": "town.desk",
    "cases": "cases.index",
    "cases.jobs": "town.desk",
    "town": "town.desk",
    "workshops.index": "town.desk",
    "workshops.create": "town.desk",
    "workshops.create_village": "town.desk",
    "workshops.ties": "town.desk",
    "accounts.people": "town.desk",
    "accounts.create_person": "town.desk",
    "accounts.person": "town.desk",
    "accounts": "",
    "messages": "",  # the bell
}


def navigation(roles: AbstractSet[Role]) -> list[Place]:
    """Give at most five places that these roles may open; active is the one under which the page stands."""
    here = _place_of(request.endpoint or "", roles)
    return [
        Place(url_for(endpoint), _(label), icon, endpoint == here)
        for endpoint, label, icon in _PLACES
        if _belongs(endpoint, roles)
    ]


def _place_of(endpoint: str, roles: AbstractSet[Role]) -> str:
    """Give the place under which a page stands: one's own desk, where nothing else is said or open."""
    place = _UNDER.get(endpoint, _UNDER.get(endpoint.partition(".")[0], "home.desk"))
    return place if not place or _belongs(place, roles) else "home.desk"


def _belongs(endpoint: str, roles: AbstractSet[Role]) -> bool:
    if endpoint == "home.front":
        return not roles  # whoever is signed in starts at their own desk
    return endpoint in PUBLIC or bool(roles & roles_for(endpoint))
