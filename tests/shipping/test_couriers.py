"""Check that guesses stay guesses and that only printable numbers pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.shipping.barcode import encode
from shop.shipping.couriers import (
    BY_CODE,
    COURIERS,
    clean_number,
    find_courier,
    s10_is_right,
    suggest_courier,
)
from shop.shipping.rules import NumberRefused


@pytest.mark.parametrize(
    ("number", "first"),
    [
        ("SF1234567890123", "SF"),
        ("yt8812345678901", "YTO"),
        ("JT3012345678901", "JT"),
        ("JDVA12345678901", "JD"),
        ("ZTO1234567890", "ZTO"),
        ("EA123456785CN", "EMS"),
    ],
)
def test_letters_before_the_digits_say_the_courier(number: str, first: str) -> None:
    assert suggest_courier(number)[0] == first


def test_twelve_digits_fit_several_and_all_are_named() -> None:
    assert {"SF", "ZTO", "STO"} <= set(suggest_courier("331234567890"))
    assert suggest_courier("331234567890")[0] == "STO"


def test_hearsay_comes_last_and_nonsense_gives_nothing() -> None:
    assert suggest_courier("9123456789012")[-1] == "POST"
    assert suggest_courier("DPK123456789")[-1] == "DB"
    assert suggest_courier("???") == ()


@given(st.text(max_size=40))
def test_any_text_may_be_asked_about(text: str) -> None:
    assert set(suggest_courier(text)) <= BY_CODE.keys()


@pytest.mark.parametrize(
    ("name", "code"), [("顺丰", "SF"), (" 邮政ems ", "EMS"), ("申通E物流", "STO"), ("jt", "JT")]
)
def test_couriers_are_found_by_the_names_in_use(name: str, code: str) -> None:
    courier = find_courier(name)
    assert courier is not None
    assert courier.code == code


def test_an_unknown_courier_is_not_made_up() -> None:
    assert find_courier("某某快递") is None


def test_no_two_couriers_share_a_name_or_a_code() -> None:
    names = [name for courier in COURIERS for name in (courier.name, *courier.aliases)]
    assert len(set(names)) == len(names)
    for system in ("taobao", "kdniao", "kuaidi100"):
        codes = [courier.codes[system] for courier in COURIERS if system in courier.codes]
        assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("number", "right"), [("RR473124829FI", True), ("RR473124828FI", False), ("RR47312482FI", False)]
)
def test_the_postal_check_digit_is_checked(number: str, right: bool) -> None:
    assert s10_is_right(number) is right


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        (" YT 8812 3456 ", "YT88123456"),
        ("ＳＦ１２３", "SF123"),
        ("SF123\u200b\n", "SF123"),
        ("ab-12", "ab-12"),
    ],
)
def test_typed_numbers_are_tidied(typed: str, clean: str) -> None:
    assert clean_number(typed) == clean


@pytest.mark.parametrize("typed", ["", "  ", "运单号", "1" * 31, "SF1234****890", "SF\x00123é"])
def test_what_cannot_be_a_number_is_refused(typed: str) -> None:
    with pytest.raises(NumberRefused):
        clean_number(typed)


@given(st.text(max_size=34))
def test_whatever_passes_can_be_printed(typed: str) -> None:
    try:
        number = clean_number(typed)
    except NumberRefused:
        return
    assert 1 <= len(number) <= 30
    assert encode(number)
