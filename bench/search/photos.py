"""Measure search by photo: an index of made-up pictures around real ones, copies of which are asked for."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from bench.copies.photos import read_photos
from bench.scale.__main__ import Bench, _segments
from shop.matching import Fingerprint, Index
from shop.matching.shelf import Shelf
from shop.pictures.intake import take_in


@dataclass(frozen=True)
class Photos:
    """What was measured: pictures, (n, 2) milliseconds of reading and of searching, the share found first."""

    pictures: int
    reading: np.ndarray
    searching: np.ndarray
    found: float


def measure_photos(folder: Path, pictures: int) -> Photos:
    """Fingerprint the photos, put so many pictures around them, and ask for 60 copies as they are sent."""
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as place:
        bench = Bench(list(read_photos(folder)), Path(place))
        shelf = Shelf(_segments(bench.base, pictures - len(bench.known)))
        shelf.add([(key, key, marks) for key, marks in bench.known.items()])
        index = Index(bench._load, shelf)  # noqa: SLF001 - the machinery of bench.scale
        index.search(Fingerprint.from_bytes(take_in(bench.uploads[0].jpeg, with_copies=False).fingerprint))
        reading, searching, hits = [], [], 0
        for upload in bench.uploads:
            start = time.perf_counter(), time.process_time()
            query = Fingerprint.from_bytes(take_in(upload.jpeg, with_copies=False).fingerprint)
            between = time.perf_counter(), time.process_time()
            found = index.search(query, 16)
            end = time.perf_counter(), time.process_time()
            reading.append(np.subtract(between, start))
            searching.append(np.subtract(end, between))
            hits += bool(found) and found[0].key == upload.truth
    return Photos(pictures, 1000 * np.array(reading), 1000 * np.array(searching), hits / len(bench.uploads))
