"""Live through the product's main job in a real browser: from a photo to a caught copy to a parcel label."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import zxingcpp

from shop.core.clock import china_day, now
from shop.core.roles import Role
from tests import making
from tests.browser import open_browser
from tests.walking import Town, enter, list_costume, served_town

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

MAKER, COPIER, MIDDLEMAN, OFFICER = "13800000001", "13800000003", "13800000002", "13800000006"
ADDRESS = "王小燕 13811112222 山东省济南市历下区文化东路29号3单元402"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Serve a small town of four people."""
    with served_town(tmp_path_factory.mktemp("journey"), _settle) as served:
        yield served


def _settle() -> None:
    making.a_town("云裳镇")
    for phone, family in ((MAKER, "春兰舞服"), (COPIER, "快发小店"), (MIDDLEMAN, "三妹网店")):
        making.a_workshop(family, making.a_person(family, phone=phone))
    making.a_person("陈主任", Role.OFFICER, phone=OFFICER)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open one browser for the whole journey."""
    with open_browser() as chromium:
        yield chromium


def test_from_a_photo_to_a_caught_copy_to_a_parcel_label(
    browser: Browser, town: Town, tmp_path: Path
) -> None:
    maker = enter(browser, town, MAKER)
    register_and_list(maker, town)
    be_caught(enter(browser, town, COPIER), town)
    see_the_evidence(maker, town)
    license_the_middleman(maker, town)
    middleman = enter(browser, town, MIDDLEMAN)
    resell_in_peace(middleman, town)
    order_for_a_buyer(middleman, town)
    accept_pack_and_print(maker, town)
    read_the_books(enter(browser, town, OFFICER, wide=True), town)


def register_and_list(page: Page, town: Town) -> None:
    list_costume(page, town.photo, "Peony yangge set")
    page.get_by_text("It is in the catalogue now.").wait_for()
    page.goto(f"{town.address}/desk")
    page.get_by_role("link", name="Our designs").click()
    page.locator("main").get_by_role("link", name="Register a design").first.click()
    page.locator("input[type=file]").first.set_input_files(town.photo)
    page.locator("input[name=photo_ids]").first.wait_for(state="attached")
    page.get_by_label("Name of the costume").fill("Peony yangge set")
    page.get_by_label("What is new about it").fill("Peony hem and fan sleeves")
    page.get_by_role("button", name="Hand it in").click()
    page.get_by_text("Clear: nothing like it stood in the register.").wait_for()


def be_caught(page: Page, town: Town) -> None:
    list_costume(page, town.copied, "Fan dance set, cheap")
    page.get_by_text("Your costume “Fan dance set, cheap” waits.").wait_for()
    assert "mirrored" in page.locator("main").inner_text()
    assert page.locator("svg.region").count() == 2
    page.goto(f"{town.address}/costumes")
    assert "Fan dance set, cheap" not in page.locator("main").inner_text()


def see_the_evidence(page: Page, town: Town) -> None:
    page.goto(f"{town.address}/desk")
    page.get_by_role("link", name="Look at both pictures").click()
    page.get_by_text("lists a photo that looks like your design").wait_for()
    for image in page.locator("main img").all():
        image.scroll_into_view_if_needed()
        page.wait_for_function(
            "image => image.complete && image.naturalWidth > 0", arg=image.element_handle()
        )


def license_the_middleman(page: Page, town: Town) -> None:
    page.goto(f"{town.address}/desk")
    page.get_by_role("link", name="Licences").click()
    page.get_by_role("link", name="Offer a licence").first.click()
    holder = page.get_by_role("option").filter(has_text="三妹网店").get_attribute("value")
    page.get_by_label("For which workshop").select_option(holder)
    page.get_by_text("They may also use our photos").click()
    page.get_by_label("Last day").fill((china_day(now()) + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Offer the licence").click()
    page.get_by_text("Offered. It counts as soon as they accept").wait_for()


def resell_in_peace(page: Page, town: Town) -> None:
    page.goto(f"{town.address}/messages")
    page.get_by_text("春兰舞服 offers you a licence").click()
    page.get_by_role("button", name="Accept the licence").click()
    page.get_by_text("you can print the licence paper").wait_for()
    page.goto(f"{town.address}/desk")
    list_costume(page, town.copied, "Peony set, sent by the maker")
    page.get_by_text("It is in the catalogue now.").wait_for()


def order_for_a_buyer(page: Page, town: Town) -> None:
    page.goto(f"{town.address}/costumes?q=Peony yangge")
    page.get_by_role("link", name="Peony yangge set").click()
    page.get_by_role("link", name="Order from the maker").click()
    page.get_by_label("red M").fill("2")
    page.get_by_label("Paste name, phone and address here").fill(ADDRESS)
    page.get_by_role("button", name="Read the pasted address").click()
    page.wait_for_function("() => document.querySelector('[name=name]').value === '王小燕'")
    assert page.get_by_label("red M").input_value() == "2"
    page.get_by_role("button", name="Send the order").click()
    page.get_by_text("The order is with the maker.").wait_for()
    assert "402" not in page.locator("main").inner_text()  # the room stays hidden on pages


def accept_pack_and_print(page: Page, town: Town) -> None:
    page.goto(f"{town.address}/desk")
    page.get_by_role("link", name="Orders").click()
    page.locator("main .row").first.click()
    page.get_by_role("button", name="Accept the order").click()
    page.get_by_role("button", name="It is packed").click()
    page.get_by_role("link", name="Print the label").click()
    with page.expect_request(lambda request: request.method == "POST") as printed:
        page.get_by_role("button", name="Print the label").click()
    read_label(printed.value, page)


def read_label(request: Request, page: Page) -> None:
    """Fetch the same label again (the same key prints nothing anew), read its text and scan its barcode."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    pdf = page.request.post(request.url, data=request.post_data or "", headers=form)
    label = pypdfium2.PdfDocument(io.BytesIO(pdf.body()))[0]
    words = label.get_textpage().get_text_bounded()
    assert "王小燕" in words
    assert "文化东路29号3单元402" in words.replace("\r\n", "").replace("\n", "")
    [code] = {found.text for found in zxingcpp.read_barcodes(label.render(scale=4).to_pil())}
    assert code.startswith("PK")
    assert "补打" not in words


def read_the_books(page: Page, town: Town) -> None:
    page.goto(f"{town.address}/town")
    page.get_by_role("link", name="Suspicions").first.click()
    page.locator("main .row").first.click()
    page.get_by_label("Reason").fill("Mirrored photo of the registered design.")
    page.get_by_role("button", name="A copy: take it out").click()
    page.get_by_text("The decision is kept, with its reason.").wait_for()
    page.goto(f"{town.address}/town/log?verify=1")
    page.get_by_text("The whole chain fits.").wait_for()
    told = page.locator("main").inner_text()
    for act in (
        "printed a label",
        "looked at a recipient's address",
        "decided: a copy",
        "accepted a licence",
    ):
        assert act in told
