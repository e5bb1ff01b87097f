"""The door: who may act, what another site sends, and what somebody else's ids give away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from shop.web.permissions import PUBLIC, ROLES_BY_ENDPOINT, roles_for
from tests.full_town import ANONYMOUS, OUTSIDER, SECRETS, FullTown, everything
from tests.pages import EVERYBODY
from tests.web.acts import MAY_ACT, OTHERWISE, PLAIN, THINGS
from tests.web.filled import FILLED

SAME_ON_BOTH = True


def rules(app: Flask, *, unsafe: bool) -> list[Rule]:
    wanted = "POST" if unsafe else "GET"
    return [rule for rule in app.url_map.iter_rules() if wanted in (rule.methods or ())]


def url_of(town: FullTown, rule: Rule, **instead: str) -> str:
    """Give a page's address with the maker's things, or others `instead`."""
    things = {**THINGS, **OTHERWISE.get(rule.endpoint, {}), **instead}
    args = {name: PLAIN.get(name) or town.ids[things[name]] for name in rule.arguments}
    with town.app.test_request_context():
        return url_for(rule.endpoint, **args)  # type: ignore[arg-type]


@pytest.fixture
def guarded(town: FullTown) -> Iterator[FullTown]:
    """Give the town with tokens asked for, as on a real server."""
    town.app.config["WTF_CSRF_ENABLED"] = True
    yield town
    town.app.config["WTF_CSRF_ENABLED"] = False


def token_of(browser: FlaskClient, url: str) -> str:
    field = BeautifulSoup(browser.get(url).text, "lxml").find("input", attrs={"name": "csrf_token"})
    assert field is not None
    return str(field["value"])


def test_every_page_stands_in_the_table_exactly_once_and_every_entry_has_its_page(house: Flask) -> None:
    pages = set(house.view_functions)
    assert pages == PUBLIC | ROLES_BY_ENDPOINT.keys()
    assert set() == PUBLIC & ROLES_BY_ENDPOINT.keys()
    assert all(ROLES_BY_ENDPOINT.values())
    assert roles_for("a page that nobody wrote down") == frozenset()


def test_every_act_of_the_house_is_in_this_table(house: Flask) -> None:
    assert {rule.endpoint for rule in rules(house, unsafe=True)} == MAY_ACT.keys()


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_whoever_may_not_act_is_refused_and_nothing_changes(town: FullTown, who: str) -> None:
    browser = town.browser(who)
    before = everything()
    for rule in rules(town.app, unsafe=True):
        if who in MAY_ACT[rule.endpoint]:
            continue
        answer = browser.post(url_of(town, rule), data={**FILLED, "listing": town.ids["listing"]})
        assert answer.status_code == _refusal(town, who, rule.endpoint), (who, rule.endpoint)
    assert everything() == before


def _refusal(town: FullTown, who: str, endpoint: str) -> int:
    if who == ANONYMOUS:
        return 401
    return 404 if town.people[who].roles & roles_for(endpoint) else 403


def test_without_a_good_token_nobody_acts(guarded: FullTown) -> None:
    browser = guarded.browser("mayor")
    browser.get("/desk")
    before = everything()
    for rule in rules(guarded.app, unsafe=True):
        for token in ({}, {"csrf_token": "made up"}):
            answer = browser.post(url_of(guarded, rule), data={**FILLED, **token})
            assert answer.status_code == 400, rule
            assert "too long" in answer.text or "still here" in answer.text, rule
    assert everything() == before


def test_with_a_good_token_a_form_is_read(guarded: FullTown) -> None:
    browser = guarded.browser("mayor")
    token = token_of(browser, "/workshops/new")
    answer = browser.post("/workshops/new", data={"csrf_token": token})
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text


def test_what_another_site_sends_is_refused_even_with_a_good_token(guarded: FullTown) -> None:
    browser = guarded.browser("mayor")
    token = token_of(browser, "/workshops/new")
    before = everything()
    for rule in rules(guarded.app, unsafe=True):
        sent = {"data": {**FILLED, "csrf_token": token}}
        answer = browser.post(url_of(guarded, rule), headers={"Sec-Fetch-Site": "cross-site"}, **sent)
        assert answer.status_code == 403, rule
    assert everything() == before
    near = browser.post(
        "/workshops/new", headers={"Sec-Fetch-Site": "same-origin"}, data={"csrf_token": token}
    )
    assert near.status_code == 422


SEEN_BY_ALL = {"workshops.detail", "registry.commons_pattern", "static", "style", "home.set_language"}


@pytest.mark.parametrize("who", [OUTSIDER, ANONYMOUS])
@pytest.mark.parametrize("unsafe", [False, True])
def test_somebody_elses_ids_give_nothing_away(town: FullTown, who: str, unsafe: bool) -> None:
    browser = town.browser(who)
    before = everything()
    for rule in rules(town.app, unsafe=unsafe):
        if not rule.arguments:
            continue
        answer = browser.open(url_of(town, rule), method="POST" if unsafe else "GET", data=FILLED)
        refused = answer.status_code in {302, 401, 403, 404}
        assert refused or rule.endpoint in SEEN_BY_ALL, (rule, answer.status_code)
        leaked = [name for name, secret in SECRETS.items() if secret in answer.text]
        assert leaked == [], (rule, answer.text)
    assert everything() == before


def test_the_secrets_are_there_for_whom_they_are_meant(town: FullTown) -> None:
    maker, copier = town.browser("maker"), town.browser("copier")
    hers = town.ids["maker's workshop"]
    pages = [
        maker.get(f"/workshops/{hers}").text,
        maker.get(f"/costumes/{town.ids['draft']}").text,
        maker.get(f"/orders/{town.ids['accepted order']}").text,
        maker.post(f"/orders/{town.ids['accepted order']}/recipient").text,
        copier.get(f"/costumes/{town.ids['held listing']}").text,
        copier.get(f"/register/{town.ids['questioned design']}").text,
        maker.get(f"/objections/{town.ids['objection']}").text,
        maker.get(f"/workshops/{hers}/designs/{town.ids['design draft']}/edit").text,
    ]
    assert [name for name, secret in SECRETS.items() if secret not in "".join(pages)] == []


@pytest.mark.parametrize("unsafe", [False, True])
def test_an_own_workshop_does_not_open_somebody_elses_things_in_it(town: FullTown, unsafe: bool) -> None:
    browser = town.browser(OUTSIDER)
    before = everything()
    tried = 0
    for rule in rules(town.app, unsafe=unsafe):
        if "workshop_id" in rule.arguments and len(rule.arguments) > 1:
            url = url_of(town, rule, workshop_id="outsider's workshop", design_id="design")
            answer = browser.open(url, method="POST" if unsafe else "GET", data=FILLED)
            assert answer.status_code == 404, rule
            tried += 1
    assert tried >= (5 if unsafe else 1)
    assert everything() == before


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("costumes/new", {"photo_ids": "secret picture"}),
        ("designs/new", {"photo_ids": "secret picture"}),
        ("licences/new", {"design": "design", "holder": "copier's workshop"}),
        ("orders/new", {"listing": "draft"}),
        ("orders/new", {"listing": "held listing"}),
    ],
)
def test_no_field_of_an_own_form_takes_somebody_elses_things(
    town: FullTown, page: str, fields: dict[str, str]
) -> None:
    browser = town.browser(OUTSIDER)
    before = everything()
    named = {name: town.ids[thing] for name, thing in fields.items()}
    url = "/workshops/" + town.ids["outsider's workshop"] + "/" + page
    answer = browser.post(url, data={**FILLED, **named})
    assert answer.status_code in {404, 422}, answer.status_code
    assert everything() == before


@pytest.mark.parametrize(
    "strange",
    ["nope", "0", "-1", "%00", "%F0%9F%92%83", "'; DROP TABLE person; --", "a" * 3000, "%ED%A0%80", "%2e%2e"],
)
def test_an_id_that_is_none_is_not_found(town: FullTown, strange: str) -> None:
    browser = town.browser("mayor")
    for rule in rules(town.app, unsafe=False):
        url = str(rule.rule)
        for name in rule.arguments & THINGS.keys():
            url = url.replace(f"<{name}>", strange)
        for name, value in PLAIN.items():
            url = url.replace(f"<{name}>", value).replace(f"<path:{name}>", value)
        if rule.arguments & THINGS.keys():
            answer = browser.get(url)
            assert answer.status_code in {400, 404}, (url, answer.status_code)


@pytest.mark.parametrize(
    "question",
    [
        "before=99999999999999999999",
        "before=-1",
        "before=%00",
        "before=abc",
        "before=%C2%B2",
        "q=%00",
        "q=%25_%5C",
        "q=" + "x" * 5000,
        "endpoint=x&_scheme=javascript&_external=1&_anchor=a&_method=X",
        "kind=%F0%9F%92%83",
        "all=%00",
        "subject=%00&verify=x",
        "subject=" + "s" * 4000,
        "side=nowhere",
        "listing=%00",
        "next=//%5B",
    ],
)
def test_no_question_in_an_address_breaks_a_page(town: FullTown, question: str) -> None:
    browser = town.browser("mayor")
    for rule in rules(town.app, unsafe=False):
        if rule.endpoint not in {"static", "style"}:
            answer = browser.get(f"{url_of(town, rule)}?{question}")
            assert answer.status_code < 500, (rule, question)
            assert b"javascript:" not in answer.data
