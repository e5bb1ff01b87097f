"""Rules of licences: how one comes about, what it covers, whom it protects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shop.core.clock import china_day
from shop.core.errors import N_, RuleBroken
from shop.core.states import step_in


class LicenceState(StrEnum):
    """Where a licence stands; whether an accepted one is in force is a matter of days."""

    ASKED = "asked"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"


class LicenceAct(StrEnum):
    """What can be done to a licence."""

    OFFER = "offer"  # the maker answers what was asked
    ACCEPT = "accept"
    DECLINE = "decline"  # either side, before it is accepted
    END = "end"


_S, _A = LicenceState, LicenceAct
NEXT_LICENCE_STATE: dict[tuple[LicenceState, LicenceAct], LicenceState] = {
    (_S.ASKED, _A.OFFER): _S.OFFERED,
    (_S.ASKED, _A.DECLINE): _S.DECLINED,
    (_S.OFFERED, _A.ACCEPT): _S.ACCEPTED,
    (_S.OFFERED, _A.DECLINE): _S.DECLINED,
    (_S.ACCEPTED, _A.END): _S.ENDED,
}


class BadPeriod(RuleBroken):
    """Tell that a licence would end before it starts."""

    message = N_("The last day lies before the first day.")


class OwnLicence(RuleBroken):
    """Tell that a workshop needs no licence from itself."""

    message = N_("A workshop needs no licence from itself.")


def next_licence_state(state: LicenceState, act: LicenceAct) -> LicenceState:
    """Give the state after the act; raise WrongStep where the table has no such step."""
    return step_in(NEXT_LICENCE_STATE, state, act)


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
