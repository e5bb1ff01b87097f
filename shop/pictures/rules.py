"""Rules of photos: what is taken in, in which sizes it is kept, and what to say when it cannot be."""

from __future__ import annotations

from shop.core import errors
from shop.core.errors import N_, RuleBroken

MOST_BYTES = 20 * 1024 * 1024  # the largest photos of phones are about 15 MB
MOST_PIXELS = 70_000_000  # phones make 50 million
LEAST_SIDE = 16  # px; below it there is nothing to see, and nothing for the copy engine to hold on to
SIZES = {"list": 320, "page": 800, "zoom": 1600}  # px wide; never enlarged
TALLEST = 4  # times as high as wide at most: shops' long pictures would else make giant copies
FORMATS = {"webp": "image/webp", "jpg": "image/jpeg"}
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic"}

_HEIC_BRANDS = frozenset(b"heic heix heim heis hevc hevx hevm hevs mif1 msf1".split())


class PhotoRefused(RuleBroken):
    """Tell that a photo cannot be taken in, and what to do instead."""


class NoPhoto(PhotoRefused):
    """Tell that nothing was sent."""

    message = N_("No photo arrived. Please choose one and send it again.")


class NotAPhoto(PhotoRefused):
    """Tell that a file is no picture of a kind we read."""

    message = N_("This is not a photo we can read. Please choose a JPEG, PNG, WebP or HEIC photo.")


class TooManyBytes(PhotoRefused):
    """Tell that a file is too large."""

    message = N_("This photo is larger than %(most)s MB. Please send it in a smaller size.")

    def __init__(self) -> None:
        super().__init__(most=MOST_BYTES // (1024 * 1024))


class TooManyPixels(PhotoRefused):
    """Tell that a picture has too many pixels to be opened safely."""

    message = N_(
        "This picture is too large: more than %(most)s million dots. Please send it in a smaller size."
    )

    def __init__(self) -> None:
        super().__init__(most=MOST_PIXELS // 1_000_000)


class TooSmall(PhotoRefused):
    """Tell that there is nothing to see on a picture."""

    message = N_("This picture is too small to see anything on it. Please choose the original photo.")


class BrokenPhoto(PhotoRefused):
    """Tell that a picture's file is damaged or did not arrive whole."""

    message = N_(
        "This photo is damaged or did not arrive whole. Please send it again, or choose another one."
    )


class TookTooLong(PhotoRefused):
    """Tell that a picture was given up."""

    message = N_("This picture takes too long to open. Please send a plain photo, straight from the phone.")


class Busy(errors.Busy):
    """Tell that many pictures are being worked on; the same again will do in `retry_after` seconds."""

    message = N_("Many photos are arriving just now. Please wait a moment, then send yours again.")
    retry_after = 5


REFUSALS: dict[str, type[PhotoRefused]] = {
    kind.__name__: kind
    for kind in (NotAPhoto, TooManyBytes, TooManyPixels, TooSmall, BrokenPhoto, TookTooLong)
}


def media_type_of(data: bytes) -> str:
    """Tell the kind of picture by its first bytes; raise NotAPhoto for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return "image/heic"
    raise NotAPhoto


def check_bytes(data: bytes) -> str:
    """Tell the kind of picture; raise TooManyBytes or NotAPhoto before anybody opens it."""
    if len(data) > MOST_BYTES:
        raise TooManyBytes
    return media_type_of(data)


def check_sides(width: int, height: int) -> None:
    """Raise TooManyPixels or TooSmall for a picture of so many px."""
    if width * height > MOST_PIXELS:
        raise TooManyPixels
    if min(width, height) < LEAST_SIDE:
        raise TooSmall


def copy_sides(width: int, height: int, most: int) -> tuple[int, int]:
    """Give the px of a copy at most `most` wide and TALLEST times as high, in proportion, never enlarged."""
    factor = min(1.0, most / width, most * TALLEST / height)
    return max(1, round(width * factor)), max(1, round(height * factor))


def tidy_file_name(name: str) -> str:
    """Give the name a file had on its owner's device: no folders, nothing unprintable, 200 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable()).strip()[:200]


class NeedsPhoto(RuleBroken):
    """Tell that something that is to be shown has no photo."""

    message = N_("Add at least one photo of the costume first.")


class TooManyPictures(RuleBroken):
    """Tell that there are more photos than anybody looks at."""

    message = N_("At most %(most)s photos: take some away.")
