"""Ids that nobody can guess or misread."""

from __future__ import annotations

import math

from shop.core.ids import ALPHABET, LENGTH, new_key, new_public_id


def test_public_ids_are_all_different_and_of_the_alphabet() -> None:
    ids = [new_public_id() for _ in range(5000)]
    assert len(set(ids)) == len(ids)
    assert all(len(one) == LENGTH and set(one) <= set(ALPHABET) for one in ids)
    assert set("".join(ids)) == set(ALPHABET)


def test_public_ids_hold_enough_chance_and_no_letters_that_look_alike() -> None:
    assert LENGTH * math.log2(len(ALPHABET)) >= 64
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert not set("0o1il") & set(ALPHABET)


def test_keys_fit_the_column_that_keeps_them() -> None:
    keys = {new_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert max(map(len, keys)) <= 64
