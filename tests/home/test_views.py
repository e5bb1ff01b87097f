"""The front page, everybody's desk, and the watcher's question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from shop.core.clock import now
from shop.core.roles import Role
from shop.home.service import SHOWN, desks_of, newest_costumes, town_figures
from tests import making
from tests.making import PASSWORD

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


def test_an_empty_town_has_a_front_page(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "our town" in page.text
    assert "The stands are still empty" in page.text


def test_the_front_page_shows_the_newest_published_costumes_and_counts_the_town(client: FlaskClient) -> None:
    making.a_town("Daji")
    workshop = making.a_workshop("Chunlan")
    picture = making.a_picture(workshop, seed=1)
    listings = [making.a_listing(workshop, f"Costume {n}", pictures=[picture]) for n in range(SHOWN + 1)]
    making.a_draft(workshop, "Not yet")
    making.a_design(workshop, pictures=[picture])
    page = client.get("/").text
    assert "Daji" in page
    assert [one.title for one in newest_costumes()] == [one.title for one in reversed(listings[1:])]
    assert "Costume 0" not in page
    assert "Not yet" not in page
    assert town_figures() == (1, 1, SHOWN + 1)


def test_a_desk_shows_what_waits_for_each_of_ones_workshops(app: Flask, sign_in: SignIn) -> None:
    maker, copier = making.a_person("Maker"), making.a_person("Copier")
    making_house, copying_house = making.a_workshop("Making", maker), making.a_workshop("Copying", copier)
    listing = making.a_listing(making_house, "Fan dress")
    making.an_order(copying_house, listing)
    suspicion = making.a_suspicion(making_house, copying_house)
    (desk,) = desks_of(maker, now())
    assert (desk.orders_to_do, desk.listings, desk.designs) == (1, 1, 1)
    assert (list(desk.waiting.about_us), list(desk.waiting.about_others)) == ([], [suspicion])
    (theirs,) = desks_of(copier, now())
    assert (list(theirs.waiting.about_us), list(theirs.waiting.about_others)) == ([suspicion], [])
    assert "Copying lists a photo that looks like" in sign_in(maker).get("/desk").text
    assert "waits: people will look at a photo" in sign_in(copier).get("/desk").text


def test_somebody_with_two_workshops_has_two_desks_the_first_joined_first(
    app: Flask, sign_in: SignIn
) -> None:
    person = making.a_person()
    houses = [making.a_workshop("Zebra", person), making.a_workshop("Apple", person)]
    assert [desk.workshop for desk in desks_of(person, now())] == houses
    page = sign_in(person).get("/desk").text
    assert page.index("Zebra") < page.index("Apple")


def test_a_villager_without_a_workshop_is_told_whom_to_ask(app: Flask, sign_in: SignIn) -> None:
    assert "You belong to no workshop yet" in sign_in(making.a_person()).get("/desk").text
    assert "You belong to no workshop yet" not in sign_in(making.a_person("", Role.JUROR)).get("/desk").text


def test_a_watcher_hears_that_all_is_well(client: FlaskClient) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.mimetype, answer.text) == (200, "text/plain", "ok\n")


def test_only_a_demo_town_says_so_and_shows_its_sign_ins(client: FlaskClient) -> None:
    making.a_town("Daji")
    assert "demo" not in client.get("/sign-in").text
    assert PASSWORD not in client.get("/sign-in").text


def test_a_demo_town_says_so_on_every_page(client: FlaskClient, app: Flask) -> None:
    making.a_town("Daji", is_demo=True)
    for path in ("/", "/register", "/nowhere", "/sign-in"):
        assert "This is a demo town" in client.get(path).text
    assert app.extensions["shop.demo_password"] in client.get("/sign-in").text
