"""Take one photo in: read it without trust, turn it upright, make the copies that are shown, fingerprint it.

Pure: bytes in, values out. It runs in the worker process, where a file that breaks a decoder breaks no more.
"""

from __future__ import annotations

import io
import warnings
from functools import cache
from typing import Any, cast

import numpy as np
from PIL import Image, ImageCms
from PIL.Image import Transpose

from shop.core.files import sha256
from shop.matching import ENGINE_VERSION, fingerprint
from shop.matching.fingerprint import Fingerprint
from shop.matching.pixels import Pixels
from shop.pictures.at_size import at_size
from shop.pictures.rules import (
    FORMATS,
    MOST_PIXELS,
    SIZES,
    BrokenPhoto,
    PhotoRefused,
    TooManyPixels,
    check_bytes,
    check_sides,
    copy_sides,
)
from shop.pictures.taken import CopyName, Taken

_DECODERS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}
_ORIENTATION = 0x0112  # EXIF's tag
_TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
_LYING = frozenset({5, 6, 7, 8})  # orientations in which width and height change places
_SAVED: dict[str, dict[str, Any]] = {
    "webp": {"format": "WEBP", "quality": 78, "method": 2},
    "jpg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True, "subsampling": "4:2:0"},
}

SMOOTH = Image.Resampling.HAMMING  # as sharp as bicubic when making smaller, in half the time


def take_in(data: bytes, *, with_copies: bool = True) -> Taken:
    """Read a photo; without copies when it is only to be compared. Raise PhotoRefused with the reason."""
    media_type = check_bytes(data)
    pixels, width, height = read_upright(data, media_type)
    marks = at_size(fingerprint(pixels), width, height)
    copies = _make_copies(pixels) if with_copies else {}
    return Taken(sha256(data), media_type, width, height, ENGINE_VERSION, marks.to_bytes(), copies)


def fingerprint_copy(data: bytes, width: int, height: int) -> Fingerprint:
    """Fingerprint a stored copy anew, in the px of its original of `width` x `height` px."""
    pixels, _, _ = read_upright(data, check_bytes(data))
    return at_size(fingerprint(pixels), width, height)


def read_upright(data: bytes, media_type: str) -> tuple[Pixels, int, int]:
    """Give the picture as sRGB (H, W, 3), at most the largest copy's size, and the original's upright px."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _read(data, media_type)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError) as error:
        raise TooManyPixels from error
    except PhotoRefused:
        raise
    except Exception as error:  # decoders raise whatever they like over bad bytes
        raise BrokenPhoto from error


def _read(data: bytes, media_type: str) -> tuple[Pixels, int, int]:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    if media_type == "image/heic":
        _know_heic()
    with Image.open(io.BytesIO(data), formats=[_DECODERS[media_type]]) as image:
        check_sides(*image.size)
        turn = _orientation(image)
        lying = turn in _LYING
        width, height = image.size[::-1] if lying else image.size
        sides = copy_sides(width, height, SIZES["zoom"])
        profile = image.info.get("icc_profile")
        stored_sides = sides[::-1] if lying else sides
        image.draft(None, stored_sides)  # a JPEG is decoded at half or a quarter where that is enough
        image.load()
        small = _eight_bits(image).resize(stored_sides, SMOOTH)
    upright = small.transpose(_TURNS[turn]) if turn in _TURNS else small
    return np.array(_to_srgb(_on_white(upright), profile)), width, height


@cache
def _know_heic() -> None:
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False)


def _orientation(image: Image.Image) -> int:
    """Read how the camera was held; upright where the metadata cannot be read."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - a photo with broken metadata is still a photo
        return 1


def _eight_bits(image: Image.Image) -> Image.Image:
    """Bring the picture to L, RGB, RGBA or CMYK, which can be made smaller without harm."""
    if image.mode.startswith("I"):
        deep = np.asarray(image).astype(np.int64).clip(0, 65535)
        return Image.fromarray((deep >> 8).astype(np.uint8))
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    """Lay what shines through on white, as a shop's page shows it."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, image).convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Bring the colours to sRGB; a profile that is broken or of another kind of picture is passed over."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, source, _srgb(), outputMode="RGB")
            return cast("Image.Image", turned)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert("RGB")


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _make_copies(pixels: Pixels) -> dict[CopyName, bytes]:
    """Encode every size in every format anew: nothing of the file that was sent is left in them."""
    height, width = pixels.shape[:2]
    image = Image.fromarray(pixels)
    copies: dict[CopyName, bytes] = {}
    encoded: dict[str, bytes] = {}
    for size, most in sorted(SIZES.items(), key=lambda item: -item[1]):  # each is made from the one above it
        sides = copy_sides(width, height, most)
        if not encoded or sides != image.size:
            image = image if sides == image.size else image.resize(sides, SMOOTH)
            encoded = {ending: _encode(image, ending) for ending in FORMATS}
        copies.update({(size, ending): data for ending, data in encoded.items()})
    return copies


def _encode(image: Image.Image, ending: str) -> bytes:
    file = io.BytesIO()
    image.save(file, **_SAVED[ending])
    return file.getvalue()
