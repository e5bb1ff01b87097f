"""Find the way back to a page of this site, and to no other."""

from __future__ import annotations

from flask import request, url_for


def next_path() -> str:
    """Give the page to go on to (`next` in the form or the address), or the person's desk."""
    return own_path(request.values.get("next", "")) or url_for("home.desk")


def own_path(address: str) -> str:
    """Give the address when it is a path of this site, else nothing.

    `//elsewhere` is another site, and browsers read a backslash or a tab in there the same way.
    """
    is_path = address.startswith("/") and not address.startswith("//")
    return "" if not is_path or any(c < " " or c in "\\\x7f" for c in address) else address
