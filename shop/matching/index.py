"""Keep many fingerprints in memory and search them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from shop.matching.agreement import Agreement, agree
from shop.matching.candidates import Candidate
from shop.matching.features import FEATURES
from shop.matching.fingerprint import Fingerprint
from shop.matching.geometry import Movement, find_movement, find_parts, tighten
from shop.matching.shelf import Shelf
from shop.matching.source import Source
from shop.matching.verdict import ALIKE_LINE, SAME_LINE, Match, judge, score_of

CANDIDATES = 16  # pictures whose features are compared one by one
SURE, VOTES_SHARE = 6, 0.2  # fewer, once a candidate's votes are below this share of the best one's
COMPARED = 6  # of them, those whose pictures are laid on each other
WORTH_SHARE, WORTH_PAIRS = 0.25, 10  # of the best candidate's likeness, or pairs: less is not looked at
BATCH = 256  # pictures that are indexed at once
PARTED_PAIRS = 10  # pairs from which a picture may have been cut into parts,
PARTED_SHARE = 0.75  # unless this share agrees already

Known = tuple[Candidate, int, Fingerprint]
Moved = tuple[int, Fingerprint, Movement]
Load = Callable[[Sequence[int]], Mapping[int, Fingerprint]]


@dataclass(frozen=True)
class Finding:
    """A known picture, the movements that lay it or its parts on the query, and how far both then agree."""

    key: int
    known: Fingerprint
    movements: list[Movement]
    agreement: Agreement


Scored = tuple[float, Finding]


class Index:
    """Known pictures by key; thread-safe. A picture is found as soon as `add` has returned.

    A few candidates' fingerprints are needed again at each search. They come from `load`, which answers keys
    with the fingerprints it has (from a database: 5 kB of memory a picture stay), or else from memory
    (23 kB).
    """

    def __init__(self, load: Load | None = None, source: Source | None = None) -> None:
        """Open an empty index, or one over a source of candidates that knows pictures already."""
        self._source = source or Shelf()
        self._stored: dict[int, bytes] = {}
        self._load = load or self._from_memory
        self._keeps = load is None

    def add(self, key: int, fp: Fingerprint) -> None:
        """Add a picture, in place of what `key` had before; a plain one is kept but never found."""
        self.add_many([(key, fp)])

    def add_many(self, items: Iterable[tuple[int, Fingerprint]]) -> None:
        """Add many pictures, given as (key, fingerprint), some hundreds at once."""
        rest = iter(items)
        while batch := list(islice(rest, BATCH)):
            if self._keeps:
                self._stored |= {key: fp.to_bytes() for key, fp in batch}
            self._source.add([(key, 0, fp) for key, fp in batch])

    def remove(self, key: int) -> None:
        """Forget a picture; nothing happens where it is not known."""
        self._source.remove([key])
        self._stored.pop(key, None)

    def _from_memory(self, keys: Sequence[int]) -> dict[int, Fingerprint]:
        """Return the fingerprints of keys that are still known."""
        stored = [(key, self._stored.get(key)) for key in keys]
        return {key: Fingerprint.from_bytes(data) for key, data in stored if data is not None}

    def __len__(self) -> int:
        """Return how many pictures are known."""
        return len(self._source)

    def __contains__(self, key: object) -> bool:
        """Tell whether a picture is known."""
        return key in self._source

    def search(self, query: Fingerprint, limit: int = 10) -> list[Match]:
        """Return the known pictures that the query shows or resembles, best first; none for a plain query."""
        best: dict[int, Scored] = {}
        if limit > 0:
            looked = self._score(query.at_first_sight(), limit, best, frozenset())
            if len(query.features) > FEATURES and all(score < SAME_LINE for score, _ in best.values()):
                self._score(query, limit, best, looked)
        matches = [judge(f.key, score, query, f.known, f.movements) for score, f in best.values()]
        return sorted(matches, key=lambda match: (-match.score, match.key))[:limit]

    def _score(
        self, query: Fingerprint, limit: int, best: dict[int, Scored], but: frozenset[int]
    ) -> frozenset[int]:
        """Put each picture's best finding into `best`; return the keys that were looked at, none of `but`."""
        candidates = [] if query.plain else [one for one in self._candidates(query) if one[1] not in but]
        for finding in self._findings(query, candidates, max(COMPARED, limit)):
            score = score_of(finding.agreement)
            if score >= ALIKE_LINE and score > best.get(finding.key, (0.0, None))[0]:
                best[finding.key] = score, finding
        return frozenset(key for _, key, _ in candidates)

    def findings(self, query: Fingerprint, limit: int) -> Iterator[Finding]:
        """Yield what geometry and agreement find of at most `limit` pictures, a picture in parts twice."""
        return self._findings(query, [] if query.plain else self._candidates(query), limit)

    def _findings(self, query: Fingerprint, candidates: list[Known], limit: int) -> Iterator[Finding]:
        for key, known, movement in _worth_comparing(self._moved(query, candidates)[:limit]):
            side = max(known.width, known.height)
            whole = [tighten(movement, query.features, known.features, query.width, side)]
            agreement = agree(query, known, whole)
            if agreement is None:
                continue
            yield Finding(key, known, whole, agreement)
            if len(whole[0].pairs) < PARTED_PAIRS or agreement.measures["fine share"] > PARTED_SHARE:
                continue
            parts = find_parts(whole[0], query.features, known.features, query.width, side)
            pieced = agree(query, known, parts) if len(parts) > 1 else None
            if pieced is not None:
                yield Finding(key, known, parts, pieced)

    def _moved(self, query: Fingerprint, candidates: list[Known]) -> list[Moved]:
        """Return the candidates that one movement lays on the query, each once, best first."""
        best: dict[int, Moved] = {}
        for candidate, key, known in candidates:
            side = max(known.width, known.height)
            movement = find_movement(
                query.features, known.features, query.width, side, mirrored=candidate.mirrored
            )
            if movement and (key not in best or len(movement.pairs) > len(best[key][2].pairs)):
                best[key] = key, known, movement
        return sorted(best.values(), key=lambda found: (-float(found[2].similarity.sum()), found[0]))

    def _candidates(self, query: Fingerprint) -> list[Known]:
        """Return the candidates that are still known."""
        found = self._source.candidates(query, CANDIDATES)
        found = [
            one for place, one in enumerate(found) if place < SURE or one.votes > VOTES_SHARE * found[0].votes
        ]
        known = self._load(sorted({one.key for one in found}))
        return [(one, one.key, known[one.key]) for one in found if one.key in known]


def _worth_comparing(moved: list[Moved]) -> list[Moved]:
    """Return those of the moved candidates, best first, that may be more than chance beside the best one."""
    likeness = [float(movement.similarity.sum()) for _, _, movement in moved]
    return [
        one
        for one, value in zip(moved, likeness, strict=True)
        if value >= WORTH_SHARE * likeness[0] or len(one[2].pairs) >= WORTH_PAIRS
    ]
