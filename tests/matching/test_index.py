"""The index grows, forgets and replaces at once, and serves several threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from shop.matching import Fingerprint, Index, fingerprint
from tests.matching.drawing import costume


@pytest.fixture(scope="module")
def prints() -> list[Fingerprint]:
    return [fingerprint(costume(seed)) for seed in range(12)]


def test_an_empty_index_finds_nothing(prints: list[Fingerprint]) -> None:
    assert Index().search(prints[0]) == [] and len(Index()) == 0


def test_a_picture_is_found_as_soon_as_it_is_added_and_never_after_it_is_removed(
    prints: list[Fingerprint],
) -> None:
    index = Index()
    index.add(41, prints[0])
    assert [m.key for m in index.search(prints[0])] == [41]
    assert 41 in index and len(index) == 1
    index.remove(41)
    index.remove(41)
    assert index.search(prints[0]) == [] and 41 not in index and len(index) == 0


def test_adding_a_key_again_replaces_its_picture(prints: list[Fingerprint]) -> None:
    index = Index()
    index.add(1, prints[0])
    index.add(1, prints[1])
    assert len(index) == 1
    assert index.search(prints[0]) == [] and index.search(prints[1])[0].key == 1


def test_marking_a_picture_anew_a_thousand_times_neither_hides_it_nor_another(
    prints: list[Fingerprint],
) -> None:
    index = Index()
    index.add_many((key, prints[key]) for key in range(6))
    for _ in range(1000):
        index.add(3, prints[3])
    assert index.search(prints[3])[0].key == 3 and index.search(prints[5])[0].key == 5
    assert len(index) == 6


def test_fingerprints_may_stay_where_they_are_stored(prints: list[Fingerprint]) -> None:
    stored = {key: fp.to_bytes() for key, fp in enumerate(prints)}
    index = Index(load=lambda keys: {k: Fingerprint.from_bytes(stored[k]) for k in keys if k in stored})
    index.add_many((key, fp) for key, fp in enumerate(prints))
    assert index.search(prints[4])[0].key == 4
    del stored[4]
    assert index.search(prints[4]) == []


def test_the_limit_holds_and_the_best_comes_first(prints: list[Fingerprint]) -> None:
    index = Index()
    index.add_many((key, prints[3]) for key in range(5))
    found = index.search(prints[3], limit=3)
    assert len(found) == 3
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    assert index.search(prints[3], limit=0) == []


def test_threads_may_add_and_search_together(prints: list[Fingerprint]) -> None:
    index = Index()

    def work(key: int) -> bool:
        index.add(key, prints[key])
        return index.search(prints[key])[0].key == key

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(12)))
    assert len(index) == 12
