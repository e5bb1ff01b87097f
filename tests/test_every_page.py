"""Every page, asked for by everybody: who gets it, who is refused, and that it is well made."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from shop.core.roles import OFFICE
from shop.web.permissions import PUBLIC, roles_for
from tests.full_town import ANONYMOUS, FullTown
from tests.pages import (
    EVERYBODY,
    NO_PAGE,
    PAGES,
    TOWN_HALL,
    Page,
)

SAME_ON_BOTH = True


def address(app: Flask, page: Page, ids: dict[str, str]) -> str:
    args = {name: ids[value[1:-1]] if value.startswith("<") else value for name, value in page.args}
    with app.test_request_context():
        return url_for(page.endpoint, **args)  # type: ignore[arg-type]


def expected(town: FullTown, page: Page, who: str) -> int:
    """Say what the table of permissions and ownership answer: the page, sign in, closed, or not found."""
    if who in page.seen_by:
        return 200
    if page.endpoint == "accounts.sign_in":
        return 302
    if page.endpoint not in PUBLIC:
        if who == ANONYMOUS:
            return 302
        if not town.people[who].roles & roles_for(page.endpoint):
            return 403
    return 404


def test_every_page_of_the_house_is_in_this_table(house: Flask) -> None:
    pages = {rule.endpoint for rule in house.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages == {page.endpoint for page in PAGES} | NO_PAGE.keys()


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_everybody_gets_what_is_theirs_and_nothing_else(town: FullTown, who: str) -> None:
    browser = town.browser(who)
    for one in PAGES:
        url = address(town.app, one, town.ids)
        answer = browser.get(url)
        assert answer.status_code == expected(town, one, who), (who, url, answer.text[-2000:])
        if answer.status_code == 302 and who == ANONYMOUS:
            assert answer.location.startswith("/sign-in?next=/")
        if answer.mimetype == "text/html" and answer.status_code != 302:
            check_page(answer, f"{who} at {url}")


@pytest.mark.parametrize("who", ["maker", "officer"])
def test_pages_are_as_well_made_in_chinese(town: FullTown, who: str) -> None:
    browser = town.browser(who, "zh-CN")
    for one in PAGES:
        if who in one.seen_by:
            answer = browser.get(address(town.app, one, town.ids))
            if answer.mimetype == "text/html":
                check_page(answer, f"{who} at {one.endpoint}", "zh-Hans-CN")


def check_page(answer: TestResponse, where: str, language: str = "en") -> None:
    """Check what every page promises: its language, its name, its ids, its labels, no wrong words."""
    html = BeautifulSoup(answer.text, "lxml")
    assert html.html is not None, where
    assert html.html["lang"] == language, where
    headings = html.find_all("h1")
    assert len(headings) == 1, where
    assert html.title is not None, where
    name = " ".join(headings[0].get_text().split())
    assert name, where
    assert " ".join(html.title.get_text().split()).startswith(name), where
    ids = [tag["id"] for tag in html.find_all(id=True)]
    assert len(ids) == len(set(ids)), (where, [one for one in ids if ids.count(one) > 1])
    assert list(nameless_fields(html)) == [], where
    assert [tag for tag in html.find_all("img") if not tag.has_attr("alt")] == [], where
    for word in ("undefined", "None", "Undefined", "%(", "{{"):
        assert word not in html.get_text(), (where, word)


def nameless_fields(html: BeautifulSoup) -> Iterator[Tag]:
    """Find fields, buttons and links without a name that is read aloud."""
    labelled = {label.get("for") for label in html.find_all("label") if label.get_text(strip=True)}
    for field in html.find_all(["input", "select", "textarea"]):
        if field.get("type") == "hidden" or field.get("aria-label") or field.get("id") in labelled:
            continue
        around = field.find_parent("label")
        if around is None or not around.get_text(strip=True):
            yield field
    for button in html.find_all(["button", "a"]):
        words = "".join(button.find_all(string=True)).strip()  # also within a mould that a script fills
        if not words and not button.get("aria-label") and not button.find("img", alt=True):
            yield button


@pytest.mark.parametrize(
    "broken", ["<input name=a>", "<label for=b></label><input id=b>", "<button></button>"]
)
def test_the_check_sees_a_field_without_a_label(broken: str) -> None:
    assert list(nameless_fields(BeautifulSoup(broken, "lxml")))


@pytest.mark.parametrize("who", [ANONYMOUS, "maker", "middleman", "copier", "keeper", "juror", "officer"])
def test_no_page_shows_a_link_a_picture_or_a_button_that_leads_to_a_refusal(town: FullTown, who: str) -> None:
    if town.app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        pytest.skip("links are the same on both databases: followed on SQLite")
    browser = town.browser(who)
    waiting = {address(town.app, one, town.ids) for one in PAGES if who in one.seen_by}
    seen: dict[str, int] = {}
    acts: set[tuple[str, str]] = set()
    while waiting:
        url = waiting.pop()
        answer = browser.get(url)
        seen[url] = answer.status_code
        if answer.mimetype == "text/html" and answer.status_code == 200:
            html = BeautifulSoup(answer.text, "lxml")
            waiting |= set(links_of(html)) - seen.keys()
            acts |= {(url, form["action"]) for form in html.find_all("form", method="post", action=True)}
    assert {url: status for url, status in seen.items() if status not in (200, 302)} == {}
    assert [act for act in acts if not is_open(town, who, act[1])] == []


def links_of(html: BeautifulSoup) -> Iterator[str]:
    """Give the addresses of this site that a page links to or shows; not the language toggle."""
    for tag, attribute in (("a", "href"), ("img", "src"), ("script", "src"), ("link", "href")):
        for one in html.find_all(tag, attrs={attribute: True}):
            url = urlsplit(one[attribute])
            if not url.netloc and url.path and not url.path.startswith("/language/"):
                yield url.path + (f"?{url.query}" if url.query else "")


def is_open(town: FullTown, who: str, action: str) -> bool:
    """Tell whether the permission table lets somebody send a form there."""
    try:
        endpoint, _args = town.app.url_map.bind("").match(urlsplit(action).path, method="POST")
    except HTTPException:
        return False
    if endpoint in PUBLIC:
        return True
    return who != ANONYMOUS and bool(town.people[who].roles & roles_for(endpoint))


def test_the_town_has_somebody_in_every_role(town: FullTown) -> None:
    assert town.people["mayor"].roles > OFFICE
    assert all(not town.people[who].roles & OFFICE for who in EVERYBODY - TOWN_HALL - {ANONYMOUS})
