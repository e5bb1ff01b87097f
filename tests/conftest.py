"""Fixtures that all tests share.

Every test that touches data runs on SQLite and, where a server can be started, on PostgreSQL as well.
`SHOP_TEST_DATABASES=sqlite` leaves PostgreSQL out.
"""

from __future__ import annotations

import contextvars
import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import Column, text
from werkzeug.test import TestResponse

from shop.core.db import Base, db, transaction
from shop.core.settings import ROOT
from shop.factory import create_app
from shop.pictures.models import PictureChange
from tests.full_town import FullTown, settle
from tests.making.numbers import numbers
from tests.postgres import PostgresServer, find_server

NOON = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)  # 12:00 in China
PASSWORD = "a good long password"


settings.register_profile("house", max_examples=40)
settings.register_profile("thorough", max_examples=200)
settings.load_profile("thorough" if os.environ.get("SHOP_TEST_ALL") else "house")


class Browser(FlaskClient):
    """A browser whose requests know nothing of the test around them, as on a real server.

    Flask would let them share the test's application context: its signed-in person and its database session.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request; what the test read before is let go, and read anew afterwards."""
        if has_app_context():
            db.session.rollback()
        kwargs.setdefault("buffered", True)  # read to its end, so that files are closed
        return contextvars.Context().run(super().open, *args, **kwargs)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Start a PostgreSQL server for this run, or say why there is none."""
    with find_server() as server:
        yield server


AT_ONCE = {"at_once", "Thread", "ThreadPoolExecutor"}  # how a test lets things happen at the same moment


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what touches data once for each database.

    A module that says SAME_ON_BOTH tests pages, papers or rules that ask nothing special of a database: it
    runs on SQLite alone, but for `make test-all`, and but for what happens at once, which is always asked of
    both.
    """
    if "database" in metafunc.fixturenames:
        same = getattr(metafunc.module, "SAME_ON_BOTH", False) and not os.environ.get("SHOP_TEST_ALL")
        same = same and not AT_ONCE & _names_in(metafunc.function.__code__)
        wanted = ["sqlite"] if same else os.environ.get("SHOP_TEST_DATABASES", "sqlite,postgresql").split(",")
        metafunc.parametrize("database", wanted, scope="session")


def _names_in(code: CodeType) -> set[str]:
    """Give the names that a test calls, also from within functions and lists of its own."""
    inner = (const for const in code.co_consts if isinstance(const, CodeType))
    return set(code.co_names).union(*map(_names_in, inner))


@pytest.fixture(scope="session")
def database_url(
    database: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Give a database for this run."""
    if database == "postgresql":
        return str(request.getfixturevalue("postgres").url)
    return f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'shop.db'}"


@pytest.fixture(scope="session")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Build the application once for each database, its tables made anew."""
    settings = {
        "TESTING": True,
        "SQLALCHEMY_DATABASE_URI": database_url,
        "WTF_CSRF_ENABLED": False,
        "RATELIMIT_ENABLED": False,
    }
    app = create_app(settings, instance=tmp_path_factory.mktemp("instance"))
    app.test_client_class = Browser
    with app.app_context():
        db.drop_all()
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(house: Flask) -> Iterator[Flask]:
    """Give the application with empty tables, inside its context."""
    numbers.begin_anew()
    with house.app_context():
        yield house
        db.session.remove()
        empty_tables()


def empty_tables() -> None:
    """Take every row out of every table, and let the numbers begin anew."""
    with transaction():
        _empty()


def _empty() -> None:
    """Delete where there is something: most tests fill few tables, and to truncate all takes ten times as long."""
    tables = {table.name: table for table in reversed(Base.metadata.sorted_tables)}
    there = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables)
    filled = set(db.session.scalars(text(there)))
    notes = PictureChange.__tablename__  # deleting rows of others adds to them: they go last
    for name in [name for name in tables if name in filled - {notes}] + [notes]:
        db.session.execute(text(f'DELETE FROM "{name}"'))
        if db.engine.dialect.name == "postgresql" and isinstance(tables[name].c.get("id"), Column):
            restart = (
                "SELECT setval(s, 1, false) FROM pg_get_serial_sequence(:name, 'id') s WHERE s IS NOT NULL"
            )
            db.session.execute(text(restart), {"name": f'"{name}"'})


@pytest.fixture(scope="module")
def town(house: Flask) -> Iterator[FullTown]:
    """Give a town with a row of every kind and somebody in every role, for tests that only look."""
    with house.app_context():
        yield settle(house)
        db.session.remove()
        empty_tables()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser without a session, that asks for English."""
    browser = app.test_client()
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Any], FlaskClient]:
    """Give a function that signs a person in and gives their browser."""

    def enter(person: Any) -> FlaskClient:
        browser = app.test_client()
        browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        with browser.session_transaction() as session:
            session["_user_id"] = person.get_id()
            session["_fresh"] = True
        return browser

    return enter


@pytest.fixture(scope="session")
def photos() -> Path:
    """Give the folder of real photos, which is not part of the repository."""
    folder = Path(os.environ.get("SHOP_PHOTOS") or ROOT.parent / "shared" / "photos")
    if not folder.is_dir():
        pytest.skip(f"no folder of real photos: set SHOP_PHOTOS (looked in {folder})")
    return folder


def once_key(page: str) -> str:
    """Find the key of a form that acts once in a page."""
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found, "no form with a key on this page"
    return found[1]
