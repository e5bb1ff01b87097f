"""Draw a costume as it hangs in its maker's room."""

from __future__ import annotations

from PIL import Image

from shop.demo.drawing import garments_children, garments_folk, garments_hanfu, garments_stage, garments_yangge
from shop.demo.drawing.backdrops import backdrop
from shop.demo.drawing.costume import Costume
from shop.demo.drawing.easel import Easel
from shop.demo.drawing.furnish import furnish

CUTS = garments_yangge.CUTS | garments_hanfu.CUTS | garments_children.CUTS | garments_stage.CUTS | garments_folk.CUTS


def draw_front(costume: Costume) -> Image.Image:
    """Draw the whole costume, 900 x 1200 pixels. Raises KeyError for an unknown cut or backdrop."""
    easel = Easel(costume, "front")
    backdrop(easel)
    easel.canvas.soften(1.6)
    furnish(easel)
    CUTS[costume.cut](easel)
    return easel.canvas.finish()
