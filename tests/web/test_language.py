"""Chinese first, English complete, the person's choice above all."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

SAME_ON_BOTH = True


def lang_of(browser: FlaskClient, path: str = "/", **headers: str) -> str:
    page = browser.get(path, headers=headers).text
    return page.split('<html lang="', 1)[1].split('"', 1)[0]


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("", "zh-Hans-CN"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans-CN"),
        ("en-GB,en;q=0.9", "en"),
        ("EN", "en"),
        ("de-DE,de;q=0.9", "zh-Hans-CN"),
        ("de,en;q=0.5,zh;q=0.3", "en"),
        ("zh-TW", "zh-Hans-CN"),
        ("*", "zh-Hans-CN"),
        ("x" * 5000, "zh-Hans-CN"),
        (";;;q=,,", "zh-Hans-CN"),
    ],
)
def test_the_browser_is_asked_and_without_an_answer_it_is_chinese(
    app: Flask, asked: str, spoken: str
) -> None:
    assert lang_of(app.test_client(), **{"Accept-Language": asked}) == spoken


def test_the_choice_by_the_toggle_counts_more_than_the_browser(client: FlaskClient) -> None:
    assert lang_of(client) == "en"
    answer = client.get("/language/zh?next=/register?q=fan")
    assert answer.location == "/register?q=fan"
    assert lang_of(client) == "zh-Hans-CN"
    client.get("/language/en")
    assert lang_of(client) == "en"


def test_the_toggle_leads_back_to_the_same_page(client: FlaskClient) -> None:
    page = client.get("/register?q=a%26b&kind=hanfu").text
    url = page.split('href="/language/zh?next=', 1)[1].split('"', 1)[0]
    back = client.get("/language/zh?next=" + url.replace("&amp;", "&")).location
    assert back == "/register?q=a%26b&kind=hanfu"


def test_the_choice_is_kept_for_a_year_and_out_of_reach_of_scripts(client: FlaskClient) -> None:
    cookie = client.get("/language/zh").headers["Set-Cookie"]
    assert "language=zh" in cookie
    assert "Max-Age=31536000" in cookie
    assert "HttpOnly" in cookie


@pytest.mark.parametrize("code", ["fr", "zh-CN", "%00", "x" * 500])
def test_there_are_two_languages(client: FlaskClient, code: str) -> None:
    assert client.get(f"/language/{code}").status_code in {400, 404}


@pytest.mark.parametrize("made_up", ["fr", "", "en; drop", "\u00e9"])
def test_a_made_up_cookie_chooses_nothing(client: FlaskClient, made_up: str) -> None:
    client.set_cookie("language", made_up)
    assert lang_of(client) == "en"
