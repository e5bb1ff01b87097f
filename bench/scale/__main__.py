"""Measure the engine at town scale: `python -m bench.scale PHOTOS --pictures 10000 100000 1000000`."""

from __future__ import annotations

import argparse
import ctypes
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from bench.copies.crowd import Crowd
from bench.copies.measure import sift_seconds
from bench.copies.photos import Photo, read_photos
from bench.scale.crowd import Base, base_from
from bench.scale.report import Row, write
from bench.scale.uploads import uploads_of
from shop.matching import Fingerprint, Index, fingerprint
from shop.matching.segments import Segment
from shop.matching.shelf import Shelf
from shop.matching.stored import store

BASE = 4_000  # pictures whose codes all others are drawn from
SEGMENT = 50_000  # pictures in one segment, as in shop.pictures.index
CROWD_KEYS = 1 << 24
NEW = 1_000  # pictures that come after the shelf was stored


def main() -> None:
    """Grow a shelf to each size, measure it, and write the table."""
    asked = _arguments()
    cv2.setNumThreads(1)
    photos = list(read_photos(asked.photos))
    sift = sift_seconds([photo.pixels for photo in photos[:40]])
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        bench = Bench(photos, Path(folder))
        rows = [bench.measure(count, sift) for count in sorted(asked.pictures)]
    print(*rows, sep="\n")
    if asked.write:
        write(asked.write, rows, sift, len(photos))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("photos", type=Path, help="folder of photos, any garments")
    parser.add_argument("--pictures", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, help="where to store the index meanwhile: 4.5 kB a picture")
    parser.add_argument("--write", type=Path, help="file whose section is written anew")
    return parser.parse_args()


class Bench:
    """Photos that are registered, the crowd around them, and a small database that both are read from."""

    def __init__(self, photos: list[Photo], folder: Path, base: int = BASE) -> None:
        """Fingerprint the photos and make the crowd's base of so many pictures."""
        self.folder = folder
        self.known = {key: fingerprint(photo.pixels) for key, photo in enumerate(photos)}
        self.base, stored = base_from(Crowd(photos, {}).members(0, base))
        self.database = _database(folder / "fingerprints.db", self.known, stored)
        self.uploads = uploads_of(photos)

    def measure(self, pictures: int, sift: float) -> Row:
        """Return the figures for an index of this many pictures."""
        start = time.process_time()
        shelf = Shelf(_segments(self.base, pictures - len(self.known)))
        shelf.add([(key, key, marks) for key, marks in self.known.items()])
        built = time.process_time() - start
        search, extract, found = self._search(Index(self._load, shelf))
        path = self.folder / f"{pictures}.json"
        store(path, *shelf.seal(), note=None)
        disk = sum(file.stat().st_size for file in self.folder.glob(f"{pictures}*"))
        del shelf
        ctypes.CDLL(None).malloc_trim(0)  # memory for the files' cache
        warm, memory, caught = _opened_elsewhere(path, self.folder / "fingerprints.db", cold=False)
        cold, _, _ = _opened_elsewhere(path, self.folder / "fingerprints.db", cold=True)
        for file in self.folder.glob(f"{pictures}*"):
            file.unlink()
        return Row(
            pictures=pictures,
            check=(extract + search) / sift,
            search=search,
            found=found,
            memory=memory / pictures,
            disk=disk / pictures,
            warm=warm,
            cold=cold,
            caught=caught / NEW,
            built=built,
        )

    def _search(self, index: Index) -> tuple[float, float, float]:
        """Return the mean CPU seconds of a search, and of decoding and reading, and the share found first."""
        index.search(fingerprint(cv2.imdecode(self.uploads[0].jpeg, cv2.IMREAD_COLOR)))
        searching, reading, hits = [], [], []
        for upload in self.uploads:
            start = time.process_time()
            query = fingerprint(cv2.imdecode(upload.jpeg, cv2.IMREAD_COLOR)[:, :, ::-1])
            between = time.process_time()
            found = index.search(query)
            searching.append(time.process_time() - between)
            reading.append(between - start)
            hits.append(bool(found) and found[0].key == upload.truth and found[0].verdict == "same-picture")
        return float(np.mean(searching)), float(np.mean(reading)), float(np.mean(hits))

    def _load(self, keys: Sequence[int]) -> dict[int, Fingerprint]:
        places = {key: key if key < CROWD_KEYS else CROWD_KEYS + key % self.base.pictures for key in keys}
        marks = ",".join("?" * len(places))
        query = f"SELECT key, data FROM fingerprint WHERE key IN ({marks})"  # noqa: S608 - only question marks
        rows = self.database.execute(query, list(places.values()))
        data = dict(rows.fetchall())
        return {key: Fingerprint.from_bytes(data[place]) for key, place in places.items()}


def _segments(base: Base, pictures: int) -> list[Segment]:
    return [
        base.segment(CROWD_KEYS + start, min(SEGMENT, pictures - start), seed=start)
        for start in range(0, pictures, SEGMENT)
    ]


def _database(path: Path, known: dict[int, Fingerprint], stored: list[bytes]) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE fingerprint (key INTEGER PRIMARY KEY, data BLOB)")
    rows = [(key, marks.to_bytes()) for key, marks in known.items()]
    rows += [(CROWD_KEYS + number, data) for number, data in enumerate(stored)]
    connection.executemany("INSERT INTO fingerprint VALUES (?, ?)", rows)
    connection.commit()
    return connection


def _opened_elsewhere(path: Path, database: Path, *, cold: bool) -> tuple[float, float, float]:
    """Open the index in a process of its own; return seconds, bytes of memory, and seconds to catch up."""
    if cold:
        for file in path.parent.glob(f"{path.stem}*.segment"):
            with file.open("rb") as opened:
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    command = [sys.executable, "-m", "bench.scale.opening", str(path), str(database), str(NEW)]
    answer = subprocess.run(  # noqa: S603 - our own module
        command, check=True, capture_output=True, text=True
    ).stdout.split()
    return float(answer[0]), float(answer[1]), float(answer[2])


if __name__ == "__main__":
    main()
