"""Do an act that rests on a screening: look first, then write, and look again when the register has grown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shop.core.db import transaction
from shop.pictures.models import Picture
from shop.registry.screening import RegisterMoved, Screening, screen

Look = Callable[[Sequence[Picture]], Screening]
TRIES = 5  # at so many registrations in the same second we ask the person to press again


def act_screened(pictures: Sequence[Picture], act: Callable[[Screening], str], look: Look = screen) -> str:
    """Screen the pictures, then do the act in one transaction; give its result.

    Views call it in place of `with transaction()`, because looking takes too long to be done within one. A
    listing's pictures are compared with the register alone: `look=screen_register`.
    """
    for _turn in range(TRIES):
        screening = look(pictures)
        try:
            with transaction():
                return act(screening)
        except RegisterMoved:
            continue
    raise RegisterMoved
