"""Name every kind of copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bench.copies.edits import composite as co
from bench.copies.edits import overlay as ov
from bench.copies.edits import shape as sh
from bench.copies.edits import tone as to
from bench.copies.edits.composite import Others, Picture, Rng

Edit = Callable[[Picture, Rng, Others], Picture]


@dataclass(frozen=True)
class Kind:
    """One kind of copy: its name, its family and its edit."""

    name: str
    family: str
    edit: Edit


def apply(kind: Kind, picture: Picture, seed: int, others: Others) -> Picture:
    """Return the copy of `kind`; the same seed gives the same copy."""
    return np.ascontiguousarray(kind.edit(picture, np.random.default_rng(seed), others))


def _alone(edit: Callable[..., Picture], *args: object) -> Edit:
    """Return an edit that needs no other picture."""
    return lambda picture, rng, _others: edit(picture, rng, *args)


def _with(edit: Callable[..., Picture], *args: object) -> Edit:
    """Return an edit that needs other pictures."""
    return lambda picture, rng, others: edit(picture, rng, others, *args)


def _chain(*edits: Edit) -> Edit:
    """Return several edits, one after the other."""

    def chained(picture: Picture, rng: Rng, others: Others) -> Picture:
        for edit in edits:
            picture = np.ascontiguousarray(edit(picture, rng, others))
        return picture

    return chained


def _any_three(picture: Picture, rng: Rng, others: Others) -> Picture:
    """Do one edit of each of three families, drawn anew for every copy."""
    shape = [
        _alone(sh.mirror),
        _alone(sh.crop, 0.6),
        _alone(sh.turn, 8),
        _alone(sh.stretch, 0.85),
        _alone(sh.zoomed, 0.4),
    ]
    tone = [
        _alone(to.hue, False),
        _alone(to.grey),
        _alone(to.gamma, 0.6),
        _alone(to.film),
        _alone(to.blur, 0.003),
        _alone(to.dye),
    ]
    over = [
        _alone(ov.slogan, 0.1),
        _alone(ov.price_tag),
        _alone(ov.border, 0.1),
        _alone(ov.watermark, 0.5),
        _alone(ov.shop_frame),
        _with(co.collage),
    ]
    chosen = [bag[int(rng.integers(len(bag)))] for bag in (shape, tone, over)]
    return to.recompress(_chain(*chosen)(picture, rng, others), rng, int(rng.integers(35, 80)))


KINDS: tuple[Kind, ...] = (
    Kind("jpeg 30", "compress", _alone(to.recompress, 30)),
    Kind("jpeg 8", "compress", _alone(to.recompress, 8)),
    Kind("shrunk to 256 px", "compress", _alone(to.shrink, 256)),
    Kind("shrunk to 128 px", "compress", _alone(to.shrink, 128)),
    Kind("cropped to 70%", "crop", _alone(sh.crop, 0.7)),
    Kind("cropped to 45%", "crop", _alone(sh.crop, 0.45)),
    Kind("cropped to 25%", "crop", _alone(sh.crop, 0.25)),
    Kind("cropped to 12%", "crop", _alone(sh.crop, 0.12)),
    Kind("zoomed to 30%", "crop", _alone(sh.zoomed, 0.3)),
    Kind("mirrored", "mirror", _alone(sh.mirror)),
    Kind("mirrored, cropped to 50%", "mirror", _chain(_alone(sh.mirror), _alone(sh.crop, 0.5))),
    Kind("mirrored, recoloured", "mirror", _chain(_alone(sh.mirror), _alone(to.hue, False))),
    Kind("upside down, mirrored", "mirror", _alone(sh.flip)),
    Kind("turned by 5 degrees", "turn", _alone(sh.turn, 5)),
    Kind("turned by 12 degrees, cut", "turn", _alone(sh.turn_inside, 12)),
    Kind("turned by 30 degrees", "turn", _alone(sh.turn, 30)),
    Kind("turned by 90 degrees", "turn", _alone(sh.quarter, 1)),
    Kind("turned by 180 degrees", "turn", _alone(sh.quarter, 2)),
    Kind("stretched", "turn", _alone(sh.stretch, 0.78)),
    Kind("brightened", "recolour", _alone(to.brighten, 1.25, 30)),
    Kind("whitened", "recolour", _alone(to.gamma, 0.45)),
    Kind("darkened", "recolour", _alone(to.brighten, 0.5, 0)),
    Kind("grey", "recolour", _alone(to.grey)),
    Kind("other hues", "recolour", _alone(to.hue, False)),
    Kind("garment in another hue", "recolour", _alone(to.hue, True)),
    Kind("garment dyed", "recolour", _alone(to.dye)),
    Kind("film filter", "recolour", _alone(to.film)),
    Kind("blurred", "sharpness", _alone(to.blur, 0.004)),
    Kind("strongly blurred", "sharpness", _alone(to.blur, 0.009)),
    Kind("sharpened", "sharpness", _alone(to.sharpen)),
    Kind("grain", "sharpness", _alone(to.noise, 22)),
    Kind("beauty filter", "sharpness", _alone(to.smooth)),
    Kind("watermark all over", "overlay", _alone(ov.watermark, 0.6)),
    Kind("slogan", "overlay", _alone(ov.slogan, 0.08)),
    Kind("large text across", "overlay", _alone(ov.large_text)),
    Kind("price tag", "overlay", _alone(ov.price_tag)),
    Kind("stickers", "overlay", _alone(ov.stickers)),
    Kind("plain border", "border", _alone(ov.border, 0.12)),
    Kind("wide border", "border", _alone(ov.border, 0.45)),
    Kind("shop frame", "border", _alone(ov.shop_frame)),
    Kind("collage of four", "composite", _with(co.collage)),
    Kind("one of nine squares", "composite", _with(co.squares)),
    Kind("beside another", "composite", _with(co.beside)),
    Kind("corner of another, 45%", "composite", _with(co.corner, 0.45)),
    Kind("corner of another, 28%", "composite", _with(co.corner, 0.28)),
    Kind("quarters rearranged", "composite", _alone(co.rearranged, 2, 2)),
    Kind("sixths rearranged", "composite", _alone(co.rearranged, 3, 2)),
    Kind("on a poster", "background", _with(co.on_a_poster)),
    Kind("background plain", "background", _with(co.new_background, True)),
    Kind("background replaced", "background", _with(co.new_background, False)),
    Kind("screenshot", "screen", _alone(ov.chrome)),
    Kind("screen photographed", "screen", _alone(sh.screen_photo, 0.6)),
    Kind("screen photographed badly", "screen", _alone(sh.screen_photo, 1.2)),
    Kind(
        "screenshot of a mirrored crop",
        "screen",
        _chain(_alone(sh.mirror), _alone(sh.crop, 0.6), _alone(ov.chrome)),
    ),
    Kind(
        "mirrored, slogan, jpeg 25",
        "several",
        _chain(_alone(sh.mirror), _alone(ov.slogan, 0.12), _alone(to.recompress, 25)),
    ),
    Kind(
        "cropped, whitened, framed",
        "several",
        _chain(_alone(sh.crop, 0.5), _alone(to.gamma, 0.55), _alone(ov.shop_frame)),
    ),
    Kind("any three at once", "several", _any_three),
    Kind("any three at once, again", "several", _any_three),
)
