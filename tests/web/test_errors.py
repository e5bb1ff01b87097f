"""Whatever goes wrong is answered with a page that says what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.core.db import db
from shop.core.errors import Busy, NotAllowed, NotFound, RuleBroken, ShopError
from shop.factory import create_app
from shop.pictures.rules import Busy as PhotosBusy
from tests import making
from tests.conftest import Browser
from tests.test_every_page import check_page

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def broken(tmp_path: Path) -> FlaskClient:
    """Give a browser of an application whose database is gone."""
    settings = {
        "TESTING": True,
        "PROPAGATE_EXCEPTIONS": False,
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'no' / 'such' / 'folder' / 'shop.db'}",
        "WTF_CSRF_ENABLED": False,
        "RATELIMIT_ENABLED": False,
    }
    return Browser(create_app(settings, instance=tmp_path / "instance"))


@pytest.fixture
def raising(app: Flask) -> Iterator[Callable[[Exception], FlaskClient]]:
    """Give a browser for which the front page raises this error."""
    front = app.view_functions["home.front"]
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def browser(error: Exception) -> FlaskClient:
        def fail() -> str:
            raise error

        app.view_functions["home.front"] = fail
        visitor = app.test_client()
        visitor.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        return visitor

    yield browser
    app.view_functions["home.front"] = front
    del app.config["PROPAGATE_EXCEPTIONS"]


ANSWERS = [
    (NotFound(), 404),
    (NotAllowed(), 403),
    (RuleBroken("Only %(left)s left.", left=3), 409),
    (Busy(), 503),
    (PhotosBusy(), 503),
    (ShopError(), 400),
]


@pytest.mark.parametrize(("error", "status"), ANSWERS, ids=lambda value: type(value).__name__)
def test_each_error_has_its_status_and_says_its_sentence(
    raising: Callable[[Exception], FlaskClient], error: ShopError, status: int
) -> None:
    answer = raising(error).get("/")
    assert answer.status_code == status
    assert str(error) in answer.text
    check_page(answer, f"the page of {status}")
    script = raising(error).get("/", headers={"Accept": "application/json"})
    assert (script.status_code, script.get_json()) == (status, {"error": str(error)})


def test_whoever_comes_while_it_is_busy_is_told_when_to_come_again(
    raising: Callable[[Exception], FlaskClient],
) -> None:
    assert int(raising(PhotosBusy()).get("/").headers["Retry-After"]) == PhotosBusy.retry_after
    assert "Retry-After" not in raising(NotFound()).get("/").headers


def test_what_we_did_wrong_is_said_without_details(raising: Callable[[Exception], FlaskClient]) -> None:
    answer = raising(ZeroDivisionError("the secret is 42")).get("/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "42" not in answer.text
    assert "Traceback" not in answer.text
    check_page(answer, "the page of 500")
    script = raising(ZeroDivisionError()).get("/", headers={"Accept": "application/json"})
    assert script.status_code == 500
    assert "Nothing of yours was changed" in script.get_json()["error"]


@pytest.mark.parametrize("path", ["/", "/desk", "/nowhere", "/register", "/health", "/sign-in"])
def test_without_a_database_every_page_still_says_what_to_do(broken: FlaskClient, path: str) -> None:
    answer = broken.get(path, headers={"Accept-Language": "en"})
    if path == "/desk":
        assert answer.location.startswith("/sign-in")
        return
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert 'lang="en"' in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_without_a_database_the_page_speaks_chinese_too(broken: FlaskClient) -> None:
    assert 'lang="zh-Hans-CN"' in broken.get("/", headers={"Accept-Language": "zh-CN"}).text


def test_somebody_signed_in_hears_of_a_missing_database_as_well(broken: FlaskClient) -> None:
    with broken.session_transaction() as session:
        session["_user_id"] = "1.abc"
    assert broken.get("/desk").status_code == 500
    assert broken.post("/villages/new", data={"name": "x"}).status_code == 500


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("POST", "/register", 405), ("DELETE", "/", 405), ("GET", "/sign-out", 405)],
)
def test_addresses_that_are_no_pages_say_so(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    check_page(answer, path)
    if status == 405:
        assert answer.headers["Allow"]


def test_too_much_at_once_is_refused_in_words(app: Flask, sign_in: SignIn) -> None:
    person = making.a_person()
    answer = sign_in(person).post("/me/password", data={"present_password": "x" * 3_000_000})
    assert answer.status_code == 413
    assert "too much at once" in answer.text
    parts = {f"field{number}": "x" for number in range(3000)}
    many = sign_in(person).post("/me/password", data=parts, content_type="multipart/form-data")
    assert many.status_code == 413


def test_after_our_fault_the_next_request_works(
    raising: Callable[[Exception], FlaskClient], app: Flask
) -> None:
    browser = raising(RuntimeError())
    assert browser.get("/").status_code == 500
    assert browser.get("/register").status_code == 200
    assert db.session.is_active
