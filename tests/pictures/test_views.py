"""Pictures in the browser: shown to those who may see them, taken in one by one."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from shop.core.db import db, transaction
from shop.core.roles import Role
from shop.pictures import pool, service
from shop.pictures.models import Picture
from shop.pictures.rules import FORMATS, MOST_BYTES, SIZES
from shop.pictures.service import get_picture
from shop.workshops.models import Workshop
from tests.making import a_person, a_picture, a_workshop, photo_bytes
from tests.pictures.bad_files import bad_files
from tests.pictures.drawn import SECRET, exif, jpeg, opened

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def member(app: object) -> Any:
    return a_person()


@pytest.fixture
def workshop(member: Any) -> Workshop:
    return a_workshop("", member)


@pytest.fixture
def family(member: Any, workshop: Workshop, sign_in: SignIn) -> FlaskClient:
    return sign_in(member)


def public(picture: Picture) -> Picture:
    with transaction():
        picture.is_public = True
    return picture


def send(browser: FlaskClient, workshop: Workshop, data: bytes, name: str = "IMG_1.jpg") -> TestResponse:
    where = f"/workshops/{workshop.public_id}/photos"
    _, form = encode_multipart({"photo": FileStorage(io.BytesIO(data), name)}, boundary="seam")
    told = {"Accept": "application/json", "Content-Type": "multipart/form-data; boundary=seam"}
    return browser.post(where, data=form, headers=told, buffered=True)


def get(browser: FlaskClient, address: str, **headers: str) -> TestResponse:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return browser.get(address, headers=told, buffered=True)


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("size", SIZES)
def test_every_copy_of_a_public_picture_is_shown(
    size: str, ending: str, client: FlaskClient, workshop: Workshop
) -> None:
    picture = public(a_picture(workshop))
    answer = get(client, picture.url(size, ending))
    assert (answer.status_code, answer.mimetype) == (200, FORMATS[ending])
    assert opened(answer.data).width == min(480, SIZES[size])


def test_a_picture_is_sent_so_that_no_browser_takes_it_for_anything_else(
    client: FlaskClient, workshop: Workshop
) -> None:
    headers = get(client, public(a_picture(workshop)).url("list", "jpg")).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'"
    assert headers["Content-Disposition"] == "inline"
    assert headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "Set-Cookie" not in headers


def test_a_browser_that_has_the_picture_is_not_sent_it_again(client: FlaskClient, workshop: Workshop) -> None:
    address = public(a_picture(workshop)).url("page", "webp")
    etag = get(client, address).headers["ETag"]
    again = get(client, address, If_None_Match=etag)
    assert (again.status_code, again.data) == (304, b"")
    assert get(client, address.replace("page", "list"), If_None_Match=etag).status_code == 200


def test_a_private_picture_is_shown_to_its_family_and_nobody_keeps_it(
    family: FlaskClient, workshop: Workshop, sign_in: SignIn
) -> None:
    address = a_picture(workshop).url("list", "jpg")
    answer = get(family, address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert get(sign_in(a_person("", Role.OFFICER)), address).status_code == 404


def test_whoever_may_not_see_a_picture_cannot_tell_it_from_one_that_is_not_there(
    client: FlaskClient, workshop: Workshop, sign_in: SignIn
) -> None:
    picture = a_picture(workshop)
    for browser in (client, sign_in(a_person()), sign_in(a_person("", Role.JUROR, Role.KEEPER))):
        hidden, absent = (
            get(browser, picture.url("list", "jpg")),
            get(browser, "/pictures/nosuchpicture/list.jpg"),
        )
        assert hidden.status_code == absent.status_code == 404
        assert hidden.data.replace(picture.public_id.encode(), b"nosuchpicture") == absent.data
        assert told(hidden) == told(absent)


def told(answer: TestResponse) -> dict[str, str]:
    """Give the headers that could tell two answers apart."""
    return {name: value for name, value in answer.headers if name not in ("Content-Length", "Set-Cookie")}


@pytest.mark.parametrize(
    "what", ["huge.jpg", "list.png", "list.jpeg", "original.jpg", "320.jpg", "..%2flist.jpg"]
)
def test_there_are_no_other_sizes_or_formats(what: str, client: FlaskClient, workshop: Workshop) -> None:
    picture = public(a_picture(workshop))
    assert get(client, f"/pictures/{picture.public_id}/{what}").status_code == 404


def test_a_photo_sent_by_the_family_is_kept_and_its_small_copy_shown(
    family: FlaskClient, workshop: Workshop
) -> None:
    answer = send(family, workshop, jpeg(exif=exif(6), comment=SECRET), name="新款 1.jpg")
    assert answer.status_code == 200, answer.data
    picture = get_picture(answer.json["id"])
    assert (picture.workshop_id, picture.file_name) == (workshop.id, "新款 1.jpg")
    assert (picture.width, picture.height) == (160, 240)
    thumb = get(family, answer.json["thumb"])
    assert thumb.status_code == 200
    assert SECRET not in thumb.data


def test_a_second_click_sends_the_same_photo_once(family: FlaskClient, workshop: Workshop) -> None:
    first, second = (send(family, workshop, photo_bytes(5)).json for _ in range(2))
    assert first == second


def test_somebody_else_s_workshop_takes_no_photo_and_opens_none(
    workshop: Workshop, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "prepare", None)  # opening would now fail
    for person in (a_person(), a_person("", Role.OFFICER), a_person("", Role.KEEPER)):
        answer = send(sign_in(person), workshop, photo_bytes(6))
        assert answer.status_code == 404
        assert "error" in answer.json


def test_nobody_sends_photos_without_signing_in(client: FlaskClient, workshop: Workshop) -> None:
    assert send(client, workshop, photo_bytes(6)).status_code == 401


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"hello", "This is not a photo we can read"),
        (b"\xff\xd8\xff" + bytes(500), "damaged or did not arrive whole"),
        (b"\xff\xd8\xff" + bytes(MOST_BYTES), "larger than 20 MB"),
    ],
)
def test_a_refusal_says_in_a_sentence_what_to_do(
    data: bytes, sentence: str, family: FlaskClient, workshop: Workshop
) -> None:
    answer = send(family, workshop, data)
    assert answer.status_code == 422
    assert sentence in answer.json["error"]
    assert "%(" not in answer.json["error"]


def test_a_form_without_a_photo_says_so(family: FlaskClient, workshop: Workshop) -> None:
    address = f"/workshops/{workshop.public_id}/photos"
    for form in ({}, {"photo": "text"}, {"photo": (io.BytesIO(b""), "")}):
        answer = family.post(address, data=form, content_type="multipart/form-data")
        assert answer.status_code == 422
        assert "No photo arrived" in answer.json["error"]


def test_when_too_many_photos_arrive_the_sender_is_told_when_to_come_again(
    family: FlaskClient, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool._shared, "_places", _NoPlaces())
    answer = send(family, workshop, photo_bytes(7))
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "wait a moment" in answer.json["error"]


class _NoPlaces:
    """A house in which every place is taken."""

    def acquire(self, *, blocking: bool) -> bool:
        return blocking


@pytest.mark.parametrize("name", list(bad_files())[::6])
def test_a_bad_file_gets_an_answer_and_never_a_fault_of_ours(
    name: str, family: FlaskClient, workshop: Workshop
) -> None:
    answer = send(family, workshop, bad_files()[name], name=name)
    assert answer.status_code in (200, 422)
    if answer.status_code == 200:
        assert SECRET not in get(family, answer.json["thumb"]).data
    else:
        assert answer.json["error"]
        assert db.session.query(Picture).count() == 0
