"""Rules of the register: the states of a design, what a licence covers, what may be decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shop.core.clock import china_day
from shop.core.errors import N_, RuleBroken
from shop.core.states import step_in

MOST_PICTURES = 9
SAME_PICTURE = "same-picture"
ALIKE = "alike"
CATEGORIES = {
    "yangge": N_("Yangge and fans"),
    "hanfu": N_("Hanfu"),
    "children": N_("Children's dance"),
    "stage": N_("Stage and choir"),
    "folk": N_("Folk and festival"),
    "other": N_("Other"),
}


class DesignState(StrEnum):
    """Where a design stands on its way into the register."""

    SUBMITTED = "submitted"
    QUESTIONED = "questioned"
    REGISTERED = "registered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class DesignAct(StrEnum):
    """What can be done to a design."""

    CLEAR = "clear"
    QUESTION = "question"
    REGISTER = "register"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


_S, _A = DesignState, DesignAct
NEXT_STATE: dict[tuple[DesignState, DesignAct], DesignState] = {
    (_S.SUBMITTED, _A.CLEAR): _S.REGISTERED,
    (_S.SUBMITTED, _A.QUESTION): _S.QUESTIONED,
    (_S.QUESTIONED, _A.REGISTER): _S.REGISTERED,
    (_S.QUESTIONED, _A.REFUSE): _S.REFUSED,
    (_S.QUESTIONED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.REGISTERED, _A.WITHDRAW): _S.WITHDRAWN,
}


class NeedsReason(RuleBroken):
    """Tell that a decision needs a reason."""

    message = N_("Write the reason in a sentence: both families will read it.")


class BadPeriod(RuleBroken):
    """Tell that a licence would end before it starts."""

    message = N_("The last day lies before the first day.")


class OwnLicence(RuleBroken):
    """Tell that a workshop needs no licence from itself."""

    message = N_("A workshop needs no licence from itself.")


def next_state(state: DesignState, act: DesignAct) -> DesignState:
    """Give the state after the act; raise WrongStep where the table has no such step."""
    return step_in(NEXT_STATE, state, act)


class Shield(StrEnum):
    """Whether a licence protects a workshop that uses a maker's photo, or why it does not."""

    COVERED = "covered"
    NONE = "none"
    NO_PHOTOS = "no-photos"
    NOT_YET = "not-yet"
    ENDED = "ended"
    OTHER_DESIGN = "other-design"


@dataclass(frozen=True)
class Grant:
    """What a licence says: its days (both counted in), whether photos are in it, when it was ended early."""

    covers_photos: bool
    starts_on: date
    ends_on: date
    ended_at: datetime | None

    def shields(self, now: datetime) -> Shield:
        """Tell whether this grant protects the use of a photo at that moment."""
        day = china_day(now)
        if self.ended_at is not None or day > self.ends_on:
            return Shield.ENDED
        if day < self.starts_on:
            return Shield.NOT_YET
        return Shield.COVERED if self.covers_photos else Shield.NO_PHOTOS


_NEAREST_FIRST = (Shield.COVERED, Shield.NO_PHOTOS, Shield.NOT_YET, Shield.ENDED)


def best_shield(grants: list[Grant], now: datetime) -> Shield:
    """Give the best that several licences offer together; NONE where there is none at all."""
    offers = {grant.shields(now) for grant in grants}
    return next((shield for shield in _NEAREST_FIRST if shield in offers), Shield.NONE)
