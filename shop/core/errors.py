"""Name what can go wrong in words that a page can show.

A message is an English msgid (marked with `N_` so that it is gathered for translation) with
`%(name)s` places; `web.errors` translates it and fills the places in.
"""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802 - the customary gettext marker
    """Mark a message for translation without translating it yet."""
    return message


class ShopError(Exception):
    """Stop an act and say to the person what to do next."""

    message = N_("Something is not right. Please go back and try again.")

    def __init__(self, message: str | None = None, **params: object) -> None:
        self.message = message or type(self).message
        self.params = params
        super().__init__(self.message % params if params else self.message)


class NotFound(ShopError):
    """Tell that there is no such thing, or none that this person may see."""

    message = N_("We cannot find this. It may have been removed, or the link is wrong.")


class NotAllowed(ShopError):
    """Tell that this person may not do this."""

    message = N_("This is not open to you. If you think it should be, ask the town office.")


class RuleBroken(ShopError):
    """Tell that the act breaks a rule of the house, and which."""


class Busy(ShopError):
    """Tell that too much is asked at once; the same again will do in `retry_after` seconds."""

    message = N_("Many people are here just now. Wait a moment, then load the page again.")
    retry_after = 5
