"""Rules of suspicions: what can be done to one, what a decision needs, who reads what the sides say."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from shop.core.errors import N_, RuleBroken
from shop.core.states import step_in
from shop.listings.rules import WAITING, SuspicionState


class NeedsReason(RuleBroken):
    """Tell that a decision needs a reason."""

    message = N_("Write the reason in a sentence: both families will read it.")


class AlreadyDecided(RuleBroken):
    """Tell that somebody has decided already."""

    message = N_("Somebody has decided this already. Load the page again to see it.")


class AlreadySaid(RuleBroken):
    """Tell that a workshop has said its side."""

    message = N_("Your workshop has said its side already. What is said is not changed any more.")


class NotAsked(RuleBroken):
    """Tell that nobody waits for a statement."""

    message = N_("Nobody waits for a statement here now. Load the page again to see how it stands.")


class SuspicionAct(StrEnum):
    """What people can do to a suspicion."""

    CLEAR = "not-a-copy"
    TAKE_OUT = "copy"
    ASK = "ask"  # both sides say how it came about
    BRING = "case"  # it goes before the Leading Group


_S, _A = SuspicionState, SuspicionAct
NEXT_STATE: dict[tuple[SuspicionState, SuspicionAct], SuspicionState] = {
    **{(state, _A.CLEAR): _S.NOT_A_COPY for state in WAITING},
    **{(state, _A.TAKE_OUT): _S.COPY for state in WAITING},
    (_S.OPEN, _A.ASK): _S.ASKED,
    (_S.OPEN, _A.BRING): _S.CASE,
    (_S.ASKED, _A.BRING): _S.CASE,
}
LISTENING = frozenset({_S.ASKED, _S.CASE})  # what the sides say is waited for


def next_state(state: SuspicionState, act: SuspicionAct) -> SuspicionState:
    """Give the state after the act; AlreadyDecided after a decision, WrongStep where there is no step."""
    if state not in WAITING:
        raise AlreadyDecided
    return step_in(NEXT_STATE, state, act)


def acts_in(state: SuspicionState) -> frozenset[SuspicionAct]:
    """Give what can be done to a suspicion in this state."""
    return frozenset(act for before, act in NEXT_STATE if before == state)


def is_heard(
    spoken: Collection[int], sides: Collection[int], answer_by: datetime | None, now: datetime
) -> bool:
    """Tell whether each side may read the other's words: both have spoken, or the time is over."""
    return set(sides) <= set(spoken) or (answer_by is not None and answer_by <= now)
