"""Slow down whoever tries too often."""

from __future__ import annotations

from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

SIGN_IN_BY_ADDRESS = "30 per 5 minutes"  # a whole village station may share one address
SIGN_IN_BY_PHONE = "8 per 15 minutes"

limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window")


def typed_phone() -> str:
    """Give the phone number that is being tried, as the key of a limit."""
    return "phone:" + "".join(c for c in request.form.get("phone", "") if c.isdigit())[-11:]
