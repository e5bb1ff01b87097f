"""Write an application in a real browser, as a family does on its phone: interrupted, offline, in a hurry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import select

from shop.core.db import db
from shop.registry.models import Design
from tests.browser import PHONE, open_browser, serving
from tests.making import PASSWORD, a_person, a_workshop, photo_bytes
from tests.registry.making import new_design

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

SAME_ON_BOTH = True

SAVED = "Saved at"
WAITING = "Not saved yet: no network."


@pytest.fixture
def page(app: Flask) -> Iterator[Page]:
    """Give the empty form on somebody's phone."""
    li = a_person()
    phone, wanted = li.phone, new_design(a_workshop("", li))
    db.session.rollback()
    with serving(app) as address, open_browser() as chromium:
        page = chromium.new_context(viewport=PHONE, locale="en-US").new_page()  # type: ignore[arg-type]
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        page.goto(f"{address}/sign-in?next={wanted}")
        page.get_by_label("Phone number").fill(phone)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/designs/new")
        yield page


def designs() -> list[Design]:
    db.session.rollback()
    return list(db.session.scalars(select(Design).order_by(Design.id)).unique())


def name_of(page: Page) -> str:
    return page.get_by_label("Name of the costume").input_value()


def type_name(page: Page, words: str) -> None:
    page.get_by_label("Name of the costume").fill(words)


def wait_for(page: Page, words: str) -> None:
    page.locator("[data-saved]").filter(has_text=words).wait_for()


def test_what_is_typed_is_saved_by_itself_into_one_draft(page: Page) -> None:
    type_name(page, "牡丹")
    wait_for(page, SAVED)
    page.wait_for_url("**/edit")
    type_name(page, "牡丹扇")
    with page.expect_response(lambda answer: "金线滚边".encode() in (answer.request.post_data_buffer or b"")):
        page.get_by_label("What is new about it").fill("金线滚边")
    page.goto("about:blank")
    page.go_back()
    assert name_of(page) == "牡丹扇"
    (draft,) = designs()
    assert (draft.name, draft.state) == ("牡丹扇", "draft")


def test_without_network_it_stays_on_the_phone_and_is_saved_when_the_network_is_back(page: Page) -> None:
    type_name(page, "牡丹")
    wait_for(page, SAVED)
    page.context.set_offline(True)
    type_name(page, "牡丹扇")
    wait_for(page, WAITING)
    assert designs()[0].name == "牡丹"
    page.context.set_offline(False)
    wait_for(page, SAVED)
    assert [design.name for design in designs()] == ["牡丹扇"]
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft')).length") == 0


def test_what_could_not_be_saved_is_there_again_when_the_page_is_opened_anew(page: Page) -> None:
    page.locator(".folded summary").click()
    page.get_by_role("button", name="Another proof").click()

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    page.route("**/designs/**", refuse)
    type_name(page, "路上写的")
    page.locator("[name=proofs-1-words]").fill("订单 88")
    wait_for(page, WAITING)
    page.goto("about:blank")
    page.unroute("**/designs/**")
    page.go_back()
    wait_for(page, SAVED)
    assert name_of(page) == "路上写的"
    (draft,) = designs()
    assert (draft.name, [proof.words for proof in draft.proofs]) == ("路上写的", ["订单 88"])


def test_an_answer_that_was_lost_makes_no_second_draft(page: Page) -> None:
    lost = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/designs/**", lose)
    type_name(page, "只写一次")
    wait_for(page, SAVED)
    assert lost == [200]
    assert [design.name for design in designs()] == ["只写一次"]


def test_newer_words_of_another_window_are_not_written_over(page: Page) -> None:
    type_name(page, "起初")
    wait_for(page, SAVED)
    page.wait_for_url("**/edit")
    other = page.context.new_page()
    other.goto(page.url)
    type_name(other, "那边改的")
    wait_for(other, SAVED)
    type_name(page, "这边改的")
    wait_for(page, "changed in another window")
    assert designs()[0].name == "那边改的"
    page.get_by_role("button", name="Save for later").click()
    page.get_by_text("Press once more to keep it").first.wait_for()
    assert (name_of(page), designs()[0].name) == ("这边改的", "那边改的")
    page.get_by_role("button", name="Save for later").click()
    page.get_by_text("Saved. Nobody but your family sees it").wait_for()
    assert designs()[0].name == "这边改的"


def test_pressed_while_it_is_being_saved_it_is_handed_in_once(page: Page, tmp_path: Path) -> None:
    photos = [tmp_path / f"{seed}.jpg" for seed in (1, 2)]
    for seed, photo in enumerate(photos, 1):
        photo.write_bytes(photo_bytes(seed))
    page.locator("input[type=file]").first.set_input_files(photos)
    page.locator("[data-photo=kept] input[name=photo_ids]").nth(1).wait_for(state="attached")
    page.get_by_label("What this photo shows").nth(1).select_option("sketch")
    type_name(page, "牡丹扇")
    page.get_by_role("button", name="Hand it in").click()  # leaving the field has begun a save
    page.get_by_role("link", name="Mark what is new").wait_for()
    (design,) = designs()
    assert (design.name, design.state) == ("牡丹扇", "notice")
    assert sorted(row.role for row in design.pictures) == ["front", "sketch"]
