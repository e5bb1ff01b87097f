"""Compare PostgreSQL's candidates with those from memory: `python -m bench.scale.shards PHOTOS URL ...`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import cv2
import numpy as np
from sqlalchemy import create_engine, text

from bench.copies.crowd import CROWD_KEYS, Crowd
from bench.copies.photos import read_photos
from bench.scale.uploads import uploads_of
from shop.matching import Fingerprint, Index, fingerprint
from shop.matching.shelf import Shelf
from shop.matching.source import Source
from shop.pictures.shards import Shards

NAME = "bench_shards"


def main() -> None:
    """Fill both, ask both the same, print what differs and what it costs."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale.shards", description=__doc__)
    parser.add_argument("photos", type=Path)
    parser.add_argument("urls", nargs="+", help="empty PostgreSQL databases; a schema bench_shards is made")
    parser.add_argument("--pictures", type=int, default=3_000)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    photos = list(read_photos(asked.photos))
    known = {key: fingerprint(photo.pixels) for key, photo in enumerate(photos)}
    crowd = Crowd(photos, known)
    for first in range(0, asked.pictures - len(photos), 1000):
        known |= dict(crowd.members(first, min(1000, asked.pictures - len(photos) - first)))
    queries = [
        (upload.truth, fingerprint(cv2.imdecode(upload.jpeg, cv2.IMREAD_COLOR)[:, :, ::-1]))
        for upload in uploads_of(photos)
    ]
    shards = Shards(asked.urls, NAME)
    answers = [_answers(name, one, known, queries) for name, one in (("memory", Shelf()), ("shards", shards))]
    same = np.mean([ours == theirs for ours, theirs in zip(*answers, strict=True)])
    print(f"{len(known)} pictures, {len(queries)} copies: verdicts the same for {100 * same:.0f}%")
    for url in asked.urls:
        _print_size(url, len(known))
    shards.close()


def _answers(
    name: str, source: Source, known: dict[int, Fingerprint], queries: list[tuple[int, Fingerprint]]
) -> list[list[int]]:
    """Return whom each query is the same picture as, and print what adding and asking cost."""
    start = time.perf_counter()
    items = [(key, 1, marks) for key, marks in known.items()]
    for first in range(0, len(items), 256):
        source.add(items[first : first + 256])
    added = (time.perf_counter() - start) / len(items)
    index = Index(lambda keys: {key: known[key] for key in keys}, source)
    start, spent = time.perf_counter(), time.process_time()
    found = [[m.key for m in index.search(query) if m.verdict == "same-picture"] for _, query in queries]
    wall = (time.perf_counter() - start) / len(queries)
    spent = (time.process_time() - spent) / len(queries)
    right = np.mean(
        [bool(keys) and keys[0] == truth for (truth, _), keys in zip(queries, found, strict=True)]
    )
    proposed = np.mean([truth in {c.key for c in source.candidates(query, 16)} for truth, query in queries])
    wrong = sum(key >= CROWD_KEYS for keys in found for key in keys)
    print(
        f"{name}: {1000 * added:.1f} ms to add a picture; a search {1000 * wall:.0f} ms, of it CPU here "
        f"{1000 * spent:.0f} ms; "
        f"original among the candidates {100 * proposed:.0f}%, found {100 * right:.0f}%, wrong {wrong}"
    )
    return found


def _print_size(url: str, pictures: int) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        size = connection.execute(text(f"SELECT pg_total_relation_size('{NAME}.posting')")).scalar_one()
    engine.dispose()
    print(f"{url.rsplit('/', 1)[-1]}: {size / 1e6:.0f} MB, {size / 1000 / pictures:.1f} kB for each picture")


if __name__ == "__main__":
    main()
