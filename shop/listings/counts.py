"""Read tables of pieces as people type them: one box for each colour in each size."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from shop.listings.rules import MOST_STOCK, BadCount

_BOX = re.compile(r"([a-z]+)-([0-9]{1,18})", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_SHOWN = 20  # characters of a wrong number that are said again


def read_counts(fields: Mapping[str, str], kind: str, most: int = MOST_STOCK) -> dict[int, int]:
    """Give {variant id: pieces} of the boxes named `<kind>-<variant id>`; an empty box says nothing.

    Raises `BadCount` for whatever is no whole number from 0 to `most`.
    """
    counts = {}
    for name, value in fields.items():
        box = _BOX.fullmatch(name)
        typed = unicodedata.normalize("NFKC", value).strip()  # Chinese keyboards type １２ as easily as 12
        if box and box[1] == kind and typed:
            counts[int(box[2])] = _count(typed, most)
    return counts


def _count(typed: str, most: int) -> int:
    if not _NUMBER.fullmatch(typed) or int(typed) > most:
        raise BadCount(typed=typed[:_SHOWN], most=most)
    return int(typed)
