"""Hold an application against what other workshops listed before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.roles import Role
from shop.listings import service
from shop.listings.models import EarlierListing
from shop.listings.screening import publish
from shop.registry.drafts import start_version
from shop.registry.elsewhere import elsewhere_for
from shop.registry.handing_in import hand_in
from shop.registry.models import Design
from shop.registry.screening import screen
from shop.workshops.models import Workshop
from tests.making import (
    a_design,
    a_draft,
    a_licence,
    a_listing,
    a_pattern,
    a_person,
    a_picture,
    a_workshop,
    an_application,
    fresh,
)
from tests.registry.making import copy_bytes
from tests.registry.test_commons import costume

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


def applied(shop: Workshop, data: bytes = b"") -> Design:
    return an_application(shop, pictures=[a_picture(shop, data=data or copy_bytes(1))], claims="新的领口")


def test_whoever_hands_in_what_another_shop_lists_already_waits_for_the_office(app: Flask) -> None:
    lister, person = a_workshop("王家店"), a_person()
    listing = a_listing(lister, "早就在卖", pictures=[a_picture(lister, seed=1)])
    design = applied(a_workshop("", person))
    assert design.state == "screened"
    (found,) = elsewhere_for(design, person)
    assert (found.row.listing.id, found.is_listed) == (listing.id, True)
    assert found.since is not None and found.since < design.submitted_at
    assert len(elsewhere_for(design, a_person("", Role.OFFICER))) == 1
    assert elsewhere_for(design, None) == elsewhere_for(design, a_person()) == []


def test_family_and_office_read_whose_it_is_its_name_and_since_when_and_nothing_else(app: Flask) -> None:
    wang, person = a_person("王大秘密"), a_person()
    lister = a_workshop("王家店", wang)
    listing = a_listing(lister, "早就在卖", pictures=[a_picture(lister, seed=1)])
    design = applied(a_workshop("", person))
    part = (
        "{% from 'registry/_earlier_listings.html' import earlier_listings with context %}"
        "{{ earlier_listings(found) }}"
    )
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        shown = render_template_string(part, found=elsewhere_for(design, person), language="en")
    assert "王家店" in shown and "早就在卖" in shown and listing.public_id in shown
    assert "王大秘密" not in shown and wang.phone not in shown
    with transaction():
        service.withdraw(listing, actor=wang, now=now())
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        later = render_template_string(part, found=elsewhere_for(design, person), language="en")
    assert "not in the catalogue any more" in later and "<img" not in later


def test_what_is_ones_own_a_draft_or_taken_away_stands_in_nobodys_way(app: Flask) -> None:
    shop, other = a_workshop(), a_workshop()
    a_listing(shop, pictures=[a_picture(shop, seed=1)])
    a_draft(other, pictures=[a_picture(other, seed=1)])
    third, person = a_workshop(), a_person()
    gone = a_listing(third, pictures=[a_picture(third, seed=1)])
    with transaction():
        service.withdraw(gone, actor=person, now=now())
    assert applied(shop).state == "notice"


def test_a_reseller_of_all_ones_designs_is_noted_and_holds_nothing_up(app: Flask) -> None:
    maker, reseller = a_workshop(), a_workshop()
    a_licence(maker, reseller)
    a_listing(reseller, pictures=[a_picture(reseller, seed=1)])
    assert applied(maker).state == "notice"
    assert len(db.session.scalars(select(EarlierListing)).unique().all()) == 1


def test_a_listing_that_only_shows_the_same_old_pattern_holds_nothing_up(app: Flask) -> None:
    a_pattern("缠枝莲", seed=1)
    lister, maker = a_workshop(), a_workshop()
    a_listing(lister, pictures=[a_picture(lister, data=costume(2, 1))])
    assert applied(maker, costume(3, 1)).state == "notice"


def test_a_changed_version_is_not_held_up_by_who_copied_the_first(app: Flask) -> None:
    maker, copier = a_workshop(), a_workshop()
    design = a_design(maker, pictures=[a_picture(maker, seed=1)])
    listing = a_draft(copier, pictures=[a_picture(copier, data=copy_bytes(1))])
    with transaction():
        publish(listing, screen([]), actor=None, now=now())
    with transaction():
        version = start_version(design, now=now())
        version.claims = "又改了袖口"
    screening = screen([row.picture for row in version.pictures])
    with transaction():
        hand_in(version, screening=screening, actor=None, now=now())
    assert fresh(version).state == "notice"
