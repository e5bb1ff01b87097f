"""Make bad files: cut off, garbled, misnamed, hostile, gigantic. Over two hundred, the same every time."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator
from functools import cache

from PIL import Image

from tests.pictures.drawn import HEIC, SECRET, costume, encoded, exif, jpeg, swapped_profile

MAGIC = {"jpeg": b"\xff\xd8\xff\xe0", "png": b"\x89PNG\r\n\x1a\n", "webp": b"RIFF\xff\0\0\0WEBPVP8 "}
PAGE = b"<!doctype html><script>alert(1)</script>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>'


@cache
def bad_files() -> dict[str, bytes]:
    """Give every bad file by its name."""
    makers = (_cut_off, _garbled, _glued, _no_photos, _moving, _gigantic, _odd_chunks, _odd_metadata)
    return {name: data for make in makers for name, data in make()}


@cache
def good_files() -> dict[str, bytes]:
    """Give one photo of each form, with metadata that must not get out."""
    told = {"exif": exif(6), "icc_profile": swapped_profile()}
    return {
        "jpeg": jpeg(comment=SECRET, **told),
        "progressive": jpeg(progressive=True, **told),
        "png": encoded(costume(), "PNG", **told),
        "webp": encoded(costume(), "WEBP", **told),
        "lossless": encoded(costume(), "WEBP", lossless=True, **told),
        "heic": HEIC.read_bytes(),
    }


def _cut_off() -> Iterator[tuple[str, bytes]]:
    for form, data in good_files().items():
        for percent in (*range(0, 100, 9), 1, 97, 99):
            yield f"{form} cut off at {percent}%", data[: len(data) * percent // 100]
        yield f"{form} without its last byte", data[:-1]


def _garbled() -> Iterator[tuple[str, bytes]]:
    for form, data in good_files().items():
        dice = random.Random(form)
        for number in range(12):
            garbled = bytearray(data)
            first = (
                0 if number % 2 else len(data) // 20
            )  # sometimes the head too, sometimes only what is behind it
            for _ in range(1 + number * 3):
                garbled[dice.randrange(first, len(data))] ^= 1 << dice.randrange(8)
            yield f"{form} with {1 + number * 3} bits turned over", bytes(garbled)


def _glued() -> Iterator[tuple[str, bytes]]:
    files = good_files()
    for form, data in files.items():
        for start, magic in MAGIC.items():
            yield f"{start} head on {form}", magic + data[len(magic) :]
        yield f"{form} with a web page behind it", data + PAGE
        yield f"{form} with a web page before it", PAGE + data
        yield f"{form} with a hole", data[: len(data) // 3] + data[len(data) // 2 :]
        yield (
            f"{form} with zeros in the middle",
            data[: len(data) // 3] + bytes(len(data) // 3) + data[-len(data) // 3 :],
        )


def _no_photos() -> Iterator[tuple[str, bytes]]:
    noise = random.Random(1).randbytes(5000)
    yield from {
        "nothing": b"",
        "one byte": b"\xff",
        "zeros": bytes(5000),
        "noise": noise,
        "text": "很多字".encode() * 900,
        "a web page": PAGE,
        "a drawing": DRAWING,
        "a drawing with a declaration": b'<?xml version="1.0"?>' + DRAWING,
        "a document": b"%PDF-1.7\n1 0 obj<</JavaScript(app.alert(1))>>endobj",
        "a program": b"MZ" + noise,
        "another program": b"\x7fELF" + noise,
        "an archive": b"PK\x03\x04" + noise,
        "a script": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nquit",
        "a film": b"\0\0\0\x18ftypisom" + noise,
        "an avif": encoded(costume(), "AVIF"),
        "a bmp": encoded(costume(), "BMP"),
        "a tiff": encoded(costume(), "TIFF"),
        "an icon": encoded(costume(), "ICO"),
        "a psd": b"8BPS\0\1" + noise,
        "a heic head alone": b"\0\0\0\x18ftypheic" + noise,
    }.items()
    for start, magic in MAGIC.items():
        yield f"{start} head and noise", magic + noise
        yield f"{start} head and a web page", magic + PAGE


def _moving() -> Iterator[tuple[str, bytes]]:
    frames = [costume(seed=seed) for seed in range(1, 5)]
    for form in ("GIF", "WEBP", "PNG"):
        data = encoded(costume(), form, save_all=True, append_images=frames, duration=80)
        yield f"moving {form}", data
        yield f"moving {form} cut off in its second frame", data[: len(data) // 3]


def png(width: int, height: int, rows: bytes = b"", bits: int = 8, colours: int = 2) -> bytes:
    """Build a PNG that says what its sides are, whatever it holds."""
    head = struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, 0)
    return (
        MAGIC["png"] + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _gigantic() -> Iterator[tuple[str, bytes]]:
    for width, height in (
        (2**31 - 1, 2**31 - 1),
        (2**31, 1),
        (0, 0),
        (0, 100),
        (60000, 60000),
        (70_000_001, 1),
    ):
        yield f"png of {width} x {height}", png(width, height)
    yield "png that inflates to 210 MB", png(8360, 8370, bytes((8360 * 3 + 1) * 8370))
    yield "png of one bit a dot, 70 million dots", png(8360, 8370, bytes(1046 * 8370), bits=1, colours=0)
    yield (
        "png of 16 bits a dot and transparency",
        png(7000, 7000, bytes((7000 * 8 + 1) * 7000), bits=16, colours=6),
    )
    yield "png with far more rows than it says", png(64, 64, bytes(60_000_000))
    yield "thin png", png(3_000_000, 17, bytes((3_000_000 * 3 + 1) * 17))
    plain = bytearray(jpeg())
    start = plain.index(b"\xff\xc0")
    plain[start + 5 : start + 9] = b"\xff\xff\xff\xff"
    yield "jpeg that says 65535 x 65535", bytes(plain)
    plain[start + 5 : start + 9] = b"\x20\x00\x20\x00"
    yield "jpeg that says 8192 x 8192", bytes(plain)
    canvas = bytearray(
        encoded(costume().convert("RGBA"), "WEBP", save_all=True, append_images=[costume(seed=3)])
    )
    canvas[24:30] = b"\xff" * 6
    yield "webp that says 16 million x 16 million", bytes(canvas)
    heic = HEIC.read_bytes()
    place = heic.index(b"ispe") + 8
    yield "heic that says 4 billion x 4 billion", heic[:place] + b"\xff" * 8 + heic[place + 8 :]
    yield "a single dot", encoded(Image.new("RGB", (1, 1)), "PNG")
    yield "a flat photo", encoded(Image.new("RGB", (400, 300), "white"), "JPEG")


def _odd_chunks() -> Iterator[tuple[str, bytes]]:
    image = encoded(costume(), "PNG")
    head, rest = image[:33], image[33:]
    bomb = zlib.compress(bytes(80_000_000), 9)
    for name, data in {
        "text": b"Comment\0" + SECRET * 1000,
        "swollen text": b"Comment\0\0" + bomb,
        "swollen profile": b"profile\0\0" + bomb,
        "swollen international text": b"Comment\0\1\0\0\0" + bomb,
        "broken place on earth": b"MM\0*\0\0\0\x08\xff\xff",
    }.items():
        kind = {
            "swollen text": b"zTXt",
            "swollen profile": b"iCCP",
            "swollen international text": b"iTXt",
        }.get(name)
        kind = kind or (b"eXIf" if "earth" in name else b"tEXt")
        yield f"png with {name}", head + _chunk(kind, data) + rest
    yield "png with a chunk of 2 GB", head + struct.pack(">I", 2**31 - 1) + b"IDAT" + rest
    yield "png without pictures in it", head + _chunk(b"IEND", b"")
    yield "png with two heads", head + head[8:] + rest
    yield "png with a wrong checksum", image[:30] + b"\0" + image[31:]


def _odd_metadata() -> Iterator[tuple[str, bytes]]:
    plain = jpeg()
    loop = b"MM\0*\0\0\0\x08\0\1\x87\x69\0\4\0\0\0\1\0\0\0\x08\0\0\0\x08"  # a directory that is its own child
    for name, data in {
        "orientation 9": exif(9),
        "orientation 65535": exif(65535),
        "metadata cut off": exif()[:20],
        "metadata in a loop": b"Exif\0\0" + loop,
        "metadata of noise": b"Exif\0\0MM\0*" + random.Random(5).randbytes(400),
        "no metadata in its place": b"Exif\0\0",
    }.items():
        segment = b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data
        yield f"jpeg with {name}", plain[:2] + segment + plain[2:]
    yield "jpeg with a comment longer than the file", plain[:2] + b"\xff\xfe\xff\xff" + plain[2:]
    yield "jpeg of nothing but heads", plain[:2] * 5000
    yield "jpeg of nothing but restart marks", plain[:-2] + b"\xff\xd0" * 200_000
