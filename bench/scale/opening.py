"""Open a stored index in a fresh process and take new pictures in: prints seconds, bytes and seconds."""

from __future__ import annotations

import sqlite3
import sys
import time
from pathlib import Path

import faiss

from shop.matching import Fingerprint, fingerprint  # noqa: F401 - what a server has loaded anyway
from shop.matching.candidates import _cells
from shop.matching.stored import open_stored


def anonymous() -> int:
    """Return the bytes of memory that this process holds for itself, files left aside."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) * 1024
    raise OSError("no RssAnon in /proc/self/status")


def main() -> None:
    """Measure, and print."""
    path, database, new = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    faiss.omp_set_num_threads(1)
    _cells()
    before, start = anonymous(), time.perf_counter()
    opened = open_stored(path)
    took = time.perf_counter() - start
    if opened is None:
        raise SystemExit("the index could not be opened")
    held = anonymous() - before
    rows = sqlite3.connect(database).execute("SELECT data FROM fingerprint ORDER BY key DESC LIMIT ?", (new,))
    start = time.perf_counter()
    pictures = [(number, 1, Fingerprint.from_bytes(data)) for number, (data,) in enumerate(rows, 1 << 28)]
    for first in range(0, len(pictures), 400):
        opened.shelf.add(pictures[first : first + 400])
    print(took, held, time.perf_counter() - start)


if __name__ == "__main__":
    main()
