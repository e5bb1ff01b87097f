"""Fingerprint a picture: its local features, a small grey picture and its colours, in at most 20 kB."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from shop.matching.codebook import codebook
from shop.matching.features import Features, read_features
from shop.matching.pixels import WORKING_SIDE, Array, Pixels, as_rgb, shrink

ENGINE_VERSION = 1      # stamped on stored fingerprints; changes when older ones can no longer be compared
SKETCH_SIDE = 224       # px; the small grey picture that the agreement step compares
SKETCH_QUALITY = 60     # of its JPEG
COLOUR_SIDE = 16        # px; both sides of the colour thumbnail
PLAIN_FEATURES = 12     # with fewer features than this a picture is too plain to tell
PLAIN_DEVIATION = 4.0   # grey levels; nor can anything be told from a picture as flat as this

_HEAD = struct.Struct("<4sHIIHHI")  # magic, version, width, height, features, -, length of the JPEG
_MAGIC = b"SHFP"


@dataclass(frozen=True)
class Fingerprint:
    """What the engine keeps of a picture of `width` x `height` px.

    `features` have their points in the picture's own px; `sketch` is the grey picture (h, w) uint8, longest
    side at most SKETCH_SIDE; `colours` the thumbnail (16, 16, 2) uint8 of Lab's a and b.
    """

    width: int
    height: int
    features: Features
    sketch: Pixels
    colours: Pixels

    @cached_property
    def plain(self) -> bool:
        """Tell whether the picture is too plain to compare: blank, dark or nearly textureless."""
        return len(self.features) < PLAIN_FEATURES or float(self.sketch.std()) < PLAIN_DEVIATION

    def to_bytes(self) -> bytes:
        """Return the fingerprint as bytes, checksummed."""
        import cv2

        jpeg = cv2.imencode(".jpg", self.sketch, [cv2.IMWRITE_JPEG_QUALITY, SKETCH_QUALITY])[1].tobytes()
        head = _HEAD.pack(_MAGIC, ENGINE_VERSION, self.width, self.height, len(self.features), 0, len(jpeg))
        packed = self.features.codes[:, 0::2] << 4 | self.features.codes[:, 1::2]
        points = _pack_points(self.features.points, max(self.width, self.height))
        body = head + points.tobytes() + packed.tobytes() + self.colours.tobytes() + jpeg
        return body + struct.pack("<I", zlib.crc32(body))

    @classmethod
    def from_bytes(cls, data: bytes) -> Fingerprint:
        """Return the fingerprint written by to_bytes; ValueError for broken data or another version."""
        count, width, height, jpeg_size = _read_head(data)
        dimensions = codebook().dimensions
        sizes = [count * 8, count * dimensions // 2, COLOUR_SIDE * COLOUR_SIDE * 2, jpeg_size]
        if _HEAD.size + sum(sizes) + 4 != len(data):
            raise ValueError("not a fingerprint: its length is wrong")
        cuts = np.cumsum([_HEAD.size, *sizes])
        points, codes, colours, jpeg = (np.frombuffer(data[a:b], np.uint8) for a, b in zip(cuts, cuts[1:]))
        packed = codes.reshape(count, dimensions // 2)
        unpacked = np.stack([packed >> 4, packed & 15], axis=2).reshape(count, dimensions)
        features = Features(_unpack_points(points.view("<u2"), max(width, height)), unpacked)
        return cls(width, height, features, _grey_of(jpeg), colours.reshape(COLOUR_SIDE, COLOUR_SIDE, 2))


def fingerprint(pixels: np.ndarray) -> Fingerprint:
    """Return the fingerprint of a picture: RGB uint8 (H, W, 3); other forms are brought to it by as_rgb."""
    import cv2

    picture = as_rgb(pixels)
    height, width = picture.shape[:2]
    working = shrink(picture, WORKING_SIDE)
    grey = np.asarray(cv2.cvtColor(working, cv2.COLOR_RGB2GRAY), np.uint8)
    features = read_features(grey)
    points = features.points * np.float32(max(height, width) / max(grey.shape))
    points[:, 3] = features.points[:, 3]
    lab = cv2.cvtColor(cv2.resize(working, (COLOUR_SIDE, COLOUR_SIDE), interpolation=cv2.INTER_AREA),
                       cv2.COLOR_RGB2LAB)
    points = _unpack_points(_pack_points(points, max(width, height)).ravel(), max(width, height))
    return Fingerprint(width, height, Features(points, features.codes), shrink(grey, SKETCH_SIDE),
                       np.ascontiguousarray(lab[:, :, 1:], np.uint8))


def _pack_points(points: Array, side: int) -> np.ndarray:
    """Return points (N, 4) as uint16: x, y and size as shares of the picture's side, angle of the circle."""
    shares = points / np.array([side, side, side, 360], np.float32)
    return np.round(shares * 65535).clip(0, 65535).astype("<u2")


def _unpack_points(packed: np.ndarray, side: int) -> Array:
    """Return points (N, 4) float32 from their packed form."""
    shares = packed.reshape(-1, 4).astype(np.float32) / 65535
    return np.asarray(shares * np.array([side, side, side, 360], np.float32), np.float32)


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


def _grey_of(jpeg: np.ndarray) -> Pixels:
    """Decode the sketch."""
    import cv2

    sketch = cv2.imdecode(jpeg, cv2.IMREAD_GRAYSCALE)
    if sketch is None:
        raise ValueError("a broken fingerprint: its sketch cannot be read")
    return np.asarray(sketch, np.uint8)
