"""Draw the demo town's costumes and its street, from nothing but shapes and paint."""

from __future__ import annotations

from PIL import Image

from shop.demo.drawing.catalogue import COSTUMES
from shop.demo.drawing.copying import copy_of
from shop.demo.drawing.costume import Costume
from shop.demo.drawing.detail import draw_detail
from shop.demo.drawing.front import draw_front
from shop.demo.drawing.plates import PLATES, draw_plate
from shop.demo.drawing.scene import town_scene

__all__ = ["COSTUMES", "PLATES", "VIEWS", "Costume", "copy_of", "draw", "draw_plate", "town_scene"]

VIEWS = {"front": draw_front, "detail": draw_detail}


def draw(costume: Costume, view: str = "front") -> Image.Image:
    """Draw one view of a costume, RGB, 900 x 1200 pixels, always the same. Raises KeyError."""
    return VIEWS[view](costume)
