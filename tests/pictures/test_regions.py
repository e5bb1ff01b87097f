"""Marked parts of pictures: kept, listed, taken away, and muted in the search."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from shop.audit.models import Entry
from shop.core.db import db, transaction
from shop.core.errors import NotFound
from shop.pictures import index, regions
from shop.pictures.models import Picture
from shop.pictures.shapes import MOST_REGIONS, FrameTooLarge, RegionKind, TooManyRegions
from tests.making import a_mark, a_person, a_picture, a_workshop, drawing, fresh, jpeg, photo_bytes

SAME_ON_BOTH = True

NOW = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)
CLAIM, COMMONS, FRAME = RegionKind.CLAIM, RegionKind.COMMONS, RegionKind.FRAME
BAND = (0, 0, 100, 45)


@pytest.fixture(autouse=True)
def _own_index() -> None:
    index._indexes.clear()


def banded(seed: int) -> bytes:
    """Draw a picture whose upper 45% are a band that every picture of the shop wears."""
    picture, band = drawing(seed).copy(), drawing(900_001)
    picture.paste(band.crop((0, 0, band.width, round(band.height * 0.45))), (0, 0))
    return jpeg(picture)


def found(asking: Picture | bytes, *known: Picture) -> set[int]:
    """Tell which of the known pictures are found at all."""
    wanted = select(Picture.id).where(Picture.id.in_([one.id for one in known]))
    return {match.key for match in index.compare(asking, wanted)}


def test_marks_are_listed_with_their_picture_oldest_first(app: Flask) -> None:
    picture, other = a_picture(a_workshop()), a_picture(a_workshop())
    hem = a_mark(picture, CLAIM, "牡丹裙摆", (20, 70, 60, 20))
    lotus = a_mark(picture, COMMONS, "缠枝莲")
    assert regions.marks_of(picture) == [hem, lotus]
    assert regions.marks_of(other) == []
    assert regions.marks_on([other.id, picture.id]) == {picture.id: [hem, lotus]}
    assert fresh(hem).shape == [[0.2, 0.7], [0.8, 0.7], [0.8, 0.9], [0.2, 0.9]]


def test_a_frame_that_lies_everywhere_lies_on_all_photos_of_the_shop_and_shape(app: Flask) -> None:
    home, elsewhere = a_workshop(), a_workshop()
    first, second = a_picture(home), a_picture(home)
    wide = a_picture(home, data=jpeg(drawing(7).rotate(90, expand=True)))
    stranger = a_picture(elsewhere)
    frame = a_mark(first, FRAME, everywhere=True)
    here = a_mark(second, FRAME, place=(0, 90, 100, 10))
    later = a_picture(home)
    listed = regions.marks_on([one.id for one in (first, second, wide, stranger, later)])
    assert listed == {first.id: [frame], second.id: [frame, here], later.id: [frame]}
    assert regions.frames_of(home) == [here, frame] and regions.frames_of(elsewhere) == []


@pytest.mark.parametrize("kind", [COMMONS, FRAME])
def test_what_two_photos_share_finds_nothing_once_it_is_marked_and_again_when_not(
    app: Flask, kind: RegionKind
) -> None:
    known = a_picture(a_workshop(), data=banded(1))
    band = drawing(900_001).crop((0, 0, 480, 288))
    asking = a_picture(a_workshop(), data=jpeg(band))
    assert found(asking, known) == {known.id}
    region = a_mark(known, kind, place=BAND)
    assert found(asking, known) == set()
    assert found(a_picture(a_workshop(), data=banded(1)), known) == {known.id}
    with transaction():
        regions.unmark(region, actor=None, now=NOW)
    assert found(asking, known) == {known.id}


def test_a_claim_weighs_what_it_did(app: Flask) -> None:
    known = a_picture(a_workshop(), seed=1)
    stamp = known.fingerprint.stamp
    a_mark(known, CLAIM, place=BAND)
    assert fresh(known).fingerprint.stamp == stamp
    assert found(a_picture(a_workshop(), seed=1), known) == {known.id}


def test_a_frame_that_lies_everywhere_is_heard_in_photos_that_came_before(app: Flask) -> None:
    home = a_workshop()
    marked, known = a_picture(home, data=banded(1)), a_picture(home, data=banded(2))
    asking = a_picture(a_workshop(), data=jpeg(drawing(900_001).crop((0, 0, 480, 288))))
    assert found(asking, known) == {known.id}
    a_mark(marked, FRAME, place=BAND, everywhere=True)
    assert found(asking, known) == set()


def test_nobody_hides_a_copy_by_calling_it_their_frame(app: Flask) -> None:
    known = a_picture(a_workshop(), seed=1)
    thief = a_workshop()
    small = Image.open(io.BytesIO(photo_bytes(1))).resize((240, 320))
    page = drawing(2).copy()
    page.paste(small, (0, 0))
    copy = a_picture(thief, data=jpeg(page))
    before = found(copy, known)
    a_mark(copy, FRAME, place=(0, 0, 50, 50), everywhere=True)
    assert found(copy, known) == before == {known.id}


def test_what_is_commons_is_not_asked_for_either(app: Flask) -> None:
    known = a_picture(a_workshop(), data=jpeg(drawing(900_001).crop((0, 0, 480, 288))))
    asking = a_picture(a_workshop(), data=banded(1))
    assert found(asking, known) == {known.id}
    a_mark(asking, COMMONS, place=BAND)
    assert found(asking, known) == set()


def test_a_photo_of_which_too_little_is_left_is_too_plain(app: Flask) -> None:
    home = a_workshop()
    picture, blank = a_picture(home), a_picture(home, data=jpeg(Image.new("RGB", (300, 400), "pink")))
    assert regions.plain_among([picture, blank]) == [blank]
    a_mark(picture, COMMONS, place=(0, 0, 100, 100))
    assert regions.plain_among([picture, blank]) == [picture, blank]
    with transaction():
        blank.fingerprint.data = b"broken"
    assert regions.plain_among([blank, picture]) == [picture]


def test_a_photo_carries_only_so_many_marks_and_at_most_half_frame(app: Flask) -> None:
    picture = a_picture(a_workshop())
    a_mark(picture, FRAME, place=(0, 0, 100, 30))
    with pytest.raises(FrameTooLarge):
        a_mark(picture, FRAME, place=(0, 60, 100, 40))
    for _ in range(MOST_REGIONS - 1):
        a_mark(picture, CLAIM)
    with pytest.raises(TooManyRegions):
        a_mark(picture, CLAIM)


def test_every_mark_is_written_into_the_log_without_its_words(app: Flask) -> None:
    picture, li = a_picture(a_workshop()), a_person()
    with transaction():
        shape = [[0, 0], [1, 0], [1, 0.5], [0, 0.5]]
        region = regions.mark(picture, COMMONS, words="秘密的话", shape=shape, actor=li, now=NOW)
    with transaction():
        regions.unmark(fresh_in_act(region.id), actor=li, now=NOW)
    query = select(Entry).where(Entry.act.startswith("region.")).order_by(Entry.id)
    entries = list(db.session.scalars(query))
    assert [(e.act, e.subject_id, e.actor_id) for e in entries] == [
        ("region.commons_marked", picture.public_id, li.id),
        ("region.commons_removed", picture.public_id, li.id),
    ]
    assert not any("秘密" in e.details_text for e in entries)


def fresh_in_act(key: int) -> regions.MarkedRegion:
    return db.session.get_one(regions.MarkedRegion, key)


def test_another_shops_frame_and_another_pictures_mark_are_not_found(app: Flask) -> None:
    home, other = a_workshop(), a_workshop()
    picture = a_picture(home)
    frame, claim = a_mark(picture, FRAME), a_mark(picture, CLAIM)
    assert regions.frame_of(frame.public_id, home) == frame
    assert regions.get_mark(claim.public_id, [picture]) == claim
    for refused in (
        lambda: regions.frame_of(frame.public_id, other),
        lambda: regions.frame_of(claim.public_id, home),
        lambda: regions.get_mark(claim.public_id, [a_picture(home)]),
    ):
        with pytest.raises(NotFound):
            refused()
