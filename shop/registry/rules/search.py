"""Turn what is written of a design, and what somebody types, into the same tokens.

Chinese has no spaces: each character is a token and so is each pair of neighbours, so that a word of two
characters is one look-up and a longer phrase a few. Beside the characters stand their readings (mudan), the
readings' first letters (md), words in Latin letters, the ends of the design's number, and what the lists are
narrowed by (kind, village, maker, year, standing). The first letter of a token says which of these it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, product

from shop.core.errors import N_
from shop.registry.rules import pinyin
from shop.registry.rules.designs import IN_FORCE, DesignState

MOST_TYPED = 80  # characters; what is typed beyond them narrows nothing further
MOST_WORDS = 8
LONGEST = 40  # letters of one word that count
STANDINGS = {
    "registered": IN_FORCE,
    "notice": frozenset({DesignState.NOTICE, DesignState.OBJECTED}),
    "lapsed": frozenset({DesignState.LAPSED}),
}
STANDING_NAMES = {
    "registered": N_("Registered"),
    "notice": N_("On public notice"),
    "lapsed": N_("Lapsed"),
}
_CHINESE = "\u3007\u3400-\u9fff\U00020000-\U000323af"
_RUN = re.compile(rf"[{_CHINESE}]+|[^\W_{_CHINESE}]+")
_IS_CHINESE = re.compile(rf"[{_CHINESE}]")
_APART = re.compile("(?<=[a-z])['’](?=[a-z])")
_NUMBER = re.compile(r"[a-z]{0,2}\d[\d/-]*")
# What any database's own reader of tokens keeps as it is; all other characters are written as their number.
_STRANGE = re.compile("[^0-9a-z\u3400-\u4db5\u4e00-\u9fcc]")
_SIGN = {"kind": "fk", "village": "fv", "maker": "fm", "year": "fy", "standing": "fs"}


@dataclass(frozen=True)
class Written:
    """What is written of a design: short facts are found by first letters too, long ones are not."""

    number: str
    short: Sequence[str]  # name, keywords, materials, workshop, brand, village
    long: Sequence[str]  # claims
    narrowed_by: Sequence[tuple[str, str]]  # kind, village, maker, year, standing, with their values


@dataclass(frozen=True)
class Term:
    """A token that must be there, or one that begins so."""

    token: str
    begins: bool = False


Way = tuple[Term, ...]  # all of them are there
Word = tuple[Way, ...]  # in one of these ways


def tokens_of(written: Written) -> list[str]:
    """Give the tokens under which a design is found, each once."""
    found = {_facet(*pair) for pair in written.narrowed_by} | set(_number_tokens(written.number))
    for text in written.short:
        found.update(_text_tokens(text, initials=True))
    for text in written.long:
        found.update(_text_tokens(text, initials=False))
    return sorted(found)


def standing_of(state: str) -> str:
    """Give the standing under which a design on view is listed."""
    return next(name for name, states in STANDINGS.items() if state in states)


def narrowed(kind: str, value: str) -> Word:
    """Give the word that asks for designs of one kind, village, maker, year or standing."""
    return ((Term(_facet(kind, value)),),)


def _facet(kind: str, value: str) -> str:
    return _SIGN[kind] + _safe(value.casefold())


def _safe(text: str) -> str:
    return _STRANGE.sub(lambda found: f"x{ord(found[0]):x}", text)


def _plain(text: str) -> str:
    """Bring letters to one width and case, ü to v, which is how it is typed, and xi'an to xian."""
    same = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _APART.sub("", same.replace("ü", "v").replace("u:", "v"))


def _text_tokens(text: str, *, initials: bool) -> Iterator[str]:
    for run in _RUN.findall(_plain(text)):
        if _IS_CHINESE.match(run):
            yield from map(_safe, run)
            yield from (_safe(a + b) for a, b in pairwise(run))
            yield from _reading_tokens(run, initials=initials)
        else:
            yield _latin(run)


def _latin(run: str) -> str:
    return "w" + _safe(run[:LONGEST])


def _reading_tokens(run: str, *, initials: bool) -> Iterator[str]:
    ways = pinyin.readings(run)
    yield from (_syllable(one) for some in ways for one in some)
    for pair in pairwise(ways):
        yield from (_syllable(one, other) for one, other in product(*pair))
    if initials:
        letters = [dict.fromkeys(one[0] for one in some) for some in ways]
        for some in (*pairwise(letters), *zip(letters, letters[1:], letters[2:], strict=False)):
            yield from (_initials(*way) for way in product(*some))


def _syllable(one: str, following: str = "") -> str:
    return f"p{one}1{following}" if following else f"p{one}"


def _initials(*letters: str) -> str:
    return "i" + "".join(letters)


def _as_initials(letters: str) -> Way:
    """Ask for first letters: two as they are, more by each three neighbours, for two alone say little."""
    wide = min(3, len(letters))
    starts = range(len(letters) - wide + 1)
    return tuple(dict.fromkeys(Term(_initials(letters[start : start + wide])) for start in starts))


def _number_tokens(number: str) -> Iterator[str]:
    """Give the number itself, each of its ends of two signs and more, and the count without its zeros."""
    parts = number.casefold().replace("/", "-").split("-")
    for end in range(1, len(parts) + 1):  # D2026-00017-2 is also found as the second of 00017
        whole = "".join(parts[:end])
        if end > 1 or len(parts) == 1:
            yield from ("n" + _safe(whole[start:]) for start in range(max(len(whole) - 1, 1)))
            yield "n" + _safe(parts[end - 1].lstrip("0"))


def read_words(typed: str) -> tuple[Word, ...]:
    """Read what somebody typed: every word of it must be there, in one of its ways; none for nothing."""
    typed = _plain(typed[:MOST_TYPED])
    parts = [part for part in typed.split() if _RUN.search(part) and part != "no."][:MOST_WORDS]
    words: list[Word] = []
    for spelt, group in groupby(parts, key=_spelling_of):
        together = list(group)
        if spelt is None or len(together) == 1:
            words += (word for part in together for word in _read(part))
        else:
            words.append((tuple(map(_latin_term, together)), spelt(together)))
    return tuple(words)


def _spelling_of(part: str) -> Callable[[list[str]], Way] | None:
    """Give what neighbouring parts of this kind may spell together: mu dan, or m d."""
    if part in pinyin.syllables():
        return _as_syllables
    return _as_letters if len(part) == 1 and pinyin.may_be_initials(part * 2) else None


def _as_syllables(parts: list[str]) -> Way:
    return _pairs(parts, _syllable)


def _as_letters(parts: list[str]) -> Way:
    return _as_initials("".join(parts))


def _read(part: str) -> Iterator[Word]:
    if _NUMBER.fullmatch(part):
        # 110 also begins 110cm; a longer number is meant as it stands, and PostgreSQL knows how rare it is
        sized = tuple(Term(_latin(run), begins=1 < len(run) < 4) for run in _RUN.findall(part))
        yield (Term("n" + re.sub(r"\W", "", part)),), sized
        return
    for run in _RUN.findall(part):
        if _IS_CHINESE.match(run):
            yield ((Term(_safe(run)),) if len(run) == 1 else _pairs(run, lambda a, b: _safe(a + b)),)
        else:
            yield ((_latin_term(run),), *(_as_pinyin(run) if run.isascii() and run.isalpha() else ()))


def _latin_term(run: str) -> Term:
    return Term(_latin(run), begins=len(run) > 1)


def _pairs(parts: Iterable[str], token: Callable[[str, str], str]) -> Way:
    return tuple(dict.fromkeys(Term(token(one, other)) for one, other in pairwise(parts)))


def _as_pinyin(letters: str) -> Iterator[Way]:
    """Give the ways to read letters: as syllables; else as syllables still being typed, and first letters."""
    whole = pinyin.split(letters)
    for way in whole:
        yield _pairs(way, _syllable) if len(way) > 1 else (Term(_syllable(way[0])),)
    if whole:
        return
    if begun := pinyin.split_unfinished(letters):
        way, last = begun
        yield (*_pairs(way, _syllable), Term(_syllable(way[-1], last), begins=True))
    if pinyin.may_be_initials(letters):
        yield _as_initials(letters)


def as_fts5(words: Iterable[Word]) -> str:
    """Write words for SQLite's full-text search. Tokens hold letters and digits only: nothing to escape."""
    return _written(words, " AND ", " OR ", lambda term: f'"{term.token}"' + " *" * term.begins)


def as_tsquery(words: Iterable[Word]) -> str:
    """Write words for PostgreSQL's full-text search."""
    return _written(words, " & ", " | ", lambda term: f"'{term.token}'" + ":*" * term.begins)


def _written(words: Iterable[Word], both: str, either: str, write: Callable[[Term], str]) -> str:
    def all_of(way: Way) -> str:
        return "(" + both.join(map(write, way)) + ")"

    return both.join("(" + either.join(map(all_of, word)) + ")" for word in words)
