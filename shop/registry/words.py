"""Say in words what a copier did to a picture."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _


def undone(transform: dict[str, Any]) -> list[str]:
    """Give short phrases for what was undone to see that two pictures are one: mirrored, cut out, turned."""
    words = []
    if transform["mirrored"]:
        words.append(_("mirrored"))
    words += _turned(transform["turned"]) + _shown_part(transform)
    if transform["recoloured"]:
        words.append(_("recoloured"))
    return words


def _turned(degrees: float) -> list[str]:
    whole = round(degrees)
    return [_("turned by %(degrees)s°", degrees=abs(whole))] if abs(whole) >= 2 else []


def _shown_part(transform: dict[str, Any]) -> list[str]:
    words = []
    if transform["cropped_to"] < 0.97:
        words.append(_("cut down to %(part)s%%", part=max(1, round(100 * transform["cropped_to"]))))
    if transform["covers"] < 0.9:
        words.append(_("set into a larger picture"))
    return words
