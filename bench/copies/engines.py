"""The engines that are compared: ours and its peers, behind two calls."""

from __future__ import annotations

from typing import Protocol

import cv2
import numpy as np
from PIL import Image

from shop.matching import Index, fingerprint

Picture = np.ndarray
Found = list[tuple[int, float]]
SHOWN = 5  # pictures that each engine may name for a query


class Engine(Protocol):
    """Takes registered pictures in, and names those that a query may copy, best first, with a score."""

    name: str

    def add(self, key: int, picture: Picture) -> None:
        """Take a picture in."""

    def find(self, picture: Picture) -> Found:
        """Return at most SHOWN (key, score)."""


class Ours:
    """This project's engine."""

    name = "ours"

    def __init__(self, index: Index | None = None) -> None:
        self.index = index or Index()

    def add(self, key: int, picture: Picture) -> None:
        """Take a picture in."""
        self.index.add(key, fingerprint(picture))

    def find(self, picture: Picture) -> Found:
        """Return the matches."""
        return [(match.key, match.score) for match in self.index.search(fingerprint(picture), SHOWN)]


class Hashes:
    """Nearest codes by Hamming distance."""

    name = "hashes"

    def __init__(self) -> None:
        self._keys: list[int] = []
        self._codes: list[np.ndarray] = []

    def add(self, key: int, picture: Picture) -> None:
        """Take a picture in."""
        self._keys.append(key)
        self._codes.append(np.packbits(self.codes(picture)[0]))

    def find(self, picture: Picture) -> Found:
        """Return the nearest pictures; 1 is the same code."""
        known = np.array(self._codes)
        asked = [np.packbits(code) for code in self.codes(picture)]
        distance = np.min([np.bitwise_count(known ^ code).sum(axis=1) for code in asked], axis=0)
        nearest = np.argsort(distance, kind="stable")[:SHOWN]
        return [(self._keys[i], 1 - float(distance[i]) / (8 * known.shape[1])) for i in nearest]

    def codes(self, picture: Picture) -> list[np.ndarray]:
        """Return the picture's code, and those of its other positions where the engine asks for them."""
        raise NotImplementedError


class PHash(Hashes):
    """The 64-bit perceptual hash of the imagehash package."""

    name = "pHash (imagehash)"

    def codes(self, picture: Picture) -> list[np.ndarray]:
        """Return the one code."""
        import imagehash

        return [imagehash.phash(Image.fromarray(picture)).hash.ravel()]


class Pdq(Hashes):
    """PDQ, 256 bits, computed here after its published description.

    Luminance, two passes of box blur, 64 x 64 samples, 16 x 16 of their cosine transform, cut at the median.
    """

    name = "PDQ"

    def codes(self, picture: Picture) -> list[np.ndarray]:
        """Return the one code."""
        return [self._code(picture)]

    def _code(self, picture: Picture) -> np.ndarray:
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
        window = tuple(max(1, (side + 127) // 128) for side in grey.shape[::-1])
        for _ in range(2):
            grey = cv2.blur(grey, window)
        rows, columns = (((np.arange(64) + 0.5) * side / 64).astype(int) for side in grey.shape)
        waves = cv2.dct(np.ascontiguousarray(grey[np.ix_(rows, columns)]))[1:17, 1:17]
        return (waves > np.median(waves)).ravel()


class PdqTurned(Pdq):
    """PDQ asked in all eight turns and mirrors."""

    name = "PDQ, eight turns"

    def codes(self, picture: Picture) -> list[np.ndarray]:
        """Return eight codes, the upright one first."""
        sides = (picture, picture[:, ::-1])
        return [self._code(np.ascontiguousarray(np.rot90(side, turn))) for side in sides for turn in range(4)]


class Orb:
    """ORB features, brute force, RANSAC; the score grows with the inliers."""

    name = "ORB + RANSAC"

    def __init__(self) -> None:
        self._orb = cv2.ORB_create(300)
        self._points: dict[int, np.ndarray] = {}
        self._codes: list[np.ndarray] = []
        self._rows: list[tuple[int, int]] = []
        self._matcher: cv2.BFMatcher | None = None

    def add(self, key: int, picture: Picture) -> None:
        """Take a picture in."""
        points, codes = self._read(picture)
        self._points[key] = points
        self._rows += [(key, i) for i in range(len(points))]
        self._codes.append(codes)
        self._matcher = None

    def find(self, picture: Picture) -> Found:
        """Return the pictures with the most inliers."""
        points, codes = self._read(picture)
        if len(points) < 4:
            return []
        pairs: dict[int, list[tuple[int, int]]] = {}
        for near in self._brute_force().knnMatch(codes, 3):
            for one in near:
                if one.distance < 64:
                    key, row = self._rows[one.trainIdx]
                    pairs.setdefault(key, []).append((one.queryIdx, row))
        most = sorted(pairs, key=lambda key: -len(pairs[key]))[:10]
        scored = [(key, self._inliers(points, key, pairs[key])) for key in most]
        return sorted(((k, n / (n + 20)) for k, n in scored if n), key=lambda one: -one[1])[:SHOWN]

    def _read(self, picture: Picture) -> tuple[np.ndarray, np.ndarray]:
        factor = min(1.0, 640 / max(picture.shape[:2]))
        small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        keypoints, codes = self._orb.detectAndCompute(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), None)
        codes = np.zeros((0, 32), np.uint8) if codes is None else codes
        return np.array([k.pt for k in keypoints], np.float32).reshape(-1, 2), codes

    def _brute_force(self) -> cv2.BFMatcher:
        if self._matcher is None:
            self._matcher = cv2.BFMatcher(cv2.NORM_HAMMING)
            self._matcher.add([np.concatenate(self._codes)])
        return self._matcher

    def _inliers(self, points: np.ndarray, key: int, pairs: list[tuple[int, int]]) -> int:
        if len(pairs) < 4:
            return 0
        here, there = np.array(pairs).T
        cv2.setRNGSeed(1)
        _, inside = cv2.estimateAffine2D(self._points[key][there], points[here], ransacReprojThreshold=6)
        return 0 if inside is None else int(inside.sum())


PEERS = (PHash, Pdq, PdqTurned, Orb)
