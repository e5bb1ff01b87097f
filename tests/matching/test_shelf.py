"""A shelf of several segments finds what one would, and serves many threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.matching import Fingerprint, Index, fingerprint
from shop.matching.shelf import Shelf
from tests.matching.drawing import costume

PRINTS = [fingerprint(costume(seed)) for seed in range(6)]


@pytest.mark.parametrize("sealed_every", [1, 2, 5])
def test_it_makes_no_difference_in_how_many_segments_pictures_lie(sealed_every: int) -> None:
    whole, parted = Shelf(), Shelf()
    for key, marks in enumerate(PRINTS):
        whole.add([(key, 0, marks)])
        parted.add([(key, 0, marks)])
        if key % sealed_every == 0:
            parted.seal()
    query = fingerprint(costume(3)[:, ::-1])
    known = dict(enumerate(PRINTS))
    answers = [Index(lambda keys: {k: known[k] for k in keys}, one).search(query) for one in (whole, parted)]
    assert answers[0] == answers[1] and answers[0][0].key == 3


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["add", "remove", "seal"]), st.integers(0, 3), st.integers(0, 5)),
        max_size=14,
    )
)
def test_whatever_comes_and_goes_the_shelf_knows_what_came_last(acts: list[tuple[str, int, int]]) -> None:
    shelf, expected = Shelf(), dict[int, int]()
    for act, key, which in acts:
        if act == "add":
            shelf.add([(key, which, PRINTS[which])])
            expected[key] = which
        elif act == "remove":
            shelf.remove([key])
            expected.pop(key, None)
        else:
            shelf.seal()
    assert shelf.stamps() == expected and len(shelf) == len(expected)
    for which, marks in enumerate(PRINTS):
        proposed = {one.key for one in shelf.candidates(marks, 20)}
        assert {key for key, shown in expected.items() if shown == which} <= proposed <= expected.keys()


def test_many_threads_search_while_pictures_come_go_and_are_sealed() -> None:
    known: dict[int, Fingerprint] = {key: PRINTS[key % 3] for key in range(200)}
    shelf = Shelf()
    shelf.add([(1000 + n, 0, PRINTS[3 + n]) for n in range(3)])
    index = Index(lambda keys: {k: PRINTS[k - 997] if k >= 1000 else known[k] for k in keys}, shelf)

    def work(number: int) -> bool:
        if number % 4 == 0:
            shelf.add([(number, number, known[number])])
            shelf.remove([number - 40])
        if number % 20 == 0:
            shelf.seal()
        return index.search(PRINTS[3 + number % 3], 2)[0].key == 1000 + number % 3

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(120)))
    assert {key for key in shelf.stamps() if key < 1000} == set(range(80, 120, 4))
