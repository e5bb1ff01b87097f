"""Draw a costume as it hangs in its maker's room."""

from __future__ import annotations

from PIL import Image

from shop.demo.drawing import garments_children as children
from shop.demo.drawing import garments_folk as folk
from shop.demo.drawing import garments_hanfu as hanfu
from shop.demo.drawing import garments_stage as stage
from shop.demo.drawing import garments_yangge as yangge
from shop.demo.drawing.backdrops import backdrop
from shop.demo.drawing.costume import Costume
from shop.demo.drawing.easel import Easel
from shop.demo.drawing.furnish import furnish
from shop.demo.drawing.proportion import Proportion

CUTS = yangge.CUTS | hanfu.CUTS | children.CUTS | stage.CUTS | folk.CUTS


def draw_front(costume: Costume) -> Image.Image:
    """Draw the whole costume, 900 x 1200 pixels. Raises KeyError for an unknown cut or backdrop."""
    easel = Easel(costume, "front")
    backdrop(easel)
    easel.canvas.soften(1.6)
    furnish(easel)
    easel.canvas.follow(Proportion.drawn_by(easel.rng))
    CUTS[costume.cut](easel)
    return easel.canvas.finish()
