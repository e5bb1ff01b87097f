"""Check Code 128 against an independent reader, an independent writer and the standard's own sums."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.graphics.barcode.code128 import Code128, Code128Auto

from shop.shipping import barcode
from shop.shipping.rules import NumberRefused

zxingcpp = pytest.importorskip("zxingcpp")

PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=30)


def picture(text: str, module: int = 3, height: int = 60) -> np.ndarray:
    row = [255] * (module * barcode.QUIET_MODULES)
    for place, run in enumerate(barcode.module_runs(text)):
        row += [0 if place % 2 == 0 else 255] * (run * module)
    row += [255] * (module * barcode.QUIET_MODULES)
    return np.tile(np.array(row, dtype=np.uint8), (height, 1))


@given(PRINTABLE)
def test_whatever_is_written_is_read_back(text: str) -> None:
    found = zxingcpp.read_barcodes(picture(text), formats=zxingcpp.BarcodeFormat.Code128, is_pure=True)
    assert [result.bytes.decode("ascii") for result in found] == [text]


@given(st.text(st.characters(max_codepoint=0x7F), min_size=1, max_size=30))
def test_control_characters_are_read_back_too(text: str) -> None:
    found = zxingcpp.read_barcodes(picture(text), formats=zxingcpp.BarcodeFormat.Code128, is_pure=True)
    assert [result.bytes.decode("ascii") for result in found] == [text]


@given(PRINTABLE)
def test_it_is_never_longer_than_another_writers(text: str) -> None:
    for other in (Code128(text, quiet=0, barWidth=1), Code128Auto(text, quiet=0, barWidth=1)):
        other.validate()
        other.encode()
        if other.valid:
            assert len(barcode.encode(text)) <= len(other.encoded)


@given(PRINTABLE)
def test_every_symbol_has_eleven_modules_and_the_stop_two_more(text: str) -> None:
    assert barcode.modules_wide(text) == 11 * len(barcode.encode(text)) + 2


@given(PRINTABLE)
def test_the_check_symbol_is_the_weighted_sum(text: str) -> None:
    *data, check, stop = barcode.encode(text)
    weights = [1, *range(1, len(data))]
    assert stop == 106
    assert check == sum(w * v for w, v in zip(weights, data, strict=True)) % 103


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("773012345678901", 12),  # 15 digits: start, seven pairs, a switch, one digit, check, stop
        ("SF1234567890123", 13),  # start, S, F, one digit, a switch, six pairs, check, stop
        ("12", 4),
        ("1", 4),
        ("a1234b", 9),  # two switches would cost the two symbols that the pairs save
        ("a123456b", 10),  # here they pay
    ],
)
def test_digits_go_in_pairs_where_that_is_shorter(text: str, symbols: int) -> None:
    assert len(barcode.encode(text)) == symbols


def test_a_waybill_of_fifteen_characters_has_its_measured_width() -> None:
    dots = 3 * (barcode.modules_wide("SF1234567890123") + 2 * barcode.QUIET_MODULES)
    assert dots / 8 == pytest.approx(61.9, abs=0.05)


@given(PRINTABLE, st.integers(2, 5))
def test_bars_stand_on_the_dot_grid_but_for_their_inset(text: str, module: int) -> None:
    numbers = re.findall(r"(\S+) 0 (\S+) 40 re", barcode.bar_operators(text, module, 40))
    edges = [(float(x) - 0.1, float(x) + float(width) + 0.1) for x, width in numbers]
    runs = barcode.module_runs(text)
    assert [round(right - left, 6) for left, right in edges] == [run * module for run in runs[::2]]
    assert all(abs(edge - round(edge)) < 1e-6 for pair in edges for edge in pair)


@pytest.mark.parametrize("text", ["", "运单", "é"])
def test_what_code_128_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(NumberRefused):
        barcode.encode(text)
