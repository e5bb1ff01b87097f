"""Rules of licences: how one comes about, what it grants, what may be granted under it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shop.core.errors import N_, RuleBroken
from shop.core.states import step_in

MOST_DAYS = 3660  # ten years: a longer licence is a slip of the finger
MOST_SELL_OFF_DAYS = 365


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


def next_licence_state(state: LicenceState, act: LicenceAct) -> LicenceState:
    """Give the state after the act; raise WrongStep where the table has no such step."""
    return step_in(NEXT_LICENCE_STATE, state, act)


class Part(StrEnum):
    """What is granted separately: making and selling the design, and using its photos."""

    DESIGN = "design"
    PHOTOS = "photos"


BOTH_PARTS = frozenset(Part)


@dataclass(frozen=True)
class LicenceTerms:
    """What a licence grants: which parts of which design (None: all of the maker's), and within what bounds.

    Both days are counted in; `platforms` none of them means all; the floor price is in fen for one set;
    for `sell_off_days` after the end what hung in the shop before may hang on.
    """

    parts: AbstractSet[Part]
    starts_on: date
    ends_on: date
    design_id: int | None = None
    platforms: AbstractSet[str] = frozenset()
    floor_price_fen: int | None = None
    may_sublicense: bool = False
    sell_off_days: int = 0


class BadTerms(RuleBroken):
    """Tell that terms cannot stand, and at which field."""

    field = "ends_on"


class BadPeriod(BadTerms):
    """Tell that a licence would end before it starts."""

    message = N_("The last day lies before the first day.")


class LongPeriod(BadTerms):
    """Tell that a licence would run for too long."""

    message = N_("A licence runs for at most ten years. Choose an earlier last day.")


class RunOut(BadTerms):
    """Tell that the last day has passed already."""

    message = N_("The last day has passed already. Choose a later one.")


class NothingGranted(BadTerms):
    """Tell that neither the design nor the photos are in it."""

    message = N_("Tick the costume, the photos, or both: nothing else can be allowed.")
    field = "covers_design"


class OwnLicence(RuleBroken):
    """Tell that a workshop needs no licence from itself."""

    message = N_("A workshop needs no licence from itself.")


class AlreadyTalking(RuleBroken):
    """Tell that a request or an offer for the same lies open between the two."""

    message = N_(
        "A request or an offer for this already waits between the two of you. Answer that one first."
    )


class OfferRunOut(RuleBroken):
    """Tell that an offer came to nothing: its last day has passed, or the design has gone."""

    message = N_("This offer can no longer be taken: its time or its design has gone. Ask for a new one.")


class NoSublicence(RuleBroken):
    """Tell that this licence does not let its holder give licences on."""

    message = N_("Your licence does not let you give licences to others now. Ask the maker.")


class Wider(BadTerms):
    """Tell that a licence would grant more than the one it stands under."""

    message = N_("This goes beyond your own licence. Stay within it: you cannot give more than you have.")

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field


def check_terms(terms: LicenceTerms, today: date) -> None:
    """Raise NothingGranted, BadPeriod, LongPeriod or RunOut for terms that cannot stand."""
    if not terms.parts:
        raise NothingGranted
    if terms.ends_on < terms.starts_on:
        raise BadPeriod
    if (terms.ends_on - terms.starts_on).days > MOST_DAYS:
        raise LongPeriod
    if terms.ends_on < today:
        raise RunOut


def check_within(terms: LicenceTerms, own: LicenceTerms) -> None:
    """Raise Wider, naming the first field in which the terms go beyond one's own licence."""
    for field in wider_fields(terms, own):
        raise Wider(field)


def wider_fields(terms: LicenceTerms, own: LicenceTerms) -> list[str]:
    """Name the fields in which terms go beyond one's own: none of them, and they lie within it."""
    beyond = {
        "design": own.design_id not in (None, terms.design_id),
        "covers_design": Part.DESIGN in terms.parts - own.parts,
        "covers_photos": Part.PHOTOS in terms.parts - own.parts,
        "platforms": bool(own.platforms) and not (terms.platforms and terms.platforms <= own.platforms),
        "starts_on": terms.starts_on < own.starts_on,
        "ends_on": terms.ends_on > own.ends_on,
        "floor_price": (terms.floor_price_fen or 0) < (own.floor_price_fen or 0),
        "may_sublicense": terms.may_sublicense and not own.may_sublicense,
        "sell_off_days": terms.sell_off_days > own.sell_off_days,
    }
    return [field for field, is_beyond in beyond.items() if is_beyond]
