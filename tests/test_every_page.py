"""Every page, asked for by everybody: who gets it, who is refused, and that it is well made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from shop.core.roles import OFFICE
from shop.web.permissions import PUBLIC, roles_for
from tests.full_town import ANONYMOUS, OUTSIDER, FullTown

VILLAGERS = frozenset({"maker", "middleman", "copier", OUTSIDER})
TOWN_HALL = frozenset({"officer", "administrator", "mayor"})
STATION, COUNCIL = TOWN_HALL | {"keeper"}, TOWN_HALL | {"juror"}
SIGNED_IN = VILLAGERS | STATION | COUNCIL
EVERYBODY = SIGNED_IN | {ANONYMOUS}
MAKERS = frozenset({"maker", "mayor"})  # the mayor's family has the maker's and the middleman's workshop
BUYERS = frozenset({"middleman", "mayor"})


@dataclass(frozen=True)
class Page:
    """A page with its arguments (a word in <> is a thing of the town), and who gets to see it."""

    endpoint: str
    seen_by: frozenset[str]
    args: tuple[tuple[str, str], ...] = ()


def page(endpoint: str, seen_by: frozenset[str], **args: str) -> Page:
    return Page(endpoint, seen_by, tuple(args.items()))


OBJECTORS = VILLAGERS - {OUTSIDER} | {"mayor"}  # to the outsider's design
HERS = "<maker's workshop>"
PAGES = [
    page("static", EVERYBODY, filename="js/base.js"),
    page("style", EVERYBODY),
    page("home.front", EVERYBODY),
    page("home.health", EVERYBODY),
    page("home.desk", SIGNED_IN),
    page("messages.index", SIGNED_IN),
    page("accounts.sign_in", frozenset({ANONYMOUS})),
    page("accounts.me", SIGNED_IN),
    page("accounts.change_password", SIGNED_IN),
    page("accounts.people", STATION),
    page("accounts.create_person", STATION),
    page("accounts.person", TOWN_HALL, public_id="<maker's account>"),
    page("workshops.index", STATION),
    page("workshops.create", STATION),
    page("workshops.create_village", TOWN_HALL),
    page("workshops.detail", EVERYBODY, workshop_id=HERS),
    page("workshops.edit", MAKERS | STATION, workshop_id=HERS),
    page("workshops.create_shop", MAKERS | STATION, workshop_id=HERS),
    page("workshops.add_member", STATION, workshop_id=HERS),
    page("workshops.ties", TOWN_HALL, public_id="<officer's account>"),
    page("pictures.show", EVERYBODY, public_id="<public picture>", size="list", ending="webp"),
    page("pictures.show", MAKERS | TOWN_HALL, public_id="<secret picture>", size="page", ending="jpg"),
    page(
        "pictures.show",
        COUNCIL | {"copier", "maker"},
        public_id="<suspected picture>",
        size="list",
        ending="jpg",
    ),
    page("registry.register", EVERYBODY),
    page("registry.register", EVERYBODY, q="fan", kind="yangge"),
    page("registry.register", EVERYBODY, q="yangge", standing="registered", maker=HERS),
    page("registry.register", EVERYBODY, q="nothing of this name", year="2019"),
    page("registry.by_photo", EVERYBODY),
    page("registry.detail", EVERYBODY, design_id="<design>"),
    page("registry.detail", TOWN_HALL | {"copier"}, design_id="<questioned design>"),
    page("registry.detail", EVERYBODY, design_id="<offered design>"),
    page("registry.object", OBJECTORS, design_id="<outsider's design>"),
    page("registry.objection", COUNCIL | {"maker", "copier"}, objection_id="<objection>"),
    page("registry.transfer", MAKERS, workshop_id=HERS, design_id="<design>"),
    page("registry.propose_date", TOWN_HALL, design_id="<outsider's design>"),
    page("registry.index", MAKERS, workshop_id=HERS),
    page("registry.apply", MAKERS, workshop_id=HERS),
    page("registry.draft", MAKERS, workshop_id=HERS, design_id="<design draft>"),
    page("registry.detail", MAKERS, design_id="<design draft>"),
    page("registry.handed_in", MAKERS, workshop_id=HERS, design_id="<design>"),
    page("registry.marks", MAKERS | TOWN_HALL, design_id="<design>"),
    page("registry.marks", TOWN_HALL - {"mayor"} | {"copier"}, design_id="<questioned design>"),
    page(
        "registry.evidence",
        TOWN_HALL | {"copier"},
        design_id="<questioned design>",
        ours="<suspected picture>",
        theirs="<public picture>",
        layer="after",
    ),
    page("registry.certificate", MAKERS | TOWN_HALL, design_id="<design>"),
    page("registry.proof", EVERYBODY, design_id="<design>"),
    page("registry.proof", EVERYBODY, design_id="<proved design>"),
    page("registry.proof_json", EVERYBODY, design_id="<proved design>"),
    page("registry.town_key", EVERYBODY),
    page("registry.commons", EVERYBODY),
    page("registry.commons", EVERYBODY, q="nothing of this name", retired="1"),
    page("registry.commons_pattern", EVERYBODY, pattern_id="<pattern>"),
    page("registry.commons_create", TOWN_HALL),
    page("pictures.frames", MAKERS, workshop_id=HERS),
    page("pictures.frames", MAKERS, workshop_id=HERS, photo="<public picture>"),
    page("registry.licences", MAKERS, workshop_id=HERS),
    page("registry.licences", BUYERS, workshop_id="<middleman's workshop>"),
    page("registry.grant_licence", MAKERS, workshop_id=HERS),
    page("registry.licences", BUYERS, workshop_id="<middleman's workshop>", side="held"),
    page("registry.licence", MAKERS | BUYERS | TOWN_HALL, licence_id="<licence>"),
    page("registry.licence", MAKERS | TOWN_HALL | {"copier"}, licence_id="<licence request>"),
    page("registry.licence", MAKERS | TOWN_HALL | {"copier"}, licence_id="<licence offer>"),
    page("registry.answer_licence", MAKERS, licence_id="<licence request>"),
    page("registry.ask_licence", SIGNED_IN),
    page("registry.ask_licence", SIGNED_IN, design="<design>"),
    page("registry.give_licence_on", BUYERS, workshop_id="<middleman's workshop>", licence_id="<licence>"),
    page("registry.licence_paper", MAKERS | BUYERS | TOWN_HALL, licence_id="<licence>"),
    page("registry.check_licence", EVERYBODY),
    page("registry.checked_licence", EVERYBODY, code="<licence code>"),
    page("listings.catalogue", EVERYBODY),
    page("listings.catalogue", EVERYBODY, q="nothing of this name"),
    page("listings.detail", EVERYBODY, listing_id="<listing>"),
    page("listings.detail", MAKERS | TOWN_HALL, listing_id="<draft>"),
    page("listings.detail", TOWN_HALL | {"copier"}, listing_id="<held listing>"),
    page("listings.index", MAKERS, workshop_id=HERS),
    page("listings.create", MAKERS, workshop_id=HERS),
    page("listings.edit", MAKERS, workshop_id=HERS, listing_id="<listing>"),
    page("cases.index", COUNCIL),
    page("cases.index", COUNCIL, all="1"),
    page("cases.index", COUNCIL, state="asked"),
    page("cases.index", COUNCIL, state="decided"),
    page("cases.cases", COUNCIL),
    page("cases.jobs", TOWN_HALL),
    page("cases.index", COUNCIL, words="1"),
    page("cases.suspicion", COUNCIL | {"maker", "copier"}, suspicion_id="<suspicion>"),
    page("cases.evidence", COUNCIL | {"maker", "copier"}, suspicion_id="<suspicion>", layer="side-by-side"),
    page("orders.index", MAKERS, workshop_id=HERS),
    page("orders.index", BUYERS, workshop_id="<middleman's workshop>", side="sent"),
    page("orders.index", frozenset({OUTSIDER}), workshop_id="<outsider's workshop>"),
    page("orders.create", BUYERS, workshop_id="<middleman's workshop>", listing="<listing>"),
    page("orders.detail", MAKERS | BUYERS, order_id="<order>"),
    page("orders.detail", MAKERS | BUYERS, order_id="<accepted order>"),
    page("orders.detail", MAKERS | BUYERS, order_id="<packed order>"),
    page("shipping.label", MAKERS, order_id="<packed order>"),
    page("town.desk", TOWN_HALL),
    page("town.desk", TOWN_HALL, show="to-decide"),
    page("town.desk", TOWN_HALL, show="due"),
    page("town.desk", TOWN_HALL, show="suspicions"),
    page("town.log", TOWN_HALL),
    page("town.checkpoints", TOWN_HALL),
    page("town.checkpoint_note", TOWN_HALL, number="<checkpoint>"),
    page("town.consistency", TOWN_HALL, old="<checkpoint>", new="<checkpoint>"),
    page("town.exports", TOWN_HALL),
    page("town.report", TOWN_HALL),
    page("town.report", TOWN_HALL, month="2026-03"),
    page("town.report_paper", TOWN_HALL, month="2026-03"),
    page("town.terms", TOWN_HALL),
    page("town.workshop", TOWN_HALL, workshop_id=HERS),
    page("town.log", TOWN_HALL, verify="1"),
]
NO_PAGE = {
    "home.set_language": "sets a cookie and leads back, see tests/web/test_language.py",
    "messages.read": "leads to what a message is about, see tests/messages/test_views.py",
}


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
