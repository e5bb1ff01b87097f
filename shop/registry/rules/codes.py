"""Codes that stand on papers, by which anybody checks them: made, written in groups, read as people type."""

from __future__ import annotations

import re
import secrets
import unicodedata

from shop.core.errors import N_, RuleBroken
from shop.core.ids import ALPHABET

GROUPS, GROUP = 3, 5  # 31**15 is about 2**74: nobody finds one by trying
_LENGTH = GROUPS * GROUP
_BETWEEN = re.compile(r"[\s\-_.·—–]+")
_LOOKALIKES = frozenset("01ilo")


class NoSuchForm(RuleBroken):
    """Tell that what was typed cannot be a code."""

    message = N_("A check code has 15 letters and digits, in three groups of five. Please look once more.")


class Lookalike(NoSuchForm):
    """Tell that what was typed has a character that no code has."""

    message = N_(
        "No check code has the letters O, I and L or the digits 0 and 1. Look once more: "
        "what looks like an O may be a Q or a D, what looks like a 1 may be a 7 or a J."
    )


def new_check_code() -> str:
    """Make a code (about 74 bits) without characters that are taken for one another."""
    return "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))


def in_groups(code: str) -> str:
    """Write a code as people read it: `7K2MQ-…`."""
    large = code.upper()
    return "-".join(large[start : start + GROUP] for start in range(0, len(large), GROUP))


def read_check_code(typed: str) -> str:
    """Read a code however it was typed: small or large, spaced, full-width, or as the paper's whole address.

    Raises Lookalike or NoSuchForm, which say what to look at.
    """
    plain = unicodedata.normalize("NFKC", typed[:300]).strip().lower().rstrip("/").rpartition("/")[2]
    code = _BETWEEN.sub("", plain)
    if len(code) == _LENGTH and set(code) & _LOOKALIKES and set(code) <= set(ALPHABET) | _LOOKALIKES:
        raise Lookalike
    if len(code) != _LENGTH or not set(code) <= set(ALPHABET):
        raise NoSuchForm
    return code
