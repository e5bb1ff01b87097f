"""Print the paper of a licence and check it by its code, as both sides and as a stranger."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.factory import create_app
from shop.registry.licence_acts import end_licence
from shop.registry.models import Licence
from shop.registry.rules.codes import in_groups, new_check_code
from shop.web.limits import limiter
from tests.licensing import Pages, an_offer, text_of
from tests.making import (
    a_design,
    a_licence,
)

SAME_ON_BOTH = True

pypdfium2 = pytest.importorskip("pypdfium2")
SignIn = Callable[[Any], FlaskClient]
TODAY = china_day(now())


@pytest.fixture
def pages(app: Flask, sign_in: SignIn) -> Pages:
    return Pages(sign_in)


def test_everybody_checks_a_paper_by_its_code_however_typed(pages: Pages, client: FlaskClient) -> None:
    design = a_design(pages.maker, "牡丹扇")
    licence = a_licence(pages.maker, pages.holder, design=design)
    code = in_groups(licence.check_code or "")
    led = client.get("/licences/check", query_string={"code": f" {code.lower().replace('-', ' ')} "})
    assert (led.status_code, led.location) == (302, f"/licences/check/{code}")
    page = client.get(led.location)
    said = text_of(page)
    for words in ("This licence holds now.", "李家坊", "王家店", "牡丹扇", licence.number):
        assert words in said
    assert f"/pictures/{design.pictures[0].picture.public_id}/" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    li = pages.people["li"]
    with transaction():
        end_licence(licence, by_holder=False, reason="收回", actor=li, now=now())
    ended = text_of(client.get(led.location))
    assert "allows nothing any more" in ended and "holds now" not in ended and "收回" not in ended


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("KGZCZ-5DQN5-8WQCJ", "No licence of this town has this code."),
        ("K7M2P-Q9RTX-HABC0", "No check code has the letters O, I and L"),
        ("short", "15 letters and digits"),
        ("<script>alert(1)</script>", "15 letters and digits"),
    ],
)
def test_a_wrong_code_is_told_so_plainly(app: Flask, client: FlaskClient, code: str, words: str) -> None:
    asked = client.get("/licences/check", query_string={"code": code}, follow_redirects=True)
    assert asked.status_code in {404, 422} and words in text_of(asked)
    assert "<script>alert" not in asked.text


def test_an_offer_has_no_paper_and_no_code(pages: Pages) -> None:
    offer = an_offer(pages.maker, pages.holder)
    assert offer.check_code is None
    assert pages.li.get(f"/licences/{offer.public_id}/paper").status_code == 404


def test_whoever_tries_codes_is_slowed_down_and_whoever_checks_papers_is_not(
    pages: Pages, app: Flask, tmp_path: Path
) -> None:
    licence = a_licence(pages.maker, pages.holder)
    right = f"/licences/check/{in_groups(licence.check_code or '')}"
    settings = {"TESTING": True, "SQLALCHEMY_DATABASE_URI": app.config["SQLALCHEMY_DATABASE_URI"]}
    strict = create_app({**settings, "RATELIMIT_ENABLED": True}, instance=tmp_path)
    limiter.reset()
    try:
        browser = strict.test_client()
        assert {browser.get(right).status_code for _again in range(35)} == {200}
        tries = (in_groups(new_check_code()) for _try in range(31))
        assert [browser.get(f"/licences/check/{code}").status_code for code in tries] == [404] * 30 + [429]
    finally:
        limiter.reset()
        limiter.enabled = False  # the limiter is one for all applications of a process
        with strict.app_context():
            db.engine.dispose()


def paper_of(browser: FlaskClient, licence: Licence) -> str:
    answer = browser.get(f"/licences/{licence.public_id}/paper")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    document = pypdfium2.PdfDocument(io.BytesIO(answer.data))
    assert len(document) == 1
    return str(document[0].get_textpage().get_text_range())


def test_both_sides_print_the_paper_which_names_its_code(pages: Pages) -> None:
    design = a_design(pages.maker, "牡丹扇")
    licence = a_licence(pages.maker, pages.holder, design=design)
    for browser in (pages.li, pages.wang):
        printed = paper_of(browser, licence)
        assert in_groups(licence.check_code or "") in printed and design.number in printed
