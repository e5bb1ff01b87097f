"""Slow down whoever tries too often."""

from __future__ import annotations

from flask import Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

SIGN_IN_BY_ADDRESS = "30 per 5 minutes"  # a whole village station may share one address
SIGN_IN_BY_PHONE = "8 per 15 minutes"
PHOTOS_BY_ADDRESS = "30 per 10 minutes"  # compared for somebody who is not signed in
CODES_BY_ADDRESS = "30 per 10 minutes"  # check codes that are nobody's
_REFUSED = 422
_NOT_FOUND = 404

limiter = Limiter(
    get_remote_address, storage_uri="memory://", strategy="moving-window", headers_enabled=True
)  # the headers say when to come again


def was_refused(answer: Response) -> bool:
    """Tell whether a try failed: only those count, so that a whole village may sign in at one counter."""
    return answer.status_code == _REFUSED


def was_wrong_code(answer: Response) -> bool:
    """Tell whether a code was nobody's: only such count, so that a busy market may check all day."""
    return answer.status_code == _NOT_FOUND
