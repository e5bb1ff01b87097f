"""Edits that lay things over or around a picture: marks, slogans, tags, frames, application chrome."""

from __future__ import annotations

import cv2
import numpy as np

Picture = np.ndarray
Rng = np.random.Generator

SLOGANS = ("NEW 2026", "SALE -50%", "FREE SHIPPING", "HANFU HOUSE", "BEST PRICE", "FACTORY SHOP", "HOT! 99.9")
FONTS = (
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
    cv2.FONT_HERSHEY_SIMPLEX,
)


def watermark(picture: Picture, rng: Rng, share: float) -> Picture:
    """Repeat a seller's mark, see-through, all over the picture."""
    h, w = picture.shape[:2]
    layer = np.zeros((2 * h, 2 * w), np.uint8)
    words, font, size = str(rng.choice(SLOGANS)), int(rng.choice(FONTS)), w / 500
    for y in range(0, 2 * h, max(30, h // 5)):
        for x in range(0, 2 * w, max(60, w // 2)):
            cv2.putText(layer, words, (x, y), font, size, 255, max(1, w // 250), cv2.LINE_AA)
    turned = cv2.warpAffine(layer, cv2.getRotationMatrix2D((w, h), rng.uniform(15, 45), 1), (2 * w, 2 * h))
    return _ink(picture, turned[h // 2 : h // 2 + h, w // 2 : w // 2 + w], (255, 255, 255), share)


def slogan(picture: Picture, rng: Rng, height: float) -> Picture:
    """Write a slogan of `height` of the picture across it."""
    h, w = picture.shape[:2]
    layer = np.zeros((h, w), np.uint8)
    words, font = str(rng.choice(SLOGANS)), int(rng.choice(FONTS))
    (tw, th), _ = cv2.getTextSize(words, font, 1, 2)
    scale_y = height * h / th
    scale = min(scale_y, 1.15 * w / tw)
    at = (int((w - tw * scale) / 2), int(h * rng.uniform(0.25, 0.9)))
    cv2.putText(layer, words, at, font, scale, 255, max(2, int(scale * 4)), cv2.LINE_AA)
    return _ink(picture, layer, tuple(int(v) for v in rng.integers(0, 256, 3)), 1.0)


def large_text(picture: Picture, rng: Rng) -> Picture:
    """Write three or four thick lines across the whole picture."""
    for line in range(int(rng.integers(3, 5))):
        h = picture.shape[0]
        layer = np.zeros(picture.shape[:2], np.uint8)
        words, font = str(rng.choice(SLOGANS)), int(rng.choice(FONTS[:2]))
        (tw, _), _ = cv2.getTextSize(words, font, 1, 2)
        scale = 1.05 * picture.shape[1] / tw
        at = (-4, int(h * (0.22 + 0.24 * line + rng.uniform(-0.05, 0.05))))
        cv2.putText(layer, words, at, font, scale, 255, max(3, int(scale * 7)), cv2.LINE_AA)
        picture = _ink(picture, layer, tuple(int(v) for v in rng.integers(0, 256, 3)), 1.0)
    return picture


def price_tag(picture: Picture, rng: Rng) -> Picture:
    """Stick a price tag and a round badge on."""
    h, w = picture.shape[:2]
    out = picture.copy()
    colour = tuple(int(v) for v in rng.integers(0, 256, 3))
    y = int(h * rng.uniform(0.75, 0.85))
    cv2.rectangle(out, (0, y), (int(w * 0.55), h), colour, -1)
    cv2.putText(
        out,
        f"Y{rng.integers(10, 999)}",
        (int(w * 0.03), int(y + (h - y) * 0.75)),
        FONTS[0],
        w / 200,
        (255, 255, 255),
        max(2, w // 130),
        cv2.LINE_AA,
    )
    centre = (int(w * rng.uniform(0.75, 0.88)), int(h * rng.uniform(0.1, 0.2)))
    cv2.circle(out, centre, int(w * 0.13), (230, 40, 40), -1, cv2.LINE_AA)
    cv2.putText(
        out,
        "NEW",
        (centre[0] - int(w * 0.08), centre[1] + int(w * 0.02)),
        FONTS[0],
        w / 480,
        (255, 255, 0),
        max(1, w // 200),
        cv2.LINE_AA,
    )
    return out


def stickers(picture: Picture, rng: Rng) -> Picture:
    """Hide parts under plain stickers, as over a face or a logo."""
    h, w = picture.shape[:2]
    out = picture.copy()
    for _ in range(int(rng.integers(3, 7))):
        centre = (int(rng.uniform(0, w)), int(rng.uniform(0, h)))
        colour = tuple(int(v) for v in rng.integers(0, 256, 3))
        cv2.circle(out, centre, int(w * rng.uniform(0.06, 0.14)), colour, -1, cv2.LINE_AA)
    return out


def border(picture: Picture, rng: Rng, share: float) -> Picture:
    """Add a plain border of about `share` of the side."""
    h, w = picture.shape[:2]
    t, b, le, r = (int(v) for v in rng.uniform(0.5, 1.5, 4) * share * [h, h, w, w])
    colour = tuple(int(v) for v in rng.integers(0, 256, 3)) if rng.random() < 0.6 else (255, 255, 255)
    return cv2.copyMakeBorder(picture, t, b, le, r, cv2.BORDER_CONSTANT, value=colour)


def shop_frame(picture: Picture, rng: Rng, style: int | None = None) -> Picture:
    """Set it into a shop's frame with a headline and patterned edges; one `style`, one frame."""
    h, w = 640, 480
    art = np.random.default_rng(style if style is not None else int(rng.integers(1 << 30)))
    frame = np.full((h, w, 3), art.integers(150, 256, 3), np.uint8)
    for _ in range(60):
        at = (int(art.uniform(0, w)), int(art.uniform(0, h)))
        cv2.ellipse(
            frame,
            at,
            (int(art.uniform(4, 26)), int(art.uniform(4, 26))),
            art.uniform(0, 180),
            0,
            360,
            tuple(int(v) for v in art.integers(0, 256, 3)),
            int(art.choice([-1, 2])),
            cv2.LINE_AA,
        )
    for y, size in ((60, 1.6), (610, 1.1)):
        cv2.putText(
            frame,
            str(art.choice(SLOGANS)),
            (30, y),
            int(art.choice(FONTS)),
            size,
            tuple(int(v) for v in art.integers(0, 200, 3)),
            3,
            cv2.LINE_AA,
        )
    return inset(frame, picture, (36, 84, 444, 566))


def chrome(picture: Picture, rng: Rng, style: int | None = None) -> Picture:
    """Take a screenshot with the application around it; one `style`, one application."""
    w, h = 480, 1000
    art = np.random.default_rng(style if style is not None else int(rng.integers(1 << 30)))
    page = np.full((h, w, 3), 250, np.uint8)
    colour = tuple(int(v) for v in art.integers(0, 256, 3))
    cv2.rectangle(page, (0, 0), (w, 60), colour, -1)
    cv2.putText(page, "9:41   Shop", (16, 40), FONTS[0], 0.9, (255, 255, 255), 2, cv2.LINE_AA)
    for i in range(5):
        y = 720 + 45 * i
        cv2.putText(
            page,
            str(art.choice(SLOGANS)) + f"  {art.integers(10, 999)}",
            (16, y),
            int(art.choice(FONTS)),
            0.9,
            tuple(int(v) for v in art.integers(0, 180, 3)),
            2,
            cv2.LINE_AA,
        )
    for i in range(4):
        cv2.circle(page, (60 + 120 * i, 965), 20, colour, 3 if art.random() < 0.5 else -1, cv2.LINE_AA)
    return inset(page, picture, (0, 62, w, 690))


def inset(page: Picture, picture: Picture, box: tuple[int, int, int, int]) -> Picture:
    """Return the page with the picture, cut to fit, in the box (left, top, right, bottom)."""
    left, top, right, bottom = box
    bw, bh = right - left, bottom - top
    h, w = picture.shape[:2]
    factor = max(bw / w, bh / h)
    sized = cv2.resize(
        picture, (max(bw, round(w * factor)), max(bh, round(h * factor))), interpolation=cv2.INTER_AREA
    )
    y, x = (sized.shape[0] - bh) // 2, (sized.shape[1] - bw) // 2
    out = page.copy()
    out[top:bottom, left:right] = sized[y : y + bh, x : x + bw]
    return out


def _ink(picture: Picture, layer: np.ndarray, colour: tuple[int, ...], share: float) -> Picture:
    """Print `colour` where layer (H, W) says, `share` of it opaque."""
    alpha = (layer.astype(np.float32) / 255 * share)[:, :, None]
    return (picture * (1 - alpha) + np.array(colour, np.float32) * alpha).astype(np.uint8)
