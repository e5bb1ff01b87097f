"""Running numbers have no gaps and no twins."""

from __future__ import annotations

import pytest
from flask import Flask

from shop.core.db import transaction
from shop.core.errors import RuleBroken
from shop.core.numbering import next_number
from tests.threads import at_once, errors_in


def take(name: str = "series") -> int:
    with transaction():
        return next_number(name)


def test_numbers_run_from_one(app: Flask) -> None:
    assert [take() for _ in range(4)] == [1, 2, 3, 4]


def test_each_series_counts_for_itself(app: Flask) -> None:
    assert [take("a"), take("b"), take("a")] == [1, 1, 2]


def test_a_number_of_an_act_that_failed_is_given_again(app: Flask) -> None:
    assert take() == 1
    with pytest.raises(RuleBroken), transaction():
        assert next_number("series") == 2
        raise RuleBroken
    assert take() == 2


def test_twenty_at_once_get_twenty_numbers_also_from_a_series_that_nobody_started(app: Flask) -> None:
    results = at_once(app, 20, lambda _n: take())
    assert errors_in(results) == []
    assert sorted(results) == list(range(1, 21))
