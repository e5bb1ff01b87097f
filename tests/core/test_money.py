"""Money is read as people write it, and counted in whole fen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.core.money import MOST_FEN, BadAmount, parse_yuan, yuan_field, yuan_text

LARGEST_COLUMN = 2**31 - 1  # what a whole-number column of PostgreSQL holds
amounts = st.integers(0, MOST_FEN)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("58", 5800),
        ("58.5", 5850),
        ("58.50", 5850),
        ("0.05", 5),
        ("¥58", 5800),
        ("￥ 58.00", 5800),
        ("５８元", 5800),
        ("58。5", 5850),
        ("1,288", 128_800),
        ("1，288.80", 128_880),
        (" 58 元 ", 5800),
        ("0", 0),
        ("10000000", MOST_FEN),
    ],
)
def test_people_write_money_in_many_ways(typed: str, fen: int) -> None:
    assert parse_yuan(typed) == fen


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "¥",
        "元",
        "-5",
        "58.555",
        "1e3",
        "58 58",
        "abc",
        "0x10",
        "∞",
        "NaN",
        "5.",
        ".5",
        "10000000.01",
        "9" * 5000,
    ],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(BadAmount):
        parse_yuan(typed)


@given(amounts)
def test_what_is_written_is_read_back(fen: int) -> None:
    assert parse_yuan(yuan_text(fen)) == fen
    assert parse_yuan(yuan_field(fen)) == fen


@given(st.text(max_size=40))
def test_any_text_is_an_amount_that_a_column_holds_or_is_refused(typed: str) -> None:
    try:
        fen = parse_yuan(typed)
    except BadAmount:
        return
    assert 0 <= fen <= MOST_FEN <= LARGEST_COLUMN


@given(st.integers(-MOST_FEN, MOST_FEN))
def test_the_sign_and_the_fen_are_shown(fen: int) -> None:
    shown = yuan_text(fen)
    assert shown.startswith("-") is (fen < 0)
    assert ("." in shown) is (fen % 100 != 0)
    digits = "".join(c for c in shown if c.isdigit())
    assert int(digits) == (abs(fen) if fen % 100 else abs(fen) // 100)


def test_nothing_is_written_as_an_empty_field() -> None:
    assert yuan_field(None) == ""
    assert yuan_field(0) == "0"
