"""What a match means: which claims it covers, and when all of it is everybody's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shop.pictures.shapes import box
from shop.registry.meaning import COVERED, Meaning, weigh

HEM = ("peony hem", box(20, 70, 60, 20))
COLLAR = ("cloud collar", box(35, 10, 30, 15))
SEAM = 0.04  # how near to a limit the grid may err


def test_a_match_names_each_claim_that_it_covers() -> None:
    claims = [HEM, COLLAR]
    assert weigh(box(0, 0, 100, 100), claims, []).claims == ("peony hem", "cloud collar")
    assert weigh(box(0, 50, 100, 50), claims, []).claims == ("peony hem",)
    assert weigh(box(0, 30, 100, 30), claims, []) == Meaning()


def test_a_claim_marked_in_two_places_is_named_once() -> None:
    again = ("peony hem", box(20, 40, 60, 20))
    assert weigh(box(0, 0, 100, 100), [HEM, again], []).claims == ("peony hem",)


@given(st.floats(5, 100))
def test_a_claim_counts_from_three_fifths_on(high: float) -> None:
    """A match from the top down to `high` percent shows that much of a claim that takes the whole height."""
    claim = ("stripes", box(30, 0, 40, 100))
    named = weigh(box(0, 0, 100, high), [claim], []).claims
    if abs(high / 100 - COVERED) > SEAM:
        assert bool(named) is (high / 100 > COVERED)


def test_a_match_wholly_in_commons_shows_nothing_else() -> None:
    commons = [("lotus", box(10, 10, 40, 80)), ("waves", box(45, 10, 40, 80)), ("crane", box(90, 90, 9, 9))]
    assert weigh(box(15, 20, 60, 60), [], commons) == Meaning(commons=("lotus", "waves"))
    assert weigh(box(15, 20, 80, 60), [], commons) == Meaning()
    assert weigh((), [], commons) == Meaning()


def test_nobody_can_claim_what_is_everybodys() -> None:
    everybodys = [("folk peony", box(0, 65, 100, 35))]
    assert weigh(box(0, 0, 100, 100), [HEM, COLLAR], everybodys).claims == ("cloud collar",)


@given(
    st.tuples(st.floats(0, 60), st.floats(0, 60), st.floats(5, 100), st.floats(5, 100)),
    st.tuples(st.floats(0, 60), st.floats(0, 60), st.floats(5, 100), st.floats(5, 100)),
)
def test_more_commons_never_add_a_claim(
    match: tuple[float, float, float, float], common: tuple[float, float, float, float]
) -> None:
    without = weigh(box(*match), [HEM, COLLAR], [])
    added = weigh(box(*match), [HEM, COLLAR], [("old", box(*common))])
    assert set(added.claims) <= set(without.claims)
    assert not (added.claims and added.commons)
