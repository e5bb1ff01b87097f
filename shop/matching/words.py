"""Find text that was copied with small changes among the words of listings. A hint, weaker than a picture.

A text is read as tokens (a Chinese character, a Latin word, a number whatever its value): punctuation,
spaces, emoji, traditional characters, full width and changed figures make no difference. Its shingles (three
tokens in a row) make a set, in which the order of the sentences makes none. A MinHash sketch of its pairs of
tokens, cut into bands, names the few texts worth comparing; their shingles are compared exactly. The stock
phrases of the trade are in neither, and what many workshops of the town say weighs nothing.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import numpy as np

WORDS_VERSION = 1  # of the reading and the sketch: bands of two versions cannot be compared
LONGEST_TEXT = 4_000  # characters that are read
SHINGLE, PAIR = (
    3,
    2,
)  # tokens: three are compared; two find what three would miss
ENOUGH = 24  # shingles of one's own: shorter texts, such as a title alone, say what anybody would say
BANDS, ROWS = (
    32,
    2,
)  # of texts that share 30 of 100 pairs 95 of 100 meet in a band; of 3 of 100, only 3
COPIED_WORDS = 0.5  # likeness from which words count as copied: bench/words
_MIDDLE = 0.18  # weighed overlap that is as likely a copy as none: between the two of bench/words
_PRIOR = 8.0  # shingles that nobody has seen: short texts need a larger part in common
_MANY_SHARE, _MANY_LEAST = 0.05, 6.0  # of the workshops, or so many: what they all say weighs nothing
_SHORTEST_PASSAGE = 4  # tokens
_OWN_PART = 0.34  # of a passage's shingles that must weigh something: it is more than stock phrases in a row
_PLACES_TRIED = 8  # places of a shingle in the other text that are tried for the longest passage
_HERE = Path(__file__).parent
_NUMERALS = frozenset("零〇一二三四五六七八九十百千万两")

Span = tuple[int, int]  # characters of the text as it was written: first, and one after the last


@dataclass(frozen=True, eq=False)
class Words:
    """A text as it is compared: its tokens, where each stands, and what they make without stock phrases."""

    tokens: tuple[str, ...]
    spans: tuple[Span, ...]
    row: tuple[int, ...]  # the shingle that begins at each token; the last SHINGLE - 1 begin none
    shingles: frozenset[int]
    pairs: frozenset[int]

    @property
    def tells(self) -> bool:
        """Tell whether there is enough of it to be compared at all."""
        return len(self.shingles) >= ENOUGH


@dataclass(frozen=True)
class Trade:
    """What the trade says: how many workshops use a shingle, of how many workshops."""

    counts: Counter[int] = field(default_factory=Counter)
    workshops: int = 0

    @classmethod
    def of(cls, texts: Iterable[Iterable[str]]) -> Trade:
        """Count over the texts of workshops, each given with its texts: the same words twice count once."""
        counts: Counter[int] = Counter()
        workshops = 0
        for own in texts:
            counts.update(frozenset().union(*(read(text).shingles for text in own)))
            workshops += 1
        return cls(counts, workshops)

    def weight(self, shingle: int) -> float:
        """Give 1 for what only the two compared say, down to 0 for what many workshops say."""
        many = max(_MANY_LEAST, _MANY_SHARE * self.workshops)
        return max(0.0, 1.0 - max(0, self.counts[shingle] - 2) / many)

    def weigh(self, shingles: Iterable[int]) -> float:
        """Give what these shingles weigh together."""
        return sum(self.weight(shingle) for shingle in shingles)


@lru_cache(maxsize=4096)
def read(text: str) -> Words:
    """Read a text of any length (LONGEST_TEXT characters of it) as tokens and shingles."""
    found = list(_tokens(text[:LONGEST_TEXT]))
    tokens = tuple(token for token, _start, _end in found)
    row, pairs = _rows(tokens)
    spans = tuple((start, end) for _token, start, end in found)
    return Words(tokens, spans, row, frozenset(row) - _stock(), frozenset(pairs) - _stock())


def _rows(tokens: Sequence[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give the numbers of the shingles, and of the pairs, that begin at each token."""
    shingles, pairs = (
        tuple(_number("\n".join(tokens[at : at + size])) for at in range(len(tokens) - size + 1))
        for size in (SHINGLE, PAIR)
    )
    return shingles, pairs


def _tokens(text: str) -> Iterable[tuple[str, int, int]]:
    """Give each token, its first character and one after its last; letters in a row are one, and figures."""
    kind, word, start = "", "", 0
    for at, written in enumerate(text):
        now, chars = _reading(written)
        if word and (now != kind or now == "sign"):
            yield _token(kind, word), start, at
            word = ""
        start = start if word else at
        kind, word = now, word + chars
    if word:
        yield _token(kind, word), start, len(text)


@lru_cache(maxsize=8192)
def _reading(written: str) -> tuple[str, str]:
    """Give a character's kind and how it reads in plain form; a sign that stands for a word is one sign."""
    chars = [char for char in unicodedata.normalize("NFKC", written).casefold() if _kind(char)]
    kinds = {_kind(char) for char in chars}
    return kinds.pop() if len(kinds) == 1 else "sign" if kinds else "", "".join(chars)


def _token(kind: str, word: str) -> str:
    return "0" if kind == "figure" else simplified().get(word, word)


def _kind(char: str) -> str:
    """Tell a figure, a character that is a word by itself, a letter, or what is not read ('')."""
    category = unicodedata.category(char)
    if char in _NUMERALS or category.startswith("N"):
        return "figure"
    if category == "Lo":
        return "sign"
    return "letter" if category.startswith("L") else ""


@cache
def simplified() -> dict[str, str]:
    """Give the simplified character of each common traditional one."""
    lines = (_HERE / "traditional.txt").read_text("utf-8").splitlines()[1:]
    return dict(zip("".join(lines[::2]), "".join(lines[1::2]), strict=True))


@cache
def _stock() -> frozenset[int]:
    """Give the shingles and the pairs of what every shop of the trade says."""
    lines = (_HERE / "stock_phrases.txt").read_text("utf-8").splitlines()[1:]
    rows = (_rows([token for token, _start, _end in _tokens(line)]) for line in lines)
    return frozenset(number for shingles, pairs in rows for number in (*shingles, *pairs))


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


@cache
def _turns() -> tuple[np.ndarray, np.ndarray]:
    """Give the odd factors and the shifts of the MinHash functions (uint64, BANDS * ROWS x 1)."""
    factors = [_number(f"factor {at}") | 1 for at in range(BANDS * ROWS)]
    shifts = [_number(f"shift {at}") for at in range(BANDS * ROWS)]
    return np.array(factors, np.uint64)[:, None], np.array(shifts, np.uint64)[:, None]


def sketch(words: Words) -> tuple[int, ...]:
    """Give the MinHash sketch: BANDS * ROWS numbers of 32 bits; empty for a text that tells too little."""
    if not words.tells:
        return ()
    factors, shifts = _turns()
    marks = np.fromiter(words.pairs, np.uint64, len(words.pairs))
    return tuple(int(least) for least in ((marks[None] * factors + shifts) >> np.uint64(32)).min(axis=1))


def bands(numbers: Sequence[int]) -> tuple[int, ...]:
    """Give the bands of a sketch as whole numbers below 2**63: texts that share one are worth comparing."""
    cuts = range(0, len(numbers), ROWS)
    return tuple(_number(f"{WORDS_VERSION} {at} {numbers[at : at + ROWS]}") >> 1 for at in cuts)


def likeness(one: str, other: str, trade: Trade | None = None) -> float:
    """Give how likely one text was made from the other, 0 to 1; copied words reach COPIED_WORDS.

    Even the same text stays below 1: two shops may have it from a third.
    """
    overlap = weighed_overlap(read(one), read(other), trade or Trade())
    return overlap**2 / (overlap**2 + _MIDDLE**2)


def weighed_overlap(one: Words, other: Words, trade: Trade) -> float:
    """Give which part of the lesser text stands in the other too, 0 to 1, by what the shingles weigh."""
    if not (one.tells and other.tells):
        return 0.0
    shared = trade.weigh(one.shingles & other.shingles)
    return shared / (min(trade.weigh(one.shingles), trade.weigh(other.shingles)) + _PRIOR)


def shared_passages(one: str, other: str, trade: Trade | None = None) -> list[tuple[Span, Span]]:
    """List the passages that stand in both texts, as (span in one, span in other), in the order of one.

    Passages never overlap within a text; those that are the trade's are left out.
    """
    left, right, known = read(one), read(other), trade or Trade()
    return [
        (_span(left, a, length), _span(right, b, length))
        for a, b, length in _runs(left, right)
        if _is_own(left, left.row[a : a + length - SHINGLE + 1], known)
    ]


def _is_own(words: Words, row: Sequence[int], trade: Trade) -> bool:
    return trade.weigh(one for one in row if one in words.shingles) >= _OWN_PART * len(row)


def _runs(left: Words, right: Words) -> Iterable[tuple[int, int, int]]:
    """Give runs of same tokens as (first in left, first in right, tokens), at each place the longest."""
    places: dict[int, list[int]] = {}
    for at, shingle in enumerate(right.row):
        places.setdefault(shingle, []).append(at)
    taken = [False] * len(right.tokens)
    at = 0
    while at < len(left.row):
        free = [b for b in places.get(left.row[at], ()) if not taken[b]][:_PLACES_TRIED]
        length, negative = max(((_common(left, right, taken, at, b), -b) for b in free), default=(0, 0))
        if length < _SHORTEST_PASSAGE:
            at += 1
            continue
        taken[-negative : length - negative] = [True] * length
        yield at, -negative, length
        at += length


def _common(left: Words, right: Words, taken: list[bool], a: int, b: int) -> int:
    """Count the tokens that both texts share from these places on, as far as none is taken."""
    length = 0
    for one, other, gone in zip(left.tokens[a:], right.tokens[b:], taken[b:], strict=False):
        if one != other or gone:
            break
        length += 1
    return length


def _span(words: Words, first: int, length: int) -> Span:
    return words.spans[first][0], words.spans[first + length - 1][1]


def pieces(text: str, spans: Iterable[Span]) -> list[tuple[str, bool]]:
    """Cut a text at spans that do not overlap: (piece, whether it lies in a span), nothing left out."""
    edges = [0, *(edge for span in sorted(spans) for edge in span), len(text)]
    cut = [(text[start:end], at % 2 == 1) for at, (start, end) in enumerate(pairwise(edges))]
    return [(piece, marked) for piece, marked in cut if piece]
