"""Say what one costume of the demo town is."""

from __future__ import annotations

from dataclasses import dataclass

from shop.demo.drawing.pigments import Palette


@dataclass(frozen=True)
class Costume:
    """Describe a costume: its names, its trade, and what the painter needs (paints, cut, motifs, room)."""

    slug: str
    name_zh: str
    name_en: str
    category: str
    colours: Palette
    cut: str
    motifs: tuple[str, ...]
    backdrop: str
    detail: str
