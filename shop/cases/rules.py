"""Rules of suspicions: who may see one, who decides."""

from __future__ import annotations

from shop.core.errors import N_, NotAllowed, RuleBroken


class NeedsReason(RuleBroken):
    """Tell that a decision needs a reason."""

    message = N_("Write the reason in a sentence: both families will read it.")


class AlreadyDecided(RuleBroken):
    """Tell that somebody has decided already."""

    message = N_("Somebody has decided this already. Load the page again to see it.")


class Party(NotAllowed):
    """Tell that a party does not decide its own matter."""

    message = N_("One of the two workshops is your own: another officer decides.")
