"""Long lists, page by page."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from shop.core.db import db, transaction
from shop.web.paging import Page, before_id, here, page_of
from shop.workshops.models import Village

SAME_ON_BOTH = True


def villages(app: Flask, address: str, size: int = 4) -> Page[Village]:
    with app.test_request_context(address):
        return page_of(select(Village), Village.id, size)


def settle(count: int) -> None:
    with transaction():
        db.session.add_all(Village(name=f"Village {number}") for number in range(count))


def walk(app: Flask, size: int) -> list[list[str]]:
    url: str | None = "/register"
    pages = []
    while url is not None:
        page = villages(app, url, size)
        pages.append([village.name for village in page.rows])
        url = page.next_url
    return pages


def test_walking_through_shows_every_row_once_the_newest_first(app: Flask) -> None:
    settle(10)
    pages = walk(app, 4)
    assert [len(page) for page in pages] == [4, 4, 2]
    assert sum(pages, []) == [f"Village {number}" for number in range(9, -1, -1)]  # noqa: RUF017


def test_rows_that_come_meanwhile_do_not_shift_the_pages(app: Flask) -> None:
    settle(6)
    first = villages(app, "/register", 4)
    settle_more = [village.name for village in first.rows]
    with transaction():
        db.session.add(Village(name="Newcomer"))
    second = villages(app, first.next_url or "", 4)
    assert [village.name for village in second.rows] == ["Village 1", "Village 0"]
    assert "Newcomer" not in settle_more


def test_a_full_last_page_promises_no_further_one(app: Flask) -> None:
    settle(4)
    page = villages(app, "/register", 4)
    assert (len(page.rows), page.next_url, page.previous_url) == (4, None, None)


def test_an_empty_list_is_one_empty_page(app: Flask) -> None:
    assert villages(app, "/register") == Page([], None, None)


def test_the_way_on_keeps_the_questions_and_the_way_back_begins_anew(app: Flask) -> None:
    settle(6)
    page = villages(app, "/register?q=a%26b&before=5", 3)
    assert page.next_url == f"/register?q=a%26b&before={page.rows[-1].id}"
    assert page.previous_url == "/register?q=a%26b"


def test_an_address_of_questions_stays_an_address_of_this_site(app: Flask) -> None:
    asked = "/register?_external=1&_scheme=javascript&endpoint=x&_anchor=y"
    with app.test_request_context(asked):
        assert here(before=3).startswith("/register?")


def test_only_a_number_is_a_place_in_a_list(app: Flask) -> None:
    for asked, place in {"7": 7, "": None, "-1": None, "²": None, "9" * 30: None, "7x": None}.items():
        with app.test_request_context("/", query_string={"before": asked}):
            assert before_id() == place
