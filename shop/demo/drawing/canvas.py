"""Hold the sheet a picture is painted on, drawn larger than shown so that every edge comes out clean."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from shop.demo.drawing.fabric import COARSE, Cloth, gradient, paper, shade, weave
from shop.demo.drawing.paths import Path, Points, turn
from shop.demo.drawing.pigments import RGB, Threads, deep, light, mix

SCALE = 2  # pixels drawn for each pixel shown, along each side


class Stroke(NamedTuple):
    """Keep one shape of a motif: path, silk (0-5), width (0 = filled) and where its stitches meet."""

    path: Path
    role: int
    width: float
    root: tuple[float, float] | None


Motif = tuple[Stroke, ...]


Figure = Callable[[Points], Path]


class Pen:
    """Draw shapes given in page units on an image whose corner lies at `origin` (pixels)."""

    def __init__(
        self, image: Image.Image, origin: tuple[int, int] = (0, 0), figure: Figure | None = None
    ) -> None:
        """Take the image to draw on, and the figure whose proportions to follow."""
        self._figure = figure
        self._draw = ImageDraw.Draw(image, "RGBA")
        self._origin = np.array(origin, dtype=np.float64)

    def _pixels(self, points: Points) -> list[float]:
        placed = self._figure(points) if self._figure else np.asarray(points)
        pixels: list[float] = (placed * SCALE - self._origin).ravel().tolist()
        return pixels

    def fill(self, points: Points, colour: RGB, alpha: float = 1.0) -> None:
        """Fill an outline."""
        self._draw.polygon(self._pixels(points), fill=(*colour, round(alpha * 255)))

    def line(
        self, points: Points, colour: RGB, width: float, alpha: float = 1.0, *, closed: bool = False
    ) -> None:
        """Draw a line of the given width (page units)."""
        pixels = self._pixels(points)
        if closed:
            pixels += pixels[:4]
        joint = "curve" if width > 2 else None
        self._draw.line(
            pixels, fill=(*colour, round(alpha * 255)), width=max(1, round(width * SCALE)), joint=joint
        )

    def dot(self, x: float, y: float, r: float, colour: RGB, alpha: float = 1.0) -> None:
        """Draw a disc."""
        px, py = self._pixels([(x, y)])
        s = r * SCALE
        self._draw.ellipse((px - s, py - s, px + s, py + s), fill=(*colour, round(alpha * 255)))

    def bead(self, x: float, y: float, r: float, colour: RGB) -> None:
        """Draw a bead or sequin with its glint."""
        self.dot(x + r * 0.15, y + r * 0.2, r, deep(colour, 0.45))
        self.dot(x, y, r * 0.9, colour)
        self.dot(x - r * 0.3, y - r * 0.3, r * 0.35, light(colour, 0.75))

    def stamp(
        self,
        motif: Motif,
        silks: Threads,
        x: float,
        y: float,
        size: float,
        angle: float = 0.0,
        *,
        flip: bool = False,
        stitched: bool = False,
        couched: float = 0.0,
    ) -> None:
        """Place a motif of radius `size`; `stitched` shows the threads, `couched` edges it with line silk."""
        for stroke in motif:
            points = turn(stroke.path * (-size if flip else size, size), angle, x, y)
            colour = silks.silk(stroke.role)
            if stroke.width:
                self.line(points, colour, stroke.width * size)
                continue
            self.fill(points, colour)
            if stitched:
                root = np.array([stroke.root or stroke.path.mean(axis=0)])
                heart = turn(root * (-size if flip else size, size), angle, x, y)[0]
                self.satin(points, heart, colour, max(2.1, size / 62))
            if couched:
                self.line(points, silks.line, couched, closed=True)

    def satin(self, outline: Path, heart: Path, colour: RGB, gap: float = 2.1) -> None:
        """Lay satin stitches from the outline towards its heart, light and dark by turns."""
        length = np.hypot(*np.diff(outline, axis=0, append=outline[:1]).T)
        count = np.maximum(1, (length / gap).astype(int))
        shades = (deep(colour, 0.2), light(colour, 0.26), mix(colour, light(colour), 0.4))
        turn_ = 0
        for i, n in enumerate(count.tolist()):
            following = outline[(i + 1) % len(outline)]
            for k in range(n):
                edge = outline[i] + (following - outline[i]) * (k / n)
                inner = edge + (heart - edge) * (0.45, 0.72, 0.58)[turn_ % 3]
                self.line(np.array([edge, inner]), shades[turn_ % 3], gap / 3)
                turn_ += 1


Decorate = Callable[[Pen], None]


class Canvas:
    """Paint cloth over cloth on a sheet of `size` page units, seeded so that it comes out the same."""

    def __init__(self, size: tuple[int, int], seed: int, ground: RGB) -> None:
        """Lay out a sheet in one colour."""
        self.size = size
        self.rng = np.random.default_rng(seed)
        self.image = Image.new("RGB", (size[0] * SCALE, size[1] * SCALE), ground)
        self.pen = Pen(self.image)
        self.figure: Figure | None = None

    def piece(
        self, outline: Points, cloth: Cloth, decorate: Decorate | None = None, shadow: float = 0.3
    ) -> None:
        """Lay a piece of cloth: colour, decoration, folds over both, and the shadow it casts below."""
        shape = self.figure(outline) if self.figure else np.asarray(outline)
        box = self._box(shape)
        if box is None:
            return
        mask = self._mask(shape, box)
        if shadow:
            self._cast(mask, box, shadow)
        tile = gradient(cloth, mask.size)
        if decorate:
            decorate(Pen(tile, box[:2], self.figure))
        self._lay(tile, mask, box, cloth)

    def _lay(
        self, tile: Image.Image, mask: Image.Image, box: tuple[int, int, int, int], cloth: Cloth
    ) -> None:
        dark, lit = shade(mask, cloth, self.rng)
        tile = ImageChops.screen(ImageChops.multiply(tile, dark), lit)
        tile = ImageChops.multiply(tile, self._weave(mask.size))
        if cloth.opacity < 1:
            mask = mask.point([round(i * cloth.opacity) for i in range(256)])
        self.image.paste(tile, box[:2], mask)

    def _weave(self, size: tuple[int, int]) -> Image.Image:
        sheet = weave("plain")
        if size[0] > sheet.width or size[1] > sheet.height:
            sheet = sheet.resize((max(size[0], sheet.width), max(size[1], sheet.height)))
        left = int(self.rng.integers(0, sheet.width - size[0] + 1))
        part = sheet.crop((left, 0, left + size[0], size[1]))
        return Image.merge("RGB", (part, part, part))

    def _box(self, outline: Path) -> tuple[int, int, int, int] | None:
        low, high = outline.min(axis=0) * SCALE, outline.max(axis=0) * SCALE
        left, top = max(0, int(low[0])), max(0, int(low[1]))
        right, bottom = min(self.image.width, int(high[0]) + 2), min(self.image.height, int(high[1]) + 2)
        return (left, top, right, bottom) if right - left > COARSE and bottom - top > COARSE else None

    def _mask(self, outline: Path, box: tuple[int, int, int, int]) -> Image.Image:
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        ImageDraw.Draw(mask).polygon((outline * SCALE - np.array(box[:2])).ravel().tolist(), fill=255)
        return mask

    def _cast(self, mask: Image.Image, box: tuple[int, int, int, int], strength: float) -> None:
        pad, step = 48, 8
        small = mask.reduce(step)
        sheet = Image.new("L", (small.width + 2 * pad // step, small.height + 2 * pad // step), 0)
        sheet.paste(small, (pad // step, pad // step))
        soft = sheet.filter(ImageFilter.GaussianBlur(2.4)).point([round(i * strength) for i in range(256)])
        soft = soft.resize((sheet.width * step, sheet.height * step), Image.Resampling.BILINEAR)
        self.image.paste((62, 38, 52), (box[0] - pad + 14, box[1] - pad + 20), soft)

    def follow(self, figure: Figure) -> None:
        """Draw all that comes next in the proportions of this figure."""
        self.figure = figure
        self.pen = Pen(self.image, figure=figure)

    def soften(self, radius: float) -> None:
        """Blur what is painted so far, as a backdrop out of focus; `radius` in page units."""
        small = self.image.reduce(4).filter(ImageFilter.GaussianBlur(radius * SCALE / 4))
        self.image.paste(small.resize(self.image.size, Image.Resampling.BILINEAR))

    def finish(self) -> Image.Image:
        """Return the picture at its shown size, with the tooth of the paper on it."""
        shown = self.image.reduce(SCALE)
        grain = paper()
        top = int(self.rng.integers(0, grain.shape[0] - shown.height + 1))
        left = int(self.rng.integers(0, grain.shape[1] - shown.width + 1))
        tooth = grain[top : top + shown.height, left : left + shown.width]
        return Image.fromarray(np.clip(np.asarray(shown, dtype=np.int16) + tooth, 0, 255).astype(np.uint8))
