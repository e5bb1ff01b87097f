"""Name the paints of the town's painter, and mix them."""

from __future__ import annotations

from dataclasses import dataclass

RGB = tuple[int, int, int]


def paint(code: str) -> RGB:
    """Read a colour written as six hexadecimal digits."""
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)


def mix(a: RGB, b: RGB, share: float) -> RGB:
    """Mix the share (0 to 1) of `b` into `a`."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


def light(colour: RGB, share: float = 0.3) -> RGB:
    """Lighten with a warm white."""
    return mix(colour, (255, 250, 238), share)


def deep(colour: RGB, share: float = 0.3) -> RGB:
    """Deepen with a plum black, as gouache painters shade."""
    return mix(colour, (44, 22, 38), share)


def rich(colour: RGB, share: float = 0.2) -> RGB:
    """Deepen a colour within its own hue, as a second wash of the same paint does."""
    top = max(1, *colour)
    red, green, blue = (round(part * (1 - share) * (part / top) ** (2.2 * share)) for part in colour)
    return red, green, blue


CINNABAR, VERMILION, ROUGE = paint("c5352c"), paint("e0543a"), paint("9e2b3a")
PEONY, BLUSH, ROSE = paint("e0768f"), paint("f4c6c4"), paint("c94f72")
PERSIMMON, APRICOT, HONEY = paint("e2803d"), paint("f3b778"), paint("e5a83a")
GOLD, STRAW, IVORY = paint("d9a94a"), paint("ecd9a0"), paint("f8efdd")
JADE, CELADON, PINE = paint("4f9a7f"), paint("b4d3bd"), paint("2c5f53")
WILLOW, MOSS = paint("9dbb5c"), paint("6e8446")
INDIGO, PORCELAIN, SKY = paint("2d4373"), paint("4a74b5"), paint("aecbe0")
LAKE, TEAL, PEACOCK = paint("3d93a3"), paint("217a80"), paint("14697f")
LILAC, WISTERIA, PLUM = paint("cdb6da"), paint("9a79b5"), paint("6d3560")
WHITE, SILVER, INK, UMBER = paint("fdf9f0"), paint("cfd4d8"), paint("2f2a35"), paint("7a4f34")
WOOD, SAND, MIST, DUSK = paint("b9855a"), paint("e9d8bd"), paint("dfe6e2"), paint("8d8aa0")


@dataclass(frozen=True)
class Palette:
    """Hold one costume's paints: its cloth, its trimming, its threads and the ground behind it."""

    main: RGB
    second: RGB
    trim: RGB
    thread: RGB
    accent: RGB
    ground: RGB


@dataclass(frozen=True)
class Threads:
    """Hold the six silks a motif is stitched with, in the order of its strokes' roles."""

    deep: RGB
    main: RGB
    light: RGB
    heart: RGB
    leaf: RGB
    line: RGB

    def silk(self, role: int) -> RGB:
        """Return the silk of a role, 0 to 5."""
        return (self.deep, self.main, self.light, self.heart, self.leaf, self.line)[role]


def threads(main: RGB, leaf: RGB = JADE, heart: RGB = GOLD, line: RGB | None = None) -> Threads:
    """Choose the silks for a motif around one main colour."""
    return Threads(deep(main, 0.32), main, light(main, 0.48), heart, leaf, line or light(heart, 0.35))


def tonal(cloth: RGB, share: float = 0.14) -> Threads:
    """Choose silks that hardly leave the cloth's own colour, as in a damask."""
    hi, lo = light(cloth, share * 1.4), deep(cloth, share)
    return Threads(lo, mix(cloth, hi, 0.6), hi, hi, mix(cloth, lo, 0.7), hi)
