"""Turn features into words that any database can look up: a cell, refined by two parts of the short code.

The index in memory scans whole cells, some hundred million short codes a second. A database cannot, but it
looks rows up by a number. So a cell is cut into 256 words; of these a query asks the likeliest four in each
cell that it probes, and compares the short codes of what it gets, as the index would (decision 0022).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shop.matching.candidates import INDEXED, NEIGHBOURS, PROBES, Ids, Question, cells_of
from shop.matching.codebook import codebook
from shop.matching.features import decode
from shop.matching.fingerprint import Fingerprint
from shop.matching.pixels import Array

REFINED = (1, 2)  # the parts of the short code: with two values each, 64% of true neighbours share both
VALUES = 16  # of one part of a short code
ASKED_VALUES = 2  # of each of them that are asked for

Codes = NDArray[np.uint8]


@dataclass(frozen=True)
class Asked:
    """The words that a question looks up: `words` (W,) each once, `feature` (P,) and `word` (P,) pair them.

    `distances` (N, parts, 16): of each feature to each value of each part of a short code.
    """

    words: Ids
    feature: Ids
    word: Ids
    distances: Array


def words_of(marks: Fingerprint) -> tuple[Ids, Codes]:
    """Return the words (N,) and the short codes (N, parts) of a picture's indexed features."""
    vectors = decode(marks.features.codes[:INDEXED])
    if not len(vectors):
        return np.zeros(0, np.int64), np.zeros((0, len(codebook().short)), np.uint8)
    codes = _distances(vectors).argmin(axis=2).astype(np.uint8)
    first, second = (codes[:, part].astype(np.int64) for part in REFINED)
    return _word(cells_of(vectors, 1)[0][:, 0], first, second), codes


def ask(question: Question) -> Asked:
    """Return what a question looks up."""
    distances = _distances(question.vectors)
    first, second = (np.argsort(distances[:, part], axis=1)[:, :ASKED_VALUES] for part in REFINED)
    words = _word(question.cells[:, :, None, None], first[:, None, :, None], second[:, None, None, :])
    flat = words.reshape(len(words), -1)
    feature = np.repeat(np.arange(len(flat)), PROBES * ASKED_VALUES**2)
    return Asked(np.unique(flat), feature, flat.ravel(), distances)


def neighbours(asked: Asked, words: Ids, ids: Ids, codes: Codes) -> tuple[Array, Ids]:
    """Return cosines and ids (N, NEIGHBOURS) of the nearest found: words, ids (F,), codes (F, parts)."""
    order = np.argsort(words, kind="stable")
    low, high = (np.searchsorted(words[order], asked.word, side) for side in ("left", "right"))
    lengths = high - low
    starts = np.repeat(low - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    found = order[starts + np.arange(lengths.sum())]
    feature = np.repeat(asked.feature, lengths)
    parts = np.arange(codes.shape[1])
    distance = asked.distances[feature[:, None], parts, codes[found]].sum(axis=1)
    return _nearest(len(asked.distances), feature, 1 - distance / 2, ids[found])


def _nearest(features: int, feature: Ids, similarity: Array, ids: Ids) -> tuple[Array, Ids]:
    """Put what was found for each feature in a row, the nearest first."""
    order = np.lexsort((-similarity, feature))
    feature, similarity, ids = feature[order], similarity[order], ids[order]
    firsts = np.searchsorted(feature, np.arange(features))
    rank = np.arange(len(feature)) - firsts[feature]
    kept = rank < NEIGHBOURS
    cosines = np.full((features, NEIGHBOURS), -1, np.float32)
    found = np.full((features, NEIGHBOURS), -1, np.int64)
    cosines[feature[kept], rank[kept]] = similarity[kept]
    found[feature[kept], rank[kept]] = ids[kept]
    return cosines, found


def _word(cell: Ids, first: Ids, second: Ids) -> Ids:
    return np.asarray((cell * VALUES + first) * VALUES + second, np.int64)


def _distances(vectors: Array) -> Array:
    """Return the squared distances (N, parts, 16) of vectors to the values of each part."""
    short = codebook().short
    split = vectors.reshape(len(vectors), len(short), 1, -1)
    return np.asarray(((split - short[None]) ** 2).sum(axis=3), np.float32)
