"""Rules of objections: on what ground, and what becomes of one."""

from __future__ import annotations

from enum import StrEnum

from shop.core.errors import N_
from shop.core.states import step_in


class Ground(StrEnum):
    """Why somebody objects."""

    EARLIER = "earlier"
    PHOTO = "photo"
    COMMONS = "commons"
    OTHER = "other"


GROUNDS = {
    Ground.EARLIER: N_("We made it earlier"),
    Ground.PHOTO: N_("The photo is not theirs"),
    Ground.COMMONS: N_("It belongs to everybody"),
    Ground.OTHER: N_("Another reason"),
}


class ObjectionState(StrEnum):
    """Where an objection stands."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"
    TAKEN_BACK = "taken-back"
    SETTLED = "settled"  # the design went for another reason


class ObjectionAct(StrEnum):
    """What can be done to an objection."""

    UPHOLD = "uphold"
    REJECT = "reject"
    TAKE_BACK = "take-back"
    SETTLE = "settle"


_S, _A = ObjectionState, ObjectionAct
NEXT_OBJECTION_STATE: dict[tuple[ObjectionState, ObjectionAct], ObjectionState] = {
    (_S.OPEN, _A.UPHOLD): _S.UPHELD,
    (_S.OPEN, _A.REJECT): _S.REJECTED,
    (_S.OPEN, _A.TAKE_BACK): _S.TAKEN_BACK,
    (_S.OPEN, _A.SETTLE): _S.SETTLED,
}


def next_objection_state(state: ObjectionState, act: ObjectionAct) -> ObjectionState:
    """Give the state after the act; raise WrongStep where the table has no such step."""
    return step_in(NEXT_OBJECTION_STATE, state, act)
