"""Rules of objections: on what ground, how many, until when they are answered, what becomes of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shop.core.clock import china_day
from shop.core.errors import N_, RuleBroken
from shop.core.states import step_in

MOST_OPEN = 5  # objections of one workshop that wait for a decision
MOST_PHOTOS = 6  # shown with one objection


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


class NotOpenToObjection(RuleBroken):
    """Tell that a design is neither on notice nor registered."""

    message = N_(
        "Objections are taken while a design is on public notice or registered; this one is neither."
    )


class OwnDesign(RuleBroken):
    """Tell that a workshop does not object to itself."""

    message = N_("This is your own design. If it should not stand, withdraw it.")


class ObjectedAlready(RuleBroken):
    """Tell that a workshop objects to a design once."""

    message = N_("Your workshop has objected to this design already; tell the office what else you know.")


class TooManyOpen(RuleBroken):
    """Tell that a workshop has as many objections open as it may."""

    message = N_(
        "Your workshop has %(most)s objections open. Wait for a decision on one, or take one back first."
    )


class TooManyPhotos(RuleBroken):
    """Tell that an objection shows too many photos."""

    message = N_("At most %(most)s photos. Keep those that show it best.")


class AnswerOver(RuleBroken):
    """Tell that an answer cannot be changed any more."""

    message = N_("The answer could be changed until %(until)s. What else you know, tell the town office.")


class AnswerAwaited(RuleBroken):
    """Tell the office that the other side has not been heard yet."""

    message = N_("They have until %(until)s to answer. Uphold it when the answer is here, or after that day.")


class ObjectionsFirst(RuleBroken):
    """Tell the office that an objection comes before the design."""

    message = N_("Somebody objects to this design. Decide on the objection first.")


def check_may_answer(answered_at: datetime | None, answer_by: datetime, now: datetime) -> None:
    """Raise AnswerOver for a change after the deadline; a first answer, though late, is heard."""
    if answered_at is not None and now > answer_by:
        raise AnswerOver(until=china_day(answer_by))


def check_heard(answered_at: datetime | None, answer_by: datetime, now: datetime) -> None:
    """Raise AnswerAwaited while the other side may still give its first answer."""
    if answered_at is None and now <= answer_by:
        raise AnswerAwaited(until=china_day(answer_by))


@dataclass(frozen=True)
class Standing:
    """How a workshop has fared with objections: those it made, and its own designs that fell to one."""

    upheld: int
    rejected: int
    open: int
    fallen: int
