"""Read check codes as people type them, and make no two alike."""

from __future__ import annotations

import pytest

from shop.registry.rules.codes import Lookalike, NoSuchForm, in_groups, new_check_code, read_check_code


def test_a_check_code_is_read_however_it_is_typed() -> None:
    code = "k7m2pq9rtxhabcd"
    written = in_groups(code)
    assert written == "K7M2P-Q9RTX-HABCD"
    for typed in (
        written,
        code,
        " k7m2p q9rtx habcd ",
        "Ｋ７Ｍ２Ｐ－Ｑ９ＲＴＸ－ＨＡＢＣＤ",
        "K7M2P.Q9RTX_HABCD",
        "K7M2P—Q9RTX—HABCD",
        f"https://town.example/licences/check/{written}/",
    ):
        assert read_check_code(typed) == code, typed


@pytest.mark.parametrize("wrong", ["", "k7m2p", "k7m2pq9rtxhabcde", "授权书", "<b>7m2pq9rtxhabc", "%" * 5000])
def test_what_cannot_be_a_code_is_told_so(wrong: str) -> None:
    with pytest.raises(NoSuchForm):
        read_check_code(wrong)


@pytest.mark.parametrize("typed", ["K7M2P-Q9RTX-HABC0", "K7M2P-Q9RTX-HABCO", "K7M2P-19RTX-HABCD", "l" * 15])
def test_a_letter_that_no_code_has_is_named_rather_than_guessed(typed: str) -> None:
    with pytest.raises(Lookalike):
        read_check_code(typed)


def test_no_two_codes_are_alike_and_each_can_be_read_back() -> None:
    codes = {new_check_code() for _ in range(500)}
    assert len(codes) == 500
    assert {read_check_code(in_groups(code)) for code in codes} == codes
