"""Candidates from PostgreSQL: the same calls, the same verdicts, shared by all processes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from flask import Flask

from shop.core.db import db
from shop.matching import Index, fingerprint
from shop.matching.shelf import Shelf
from shop.pictures import index
from shop.pictures.shards import Shards
from tests.making import a_workshop
from tests.matching.drawing import costume
from tests.pictures.test_index import found, shown
from tests.postgres import PostgresServer

PRINTS = [fingerprint(costume(seed)) for seed in range(20)]


@pytest.fixture
def shards(postgres: PostgresServer, request: pytest.FixtureRequest) -> Iterator[Shards]:
    """Give three shards; here they are schemas of one server."""
    made = Shards([postgres.url], f"s_{abs(hash(request.node.name))}")
    yield made
    made.close()


def test_it_gives_the_verdicts_that_the_shelf_gives(shards: Shards) -> None:
    shelf = Shelf()
    for source in (shards, shelf):
        source.add([(key, key, marks) for key, marks in enumerate(PRINTS)])
    answers = [Index(lambda keys: {k: PRINTS[k] for k in keys}, source) for source in (shards, shelf)]
    for seed in (3, 8, 15, 99):
        for copy in (costume(seed), costume(seed)[60:400, 300:40:-1], np.rot90(costume(seed))):
            query = fingerprint(np.ascontiguousarray(copy))
            ours, theirs = (
                [(m.key, m.verdict) for m in one.search(query) if m.verdict == "same-picture"]
                for one in answers
            )
            assert ours == theirs == ([(seed, "same-picture")] if seed < 20 else [])


def test_what_comes_anew_or_goes_is_known_at_once_to_whoever_shares_it(
    shards: Shards, postgres: PostgresServer, request: pytest.FixtureRequest
) -> None:
    other = Shards([postgres.url], f"s_{abs(hash(request.node.name))}")
    shards.add([(1, 10, PRINTS[1]), (2, 20, PRINTS[2])])
    other.add([(1, 11, PRINTS[3])])
    other.remove([2, 7])
    assert shards.stamps() == other.stamps([1, 2]) == {1: 11}
    assert len(shards) == 1 and 1 in shards and 2 not in shards
    assert [one.key for one in shards.candidates(PRINTS[3], 1)] == [1]
    assert shards.candidates(PRINTS[2], 1) == [] or shards.candidates(PRINTS[2], 1)[0].votes < 1
    other.close()


def test_each_picture_lies_in_one_shard_and_all_are_asked(postgres: PostgresServer) -> None:
    urls = [f"{postgres.url}?application_name={number}" for number in range(3)]
    apart = [Shards([url], f"part_{number}") for number, url in enumerate(urls)]
    for key, marks in enumerate(PRINTS[:6]):
        apart[key % 3].add([(key, key, marks)])
    assert [sorted(one.stamps()) for one in apart] == [[0, 3], [1, 4], [2, 5]]
    for one in apart:
        one.close()


def test_an_installation_that_names_shards_searches_there(
    app: Flask, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SHOP_INDEX_SHARDS", f"{postgres.url} {postgres.url}?application_name=b")
    index._indexes.clear()
    workshop = a_workshop()
    first, second = shown(workshop, 81), shown(workshop, 82)
    assert (found(81), found(82)) == ([first.id], [second.id])
    former = index._indexes[db.engine].popitem()[1]._source
    assert isinstance(former, Shards)
    former.close()  # a process that starts anew finds it done
    assert (found(81), found(82)) == ([first.id], [second.id])
    source = index._indexes[db.engine].popitem()[1]._source
    assert isinstance(source, Shards) and len(source.stamps()) == 2
    source.close()
    index._indexes.clear()
