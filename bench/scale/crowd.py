"""Make segments of a million pictures from the codes of a few thousand, in minutes.

The base are pictures put together from four photos each (see bench.copies.crowd); their features are coded
and sorted into cells as always. Every further picture takes its 220 features from 220 of those by lot, each
with a third of its short code changed. So cells are as full, and as unevenly full, as with real pictures, and
a search costs what it would cost; but as a made-up picture's features do not fit together, it says nothing
about false alarms (bench.copies does).
"""

from __future__ import annotations

from collections.abc import Iterator

import faiss
import numpy as np

from shop.matching import Fingerprint
from shop.matching.candidates import INDEXED, PROBES, FeatureIndex, _cells, cells_of, packed_ids
from shop.matching.codebook import codebook
from shop.matching.features import decode
from shop.matching.segments import Segment

SHAKEN = 1 / 3  # share of a short code's values that are drawn anew
POSE = (1 << 32) - 1  # the bits of an id that tell place, size and angle


class Base:
    """The coded features of some pictures, in the order of their cells."""

    def __init__(self, pictures: list[Fingerprint]) -> None:
        """Code the strongest features of the pictures."""
        self.pictures = len(pictures)
        codes = np.concatenate([one.features.codes[:INDEXED] for one in pictures])
        vectors = decode(codes)
        cells = cells_of(vectors, 1)[0].ravel()
        order = np.argsort(cells, kind="stable")
        quantiser = _plain().pq
        self.codes = quantiser.compute_codes(vectors)[order]
        self.poses = np.concatenate([packed_ids(0, one) for one in pictures])[order] & POSE
        self.bounds = np.searchsorted(cells[order], np.arange(len(codebook().words) + 1))

    def segment(self, first: int, pictures: int, seed: int) -> Segment:
        """Return a sealed segment of made-up pictures with keys from `first` on."""
        rng, index = np.random.default_rng(seed), _plain()
        for start in range(0, pictures, self.pictures):
            self._add(index, start, min(self.pictures, pictures - start), rng)
        stored = faiss.IndexIVFPQFastScan(index)
        stored.by_residual, stored.nprobe = False, PROBES
        keys = np.arange(first, first + pictures, dtype=np.int64)
        return Segment(FeatureIndex(stored), keys, keys + 1)

    def _add(self, index: faiss.IndexIVFPQ, start: int, pictures: int, rng: np.random.Generator) -> None:
        slots = np.repeat(np.arange(start, start + self.pictures, dtype=np.int64), INDEXED)
        rng.shuffle(slots)
        ids = (slots[: len(self.poses)] << 32) | self.poses
        codes = self._shaken(rng)
        kept = slots[: len(self.poses)] < start + pictures
        for cell, (low, high) in enumerate(zip(self.bounds[:-1], self.bounds[1:], strict=True)):
            chosen = kept[low:high]
            mine, shaken = np.ascontiguousarray(ids[low:high][chosen]), codes[low:high][chosen]
            if len(mine):
                index.invlists.add_entries(
                    cell, len(mine), faiss.swig_ptr(mine), faiss.swig_ptr(np.ascontiguousarray(shaken))
                )
                index.ntotal += len(mine)

    def _shaken(self, rng: np.random.Generator) -> np.ndarray:
        halves = [(rng.random(self.codes.shape, np.float32) < SHAKEN) * np.uint8(mask) for mask in (15, 240)]
        drawn = rng.integers(0, 256, self.codes.shape, dtype=np.uint8)
        where = halves[0] | halves[1]
        return np.asarray(self.codes & ~where | drawn & where, np.uint8)


def _plain() -> faiss.IndexIVFPQ:
    """Return an empty index with flat lists, of the form that faiss packs into ours."""
    book = codebook()
    index = faiss.IndexIVFPQ(_cells(), book.dimensions, len(book.words), len(book.short), 4)
    index.by_residual, index.is_trained = False, True
    faiss.copy_array_to_vector(book.short.ravel(), index.pq.centroids)
    return index


def base_from(crowd: Iterator[tuple[int, Fingerprint]]) -> tuple[Base, list[bytes]]:
    """Return the base of a crowd's pictures, and their stored form."""
    pictures = [marks for _, marks in crowd]
    return Base(pictures), [marks.to_bytes() for marks in pictures]
