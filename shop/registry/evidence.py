"""Draw the evidence of a likeness, so that a person can judge in five seconds."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from shop.core.db import db
from shop.matching import Match, Transform
from shop.pictures.evidence import draw_evidence as draw
from shop.registry.models import Likeness

if TYPE_CHECKING:
    import numpy as np

LAYERS = ("side-by-side", "before", "after")
_QUALITY = 88


def draw_evidence(likeness: Likeness, layer: str) -> bytes:
    """Give one of LAYERS as a JPEG: both pictures outlined, or one picture of the aligned pair."""
    both = likeness.picture.sha256, likeness.design_picture.picture.sha256
    drawn = _drawn(likeness.id, likeness.found_at.isoformat(), both)
    return drawn[LAYERS.index(layer)]


@lru_cache(maxsize=32)
def _drawn(likeness_id: int, _stamp: str, _both: tuple[str, str]) -> tuple[bytes, ...]:
    likeness = db.session.get_one(Likeness, likeness_id)
    drawn = draw(likeness.picture, likeness.design_picture.picture, match_of(likeness.match))
    return _jpeg(drawn.side_by_side), _jpeg(drawn.aligned[0]), _jpeg(drawn.aligned[1])


def match_of(values: dict[str, Any]) -> Match:
    """Read a match from the plain values that the register keeps."""
    return Match(
        key=values["key"],
        score=values["score"],
        verdict=values["verdict"],
        transform=Transform.from_dict(values["transform"]),
        region=tuple((x, y) for x, y in values["region"]),
        reference_region=tuple((x, y) for x, y in values["reference_region"]),
    )


def _jpeg(pixels: np.ndarray) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
