"""Walk the table of a listing's states, cross colours with sizes, and say when people must look."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.core.states import WrongStep
from shop.listings.counts import read_counts
from shop.listings.forms import names_of
from shop.listings.rules import (
    MOST_STOCK,
    MOST_VARIANTS,
    BadCount,
    ListingAct,
    ListingState,
    NeedsVariant,
    Resemblance,
    TooManyVariants,
    grid,
    needs_people,
    next_state,
)

OPEN_STEPS = {
    ("draft", "publish"): "published",
    ("draft", "suspect"): "suspected",
    ("draft", "withdraw"): "withdrawn",
    ("published", "publish"): "published",
    ("published", "suspect"): "suspected",
    ("published", "withdraw"): "withdrawn",
    ("suspected", "publish"): "published",
    ("suspected", "suspect"): "suspected",
    ("suspected", "release"): "published",
    ("suspected", "withdraw"): "withdrawn",
    ("withdrawn", "publish"): "published",
    ("withdrawn", "suspect"): "suspected",
}
names = st.text("红蓝SML0123456789 ", min_size=1, max_size=6)


@pytest.mark.parametrize("state", ListingState)
@pytest.mark.parametrize("act", ListingAct)
def test_a_listing_takes_the_steps_of_the_table_and_no_other(state: ListingState, act: ListingAct) -> None:
    expected = OPEN_STEPS.get((state.value, act.value))
    if expected is None:
        with pytest.raises(WrongStep):
            next_state(state, act)
    else:
        assert next_state(state, act) == expected


@given(st.lists(names, max_size=14), st.lists(names, max_size=14))
def test_every_colour_meets_every_size_once_in_the_order_given(colours: list[str], sizes: list[str]) -> None:
    count = len(set(colours)) * len(set(sizes))
    if not 0 < count <= MOST_VARIANTS:
        with pytest.raises(TooManyVariants if count else NeedsVariant):
            grid(colours, sizes)
        return
    skus = [(sku.colour, sku.size) for sku in grid(colours, sizes)]
    assert len(skus) == len(set(skus)) == count
    assert set(skus) == set(product(colours, sizes))
    assert [colour for colour, _size in skus] == sorted((c for c, _s in skus), key=colours.index)


@pytest.mark.parametrize("known", list(product([False, True], repeat=6)))
def test_people_look_at_a_resemblance_only_when_nothing_explains_it(known: tuple[bool, ...]) -> None:
    assert needs_people(Resemblance(*known)) == (not any(known))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("红、蓝, 粉；绿/白\n黑", ["红", "蓝", "粉", "绿", "白", "黑"]),
        ("110cm,110cm , 120cm", ["110cm", "120cm"]),
        ("、,， ;", []),
        ("浅 蓝", ["浅 蓝"]),
        (None, []),
    ],
)
def test_names_are_read_as_people_type_them(typed: str | None, expected: list[str]) -> None:
    assert names_of(typed) == expected


@given(st.lists(names))
def test_what_a_page_shows_is_read_back_the_same(shown: list[str]) -> None:
    kept = names_of("、".join(shown))
    assert names_of("、".join(kept)) == kept


def test_a_table_of_pieces_is_read_box_by_box() -> None:
    boxes = {
        "stock-7": "12",
        "stock-8": " １３ ",
        "stock-9": "",
        "shown-7": "10",
        "stock-x": "5",
        "price": "88",
    }
    assert read_counts(boxes, "stock") == {7: 12, 8: 13}
    assert read_counts(boxes, "shown") == {7: 10}


@pytest.mark.parametrize(
    "typed", ["-3", "abc", "1.5", "1e3", "٣", "十", "100000", "9" * 5000, "0x10", "1 000", "½", "+1"]
)
def test_what_is_no_number_of_pieces_is_refused_and_said_again(typed: str) -> None:
    with pytest.raises(BadCount) as caught:
        read_counts({"stock-7": typed}, "stock")
    assert typed[:20] in str(caught.value) or caught.value.params["typed"]
    assert len(str(caught.value)) < 120


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12)))
def test_whatever_a_form_holds_the_counts_are_whole_numbers_or_refused(fields: dict[str, str]) -> None:
    try:
        counts = read_counts(fields, "stock")
    except BadCount:
        return
    assert all(0 <= count <= MOST_STOCK for count in counts.values())
