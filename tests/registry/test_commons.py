"""Enter what belongs to everybody, and tell whoever would make it their own."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from shop.audit.models import Entry
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.ids import new_key
from shop.core.roles import Role
from shop.core.running import run_all
from shop.pictures import index
from shop.pictures.models import MarkedRegion, Picture
from shop.registry.commons import commons_pictures, retire_pattern
from shop.registry.commons_screening import found_for, mark_found
from shop.registry.models import CommonsPattern
from shop.registry.rules.applying import NotReady
from shop.registry.rules.commons import CommonsKind, RetiredAlready
from shop.workshops.models import Workshop
from shop.workshops.rules import StepAside
from tests.making import (
    a_design,
    a_listing,
    a_pattern,
    a_person,
    a_picture,
    a_workshop,
    an_application,
    drawing,
    fresh,
    join,
    jpeg,
    photo_bytes,
)

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]
NEW = "领口的金线是新的"


def costume(own: int, pattern: int) -> bytes:
    """Draw a photo whose left half is one's own, and whose right half is an old pattern."""
    both = Image.new("RGB", (960, 640))
    both.paste(drawing(own), (0, 0))
    both.paste(drawing(pattern), (480, 0))
    return jpeg(both)


def officer() -> Any:
    return a_person("", Role.OFFICER)


def pattern_form(**values: Any) -> dict[str, Any]:
    return {
        "name": "缠枝莲",
        "kind": "folk",
        "source": "《民间纹样》第12页",
        "credit": "",
        "about": "",
        "photos": [(io.BytesIO(photo_bytes(1)), "lotus.jpg")],
        "once": new_key(),
        **values,
    }


def test_the_office_enters_a_pattern_and_everybody_reads_where_it_comes_from(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    answer = sign_in(officer()).post("/commons/new", data=pattern_form())
    assert answer.status_code == 302
    pattern = db.session.scalars(select(CommonsPattern)).one()
    page = client.get(answer.location)
    assert "缠枝莲" in page.text and "《民间纹样》第12页" in page.text and pattern.number in page.text
    assert client.get(pattern.cover.url("list", "jpg")).status_code == 200
    assert "缠枝莲" in client.get("/commons").text
    assert "缠枝莲" in client.get("/commons?kind=folk&q=民间").text
    assert "缠枝莲" not in client.get("/commons?kind=relic").text
    assert (
        db.session.scalar(select(Entry.act).where(Entry.subject_id == pattern.public_id)) == "commons.entered"
    )


def test_photos_sent_one_by_one_for_a_pattern_are_the_offices_and_no_familys(
    app: Flask, sign_in: SignIn
) -> None:
    browser = sign_in(officer())
    sent = browser.post("/town/photos", data={"photo": (io.BytesIO(photo_bytes(3)), "old.jpg")})
    picture = db.session.scalars(select(Picture)).one()
    assert sent.json["id"] == picture.public_id and picture.workshop is None
    assert browser.get(picture.url("list", "jpg")).status_code == 200
    assert sign_in(a_person()).get(picture.url("list", "jpg")).status_code == 404
    form = pattern_form(photo_ids=picture.public_id)
    del form["photos"]
    assert browser.post("/commons/new", data=form).status_code == 302
    familys = a_picture(a_workshop())
    form = pattern_form(photo_ids=familys.public_id)
    assert browser.post("/commons/new", data=form).status_code == 422


def test_a_form_sent_twice_enters_one_pattern(app: Flask, sign_in: SignIn) -> None:
    browser, key = sign_in(officer()), new_key()
    places = {browser.post("/commons/new", data=pattern_form(once=key)).location for _ in range(2)}
    assert len(places) == len(db.session.scalars(select(CommonsPattern)).all()) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"photos": []}, "photo"),
        ({"source": ""}, "Please fill this in."),
        ({"kind": "institute"}, "how the institute is to be named"),
        ({"kind": "mine"}, "Not a valid choice"),
    ],
)
def test_an_entry_needs_a_photo_a_source_and_an_institutes_name(
    app: Flask, sign_in: SignIn, wrong: dict[str, Any], said: str
) -> None:
    answer = sign_in(officer()).post("/commons/new", data=pattern_form(**wrong))
    assert answer.status_code == 422 and said in answer.text
    assert db.session.scalars(select(CommonsPattern)).all() == []


def test_an_institutes_design_says_whom_to_name(app: Flask, client: FlaskClient) -> None:
    pattern = a_pattern("院校款", kind=CommonsKind.INSTITUTE, credit="曹县汉服设计院")
    page = client.get(f"/commons/{pattern.public_id}").text
    assert "Name the institute where you show it: 曹县汉服设计院" in page


def test_an_application_that_only_shows_a_pattern_is_told_so_and_not_held(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    pattern, person = a_pattern("缠枝莲", seed=1), a_person()
    shop = a_workshop("", person)
    design = an_application(shop, pictures=[a_picture(shop, data=costume(2, 1))], claims=NEW)
    assert design.state == "notice"
    page = sign_in(person).get(f"/register/{design.public_id}")
    assert [one.pattern.id for one in found_for(design, person)] == [pattern.id]
    assert page.status_code == 200
    assert found_for(design, None) == found_for(design, a_person()) == []


def test_whoever_shows_a_pattern_must_say_what_is_new_beyond_it(app: Flask) -> None:
    a_pattern("缠枝莲", seed=1)
    shop = a_workshop()
    with pytest.raises(NotReady, match="缠枝莲"):
        an_application(shop, pictures=[a_picture(shop, seed=1)], claims="")


def test_two_families_that_show_the_same_old_pattern_do_not_stand_in_each_others_way(app: Flask) -> None:
    a_pattern("缠枝莲", seed=1)
    first, second = a_workshop(), a_workshop()
    a_design(first, pictures=[a_picture(first, data=costume(2, 1))], claims=NEW)
    later = an_application(second, pictures=[a_picture(second, data=costume(3, 1))], claims=NEW)
    assert later.state == "notice"


def test_whoever_takes_more_than_the_pattern_is_held_all_the_same(app: Flask) -> None:
    a_pattern("缠枝莲", seed=1)
    first, second = a_workshop(), a_workshop()
    a_design(first, pictures=[a_picture(first, data=costume(2, 1))], claims=NEW)
    copy = Image.open(io.BytesIO(costume(2, 1)))
    later = an_application(second, pictures=[a_picture(second, data=jpeg(copy, 60))], claims=NEW)
    assert later.state == "screened"


def test_with_one_button_the_office_marks_the_part_as_everybodys_and_it_raises_no_suspicion(
    app: Flask, sign_in: SignIn
) -> None:
    a_pattern("缠枝莲", seed=1)
    maker = a_workshop()
    design = a_design(maker, pictures=[a_picture(maker, data=costume(2, 1))], claims=NEW)
    clerk = officer()
    (found,) = found_for(design, clerk)
    ours, theirs = found.likeness.picture, found.likeness.commons_picture.picture
    address = f"/register/{design.public_id}/commons/{ours.public_id}/{theirs.public_id}"
    assert sign_in(clerk).post(address).status_code == 302
    mark = db.session.scalars(select(MarkedRegion)).one()
    assert (mark.kind, mark.words) == ("commons", "缠枝莲")
    left = min(x for x, _y in mark.shape)
    assert 0.4 < left < 0.6 and max(x for x, _y in mark.shape) > 0.9
    assert [one.is_marked for one in found_for(fresh(design), clerk)] == [True]
    other = a_workshop()
    listing = a_listing(other, pictures=[a_picture(other, seed=1)])
    assert (listing.state, listing.suspicions) == ("published", [])


def test_only_an_officer_tied_to_neither_marks_it(app: Flask, sign_in: SignIn) -> None:
    a_pattern("缠枝莲", seed=1)
    maker, clerk = a_workshop(), officer()
    design = a_design(maker, pictures=[a_picture(maker, data=costume(2, 1))], claims=NEW)
    (found,) = found_for(design, clerk)
    assert found.may_mark
    join(a_workshop("同村", village=maker.village), clerk)
    pair = found.likeness.picture.public_id, found.likeness.commons_picture.picture.public_id
    with pytest.raises(StepAside), transaction():
        mark_found(design, *pair, actor=clerk, now=now())
    assert not found_for(design, clerk)[0].may_mark
    address = f"/register/{design.public_id}/commons/{pair[0]}/{pair[1]}"
    assert sign_in(a_person()).post(address).status_code == 403


def test_a_pattern_taken_back_keeps_its_page_and_is_compared_no_more(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    pattern = a_pattern("误登", seed=1)
    address = f"/commons/{pattern.public_id}"
    clerk = officer()
    browser = sign_in(clerk)
    assert browser.post(f"{address}/retire", data={"reason": ""}).status_code == 422
    assert browser.post(f"{address}/retire", data={"reason": "这是李家的设计"}).status_code == 302
    assert "这是李家的设计" in client.get(address).text
    assert client.get(fresh(pattern).cover.url("list", "jpg")).status_code == 200
    assert "误登" not in client.get("/commons").text
    assert "误登" in client.get("/commons?retired=1").text
    shop = a_workshop()
    assert index.compare(a_picture(shop, seed=1), commons_pictures()) == []
    with pytest.raises(RetiredAlready), transaction():
        retire_pattern(pattern, reason="again", actor=clerk, now=now())


def test_a_new_pattern_is_looked_for_in_the_register(app: Flask, sign_in: SignIn) -> None:
    shop, other = a_workshop(), a_workshop()
    shows = a_design(shop, "牡丹扇", pictures=[a_picture(shop, data=costume(2, 1))])
    a_design(other, "蝶恋花")
    pattern = a_pattern("缠枝莲", seed=1)
    run_all(now())
    page = sign_in(officer()).get(f"/commons/{pattern.public_id}").text
    assert "牡丹扇" in page and "蝶恋花" not in page
    assert [one.pattern.id for one in found_for(fresh(shows), officer())] == [pattern.id]
    assert "牡丹扇" not in sign_in(a_person()).get(f"/commons/{pattern.public_id}").text


def test_a_workshop_never_owns_what_the_office_sent(app: Flask) -> None:
    a_pattern(seed=1)
    shop: Workshop = a_workshop()
    assert a_picture(shop, seed=1).workshop_id == shop.id
    assert len(db.session.scalars(select(Picture)).all()) == 2
