"""The bar at the bottom lights the place where one is."""

from __future__ import annotations

import pytest
from flask import Flask

from shop.core.roles import Role
from shop.web.navigation import navigation
from tests.full_town import ANONYMOUS, FullTown

SAME_ON_BOTH = True

NOBODY = frozenset[Role]()
VILLAGER = frozenset({Role.VILLAGER})
OFFICER = frozenset({Role.VILLAGER, Role.OFFICER})
KEEPER = frozenset({Role.VILLAGER, Role.KEEPER})


def lit(app: Flask, path: str, roles: frozenset[Role]) -> list[str]:
    with app.test_request_context(path, headers={"Accept-Language": "en"}):
        return [place.label for place in navigation(roles) if place.active]


@pytest.mark.parametrize(
    ("path", "roles", "place"),
    [
        ("/", NOBODY, ["Start"]),
        ("/costumes", NOBODY, ["Costumes"]),
        ("/costumes/abc", VILLAGER, ["Costumes"]),
        ("/register/abc", NOBODY, ["Register"]),
        ("/desk", VILLAGER, ["My desk"]),
        ("/workshops/abc/costumes/new", VILLAGER, ["My desk"]),
        ("/workshops/abc/designs", VILLAGER, ["My desk"]),
        ("/orders/abc/label", VILLAGER, ["My desk"]),
        ("/suspicions/abc", VILLAGER, ["My desk"]),
        ("/suspicions/abc", OFFICER, ["Suspicions"]),
        ("/town/log", OFFICER, ["Town office"]),
        ("/people/new", OFFICER, ["Town office"]),
        ("/people/abc/ties", OFFICER, ["Town office"]),
        ("/town/jobs", OFFICER, ["Town office"]),
        ("/objections/abc", OFFICER, ["Town office"]),
        ("/objections/abc", VILLAGER, ["My desk"]),
        ("/messages", VILLAGER, []),
        ("/people/new", KEEPER, ["My desk"]),
        ("/workshops", KEEPER, ["My desk"]),
        ("/me", VILLAGER, []),
        ("/sign-in", NOBODY, []),
        ("/nowhere", OFFICER, []),
    ],
)
def test_a_page_lights_the_place_it_stands_under(
    house: Flask, path: str, roles: frozenset[Role], place: list[str]
) -> None:
    assert lit(house, path, roles) == place


@pytest.mark.parametrize("roles", [NOBODY, VILLAGER, OFFICER, KEEPER, frozenset(Role)])
def test_at_most_five_places_fit_the_bar(house: Flask, roles: frozenset[Role]) -> None:
    with house.test_request_context("/"):
        assert 3 <= len(navigation(roles)) <= 5


@pytest.mark.parametrize("who", [ANONYMOUS, "maker", "officer", "juror", "keeper"])
def test_every_place_opens(town: FullTown, who: str) -> None:
    roles = town.people[who].roles if who != ANONYMOUS else NOBODY
    browser = town.browser(who)
    with town.app.test_request_context("/"):
        urls = [place.url for place in navigation(roles)]
    for url in urls:
        page = browser.get(url)
        assert page.status_code == 200
        assert page.text.count('aria-current="page"') == 1
