"""Let a new version of the engine read all pictures, as long work that survives a restart."""

from __future__ import annotations

import logging
from datetime import datetime

from shop.core.db import db, transaction
from shop.core.jobs import Task, worker
from shop.matching import ENGINE_VERSION
from shop.pictures import upkeep
from shop.pictures.rules import PhotoRefused

READ_PICTURES = "read-pictures"
ENGINE = f"engine-{ENGINE_VERSION}"  # the key of what is done once for each version of the engine
PIECE = 8  # pictures, some tenths of a second each
_log = logging.getLogger(__name__)


@worker(READ_PICTURES)
def _read_some(task: Task, _now: datetime) -> Task:
    """Read the next pictures that the present engine has not read; one that cannot be read is left out."""
    batch = upkeep.unread(above=task.cursor, limit=PIECE)
    read, total = upkeep.progress()
    db.session.rollback()
    if not batch:
        return task.over()
    for picture_id in batch:
        _read(picture_id)
    return task.after(batch[-1], done=read + len(batch) - task.done, total=total)


def _read(picture_id: int) -> None:
    try:
        data = upkeep.make_fingerprint(picture_id)
    except (PhotoRefused, FileNotFoundError) as error:
        db.session.rollback()
        _log.warning("picture number %s cannot be read: %s", picture_id, error)
        return
    with transaction():
        upkeep.keep_fingerprint(picture_id, data)
