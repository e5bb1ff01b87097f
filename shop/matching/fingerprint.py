"""Fingerprint a picture: its local features, a small grey picture and its colours, in at most 20 kB."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from shop.matching.codebook import codebook
from shop.matching.features import FEATURES, Features, read_features
from shop.matching.pixels import WORKING_SIDE, Array, Pixels, as_rgb, shrink

ENGINE_VERSION = 2  # stamped on stored fingerprints; changes when older ones can no longer be compared
SKETCH_SIDE = 192  # px; the small grey picture that the agreement step compares
SKETCH_QUALITIES = (55, 40, 25, 15)  # of its JPEG: the first that fits into
SKETCH_BYTES = 4_800  # bytes, so that a whole fingerprint stays under 20 kB
MASK_SIDE = 32  # both sides of the map of what weighs nothing
COLOUR_SIDE = 16  # px; both sides of the colour thumbnail
PLAIN_FEATURES = 12  # with fewer features than this a picture is too plain to tell
PLAIN_DEVIATION = 4.0  # grey levels; nor can anything be told from a picture as flat as this

OCTAVES = 12  # doublings of a feature's size, below the picture's side, that are told apart

_HEAD = struct.Struct("<4sHIIHHI")  # magic, version, width, height, features, -, length of the JPEG
_MAGIC = b"SHFP"
_POINT = np.dtype([("x", "<u2"), ("y", "<u2"), ("size", "u1"), ("angle", "u1")])


@dataclass(frozen=True)
class Fingerprint:
    """What the engine keeps of a picture of `width` x `height` px.

    `features` have their points in the picture's own px; `jpeg` is the small grey picture, `colours` the
    thumbnail (16, 16, 2) uint8 of Lab's a and b; `mask` (32, 32) bool is true where nothing
    counts (see muting).
    """

    width: int
    height: int
    features: Features
    jpeg: bytes
    colours: Pixels
    mask: NDArray[np.bool_]

    @cached_property
    def sketch(self) -> Pixels:
        """Return the grey picture (h, w) uint8, longest side at most SKETCH_SIDE."""
        import cv2

        decoded = cv2.imdecode(np.frombuffer(self.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
        if decoded is None:
            raise ValueError("a broken fingerprint: its sketch cannot be read")
        return np.asarray(decoded, np.uint8)

    @cached_property
    def plain(self) -> bool:
        """Tell whether the picture is too plain to compare: blank, dark or nearly textureless."""
        return len(self.features) < PLAIN_FEATURES or float(self.sketch.std()) < PLAIN_DEVIATION

    def at_first_sight(self) -> Fingerprint:
        """Return the fingerprint with only the features that are kept; a fresh one has more."""
        return replace(self, features=self.features.rows(np.arange(min(FEATURES, len(self.features)))))

    def to_bytes(self) -> bytes:
        """Return what is kept of the fingerprint as bytes, checksummed."""
        kept = self.features.rows(np.arange(min(FEATURES, len(self.features))))
        head = _HEAD.pack(_MAGIC, ENGINE_VERSION, self.width, self.height, len(kept), 0, len(self.jpeg))
        packed = kept.codes[:, 0::2] << 4 | kept.codes[:, 1::2]
        points = _pack_points(kept.points, max(self.width, self.height))
        body = head + points.tobytes() + packed.tobytes() + self.colours.tobytes()
        body += np.packbits(self.mask).tobytes() + self.jpeg
        return body + struct.pack("<I", zlib.crc32(body))

    @classmethod
    def from_bytes(cls, data: bytes) -> Fingerprint:
        """Return the fingerprint written by to_bytes; ValueError for broken data or another version."""
        count, width, height, jpeg_size = _read_head(data)
        dimensions = codebook().dimensions
        sizes = [count * _POINT.itemsize, count * dimensions // 2, COLOUR_SIDE**2 * 2, MASK_SIDE**2 // 8]
        sizes.append(jpeg_size)
        if _HEAD.size + sum(sizes) + 4 != len(data):
            raise ValueError("not a fingerprint: its length is wrong")
        cuts = np.cumsum([_HEAD.size, *sizes])
        points, codes, colours, mask, jpeg = (np.frombuffer(data[a:b], np.uint8) for a, b in pairwise(cuts))
        packed = codes.reshape(count, dimensions // 2)
        unpacked = np.stack([packed >> 4, packed & 15], axis=2).reshape(count, dimensions)
        features = Features(_unpack_points(points.view(_POINT), max(width, height)), unpacked)
        shown = np.unpackbits(mask).reshape(MASK_SIDE, MASK_SIDE).astype(bool)
        thumbnail = colours.reshape(COLOUR_SIDE, COLOUR_SIDE, 2)
        return cls(width, height, features, jpeg.tobytes(), thumbnail, shown)


def fingerprint(pixels: np.ndarray) -> Fingerprint:
    """Return the fingerprint of a picture: RGB uint8 (H, W, 3); other forms are brought to it by as_rgb."""
    import cv2

    picture = as_rgb(pixels)
    height, width = picture.shape[:2]
    working = shrink(picture, WORKING_SIDE)
    grey = np.asarray(cv2.cvtColor(working, cv2.COLOR_RGB2GRAY), np.uint8)
    features = read_features(grey)
    mask = np.zeros((MASK_SIDE, MASK_SIDE), bool)
    points = features.points * np.float32(max(height, width) / max(grey.shape))
    points[:, 3] = features.points[:, 3]
    points = _unpack_points(_pack_points(points, max(width, height)), max(width, height))
    thumbnail = cv2.resize(working, (COLOUR_SIDE, COLOUR_SIDE), interpolation=cv2.INTER_AREA)
    colours = np.ascontiguousarray(cv2.cvtColor(thumbnail, cv2.COLOR_RGB2LAB)[:, :, 1:], np.uint8)
    return Fingerprint(width, height, Features(points, features.codes), _sketch_of(grey), colours, mask)


def _sketch_of(grey: Pixels) -> bytes:
    """Return the small grey picture as a JPEG, as good as SKETCH_BYTES allow."""
    import cv2

    small, jpeg = shrink(grey, SKETCH_SIDE), b""
    for quality in SKETCH_QUALITIES:
        jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
        if len(jpeg) <= SKETCH_BYTES:
            break
    return jpeg


def _pack_points(points: Array, side: int) -> NDArray[np.void]:
    """Return points (N, 4) in 6 bytes each: places as shares of the picture's side, size by its logarithm."""
    packed = np.zeros(len(points), _POINT)
    for name, column in (("x", 0), ("y", 1)):
        packed[name] = np.round(points[:, column] * (65535 / side)).clip(0, 65535)
    packed["size"] = np.round(
        np.log2(points[:, 2].clip(1e-3) / side).clip(-OCTAVES, 0) * (255 / OCTAVES) + 255
    )
    packed["angle"] = np.round(points[:, 3] * (256 / 360)) % 256
    return packed


def _unpack_points(packed: NDArray[np.void], side: int) -> Array:
    """Return points (N, 4) float32 from their packed form."""
    size = 2.0 ** ((packed["size"].astype(np.float32) - 255) * (OCTAVES / 255))
    places = [packed[name].astype(np.float32) / 65535 for name in ("x", "y")]
    return np.column_stack(
        [*(share * side for share in (*places, size)), packed["angle"] * (360 / 256)]
    ).astype(np.float32)


def _read_head(data: bytes) -> tuple[int, int, int, int]:
    """Return features, width, height and JPEG length; ValueError for broken data or another version."""
    if len(data) < _HEAD.size + 4 or data[:4] != _MAGIC:
        raise ValueError("not a fingerprint")
    _, version, width, height, count, _, jpeg_size = _HEAD.unpack_from(data)
    if version != ENGINE_VERSION:
        raise ValueError(f"a fingerprint of engine version {version}, not {ENGINE_VERSION}")
    if zlib.crc32(data[:-4]) != struct.unpack("<I", data[-4:])[0]:
        raise ValueError("a broken fingerprint: its checksum is wrong")
    return count, width, height, jpeg_size
