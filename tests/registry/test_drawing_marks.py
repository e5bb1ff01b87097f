"""Draw a mark with a real browser, on a phone's screen and at a desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import select

from shop.core.db import db
from shop.pictures.models import MarkedRegion
from tests.browser import DESK, PHONE, open_browser, serving
from tests.making import PASSWORD, a_design, a_person, a_picture, a_workshop

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Page

SAME_ON_BOTH = True

Place = tuple[float, float]  # in shares of the photo


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(app: Flask, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Give the page on which somebody marks their own design, in a browser of this size."""
    li = a_person()
    home = a_workshop("", li)
    design = a_design(home, pictures=[a_picture(home, seed=1)])
    phone, wanted = li.phone, f"/register/{design.public_id}/marks"
    db.session.rollback()
    with serving(app) as address, open_browser() as chromium:
        page = chromium.new_context(viewport=request.param, locale="en-US").new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.goto(f"{address}/sign-in?next={wanted}")
        page.get_by_label("Phone number").fill(phone)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/marks")
        yield page


def box_of(page: Page, which: str) -> FloatRect:
    box = page.locator(which).bounding_box()
    assert box is not None
    return box


def drag(page: Page, start: Place, end: Place) -> None:
    """Press at one place of the photo, pull to another, let go."""
    box = box_of(page, "[data-board]")
    (x1, y1), (x2, y2) = (
        (box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)
    )
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move(x2, y2, steps=5)
    page.mouse.up()


def written(page: Page) -> list[float]:
    names = ("left", "top", "wide", "high")
    return [float(page.locator(f"[name={name}]").input_value() or "nan") for name in names]


def test_a_mark_is_drawn_moved_and_kept(page: Page) -> None:
    drag(page, (0.7, 0.6), (0.3, 0.4))  # from any corner
    assert written(page) == pytest.approx([30, 40, 40, 20], abs=1)
    drag(page, (0.5, 0.5), (0.6, 0.6))  # inside: it moves
    assert written(page) == pytest.approx([40, 50, 40, 20], abs=1)
    page.get_by_label("What it is").fill("peony hem")
    page.get_by_role("button", name="Keep this mark").click()
    page.get_by_text("The mark is kept.").wait_for()
    (mark,) = db.session.scalars(select(MarkedRegion))
    assert mark.words == "peony hem"
    assert mark.shape[0] + mark.shape[2] == pytest.approx([0.4, 0.5, 0.8, 0.7], abs=0.01)


def test_a_tap_and_a_drawing_given_up_change_nothing(page: Page) -> None:
    assert not page.locator("[data-new]").is_visible()
    drag(page, (0.3, 0.4), (0.7, 0.6))
    before = written(page)
    drag(page, (0.1, 0.1), (0.105, 0.105))
    assert written(page) == before
    box = box_of(page, "[data-board]")
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    assert written(page) != before
    page.keyboard.press("Escape")
    page.mouse.up()
    assert written(page) == before


def test_numbers_that_are_typed_show_at_once_on_the_photo(page: Page) -> None:
    for name, value in (("left", "10"), ("top", "20"), ("wide", "50"), ("high", "30")):
        page.locator(f"[name={name}]").fill(value)
    photo, shown = box_of(page, "[data-board]"), box_of(page, "[data-new]")
    assert shown["x"] - photo["x"] == pytest.approx(photo["width"] * 0.1, abs=3)
    assert shown["y"] - photo["y"] == pytest.approx(photo["height"] * 0.2, abs=3)
    assert shown["width"] == pytest.approx(photo["width"] * 0.5, abs=8)
    assert shown["height"] == pytest.approx(photo["height"] * 0.3, abs=8)
