"""Rules of suspicions: what a decision needs."""

from __future__ import annotations

from shop.core.errors import N_, RuleBroken


class NeedsReason(RuleBroken):
    """Tell that a decision needs a reason."""

    message = N_("Write the reason in a sentence: both families will read it.")


class AlreadyDecided(RuleBroken):
    """Tell that somebody has decided already."""

    message = N_("Somebody has decided this already. Load the page again to see it.")
