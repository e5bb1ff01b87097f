"""Serve a small town for a journey, and do in the browser what every journey does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask_migrate import upgrade

from shop.core.db import db
from shop.demo.drawing import COSTUMES, copy_of, draw
from shop.factory import create_app
from tests import making
from tests.browser import DESK, PHONE, find_browser, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@dataclass(frozen=True)
class Town:
    """A running town: its address, its folder, and photos on somebody's phone."""

    address: str
    folder: Path
    photo: Path
    copied: Path


@contextmanager
def served_town(folder: Path, settle: Callable[[], None]) -> Iterator[Town]:
    """Serve a fresh installation in this folder, in which `settle` has let some people live."""
    find_browser()
    app = create_app(
        {"RATELIMIT_ENABLED": False, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'shop.db'}"}, folder
    )
    with app.app_context():
        upgrade()
        settle()
        db.session.remove()
    photo, copied = folder / "photo.jpg", folder / "copied.jpg"
    picture = draw(COSTUMES[0])
    picture.save(photo, quality=92)
    copy_of(picture).save(copied, quality=70)
    with serving(app) as address:
        yield Town(address, folder, photo, copied)
    with app.app_context():
        db.engine.dispose()


def enter(browser: Browser, town: Town, phone: str, *, wide: bool = False) -> Page:
    """Sign somebody in, on their phone or at a desk, in English."""
    page = browser.new_context(viewport=DESK if wide else PHONE, locale="en-US").new_page()  # type: ignore[arg-type]
    page.set_default_timeout(30_000)
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    page.goto(f"{town.address}/sign-in")
    page.get_by_label("Phone number").fill(phone)
    page.get_by_label("Password", exact=True).fill(making.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")
    return page


def list_costume(page: Page, photo: Path, title: str) -> None:
    """List a costume: pick the photo, wait until it is sent, fill in the rest."""
    page.get_by_role("link", name="List a costume").click()
    page.locator("input[type=file]").set_input_files(photo)
    page.locator("input[name=photo_ids]").first.wait_for(state="attached")
    page.get_by_label("Name of the costume").fill(title)
    page.get_by_label("Price of one set").fill("128")
    page.get_by_label("Price for middlemen").fill("98.50")
    page.get_by_label("Colours").fill("red, jade")
    page.get_by_label("Sizes").fill("S, M, L")
    page.get_by_label("Pieces of each").fill("5")
    page.get_by_role("button", name="List it").click()
