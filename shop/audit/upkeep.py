"""Sign the log once a day without anybody asking, so that there is always something fresh to witness."""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from shop.audit.keys import installation_key
from shop.audit.models import Checkpoint
from shop.audit.note import SigningKey
from shop.audit.service import find_checkpoint, log_size, make_checkpoint
from shop.core.db import transaction
from shop.core.jobs import daily


def checkpoint_if_grown(key: SigningKey, *, now: datetime) -> Checkpoint | None:
    """Sign the log within the caller's transaction, unless the newest checkpoint counts all of it already."""
    newest = find_checkpoint(covering=-1)
    if newest is not None and newest.size == log_size():
        return None
    return make_checkpoint(key, now=now)


@daily
def sign_the_day(now: datetime) -> None:
    """Sign what the log has come to, if it grew."""
    key = installation_key(current_app.config)
    with transaction():
        checkpoint_if_grown(key, now=now)
