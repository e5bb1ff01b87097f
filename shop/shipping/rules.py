"""Name the rules of shipping and what is said when one is broken."""

from __future__ import annotations

from shop.core.errors import N_, RuleBroken


class NumberRefused(RuleBroken):
    """Tell that a number cannot be a waybill's or a parcel's, and why."""

    message = N_("This number cannot be used. Please check it against the courier's paper.")


class LabelError(RuleBroken):
    """Tell that a label cannot be printed as asked, and what to change."""

    message = N_("This label cannot be printed.")
