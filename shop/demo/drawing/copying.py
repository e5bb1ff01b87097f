"""Do to a picture what a copier does, so that the watch over the shops has something to find."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageOps

SIDE = 0.84  # of each side is kept, which leaves about 70% of the picture
TURN = 234  # steps of 256 round the colour circle: reds turn rose, greens turn olive


def copy_of(picture: Image.Image) -> Image.Image:
    """Return a copier's version of a picture: cropped, mirrored, dyed, watermarked, pressed as JPEG, RGB.

    The size is 84% of the picture's own on each side, in whole pixels.
    """
    wide, tall = round(picture.width * SIDE), round(picture.height * SIDE)
    left, top = (picture.width - wide) // 3, (picture.height - tall) // 2
    cropped = ImageOps.mirror(picture.convert("RGB").crop((left, top, left + wide, top + tall)))
    marked = _watermark(_dye(cropped))
    return _press(marked)


def _dye(picture: Image.Image) -> Image.Image:
    bands = np.array(picture.convert("HSV"))
    bands[..., 0] += np.uint8(TURN)
    bands[..., 1] = np.clip(bands[..., 1] * 1.12, 0, 255).astype(np.uint8)
    bands[..., 2] = np.clip(bands[..., 2] * 0.96 + 9, 0, 255).astype(np.uint8)
    return Image.fromarray(bands, "HSV").convert("RGB")


def _watermark(picture: Image.Image) -> Image.Image:
    """Brush a small seal of strokes in the corner, as shops sign what they post."""
    unit = picture.width / 100
    x, y = unit * 80, picture.height - unit * 18
    pen = ImageDraw.Draw(picture, "RGBA")
    white, width = (255, 255, 255, 190), max(2, round(unit * 0.7))
    pen.rounded_rectangle((x, y, x + unit * 13, y + unit * 13), unit * 2, outline=white, width=width)
    strokes = (
        ((2, 3.4), (11, 3.4)),
        ((6.5, 1.6), (6.5, 11)),
        ((3, 6.4), (10, 6.4)),
        ((6.2, 7), (2.4, 11)),
        ((6.8, 7), (10.8, 11)),
    )
    for (x0, y0), (x1, y1) in strokes:
        pen.line((x + x0 * unit, y + y0 * unit, x + x1 * unit, y + y1 * unit), fill=white, width=width)
    return picture


def _press(picture: Image.Image) -> Image.Image:
    """Save it small and open it again, twice, as pictures that went from chat to chat have been."""
    for quality in (58, 46):
        sheet = BytesIO()
        picture.save(sheet, "JPEG", quality=quality)
        picture = Image.open(BytesIO(sheet.getvalue())).convert("RGB")
    return picture
