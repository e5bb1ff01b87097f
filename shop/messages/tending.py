"""Let go of old messages: whoever has read one over a year ago needs it no more."""

from __future__ import annotations

from datetime import datetime

from shop.core.db import transaction
from shop.core.jobs import daily
from shop.messages.service import forget_read


@daily
def forget_old(now: datetime) -> None:
    """Delete what was read long ago; what nobody has read stays."""
    with transaction():
        forget_read(now)
