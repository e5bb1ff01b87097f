"""Phone numbers however people write them, and passwords worth the name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.accounts.rules import (
    LONGEST_PASSWORD,
    BadPhone,
    WeakPassword,
    check_password,
    new_password,
    tidy_phone,
)

COLUMN = 20  # characters of the column that keeps a phone number
mobiles = st.integers(13_000_000_000, 19_999_999_999).map(str)


@pytest.mark.parametrize(
    "typed",
    [
        "13812345678",
        "138 1234 5678",
        "138-1234-5678",
        "+86 138 1234 5678",
        "0086 13812345678",
        "８６１３８１２３４５６７８".replace("８６", "+86", 1),
        "１３８１２３４５６７８",
        "(138) 1234.5678",
        "tel: 13812345678",
    ],
)
def test_one_number_is_one_number_however_it_is_written(typed: str) -> None:
    assert tidy_phone(typed) == "13812345678"


def test_a_landline_of_the_county_and_a_number_from_abroad_are_numbers_too() -> None:
    assert tidy_phone("0530-7654321") == tidy_phone("05307654321")
    assert tidy_phone("+82 2 312 3456") == "+8223123456"


@pytest.mark.parametrize("typed", ["", " ", "12", "abc", "一三八", "9" * 40, "💃", "+", "\u202e138"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(BadPhone):
        tidy_phone(typed)


@given(mobiles, st.sampled_from(["{}", "+86{}", "+86 {}", " {} ", "0086{}"]))
def test_every_mobile_number_has_one_form(number: str, way: str) -> None:
    assert tidy_phone(way.format(number)) == number


@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=30)
    | st.from_regex(r"\+?[0-9 ()-]{3,25}", fullmatch=True)
)
def test_any_text_is_a_number_that_stays_as_it_is_and_fits_its_column_or_is_refused(typed: str) -> None:
    try:
        number = tidy_phone(typed)
    except BadPhone:
        return
    assert len(number) <= COLUMN
    assert tidy_phone(number) == number


@pytest.mark.parametrize(
    "password", ["", "short", "1234567", "12345678", "PASSWORD", "aaaaaaaaaa", "ababababab", "x" * 129]
)
def test_a_password_that_anybody_would_try_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        check_password(password)


def test_ones_own_phone_number_is_no_password() -> None:
    check_password("13812345678")
    with pytest.raises(WeakPassword):
        check_password("13812345678", "13812345678")


@pytest.mark.parametrize(
    "password", ["three dry fans", "红扇子和绿裙子在跳舞", "Qx7#bn2!", "abcd" * (LONGEST_PASSWORD // 4)]
)
def test_a_good_password_is_taken(password: str) -> None:
    check_password(password)


def test_a_first_password_is_good_and_never_the_same() -> None:
    made = {new_password() for _ in range(500)}
    assert len(made) == 500
    for password in made:
        check_password(password)
        assert [len(group) for group in password.split("-")] == [4, 4, 4]
