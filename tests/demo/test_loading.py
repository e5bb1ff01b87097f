"""The demo town is loaded once, tells its story, and is forgotten only where it is a demo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from shop.accounts.service import check_sign_in
from shop.audit import keys
from shop.audit.models import Entry
from shop.audit.verification import verify
from shop.core.db import db, transaction
from shop.demo.cast import LATE, PASSWORD, SIGN_INS, WARDROBE
from shop.demo.loading import load_demo
from shop.factory import create_app
from shop.listings.models import Listing, Suspicion, TextHint
from shop.orders.models import PurchaseOrder
from shop.orders.rules import OrderState
from shop.registry.models import Design
from shop.workshops.models import Town
from shop.workshops.service import find_town
from tests.making import a_town

SMALL = (
    *(costume for costume in WARDROBE if costume.category == "yangge"),
    next(costume for costume in WARDROBE if costume.category == "hanfu"),
    *(costume for costume in WARDROBE if costume.slug in LATE),
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Load a small wardrobe of the demo into an installation of its own."""
    app = empty_app(tmp_path_factory.mktemp("demo"))
    with app.app_context():
        load_demo(SMALL)
        yield app
        db.session.remove()
        db.engine.dispose()


def empty_app(folder: Path) -> Flask:
    """Give an installation with empty tables."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'shop.db'}"}, folder)
    with app.app_context():
        upgrade()
    return app


def count(kind: type) -> int:
    """Count the rows of a table."""
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_everybody_on_the_sign_in_page_can_sign_in(demo: Flask) -> None:
    for player in SIGN_INS:
        assert check_sign_in(player.phone, PASSWORD).name == player.name


def test_the_town_says_that_it_is_a_demo(demo: Flask) -> None:
    town = find_town()
    assert town is not None
    assert town.is_demo


def test_the_story_has_orders_in_every_state(demo: Flask) -> None:
    assert set(db.session.scalars(select(PurchaseOrder.state))) == set(OrderState)


def test_the_copied_photo_is_caught_and_the_licensed_one_bothers_nobody(demo: Flask) -> None:
    suspected = {s.listing.workshop.name: s for s in db.session.scalars(select(Suspicion)).unique()}
    assert suspected["快发小店"].state == "open"
    assert suspected["快发小店"].likeness.match["transform"]["mirrored"]
    assert suspected["彩云间"].licence == "ended"
    assert suspected["阿强代发"].state == "copy"
    assert "三妹网店" not in suspected
    assert {
        d.workshop.name for d in db.session.scalars(select(Design)).unique() if d.state == "screened"
    } == {"快发小店"}


def test_the_log_of_the_story_fits(demo: Flask) -> None:
    found = verify(keys.trusted_keys(keys.key_folder(demo.config)))
    assert found.ok
    assert found.size == count(Entry) > 50


def test_loading_twice_changes_nothing(demo: Flask) -> None:
    before = count(Listing), count(Entry)
    load_demo(SMALL)
    assert (count(Listing), count(Entry)) == before


def test_a_town_that_has_begun_is_left_alone(tmp_path: Path) -> None:
    app = empty_app(tmp_path)
    with app.app_context():
        a_town("大集镇")
        load_demo(SMALL)
        assert db.session.scalars(select(Town.name)).all() == ["大集镇"]
        assert count(Design) == 0
        db.engine.dispose()


def test_reset_refuses_a_real_town(tmp_path: Path) -> None:
    app = empty_app(tmp_path)
    with app.app_context():
        a_town("大集镇")
        result = app.test_cli_runner().invoke(args=["demo", "reset"])
        assert result.exit_code == 1
        assert "real town" in result.output
        assert find_town() is not None
        db.session.remove()
        db.engine.dispose()


def test_loading_that_was_broken_off_begins_anew(demo: Flask) -> None:
    unfinished = Path(demo.config["INSTANCE"]) / "demo" / "unfinished"
    unfinished.write_bytes(b"")
    with transaction():
        db.session.scalars(select(Town)).one().name = "half a town"
    load_demo(SMALL)
    assert db.session.scalars(select(Town.name)).one() == "云裳镇"
    assert not unfinished.exists()


def test_the_copier_s_words_are_noticed_too(demo: Flask) -> None:
    hint = db.session.scalars(select(TextHint)).unique().one()
    assert (hint.listing.workshop.name, hint.earlier.workshop.name) == ("快发小店", "春兰舞服")
