"""Live through the register in a real browser: applied, objected to, registered, licensed, certified, audited."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from shop.core.clock import china_day, now
from shop.core.roles import Role
from shop.core.settings import ROOT
from tests import making
from tests.browser import open_browser
from tests.walking import Town, enter, list_costume, served_town

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MAKER, COPIER, MIDDLEMAN, OBJECTOR = "13800000001", "13800000003", "13800000002", "13800000004"
OFFICER, NEIGHBOUR = "13800000006", "13800000007"
NAME = "Peony yangge set"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Serve a small town of four workshops and two officers, one of them from the maker's village."""
    with served_town(tmp_path_factory.mktemp("register"), _settle) as served:
        yield served


def _settle() -> None:
    making.a_town("云裳镇")
    village = making.a_village("丁家庄")
    for phone, family in ((COPIER, "快发小店"), (MIDDLEMAN, "三妹网店"), (OBJECTOR, "彩云间")):
        making.a_workshop(family, making.a_person(family, phone=phone))
    making.a_workshop("春兰舞服", making.a_person("春兰舞服", phone=MAKER), village=village)
    making.a_person("陈主任", Role.OFFICER, phone=OFFICER)
    neighbour = making.a_person("丁干事", Role.OFFICER, phone=NEIGHBOUR)
    making.a_workshop("丁家网店", neighbour, village=village)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open one browser for the whole journey."""
    with open_browser() as chromium:
        yield chromium


def test_from_an_application_to_a_certificate_that_holds_without_us(browser: Browser, town: Town) -> None:
    officer = enter(browser, town, OFFICER, wide=True)
    set_terms(officer, town)
    maker = enter(browser, town, MAKER)
    number = hand_in(maker, town)
    object_to_it(enter(browser, town, OBJECTOR), town)
    answer(maker, town)
    be_told_to_step_aside(enter(browser, town, NEIGHBOUR, wide=True), town)
    reject_and_register(officer, town)
    middleman = enter(browser, town, MIDDLEMAN)
    license_out(maker, middleman, town)
    be_caught_or_left_alone(enter(browser, town, COPIER), middleman, town)
    certify(maker, town, number)
    audit(officer, town, number)


def main(page: Page) -> str:
    return page.locator("main").inner_text()


def set_terms(page: Page, town: Town) -> None:
    """Let the notice run for no day, so that the journey need not wait for a week."""
    page.goto(f"{town.address}/town/terms")
    page.get_by_label("Public notice, in days").fill("0")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The terms hold for what begins from now on.").wait_for()


def hand_in(page: Page, town: Town) -> str:
    """Begin on the phone, leave the page, come back to what was saved by itself, and hand it in."""
    page.goto(f"{town.address}/desk")
    page.get_by_role("link", name="Our designs").click()
    page.locator("main").get_by_role("link", name="Register a design").first.click()
    page.locator("input[type=file]").first.set_input_files(town.photo)
    page.locator("input[name=photo_ids]").first.wait_for(state="attached")
    page.get_by_label("Name of the costume").fill(NAME)
    page.get_by_label("What is new about it").fill("Peony hem and fan sleeves")
    page.get_by_text("Saved at").wait_for()
    page.goto(f"{town.address}/desk")
    page.get_by_role("link", name="Our designs").click()
    page.get_by_role("link", name="Go on").click()
    assert page.get_by_label("What is new about it").input_value() == "Peony hem and fan sleeves"
    page.get_by_role("button", name="Hand it in").click()
    page.get_by_text("Clear: nothing like it stood in the register.").wait_for()
    [number] = [word for word in main(page).split() if word.startswith("D20")]
    return number


def object_to_it(page: Page, town: Town) -> None:
    page.goto(f"{town.address}/register?q=peony")
    page.get_by_role("link", name=NAME).first.click()
    page.get_by_role("link", name="Object", exact=True).click()
    page.get_by_text("We made it earlier").click()
    page.get_by_label("What happened, in your own words").fill("We danced in such a skirt last year.")
    page.get_by_role("button", name="Send the objection").click()
    page.get_by_text("Your objection is with the town office").wait_for()


def answer(page: Page, town: Town) -> None:
    page.goto(f"{town.address}/messages")
    page.get_by_text("彩云间 objects to your design").click()
    page.get_by_label("Your answer").fill("I drew the hem myself; the first sample hangs here since spring.")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_text("Your answer is with the town office").wait_for()


def be_told_to_step_aside(page: Page, town: Town) -> None:
    page.goto(f"{town.address}/town")
    assert "Another officer" in main(page)
    page.get_by_text("彩云间 objects to").first.click()
    page.get_by_text("Another officer decides here.").wait_for()
    assert page.get_by_role("button", name="Reject the objection").count() == 0


def reject_and_register(page: Page, town: Town) -> None:
    page.goto(f"{town.address}/town")
    page.get_by_text("彩云间 objects to").first.click()
    page.get_by_label("Reason").fill("No photo, no order shows the earlier skirt.")
    page.get_by_role("button", name="Reject the objection").click()
    page.get_by_text("The town office rejects the objection.").wait_for()
    page.goto(f"{town.address}/town?show=due")
    page.get_by_label("Reason").fill("The notice is over; the only objection was rejected.")
    page.get_by_role("button", name="Register the ticked ones").click()
    page.get_by_text("One design is registered.").wait_for()


def license_out(maker: Page, middleman: Page, town: Town) -> None:
    maker.goto(f"{town.address}/desk")
    maker.get_by_role("link", name="Licences").click()
    maker.get_by_role("link", name="Offer a licence").first.click()
    holder = maker.get_by_role("option").filter(has_text="三妹网店").get_attribute("value")
    maker.get_by_label("For which workshop").select_option(holder)
    maker.get_by_text("They may also use our photos").click()
    maker.get_by_label("Lowest price of one set").fill("100")
    maker.get_by_label("Last day").fill((china_day(now()) + timedelta(days=30)).isoformat())
    maker.get_by_role("button", name="Offer the licence").click()
    maker.get_by_text("Offered. It counts as soon as they accept").wait_for()
    middleman.goto(f"{town.address}/messages")
    middleman.get_by_text("春兰舞服 offers you a licence").click()
    middleman.get_by_role("button", name="Accept the licence").click()
    middleman.get_by_text("you can print the licence paper").wait_for()


def be_caught_or_left_alone(copier: Page, middleman: Page, town: Town) -> None:
    list_costume(copier, town.copied, "Fan dance set, cheap")
    copier.get_by_text("Your costume “Fan dance set, cheap” waits.").wait_for()
    middleman.goto(f"{town.address}/desk")
    list_costume(middleman, town.copied, "Peony set, sent by the maker")
    middleman.get_by_text("It is in the catalogue now.").wait_for()


def certify(page: Page, town: Town, number: str) -> None:
    """Print the certificate, and check it with the program that stands alone."""
    page.goto(f"{town.address}/register?q={number}")
    page.get_by_role("link", name=NAME).first.click()
    page.get_by_role("link", name="Certificate").click()
    with page.expect_request(lambda request: request.method == "POST") as printed:
        page.get_by_role("button", name="Print the certificate").click()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answered = page.request.post(printed.value.url, data=printed.value.post_data or "", headers=form)
    paper = town.folder / "certificate.pdf"
    paper.write_bytes(answered.body())
    words = pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_bounded()
    assert number in words
    assert NAME in words
    key = next((town.folder / "keys").glob("audit-*.pub"))
    assert verified(paper, key, "--picture", str(town.photo)) == 0
    assert verified(paper, key, "--picture", str(town.copied)) == 1
    forged = town.folder / "forged.pdf"
    forged.write_bytes(paper.read_bytes().replace(number.encode(), number[:-1].encode() + b"9"))
    assert verified(forged, key) == 1


def verified(paper: Path, key: Path, *more: str) -> int:
    """Run the checking program by itself: no way to our packages, nowhere near our database."""
    program = str(ROOT / "tools" / "verify_certificate.py")
    command = [sys.executable, "-I", program, str(paper), "--key", str(key), *more]
    return subprocess.run(command, cwd=paper.parent, check=False, capture_output=True, timeout=60).returncode


def audit(page: Page, town: Town, number: str) -> None:
    """Take the month's report and the register's table away, and recompute the log."""
    month = f"{china_day(now()):%Y-%m}"
    page.goto(f"{town.address}/town/report/{month}")
    assert "No photo, no order shows the earlier skirt." in main(page)
    link = page.get_by_role("link", name="Print the report").get_attribute("href")
    report = pypdfium2.PdfDocument(io.BytesIO(page.request.get(f"{town.address}{link}").body()))
    assert number in "".join(sheet.get_textpage().get_text_bounded() for sheet in report)
    page.goto(f"{town.address}/town/exports")
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV file").first.click()
    rows = list(csv.reader(io.StringIO(taken.value.path().read_text("utf-8-sig"))))
    assert any(number in row for row in rows)
    page.goto(f"{town.address}/town/log?verify=1")
    page.get_by_text("The whole chain fits.").wait_for()
