"""Read the day that a photo itself says it was taken on.

Only what cameras write beside the picture is read, never the picture; anybody can write there what they like,
so it is a hint for people and proves nothing.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from PIL import Image

from shop.pictures import store
from shop.pictures.models import Picture

MOST_READ = 1024 * 1024  # bytes of the file that are looked through: cameras write near its beginning
_MOST_NOTES = 64 * 1024  # bytes of what the camera wrote; a JPEG cannot hold more
_CAMERA, _TAKEN_AT = 0x8769, 0x9003  # EXIF's tags: what the camera says, and therein DateTimeOriginal
_LONGEST = 40  # characters of a moment such as 2025:03:04 15:06:07
_BEGINS = re.compile(rb"(?:Exif\0\0|eXIf|EXIF.{4}(?:Exif\0\0)?)(?=II\*\0|MM\0\*)", re.DOTALL)


def own_day(picture: Picture) -> date | None:
    """Give the day on which a photo says it was taken, by its camera's clock; None where it does not say."""
    try:
        with store.here().original_path(picture.sha256, picture.ending).open("rb") as file:
            return day_in(file.read(MOST_READ))
    except OSError:  # the file is gone: `flask pictures check` says so, here it just says nothing
        return None


def day_in(data: bytes) -> date | None:
    """Give the day in the EXIF notes of a JPEG, PNG, WebP or HEIC file's first bytes."""
    begins = _BEGINS.search(data)
    if begins is None:
        return None
    try:
        notes = Image.Exif()
        notes.load(data[begins.end() : begins.end() + _MOST_NOTES])
        said = str(notes.get_ifd(_CAMERA).get(_TAKEN_AT, ""))[:_LONGEST]
        return datetime.strptime(said.strip("\0 ")[:10], "%Y:%m:%d").date()  # noqa: DTZ007 - a camera has no zone
    except Exception:  # noqa: BLE001 - whatever stands there, it says no day that can be read
        return None
