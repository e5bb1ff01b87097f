"""Measure search by photo: `python -m bench.search.photos PHOTOS --pictures 200000`.

Real photos lie among pictures made up as bench.scale makes them; copies of the photos are asked for as they
are sent: 60 of them, mirrored, cropped, brightened or darkened, and recompressed.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from bench.copies.photos import Photo, read_photos
from bench.scale.__main__ import Bench, _segments
from bench.search.report import Photos, write_photos
from shop.matching import Fingerprint, Index
from shop.matching.shelf import Shelf
from shop.pictures.intake import take_in


def main() -> None:
    """Measure, and write the section."""
    parser = argparse.ArgumentParser(prog="python -m bench.search.photos", description=__doc__)
    parser.add_argument("photos", type=Path, help="folder of photos, any garments")
    parser.add_argument("--pictures", type=int, default=200_000)
    parser.add_argument("--known", type=int, default=200, help="so many of the photos are registered")
    parser.add_argument(
        "--base", type=int, default=1_000, help="pictures whose codes all others are drawn from"
    )
    parser.add_argument("--write", type=Path, help="file whose section is written anew")
    asked = parser.parse_args()
    photos = list(islice(read_photos(asked.photos), asked.known))
    write_photos(asked.write, measure_photos(photos, asked.pictures, asked.base))


def measure_photos(photos: list[Photo], pictures: int, base: int) -> Photos:
    """Fingerprint the photos, put so many pictures around them, and ask for copies as they are sent."""
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as place:
        bench = Bench(photos, Path(place), base)
        shelf = Shelf(_segments(bench.base, pictures - len(bench.known)))
        shelf.add([(key, key, marks) for key, marks in bench.known.items()])
        index = Index(bench._load, shelf)  # noqa: SLF001 - the machinery of bench.scale
        index.search(
            Fingerprint.from_bytes(take_in(bench.uploads[0].jpeg.tobytes(), with_copies=False).fingerprint)
        )
        reading, searching, hits = [], [], 0
        for upload in bench.uploads:
            start = time.perf_counter(), time.process_time()
            query = Fingerprint.from_bytes(take_in(upload.jpeg.tobytes(), with_copies=False).fingerprint)
            between = time.perf_counter(), time.process_time()
            found = index.search(query, 16)
            end = time.perf_counter(), time.process_time()
            reading.append(np.subtract(between, start))
            searching.append(np.subtract(end, between))
            hits += bool(found) and found[0].key == upload.truth
    return Photos(pictures, 1000 * np.array(reading), 1000 * np.array(searching), hits / len(bench.uploads))


if __name__ == "__main__":
    main()
