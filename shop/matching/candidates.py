"""Find candidates: which known pictures share features with a query in one and the same turn and size.

The short codes of all features lie in a faiss IVF of 4-bit product codes (decision 0012). A feature's 64-bit
id carries the picture's slot and the feature's place, size and angle, so that votes need no second look-up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shop.matching.codebook import codebook
from shop.matching.features import FEATURES, decode
from shop.matching.fingerprint import Fingerprint
from shop.matching.pixels import Array

INDEXED = 220  # strongest features of a picture that are indexed
ASKED = 320  # strongest features of a query that ask, each twice: as it is and mirrored
NEIGHBOURS = 10  # indexed features that one asking feature gets
PROBES = 4  # coarse cells that it looks into
SIMILARITY = 0.55  # cosine from which a neighbour votes
TURNS = 12  # bins of 30 degrees
PLACE = 0.3  # side of a bin of place, in sides of the reference

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Candidate:
    """A picture worth a closer look, as it is or mirrored, and the weight of its votes."""

    key: int
    mirrored: bool
    votes: float


@dataclass(frozen=True)
class Question:
    """The strongest features of a query, as they are and mirrored, and the coarse cells they look into.

    `points` (N, 4) in px, `mirrored` (N,) bool, `vectors` (N, D), `cells` and `distances` (N, PROBES).
    """

    points: Array
    mirrored: NDArray[np.bool_]
    vectors: Array
    cells: Ids
    distances: Array
    side: int


def question_of(query: Fingerprint) -> Question | None:
    """Return what a query asks; None where it has no features."""
    import faiss

    if not len(query.features):
        return None
    faiss.omp_set_num_threads(1)
    asked = query.features
    if len(asked) <= FEATURES:  # at a second look all may ask
        asked = asked.rows(np.arange(min(ASKED, len(asked))))
    both = (asked, asked.mirrored(query.width))
    vectors = np.concatenate([one.vectors for one in both])
    points = np.concatenate([one.points for one in both])
    cells, distances = cells_of(vectors, PROBES)
    mirrored = np.arange(len(points)) >= len(asked)
    return Question(points, mirrored, vectors, cells, distances, max(query.width, query.height))


class FeatureIndex:
    """Short codes of many pictures' features, by slot; not thread-safe by itself."""

    def __init__(self, stored: Any = None) -> None:
        """Open an empty index over the codebook's words, or around a faiss index that was one before."""
        self.faiss = stored or _empty_index()

    def add(self, pictures: Sequence[tuple[int, Fingerprint]]) -> None:
        """Index the strongest features of pictures, given as (slot, fingerprint)."""
        import faiss

        faiss.omp_set_num_threads(1)
        if not pictures:
            return
        ids = [packed_ids(slot, fp) for slot, fp in pictures]
        codes = np.concatenate([fp.features.codes[:INDEXED] for _, fp in pictures])
        self.faiss.add_with_ids(decode(codes), np.concatenate(ids))

    def erase(self, slots: Sequence[int]) -> None:
        """Take slots' features out of their cells: for each a pass over all, 0.03 ms for each picture."""
        import faiss

        for slot in slots:
            self.faiss.remove_ids(faiss.IDSelectorRange(slot << 32, (slot + 1) << 32))

    def neighbours(self, question: Question) -> tuple[Array, Ids]:
        """Return the nearest features' cosines and ids, (N, NEIGHBOURS) each; id -1 where there are fewer."""
        import faiss

        faiss.omp_set_num_threads(1)
        distance, ids = self.faiss.search_preassigned(
            question.vectors, NEIGHBOURS, question.cells, question.distances
        )
        return 1 - distance / 2, ids


def cells_of(vectors: Array, count: int) -> tuple[Ids, Array]:
    """Return the nearest coarse cells of vectors (N, D) and squared distances to them, (N, count) each."""
    distances, cells = _cells().search(vectors, count)
    return cells, distances


@cache
def _cells() -> Any:
    """Return the coarse cells, which all indexes share."""
    import faiss

    cells = faiss.IndexFlatL2(codebook().dimensions)
    cells.add(codebook().words)
    return cells


def _empty_index() -> Any:
    """Return a faiss index over the cells with the codebook's numbers in place of a training."""
    import faiss

    book = codebook()
    index = faiss.IndexIVFPQFastScan(_cells(), book.dimensions, len(book.words), len(book.short), 4)
    index.by_residual = False
    faiss.copy_array_to_vector(book.short.ravel(), index.pq.centroids)
    index.is_trained = True
    index.nprobe = PROBES
    return index


def packed_ids(slot: int, fp: Fingerprint) -> Ids:
    """Return 64-bit ids of a picture's indexed features: 31 bits of slot, then 8 each for the rest.

    x, y (shares of the longer side), size (its logarithm) and angle.
    """
    points, side = fp.features.points[:INDEXED], max(fp.width, fp.height)
    x, y = ((points[:, i] / side * 255).clip(0, 255).astype(np.int64) for i in (0, 1))
    size = (np.log2(points[:, 2] / side).clip(-12, 0) * 20 + 240).astype(np.int64)
    angle = (points[:, 3] / 360 * 256).astype(np.int64) % 256
    return np.asarray(np.int64(slot) << 32 | x << 24 | y << 16 | size << 8 | angle, np.int64)


def vote(question: Question, similarity: Array, ids: Ids, limit: int) -> list[Candidate]:
    """Count votes that agree on turn, size and place, per slot, which stands as key; best first.

    A feature that many pictures share spreads one vote over them all, so that it weighs nothing.
    """
    rows, columns = np.nonzero((ids >= 0) & (similarity > SIMILARITY))
    if not len(rows):
        return []
    weight = (similarity[rows, columns] - SIMILARITY) ** 2 / np.bincount(rows)[rows]
    found = ids[rows, columns]
    who = (found >> 32) * 2 + question.mirrored[rows]
    poses = _foretold_poses(question.points[rows], found, question.side)
    keys = np.concatenate([who << 21 | _bin(poses, shift) for shift in (0.0, 0.5)])
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
    votes = np.add.reduceat(np.concatenate([weight, weight])[order], starts)
    owner = keys[order][starts] >> 21
    firsts = np.flatnonzero(np.diff(owner, prepend=-1))
    best, owner = np.maximum.reduceat(votes, firsts), owner[firsts]
    ranked = np.argsort(-best, kind="stable")[:limit]
    return [Candidate(int(owner[i]) >> 1, bool(owner[i] & 1), float(best[i])) for i in ranked]


def _foretold_poses(points: Array, found: Ids, side: int) -> tuple[Array, Array, Array, Array]:
    """Return turn (in TURNS), doublings of size, and the place of the reference's middle, in query sides."""
    x, y = (found >> 24 & 255) / 255, (found >> 16 & 255) / 255
    turn = points[:, 3] - (found & 255) * (360 / 256)
    doublings = np.log2(points[:, 2] / side) - ((found >> 8 & 255) - 240) / 20
    cos, sin = (2.0**doublings * f(np.deg2rad(turn)) for f in (np.cos, np.sin))
    middle_x = points[:, 0] / side + cos * (0.5 - x) - sin * (0.5 - y)
    middle_y = points[:, 1] / side + sin * (0.5 - x) + cos * (0.5 - y)
    return turn * (TURNS / 360), doublings, middle_x, middle_y


def _bin(poses: tuple[Array, Array, Array, Array], shift: float) -> Ids:
    """Return bin numbers of 21 bits; two shifted grids are asked: nothing sits on the edges of both."""
    turn, doublings, x, y = poses
    size = np.floor(doublings + shift).astype(np.int64)
    place = PLACE * 2.0 ** (size + 0.5 - shift)
    turns = np.floor(turn + shift).astype(np.int64) % TURNS
    columns, rows = (np.floor(value / place + shift).astype(np.int64) & 63 for value in (x, y))
    return np.asarray(((turns * 32 + (size & 31)) * 64 + columns) * 64 + rows, np.int64)
