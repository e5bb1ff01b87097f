"""Check that what the e-waybill standard hides stays hidden."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.orders.addresses.masking import mask_address, mask_name, mask_phone

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三", "张*"), ("王小雨", "王**"), ("欧阳小雨", "欧阳**"), ("欧阳", "欧*"), ("李", "*"), ("", "")],
)
def test_the_given_name_is_hidden(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(HAN)
def test_at_least_one_character_of_a_name_is_hidden(name: str) -> None:
    masked = mask_name(name)
    assert "*" in masked
    assert len(masked) == len(name)


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13800001234", "1*******234"),
        ("138 0000 1234", "1*******234"),
        ("0530-1234567", "0*******567"),
        ("13800001234-5678", "1*******234转****"),
        ("13800001234转56", "1*******234转****"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_phones_of_every_kind_are_masked(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(st.from_regex(r"\A[0-9]{1,13}\Z"))
def test_at_least_six_digits_of_a_phone_are_hidden(phone: str) -> None:
    masked = mask_phone(phone)
    assert masked.count("*") >= min(6, len(phone))
    assert len(masked) == len(phone)
    assert all(shown in ("*", digit) for shown, digit in zip(masked, phone, strict=True))


@pytest.mark.parametrize(
    ("detail", "masked"),
    [
        ("山东省菏泽市曹县大集镇孙庄村12号", "山东省菏泽市曹县大集镇孙庄村****"),
        ("示例路28号示例小区3号楼2单元501室", "示例路28号示例小区****"),
        ("示例路28号-3-502", "示例路28号****"),
        ("示例小区A座1203", "示例小区****"),
        ("示例里二号楼三单元", "示例里****"),
        ("示例苑12#2-501", "示例苑****"),
        ("浙江省台州市三门县示例路5号示例茶庄", "浙江省台州市三门县示例路5号示例茶庄"),
        ("三亚市吉阳区百户村", "三亚市吉阳区百户村"),
    ],
)
def test_building_unit_and_room_are_hidden_and_the_place_is_not(detail: str, masked: str) -> None:
    assert mask_address(detail) == masked


@given(
    st.sampled_from(["示例路28号", "大集镇孙庄村", "示例街道示例路101弄", "示例小区"]),
    st.integers(1, 99),
    st.integers(1, 9),
    st.integers(100, 3999),
    st.sampled_from(
        ["{}号楼{}单元{}室", "{}栋{}单元{}", "{}-{}-{}", "{}幢{}门{}户", " {} 号楼 {} 单元 {} 室"]
    ),
)
def test_no_digit_of_a_unit_or_room_is_ever_shown(
    place: str, house: int, unit: int, room: int, form: str
) -> None:
    masked = mask_address(place + form.format(house, unit, room))
    assert masked.startswith(place)
    assert not re.search(r"\d", masked.removeprefix(place))
