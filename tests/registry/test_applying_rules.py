"""The rules of an application, for every number of photos, every day and every shape."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.pictures.shapes import box
from shop.registry.rules import PictureRole
from shop.registry.rules.applying import (
    EARLIEST,
    MOST_CLAIMED,
    ROLES,
    ClaimsTooMuch,
    NeedsPhotos,
    NewInWords,
    NotReady,
    ProofRefused,
    TooManyPhotos,
    check_first_shown,
    check_named,
    check_pictures,
    check_proof,
    check_share,
    usual_role,
)
from shop.registry.rules.designs import MOST_PICTURES, SHOWN_ROLES

TODAY = date(2026, 3, 4)
DAYS = st.dates(EARLIEST, date(2100, 1, 1))


def is_refused(check: object, *args: object, **named: object) -> bool:
    try:
        check(*args, **named)  # type: ignore[operator]
    except (NotReady, ClaimsTooMuch):
        return True
    return False


@given(st.lists(st.sampled_from(PictureRole), max_size=14))
def test_a_design_has_one_to_nine_photos_and_one_that_others_may_see(roles: list[PictureRole]) -> None:
    fits = 1 <= len(roles) <= MOST_PICTURES and bool(SHOWN_ROLES & set(roles))
    assert is_refused(check_pictures, roles) is not fits


def test_too_few_and_too_many_are_told_apart() -> None:
    with pytest.raises(NeedsPhotos, match="Add at least one photo"):
        check_pictures([])
    with pytest.raises(TooManyPhotos, match="At most 9 photos"):
        check_pictures([PictureRole.FRONT] * 10)


@given(DAYS)
def test_nothing_was_shown_or_proven_on_a_day_to_come(day: date) -> None:
    assert is_refused(check_first_shown, day, TODAY) is (day > TODAY)
    assert is_refused(check_proof, 0, day, TODAY, says=True) is (day > TODAY)


def test_a_year_that_is_a_slip_of_the_finger_is_asked_about() -> None:
    before = EARLIEST - timedelta(days=1)
    assert is_refused(check_first_shown, before, TODAY) and not is_refused(check_first_shown, None, TODAY)
    with pytest.raises(ProofRefused) as refused:
        check_proof(3, before, TODAY, says=True)
    assert refused.value.params == {"place": 3}


@given(st.floats(5, 100), st.floats(5, 100))
def test_a_claim_takes_at_most_so_much_of_a_picture(wide: float, high: float) -> None:
    share = wide * high / 10_000
    if abs(share - MOST_CLAIMED) > 0.05:  # areas are measured on a grid
        assert is_refused(check_share, [box(0, 0, wide, high)]) is (share > MOST_CLAIMED)


def test_many_small_claims_are_counted_together_and_overlaps_once() -> None:
    halves = [box(0, 0, 100, 40), box(0, 40, 100, 40)]
    assert is_refused(check_share, halves)
    assert not is_refused(check_share, [halves[0]] * 5)


@pytest.mark.parametrize("words", ["", "新", "新！！！！", "😀😀😀😀😀", "   \n ", "a b"])
def test_hardly_a_word_names_nothing_new_beyond_an_old_pattern(words: str) -> None:
    with pytest.raises(NewInWords, match="折枝牡丹、云肩"):
        check_named(words, ["折枝牡丹", "云肩", "折枝牡丹"])
    check_named(words, [])


def test_a_few_words_do() -> None:
    check_named("金线滚边", ["云肩"])


def test_the_front_is_sent_first_and_every_role_has_a_name() -> None:
    assert [usual_role(place) for place in range(4)] == ["front", "back", "detail", "detail"]
    assert set(ROLES) == set(PictureRole)
