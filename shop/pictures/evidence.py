"""Draw what the copy engine found between two stored pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shop.pictures.at_size import match_at_size
from shop.pictures.models import Picture
from shop.pictures.service import load_pixels

if TYPE_CHECKING:
    from shop.matching import Evidence, Match


def draw_evidence(query: Picture, reference: Picture, match: Match, height: int = 480) -> Evidence:
    """Draw a match between two pictures, `height` px high. The match is in the px of the originals."""
    from shop.matching import evidence

    ours, theirs = load_pixels(query), load_pixels(reference)
    fitted = match_at_size(
        match,
        query=((query.width, query.height), (ours.shape[1], ours.shape[0])),
        reference=((reference.width, reference.height), (theirs.shape[1], theirs.shape[0])),
    )
    return evidence(ours, theirs, fitted, height)
