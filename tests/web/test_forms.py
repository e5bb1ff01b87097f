"""The manners of every form."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from shop.core.money import MOST_FEN
from shop.web.forms import MoneyField, OnceForm, ShopForm, text, tidy

SAME_ON_BOTH = True


class Note(ShopForm):
    """A form of three fields."""

    title = text("Title", 10)
    about = text("About", 20, required=False, area=True)
    price = MoneyField("Price")


class NewNote(OnceForm):
    """A form that acts once."""

    title = text("Title", 10)


@pytest.fixture
def english(house: Flask) -> Iterator[Flask]:
    """Give the application within an English POST."""
    with house.test_request_context("/", method="POST", headers={"Accept-Language": "en"}):
        yield house


def note(**typed: Any) -> Note:
    return Note(MultiDict({"title": "Fan", **typed}))


@given(st.text(max_size=80))
def test_tidying_twice_changes_no_more_and_leaves_nothing_unseen_at_the_ends(typed: str) -> None:
    once = tidy(typed)
    assert once is not None
    assert tidy(once) == once
    assert once == once.strip()
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in once)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  red fan \r\n dress ", "red fan \n dress"),
        ("a\x00b\x07c\x7f", "abc"),
        ("\ud800x", "x"),
        ("👩‍👧 family", "👩‍👧 family"),
        ("a\u202eb", "ab"),
        ("\u200b\u200d \u3000", ""),
        ("\u3000王\u3000", "王"),
        (None, None),
    ],
)
def test_what_no_keyboard_types_is_dropped(typed: str | None, kept: str | None) -> None:
    assert tidy(typed) == kept


@pytest.mark.parametrize("title", ["", "   ", "\t\r\n", "\x00\x01", "\u200b", "\u3000", "\u202e"])
def test_a_name_in_which_there_is_nothing_to_see_is_no_name(english: Flask, title: str) -> None:
    form = note(title=title)
    assert not form.validate()
    assert form.errors["title"] == ["Please fill this in."]


@pytest.mark.parametrize(
    ("title", "fits"), [("x" * 10, True), ("x" * 11, False), ("💃" * 10, True), (" " + "x" * 10, True)]
)
def test_length_is_counted_in_characters_after_tidying(english: Flask, title: str, fits: bool) -> None:
    form = note(title=title)
    assert form.validate() is fits
    assert fits or form.errors["title"] == ["This is too long: at most 10 characters."]


def test_the_page_itself_knows_what_is_asked_for(english: Flask) -> None:
    form = note()
    assert 'maxlength="10"' in form.title()
    assert "required" in form.title()
    assert "required" not in form.about()


@pytest.mark.parametrize(("typed", "fen"), [("58.5", 5850), ("¥ 1,288", 128_800), ("", None), ("  ", None)])
def test_money_is_read_in_fen(english: Flask, typed: str, fen: int | None) -> None:
    form = note(price=typed)
    assert form.validate()
    assert form.price.data == fen


@pytest.mark.parametrize("typed", ["free", "-1", "1e9", str(MOST_FEN), "💃", "\x00"])
def test_what_is_no_money_stays_in_its_field_with_a_sentence(english: Flask, typed: str) -> None:
    form = note(price=typed)
    assert not form.validate()
    assert form.errors["price"] == ["Write the price in yuan, like 58 or 58.50."]
    assert form.price._value() == typed


def test_a_price_is_shown_as_it_is_typed(english: Flask) -> None:
    assert Note(formdata=None, price=128_850).price._value() == "1288.50"


def test_every_new_form_has_a_key_of_its_own_and_a_sent_one_keeps_its_key(english: Flask) -> None:
    first, second = NewNote(formdata=None), NewNote(formdata=None)
    assert first.once.data != second.once.data
    assert NewNote(MultiDict({"once": "mine", "title": "Fan"})).once.data == "mine"


def test_a_form_that_only_came_back_to_be_looked_at_was_not_sent(house: Flask) -> None:
    for resumed, sent in (({}, True), ({"_resumed": "1"}, False)):
        with house.test_request_context("/", method="POST", data={"title": "Fan", **resumed}):
            form = Note()
            assert form.sent() is sent
            assert form.title.data == "Fan"


def test_a_rules_sentence_stands_beside_its_field(english: Flask) -> None:
    form = note()
    assert form.validate()
    form.fail("title", "Taken.")
    assert form.errors == {"title": ["Taken."]}
