"""Rules of holding a registration: when it is renewed, when its family is reminded, how it changes hands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from shop.core.errors import N_, RuleBroken
from shop.core.states import step_in

OFFER_DAYS = 14  # an offered design waits so long for its new family
REMIND_DAYS = (7, 30)  # before the end, the nearer first


class TransferState(StrEnum):
    """Where the offer of a design stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken-back"
    LAPSED = "lapsed"  # nobody answered in time
    CLOSED = "closed"  # the design went for another reason


class TransferAct(StrEnum):
    """What can be done to an offer."""

    ACCEPT = "accept"
    DECLINE = "decline"
    TAKE_BACK = "take-back"
    LAPSE = "lapse"
    CLOSE = "close"


_S, _A = TransferState, TransferAct
NEXT_TRANSFER_STATE: dict[tuple[TransferState, TransferAct], TransferState] = {
    (_S.OFFERED, _A.ACCEPT): _S.ACCEPTED,
    (_S.OFFERED, _A.DECLINE): _S.DECLINED,
    (_S.OFFERED, _A.TAKE_BACK): _S.TAKEN_BACK,
    (_S.OFFERED, _A.LAPSE): _S.LAPSED,
    (_S.OFFERED, _A.CLOSE): _S.CLOSED,
}


class TooEarlyToRenew(RuleBroken):
    """Tell from when a registration can be renewed."""

    message = N_("It can be renewed from %(opens)s on. Come back then.")


class TooLateToRenew(RuleBroken):
    """Tell that the time for renewing has passed."""

    message = N_(
        "It could be renewed until %(closes)s. Hand the design in anew; it then counts from that day."
    )


class ToOneself(RuleBroken):
    """Tell that a workshop has its own designs already."""

    message = N_("It is yours already. Choose the workshop that shall have it.")


class OfferOpen(RuleBroken):
    """Tell that a design is offered to one workshop at a time."""

    message = N_("It is offered to %(workshop)s already. Take that offer back first.")


class OfferOver(RuleBroken):
    """Tell that an offer has waited too long."""

    message = N_("This offer has ended. Ask the other workshop to offer it once more.")


class ObjectionOpen(RuleBroken):
    """Tell that nobody takes over a quarrel unseen."""

    message = N_("Somebody objects to this design. It can change hands when that is decided.")


class VersionWaits(RuleBroken):
    """Tell that all versions of a design go together."""

    message = N_("Version %(version)s of it is not decided yet. It can change hands when that is done.")


def next_transfer_state(state: TransferState, act: TransferAct) -> TransferState:
    """Give the state after the act; raise WrongStep where the table has no such step."""
    return step_in(NEXT_TRANSFER_STATE, state, act)


@dataclass(frozen=True)
class Window:
    """The days, both counted in, on which a registration can be renewed."""

    opens: date
    closes: date

    def holds(self, day: date) -> bool:
        """Tell whether it can be renewed on that day."""
        return self.opens <= day <= self.closes

    def check(self, day: date) -> None:
        """Raise TooEarlyToRenew or TooLateToRenew on a day that is not in it."""
        if day < self.opens:
            raise TooEarlyToRenew(opens=self.opens)
        if day > self.closes:
            raise TooLateToRenew(closes=self.closes)


def renewal_window(expires_on: date, renew_days: int) -> Window:
    """Give the days for renewing a registration whose last day is `expires_on`."""
    around = timedelta(days=renew_days)
    return Window(expires_on - around, expires_on + around)


def reminder_due(expires_on: date, day: date) -> int | None:
    """Say which reminder (so many days before the end) belongs to that day; none before and afterwards."""
    left = (expires_on - day).days
    return next((days for days in REMIND_DAYS if 0 <= left <= days), None)


def has_ended(expires_on: date | None, day: date) -> bool:
    """Tell whether a registration's last day lies behind."""
    return expires_on is not None and expires_on < day


def offer_ends_at(offered_at: datetime) -> datetime:
    """Give the moment at which an offer nobody answered ends."""
    return offered_at + timedelta(days=OFFER_DAYS)
