"""The public register as people see it: its list, its pages, its ways out, and search by photo."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from shop.core.clock import now
from shop.core.db import db, transaction
from shop.factory import create_app
from shop.pictures import store
from shop.pictures.models import Picture
from shop.registry.models import Design, DesignPicture
from shop.registry.path import withdraw
from shop.registry.rules import DesignState, PictureRole
from shop.web.limits import limiter
from tests.full_town import everything
from tests.making import a_design, a_person, a_picture, a_workshop, an_application, fresh, jpeg
from tests.registry.making import copy_bytes, photo_bytes, statements
from tests.registry.test_search import SignIn, a_row

SAME_ON_BOTH = True


def page_of(browser: FlaskClient, address: str) -> BeautifulSoup:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


def cards(page: BeautifulSoup) -> list[str]:
    return [one.get_text() for one in page.select(".card-title")]


def test_the_list_tells_number_name_workshop_village_standing_and_day(
    app: Flask, client: FlaskClient
) -> None:
    home = a_workshop("春兰舞服")
    design = a_design(home, "牡丹扇")
    card = page_of(client, "/register").select_one(".card")
    assert card is not None
    words = card.get_text(" ")
    assert design.registered_at is not None and design.number is not None
    for fact in ("牡丹扇", design.number, "春兰舞服", home.village.name, "Registered on", str(now().year)):
        assert fact in words
    image = card.find("img")
    assert image is not None and image["loading"] == "lazy"


def test_an_application_tells_until_when_it_stands_on_notice(app: Flask, client: FlaskClient) -> None:
    an_application(a_workshop(), "荷花伞")
    words = page_of(client, "/register").get_text(" ")
    assert "On public notice" in words and "On notice until" in words


def test_outtakes_and_sketches_are_on_no_card(app: Flask, client: FlaskClient) -> None:
    home = a_workshop()
    hidden = [a_picture(home, seed=seed) for seed in (1, 2)]
    design = a_design(home, "牡丹扇", pictures=hidden)
    for role in (PictureRole.OUTTAKE, PictureRole.SKETCH):
        with transaction():
            for row in db.session.get_one(Design, design.id).pictures:
                row.role = role
        page = page_of(client, "/register")
        assert cards(page) == ["牡丹扇"]
        assert not any(picture.public_id in str(page) for picture in hidden)


def test_pages_of_a_long_list_are_shared_by_their_address(app: Flask, client: FlaskClient) -> None:
    home = a_workshop("春兰舞服")
    for n in range(30):
        a_row(home, f"牡丹{n:02d}", category="hanfu" if n % 2 else "yangge")
    seen, address = [], "/register?q=mudan&standing=registered"
    while address:
        page = page_of(client, address)
        seen += cards(page)
        following = page.select_one(".pager-next")
        address = str(following["href"]) if following else ""
    assert seen == [f"牡丹{n:02d}" for n in range(29, -1, -1)]
    odd = cards(page_of(client, "/register?q=mudan&kind=hanfu&before=20"))
    assert odd == [f"牡丹{n:02d}" for n in range(17, 0, -2)]


def test_what_is_chosen_stays_when_something_else_is_chosen_and_can_be_taken_away(
    app: Flask, client: FlaskClient
) -> None:
    home = a_workshop("春兰舞服")
    a_row(home, "牡丹扇")
    page = page_of(
        client, f"/register?q=md&kind=yangge&village={home.village_id}&standing=registered&year=1999"
    )
    hanfu = next(one for one in page.select("a.chip") if one.get_text() == "Hanfu")
    for kept in ("q=md", f"village={home.village_id}", "standing=registered", "kind=hanfu"):
        assert kept in str(hanfu["href"])
    form = page.select_one("form.search")
    assert form is not None
    assert {one["name"] for one in form.select("input, select")} == {
        "q",
        "kind",
        "village",
        "maker",
        "standing",
        "year",
    }
    chosen = page.select("a.is-chosen")
    assert [one.contents[0] for one in chosen] == [home.village.name, "Registered"]  # 1999 was never offered
    assert "village=" not in str(chosen[0]["href"]) and "standing=registered" in str(chosen[0]["href"])
    assert cards(page) == ["牡丹扇"]


def test_workshops_are_offered_of_the_village_that_was_chosen(app: Flask, client: FlaskClient) -> None:
    here, _there = a_workshop("春兰舞服"), a_workshop("云鹤汉服坊")
    page = page_of(client, f"/register?village={here.village_id}")
    assert [one.get_text() for one in page.select("#maker option")] == ["All", "春兰舞服"]
    assert len(page_of(client, "/register").select("#maker option")) == 3


def test_an_empty_list_says_what_to_do(app: Flask, client: FlaskClient) -> None:
    assert "The first design has yet to be registered." in client.get("/register").text
    a_row(a_workshop(), "牡丹扇")
    nothing = page_of(client, "/register?q=孔雀")
    way_out = nothing.select_one(".empty a.button")
    assert way_out is not None and way_out["href"] == "/register"
    assert nothing.find("input", value="孔雀") is not None


def test_the_list_asks_the_database_no_more_for_a_full_page_than_for_one_design(
    app: Flask, client: FlaskClient
) -> None:
    home = a_workshop()
    a_row(home)
    few = statements(client, "/register?q=款式&kind=yangge")
    for _ in range(20):
        a_row(home)
    assert statements(client, "/register?q=款式&kind=yangge") == few


def send(browser: FlaskClient, data: bytes | None, name: str = "IMG.jpg") -> TestResponse:
    photo = {} if data is None else {"photo": FileStorage(io.BytesIO(data), name)}
    _, form = encode_multipart(photo, boundary="seam")
    told = {"Content-Type": "multipart/form-data; boundary=seam"}
    return browser.post("/register/by-photo", data=form, headers=told)


@pytest.fixture
def registered(app: Flask) -> dict[str, Design]:
    """Give a register of two designs, one of them still on notice."""
    home = a_workshop("春兰舞服")
    peony = a_design(home, "牡丹扇", pictures=[a_picture(home, seed=1), a_picture(home, seed=2)])
    lotus = an_application(home, "荷花伞", pictures=[a_picture(home, seed=3)])
    return {"peony": peony, "lotus": lotus}


def test_a_photo_shows_what_it_resembles_to_anybody_and_is_not_kept(
    registered: dict[str, Design], client: FlaskClient
) -> None:
    before, files = everything(), _files()
    answer = send(client, copy_bytes(1))
    assert answer.status_code == 200
    page = BeautifulSoup(answer.text, "lxml")
    assert [one.get_text() for one in page.select(".found-name")] == ["牡丹扇"]
    words = page.get_text(" ")
    for fact in (
        "Very likely the same picture",
        "mirrored",
        "recoloured",
        registered["peony"].number,
        "of 100",
    ):
        assert str(fact) in words
    assert page.select(".found polygon")
    assert everything() == before and _files() == files


def _files() -> set[str]:
    return {str(path) for path in store.here().folder.rglob("*")}


def test_a_design_with_several_photos_is_shown_once_and_one_on_notice_too(
    registered: dict[str, Design], client: FlaskClient, sign_in: SignIn
) -> None:
    assert send(client, photo_bytes(2)).text.count("found-name") == 1
    assert "荷花伞" in send(sign_in(a_person()), copy_bytes(3)).text


def test_a_photo_of_something_else_is_clearly_answered(
    registered: dict[str, Design], client: FlaskClient
) -> None:
    assert "Nothing in the register looks like this photo." in send(client, photo_bytes(77)).text


def test_a_photo_without_anything_on_it_is_called_too_plain(
    registered: dict[str, Design], client: FlaskClient
) -> None:
    from PIL import Image

    assert "too plain to compare" in send(client, jpeg(Image.new("RGB", (400, 500), "white"))).text


@pytest.mark.parametrize(
    "state", sorted(set(DesignState) - {"registered", "transferred", "notice", "objected", "lapsed"})
)
def test_a_photo_finds_no_design_that_is_not_on_view(
    registered: dict[str, Design], client: FlaskClient, state: DesignState
) -> None:
    with transaction():
        db.session.get_one(Design, registered["peony"].id).state = state
    answer = send(client, copy_bytes(1))
    assert "牡丹扇" not in answer.text and "Nothing in the register" in answer.text


def test_a_withdrawn_design_is_found_by_no_photo_any_more(
    registered: dict[str, Design], client: FlaskClient
) -> None:
    with transaction():
        withdraw(fresh(registered["peony"]), actor=None, now=now())  # type: ignore[arg-type]
    assert "Nothing in the register" in send(client, copy_bytes(1)).text


def test_outtakes_are_found_by_no_photo(registered: dict[str, Design], client: FlaskClient) -> None:
    with transaction():
        db.session.get_one(Design, registered["peony"].id).pictures[0].role = PictureRole.OUTTAKE
    assert "Nothing in the register" in send(client, copy_bytes(1)).text
    assert "牡丹扇" in send(client, copy_bytes(2)).text


def test_a_photo_that_is_one_designs_front_and_anothers_outtake_finds_the_first_only(
    registered: dict[str, Design], client: FlaskClient
) -> None:
    with transaction():
        front = db.session.get_one(Design, registered["peony"].id).pictures[0].picture
        lotus = db.session.get_one(Design, registered["lotus"].id)
        lotus.pictures.append(DesignPicture(picture=front, position=1, role=PictureRole.OUTTAKE))
    answer = send(client, copy_bytes(1)).text
    assert "牡丹扇" in answer and "荷花伞" not in answer


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (None, "No photo arrived."),
        (b"", "No photo arrived."),
        (b"just words", "This is not a photo we can read."),
        (b"\xff\xd8\xff" + b"\0" * 500, "This photo is damaged"),
        (photo_bytes(1)[:4000], "This photo is damaged"),
        (b"\xff\xd8\xff" + b"\0" * (20 * 1024 * 1024), "This photo is larger than 20 MB."),
    ],
)
def test_what_is_no_photo_is_refused_with_what_to_do(
    registered: dict[str, Design], client: FlaskClient, data: bytes | None, sentence: str
) -> None:
    answer = send(client, data)
    assert answer.status_code == 422 and sentence in answer.text
    assert len(db.session.scalars(select(Picture)).unique().all()) == 3


@pytest.fixture
def counted(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """Give an application on the same database in which tries are counted, from zero."""
    settings = {name: app.config[name] for name in ("TESTING", "SQLALCHEMY_DATABASE_URI", "WTF_CSRF_ENABLED")}
    strict = create_app({**settings, "RATELIMIT_ENABLED": True}, instance=tmp_path)
    strict.test_client_class = type(app.test_client())
    limiter.reset()
    yield strict
    limiter.reset()
    limiter.enabled = False  # the limiter is one for all applications of a process
    with strict.app_context():
        db.engine.dispose()


def test_whoever_is_not_signed_in_is_slowed_down_and_others_are_not(counted: Flask) -> None:
    stranger, villager = counted.test_client(), counted.test_client()
    with villager.session_transaction() as session:
        session["_user_id"], session["_fresh"] = a_person().get_id(), True
    assert [send(stranger, b"no photo").status_code for _ in range(30)] == [422] * 30
    slowed = send(stranger, b"no photo")
    assert slowed.status_code == 429 and int(slowed.headers["Retry-After"]) > 0
    assert stranger.get("/register/by-photo").status_code == 200
    assert [send(villager, b"no photo").status_code for _ in range(32)] == [422] * 32
