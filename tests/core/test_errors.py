"""Errors carry a sentence and what belongs in its places."""

from __future__ import annotations

import pytest

from shop.core.errors import Busy, NotAllowed, NotFound, RuleBroken, ShopError
from shop.pictures.rules import Busy as PhotosBusy


class Few(RuleBroken):
    """Tell that there are too few."""

    message = "Of %(what)s there are only %(left)s left."


def test_an_error_speaks_with_its_places_filled() -> None:
    error = Few(what="red", left=3)
    assert str(error) == "Of red there are only 3 left."
    assert error.params == {"what": "red", "left": 3}
    assert error.message == Few.message


def test_a_sentence_of_its_own_takes_the_place_of_the_usual_one() -> None:
    assert str(NotAllowed("Not today.")) == "Not today."
    assert NotAllowed.message != "Not today."


@pytest.mark.parametrize("kind", [ShopError, NotFound, NotAllowed, Busy])
def test_every_kind_says_something_without_being_told(kind: type[ShopError]) -> None:
    assert len(str(kind())) > 20


def test_whoever_is_told_to_come_again_is_told_when() -> None:
    assert issubclass(PhotosBusy, Busy)
    assert 1 <= PhotosBusy().retry_after <= 60
