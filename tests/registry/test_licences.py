"""What licences protect once they stand, and for whom: by design, days, platforms, price, transfer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop.audit.models import Entry
from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.core.errors import NotFound
from shop.messages.models import Message
from shop.orders.rules import NeedsLicence
from shop.orders.service import listing_to_order
from shop.registry.licence_acts import end_licence
from shop.registry.licence_transfer import follow_transfer
from shop.registry.licences import licences_in_force, may_sell_for, shield_for
from shop.registry.models import Design, Licence
from shop.registry.rules import BadPeriod, OwnLicence, Part, Shield
from shop.workshops.models import Workshop
from tests.conftest import NOON
from tests.licensing import a_request, accept_offer, an_offer
from tests.making import a_design, a_licence, a_listing, a_person, a_picture, a_workshop, fresh, publish_again

DAY = date(2026, 3, 4)  # noon of which is NOON
YEAR = {"starts_on": DAY, "ends_on": DAY + timedelta(days=364)}


def shield(design: Design, holder: Workshop, **use: Any) -> Shield:
    return shield_for(design, holder.id, use.pop("at", NOON), **use).shield


def test_a_licence_for_all_designs_covers_each_and_one_for_a_design_only_that(app: Flask) -> None:
    maker, one, other = a_workshop(), a_workshop(), a_workshop()
    red, blue = a_design(maker), a_design(maker)
    wide = a_licence(maker, one, **YEAR)
    a_licence(maker, other, design=red, **YEAR)
    covers = [shield_for(design, one.id, NOON) for design in (red, blue)]
    assert [(cover.shield, cover.licence, cover.until) for cover in covers] == [
        (Shield.COVERED, wide, YEAR["ends_on"])
    ] * 2
    assert shield(red, other) is Shield.COVERED
    assert shield(blue, other) is Shield.OTHER_DESIGN
    assert shield(red, maker) is Shield.NONE


def test_a_licence_is_no_use_to_anybody_else_and_not_the_other_way_round(app: Flask) -> None:
    maker, holder, third = a_workshop(), a_workshop(), a_workshop()
    design, theirs = a_design(maker), a_design(holder)
    a_licence(maker, holder, **YEAR)
    assert shield(design, third) is Shield.NONE
    assert shield(theirs, maker) is Shield.NONE
    assert may_sell_for(maker.id, holder.id, NOON)
    assert not may_sell_for(holder.id, maker.id, NOON) and not may_sell_for(maker.id, third.id, NOON)


def test_an_ended_licence_protects_no_more_unless_another_does(app: Flask) -> None:
    maker, holder, person = a_workshop(), a_workshop(), a_person()
    design = a_design(maker)
    licence = a_licence(maker, holder, **YEAR)
    for later in (0, 1):
        with transaction():
            at = NOON + timedelta(days=later)
            end_licence(licence, by_holder=False, reason="换了款", actor=person, now=at)
    assert fresh(licence).ended_at == NOON
    assert shield(design, holder) is Shield.ENDED
    assert not may_sell_for(maker.id, holder.id, NOON)
    a_licence(maker, holder, covers_photos=False, **YEAR)
    assert shield(design, holder) is Shield.NO_PHOTOS
    assert may_sell_for(maker.id, holder.id, NOON)
    acts = db.session.scalars(select(Entry.act).where(Entry.subject_id == licence.public_id)).all()
    assert acts == ["licence.granted", "licence.ended"]


def test_nobody_licenses_themselves_backwards_or_anothers_design(app: Flask) -> None:
    maker, other = a_workshop(), a_workshop()
    theirs = a_design(other)
    with pytest.raises(OwnLicence):
        a_licence(maker, maker, **YEAR)
    with pytest.raises(BadPeriod):
        a_licence(maker, other, starts_on=DAY, ends_on=DAY - timedelta(days=1))
    with pytest.raises(NotFound):
        a_licence(maker, other, design=theirs, **YEAR)
    a_licence(maker, other, starts_on=DAY, ends_on=DAY)
    assert shield(a_design(maker), other) is Shield.COVERED


def test_what_is_missing_is_said_with_the_licence_that_lacks_it(app: Flask) -> None:
    maker, holder = a_workshop(), a_workshop()
    design = a_design(maker)
    licence = a_licence(maker, holder, platforms={"taobao"}, floor_price_fen=8800, **YEAR)
    assert shield(design, holder, platforms=["taobao"], price_fen=8800) is Shield.COVERED
    low = shield_for(design, holder.id, NOON, platforms=["taobao"], price_fen=8799)
    away = shield_for(design, holder.id, NOON, platforms=["taobao", "pdd"], price_fen=8800)
    assert (low.shield, low.licence) == (Shield.BELOW_FLOOR, licence)
    assert (away.shield, away.licence, away.protects) == (Shield.OTHER_PLATFORM, licence, False)
    assert shield(design, holder) is Shield.COVERED  # neither platform nor price is said: neither is held


def test_a_request_and_an_offer_protect_nobody_until_they_are_accepted(app: Flask) -> None:
    maker, holder = a_workshop(), a_workshop()
    red, blue = a_design(maker), a_design(maker)
    a_request(maker, holder, design=red)
    offer = an_offer(maker, holder, design=blue)
    assert [shield(one, holder, at=now()) for one in (red, blue)] == [Shield.NOT_ACCEPTED] * 2
    assert not may_sell_for(maker.id, holder.id, now())
    accept_offer(offer)
    assert shield(blue, holder, at=now()) is Shield.COVERED
    assert [one.id for one in licences_in_force(blue, now())] == [offer.id]
    assert licences_in_force(red, now()) == []


def listed(design: Design, lister: Workshop, **values: Any) -> Any:
    """List another file of the design's own photo, on Taobao for 88 yuan."""
    listing = a_listing(lister, pictures=[a_picture(lister, seed=77)], **values)
    assert design.pictures[0].picture.sha256 == listing.pictures[0].picture.sha256
    return listing


def test_the_check_of_a_listing_asks_price_and_platform_and_is_content_when_they_are_mended(
    app: Flask,
) -> None:
    maker, holder = a_workshop(), a_workshop()
    design = a_design(maker, pictures=[a_picture(maker, seed=77)])
    a_licence(maker, holder, platforms={"taobao"}, floor_price_fen=9000)
    listing = listed(design, holder)
    assert (listing.state, listing.suspicions[0].licence) == ("suspected", "below-floor")
    with transaction():
        listing.price_fen, listing.platforms = 9000, ["pdd"]
    publish_again(listing)
    assert (listing.state, fresh(listing).suspicions[0].licence) == ("suspected", "other-platform")
    with transaction():
        listing.platforms = ["taobao"]
    assert publish_again(listing) == []
    assert (fresh(listing).state, listing.suspicions[0].state) == ("published", "settled")


def test_what_hung_before_the_end_is_sold_off_and_what_comes_after_is_not(app: Flask) -> None:
    maker, holder, person = a_workshop(), a_workshop(), a_person()
    design = a_design(maker, pictures=[a_picture(maker, seed=77)])
    licence = a_licence(maker, holder, sell_off_days=30)
    listing = listed(design, holder)
    assert listing.state == "published"
    with transaction():
        end_licence(licence, by_holder=False, reason="不再做这款", actor=person, now=now())
    assert publish_again(listing) == []
    late = listed(design, holder)
    assert (late.state, [one.licence for one in late.suspicions]) == ("suspected", ["ended"])
    use = {"platforms": [], "price_fen": 8800, "since": listing.published_at}
    until = china_day(now()) + timedelta(days=30)
    cover = shield_for(design, holder.id, now(), **use)  # type: ignore[arg-type]
    assert (cover.shield, cover.until) == (Shield.SELLING_OFF, until)
    assert shield(design, holder, at=now() + timedelta(days=31), **use) is Shield.ENDED
    assert not may_sell_for(maker.id, holder.id, now())  # and nothing new is ordered


def test_a_holder_who_gives_a_licence_up_has_nothing_to_sell_off(app: Flask) -> None:
    maker, holder, person = a_workshop(), a_workshop(), a_person()
    design = a_design(maker, pictures=[a_picture(maker, seed=77)])
    licence = a_licence(maker, holder, sell_off_days=30)
    listing = listed(design, holder)
    with transaction():
        end_licence(licence, by_holder=True, actor=person, now=now())
    publish_again(listing)
    assert fresh(listing).suspicions[0].licence == "ended"


def test_a_maker_is_asked_for_what_the_licence_covers_and_for_nothing_else(app: Flask) -> None:
    maker, buyer = a_workshop(), a_workshop()
    red = a_design(maker, pictures=[a_picture(maker, seed=77)])
    blue = a_design(maker, pictures=[a_picture(maker, seed=78)])
    shows_red, shows_blue, shows_none = (
        a_listing(maker, pictures=[a_picture(maker, seed=77)]),
        a_listing(maker, pictures=[a_picture(maker, seed=78)]),
        a_listing(maker),
    )
    a_licence(maker, buyer, design=red, covers_photos=False)
    assert listing_to_order(shows_red.public_id, buyer, now())
    assert listing_to_order(shows_none.public_id, buyer, now())
    with pytest.raises(NeedsLicence):
        listing_to_order(shows_blue.public_id, buyer, now())
    a_licence(maker, buyer, design=blue, parts=frozenset({Part.PHOTOS}))
    with pytest.raises(NeedsLicence):
        listing_to_order(shows_blue.public_id, buyer, now())


def handed_over(design: Design, taker: Workshop) -> None:
    giver = design.workshop
    with transaction():
        design.workshop = taker
        db.session.flush()
        follow_transfer(design, taker, now(), giver=giver)


def test_licences_follow_a_design_to_its_new_maker_and_the_holders_are_told(app: Flask) -> None:
    wang = a_person()
    maker, taker, one, all_of_them = a_workshop(), a_workshop("新主人"), a_workshop("", wang), a_workshop()
    red, blue = a_design(maker), a_design(maker)
    single = a_licence(maker, one, design=red, floor_price_fen=5000)
    wide = a_licence(maker, all_of_them, covers_photos=False)
    asked = a_request(maker, a_workshop(), design=red)
    handed_over(red, taker)
    assert (fresh(single).maker_id, fresh(asked).maker_id, fresh(wide).maker_id) == (
        taker.id,
        taker.id,
        maker.id,
    )
    assert shield(red, one, at=now()) is Shield.COVERED
    assert (shield(red, all_of_them, at=now()), shield(blue, all_of_them, at=now())) == (
        Shield.NO_PHOTOS,
    ) * 2
    own = db.session.scalars(
        select(Licence).where(Licence.holder_id == all_of_them.id, Licence.id != wide.id)
    ).one()
    assert own.terms == replace(wide.terms, design_id=red.id) and own.check_code != wide.check_code
    assert (
        "licence.followed"
        in db.session.scalars(select(Message.kind).where(Message.person_id == wang.id)).all()
    )


def test_whoever_takes_a_design_over_needs_their_licence_no_more_and_keeps_what_they_gave_on(
    app: Flask,
) -> None:
    maker, taker, third = a_workshop(), a_workshop(), a_workshop()
    design = a_design(maker)
    held = a_licence(maker, taker, design=design, may_sublicense=True)
    beneath = accept_offer(an_offer(maker, third, design=design, under=held))
    handed_over(design, taker)
    assert (fresh(held).state, fresh(beneath).state) == ("ended", "accepted")
    assert (beneath.maker_id, beneath.under_id, beneath.giver.id) == (taker.id, None, taker.id)
    assert shield(design, third, at=now()) is Shield.COVERED
