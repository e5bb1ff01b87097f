"""Rules of the priority date: given once, moved only where two officers agree."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from shop.core.errors import N_, NotAllowed, RuleBroken
from shop.core.states import step_in


class ChangeState(StrEnum):
    """Where a proposed move stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    CLOSED = "closed"  # the design went for another reason


class ChangeAct(StrEnum):
    """What can be done to a proposed move."""

    APPROVE = "approve"
    DECLINE = "decline"
    CLOSE = "close"


_S, _A = ChangeState, ChangeAct
NEXT_CHANGE_STATE: dict[tuple[ChangeState, ChangeAct], ChangeState] = {
    (_S.PROPOSED, _A.APPROVE): _S.APPROVED,
    (_S.PROPOSED, _A.DECLINE): _S.DECLINED,
    (_S.PROPOSED, _A.CLOSE): _S.CLOSED,
}


class ProposalOpen(RuleBroken):
    """Tell that one move is decided before the next is proposed."""

    message = N_("A new date is proposed already. Decide on that one first.")


class SameOfficer(NotAllowed):
    """Tell an officer that a second one must agree."""

    message = N_("You proposed this date yourself: another officer must agree to it.")


class BadMoment(RuleBroken):
    """Tell that a design cannot count from that moment."""

    message = N_("Choose another moment: not the present one, and none that is yet to come.")


class NoDateToMove(RuleBroken):
    """Tell that a design has no date, or none that matters any more."""

    message = N_("This design has no date that could be moved.")


def next_change_state(state: ChangeState, act: ChangeAct) -> ChangeState:
    """Give the state after the act; raise WrongStep where the table has no such step."""
    return step_in(NEXT_CHANGE_STATE, state, act)


def check_moment(present: datetime, wanted: datetime, now: datetime) -> None:
    """Raise BadMoment for the moment that stands already, and for one to come."""
    if wanted > now or wanted == present:
        raise BadMoment
