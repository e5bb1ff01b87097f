"""Walk through a table of states: what can be done where, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from shop.core.errors import N_, RuleBroken

State = TypeVar("State")
Act = TypeVar("Act")


class WrongStep(RuleBroken):
    """Tell that a thing cannot take this step now."""

    message = N_("This step is not open any more: somebody was quicker. Load the page again.")


def step_in(table: Mapping[tuple[State, Act], State], state: State, act: Act) -> State:
    """Give the state after the act; raise WrongStep where the table has no such step."""
    try:
        return table[state, act]
    except KeyError:
        raise WrongStep from None
