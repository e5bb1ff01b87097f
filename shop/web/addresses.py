"""Find the way back to a page of this site, and to no other."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request, url_for


def next_path() -> str:
    """Give the page to go on to (`next` in the form or the address), or the person's desk."""
    return own_path(request.values.get("next", "")) or url_for("home.desk")


def own_path(address: str) -> str:
    """Give the address when it is a path of this site, else nothing (`//elsewhere` and `/\\elsewhere` are not)."""
    if not address.startswith("/") or any(c < " " or c == "\\" for c in address):
        return ""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or address.startswith("//"):
        return ""
    return address
