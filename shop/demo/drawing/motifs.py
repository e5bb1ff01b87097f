"""Know every motif by its name."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from shop.demo.drawing import creatures as c
from shop.demo.drawing import flowers as f
from shop.demo.drawing import ornaments as o
from shop.demo.drawing.canvas import Motif

MOTIFS: dict[str, Callable[[Random], Motif]] = {
    make.__name__: make
    for make in (
        f.peony,
        f.plum,
        f.branch,
        f.lotus,
        f.daisy,
        f.sunflower,
        f.sprig,
        f.bamboo,
        f.ginkgo,
        f.wheat,
        f.magnolia,
        f.persimmon,
        c.crane,
        c.phoenix,
        c.carp,
        c.swallow,
        c.butterfly,
        c.rabbit,
        c.tiger,
        c.feather,
        c.magpies,
        o.cloud,
        o.ruyi,
        o.wave,
        o.crest,
        o.fret,
        o.roundel,
        o.lattice,
        o.ikat,
        o.horn,
        o.sunbird,
        o.star,
        o.mountain,
    )
}


def motif(name: str, seed: str) -> Motif:
    """Draw the motif `name` as one maker draws it: the same seed gives the same hand. Raises KeyError."""
    return MOTIFS[name](Random(f"{name} {seed}"))
