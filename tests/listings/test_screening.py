"""Hold a listing whose photo is another's registered design, and let it go when something explains it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from PIL import Image, ImageOps
from sqlalchemy import select

from shop.audit.models import Entry
from shop.cases.service import decide
from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.core.roles import Role
from shop.listings import service
from shop.listings.models import Listing
from shop.listings.rules import DecidedCopy
from shop.listings.screening import publish
from shop.registry.drafts import start_version
from shop.registry.handing_in import hand_in
from shop.registry.licences import end_licence
from shop.registry.models import Design
from shop.registry.path import withdraw
from shop.registry.screening import RegisterMoved, screen
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
    drawing,
    fresh,
    jpeg,
    publish_again,
    register,
)
from tests.registry.making import copy_bytes
from tests.registry.test_commons import costume

DAY = timedelta(days=1)


def registered(seed: int = 1) -> Design:
    maker = a_workshop("李家坊")
    return a_design(maker, "牡丹扇", pictures=[a_picture(maker, seed=seed)])


def copied_by(copier: Workshop, seed: int = 1) -> Listing:
    return a_listing(copier, "仿牡丹扇", pictures=[a_picture(copier, data=copy_bytes(seed))])


def test_a_copy_is_held_out_of_the_catalogue_and_its_photo_stays_private(app: Flask) -> None:
    design, copier = registered(), a_workshop("王家店")
    listing = copied_by(copier)
    (suspicion,) = listing.suspicions
    assert (listing.state, suspicion.state, suspicion.licence) == ("suspected", "open", "none")
    assert suspicion.likeness.design == design and suspicion.likeness.verdict == "same-picture"
    assert listing not in db.session.scalars(service.catalogue()).unique().all()
    assert not listing.pictures[0].picture.is_public and listing.published_at is None


def test_a_maker_lists_its_own_design(app: Flask) -> None:
    design = registered()
    listing = copied_by(design.workshop)
    assert listing.state == "published" and listing.suspicions == []
    assert listing.pictures[0].picture.is_public


def test_a_licence_that_covers_photos_leaves_everybody_in_peace(app: Flask) -> None:
    design, reseller = registered(), a_workshop()
    a_licence(design.workshop, reseller)
    listing = copied_by(reseller)
    assert listing.state == "published" and listing.suspicions == []


def licences(design: Design, holder: Workshop) -> dict[str, dict[str, Any]]:
    today = china_day(now())
    other = a_design(design.workshop, "另一款")
    return {
        "no-photos": {"covers_photos": False},
        "ended": {"starts_on": today - 9 * DAY, "ends_on": today - DAY},
        "not-yet": {"starts_on": today + DAY, "ends_on": today + 9 * DAY},
        "other-design": {"design": other},
    }


@pytest.mark.parametrize("why", ["no-photos", "ended", "not-yet", "other-design"])
def test_a_licence_that_does_not_fit_does_not_protect_and_the_suspicion_says_why(
    app: Flask, why: str
) -> None:
    design, reseller = registered(), a_workshop()
    a_licence(design.workshop, reseller, **licences(design, reseller)[why])
    listing = copied_by(reseller)
    assert listing.state == "suspected"
    assert [one.licence for one in listing.suspicions] == [why]


def test_a_licence_that_comes_later_releases_the_listing_and_settles_the_suspicion(app: Flask) -> None:
    design, reseller, person = registered(), a_workshop(), a_person()
    listing = copied_by(reseller)
    assert [one.public_id for one in publish_again(listing)] == [listing.suspicions[0].public_id]
    licence = a_licence(design.workshop, reseller)
    assert publish_again(listing) == []
    (suspicion,) = fresh(listing).suspicions
    assert (listing.state, suspicion.state) == ("published", "settled")
    assert listing.published_at is not None and listing.pictures[0].picture.is_public
    with transaction():
        end_licence(licence, by_holder=False, reason="不再合作", actor=person, now=now())
    publish_again(listing)
    assert (fresh(listing).state, suspicion.state, suspicion.licence) == ("suspected", "open", "ended")
    assert listing not in db.session.scalars(service.catalogue()).unique().all()


def test_what_was_ended_early_counts_from_that_moment(app: Flask) -> None:
    design, reseller, person = registered(), a_workshop(), a_person()
    licence = a_licence(design.workshop, reseller)
    with transaction():
        end_licence(licence, by_holder=False, reason="不再合作", actor=person, now=now())
    assert [one.licence for one in copied_by(reseller).suspicions] == ["ended"]


def decided(listing: Listing, *, is_copy: bool, which: int = 0) -> None:
    officer = a_person("", Role.OFFICER)
    with transaction():
        decide(listing.suspicions[which], is_copy=is_copy, reason="看过了", actor=officer, now=now())


def test_what_people_called_no_copy_never_comes_back_for_the_same_pair(app: Flask) -> None:
    registered()
    copier = a_workshop()
    listing = copied_by(copier)
    decided(listing, is_copy=False)
    assert fresh(listing).state == "published"
    with transaction():
        service.set_pictures(listing, [])
        service.set_pictures(listing, [row.likeness.picture for row in listing.suspicions])
    assert publish_again(listing) == []
    again = a_listing(copier, pictures=[listing.pictures[0].picture])
    assert again.state == "published" and again.suspicions == []


def test_what_people_called_a_copy_cannot_hang_again_in_any_listing_until_a_licence_comes(app: Flask) -> None:
    design, copier = registered(), a_workshop()
    listing = copied_by(copier)
    decided(listing, is_copy=True)
    assert fresh(listing).state == "withdrawn"
    with pytest.raises(DecidedCopy):
        publish_again(listing)
    with pytest.raises(DecidedCopy):
        a_listing(copier, "换个名字", pictures=[listing.pictures[0].picture])
    assert fresh(listing).state == "withdrawn"
    a_licence(design.workshop, copier)
    publish_again(listing)
    assert fresh(listing).state == "published"


def test_a_photo_of_ones_own_in_place_of_the_copy_frees_the_listing(app: Flask) -> None:
    registered()
    copier = a_workshop()
    listing = copied_by(copier)
    own = a_picture(copier)
    with transaction():
        service.set_pictures(listing, [own])
    publish_again(listing)
    assert (fresh(listing).state, listing.suspicions[0].state) == ("published", "settled")


def test_a_listing_that_hung_before_the_design_was_handed_in_stays(app: Flask) -> None:
    first, later = a_workshop(), a_workshop()
    listing = a_listing(first, pictures=[a_picture(first, seed=1)])
    a_design(later, pictures=[a_picture(later, data=copy_bytes(1))])
    publish_again(listing)
    assert fresh(listing).state == "published" and listing.suspicions == []


def test_a_draft_that_was_only_written_before_the_design_is_no_excuse(app: Flask) -> None:
    first, later = a_workshop(), a_workshop()
    listing = a_draft(first, pictures=[a_picture(first, seed=1)])
    a_design(later, pictures=[a_picture(later, seed=1)])
    publish_again(listing)
    assert fresh(listing).state == "suspected"


def test_a_photo_put_into_an_old_listing_is_as_new_as_itself(app: Flask) -> None:
    copier = a_workshop()
    listing = a_listing(copier)
    registered()
    copy = a_picture(copier, data=copy_bytes(1))
    with transaction():
        service.set_pictures(listing, [listing.pictures[0].picture, copy])
    publish_again(listing)
    assert fresh(listing).state == "suspected"


def test_nobody_is_suspected_of_a_design_that_the_office_has_not_registered(app: Flask) -> None:
    registered()
    applicant, third = a_workshop(), a_workshop()
    waiting = a_design(applicant, pictures=[a_picture(applicant, data=copy_bytes(1))])
    assert waiting.state == "screened"
    suspicions = copied_by(third).suspicions
    assert waiting.id not in {one.likeness.design.id for one in suspicions}
    assert len(suspicions) == 1


def test_a_photo_that_only_shows_the_same_old_pattern_is_not_suspected_though_nobody_marked_it(
    app: Flask,
) -> None:
    a_pattern("缠枝莲", seed=1)
    maker, other = a_workshop(), a_workshop()
    a_design(maker, pictures=[a_picture(maker, data=costume(2, 1))], claims="领口是新的")
    plain = a_listing(other, pictures=[a_picture(other, data=costume(3, 1))])
    assert (plain.state, plain.suspicions) == ("published", [])
    whole = a_listing(other, pictures=[a_picture(other, data=jpeg(ImageOps.mirror(opened(costume(2, 1)))))])
    assert whole.state == "suspected"


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_what_people_called_no_copy_of_one_version_is_none_of_the_next(app: Flask) -> None:
    design, copier = registered(), a_workshop()
    listing = copied_by(copier)
    decided(listing, is_copy=False)
    with transaction():
        version = start_version(design, now=now())
        version.claims = "又改了袖口"
    screening = screen([row.picture for row in version.pictures])
    with transaction():
        hand_in(version, screening=screening, actor=None, now=now())
    register(version)
    assert publish_again(listing) == []
    assert fresh(listing).state == "published"


def test_a_withdrawn_design_protects_no_more(app: Flask) -> None:
    design, copier, person = registered(), a_workshop(), a_person()
    listing = copied_by(copier)
    with transaction():
        withdraw(design, actor=person, now=now())
    publish_again(listing)
    assert (fresh(listing).state, listing.suspicions[0].state) == ("published", "settled")


def test_whoever_takes_the_listing_away_leaves_nothing_to_decide(app: Flask) -> None:
    registered()
    copier, person = a_workshop(), a_person()
    listing = copied_by(copier)
    with transaction():
        service.withdraw(listing, actor=person, now=now())
    assert [one.state for one in fresh(listing).suspicions] == ["settled"]
    publish_again(listing)
    assert [one.state for one in fresh(listing).suspicions] == ["open"]


def test_one_photo_with_two_designs_on_it_raises_two_suspicions(app: Flask) -> None:
    registered(1)
    other = a_workshop("赵家坊")
    a_design(other, pictures=[a_picture(other, seed=2)])
    both = Image.new("RGB", (960, 640))
    both.paste(drawing(1), (0, 0))
    both.paste(drawing(2), (480, 0))
    copier = a_workshop()
    listing = a_listing(copier, pictures=[a_picture(copier, data=jpeg(both))])
    makers = {one.likeness.design.workshop.name for one in listing.suspicions}
    assert makers == {"李家坊", "赵家坊"}
    decided(listing, is_copy=False)
    assert fresh(listing).state == "suspected"
    decided(listing, is_copy=False, which=1)
    assert fresh(listing).state == "published"


def test_a_design_that_comes_in_between_looking_and_publishing_is_not_missed(app: Flask) -> None:
    copier = a_workshop()
    listing = a_draft(copier, pictures=[a_picture(copier, data=copy_bytes(1))])
    screening = screen([row.picture for row in listing.pictures])
    registered()
    with pytest.raises(RegisterMoved), transaction():
        publish(listing, screening, actor=None, now=now())
    assert fresh(listing).state == "draft"


def test_each_publishing_is_logged_with_what_became_of_it(app: Flask) -> None:
    registered()
    listing = copied_by(a_workshop())
    acts = db.session.scalars(
        select(Entry.act).where(Entry.subject_id == listing.public_id).order_by(Entry.id)
    )
    assert list(acts) == ["listing.created", "listing.suspected"]
