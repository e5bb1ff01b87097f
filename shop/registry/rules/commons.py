"""Rules of the commons: what kinds of patterns belong to everybody, what an entry needs."""

from __future__ import annotations

from enum import StrEnum

from shop.core.errors import N_, RuleBroken


class CommonsKind(StrEnum):
    """Where a pattern that nobody may own comes from."""

    FOLK = "folk"
    RELIC = "relic"
    INSTITUTE = "institute"  # under an open village licence: free to make, with credit


KINDS = {
    CommonsKind.FOLK: N_("Folk pattern"),
    CommonsKind.RELIC: N_("From a relic"),
    CommonsKind.INSTITUTE: N_("From a design institute"),
}


class NeedsCredit(RuleBroken):
    """Tell that an institute wants to be named."""

    message = N_("Write how the institute is to be named: whoever makes the design names it so.")


class NeedsRetiringReason(RuleBroken):
    """Tell that a pattern is not taken back without a reason."""

    message = N_("Write the reason in a sentence: everybody can read it.")


class RetiredAlready(RuleBroken):
    """Tell that a pattern was taken back before."""

    message = N_("This pattern was taken back already. Load the page again to read why.")


def check_credit(kind: CommonsKind, credit: str) -> None:
    """Raise NeedsCredit for an institute's design that does not say whom to name."""
    if kind is CommonsKind.INSTITUTE and not credit:
        raise NeedsCredit
