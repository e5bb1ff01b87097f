"""Know how Chinese characters are read, and how typed pinyin falls into syllables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

MOST_READINGS = 3  # of one character, the usual ones first; 长 is both zhang and chang
MOST_SPLITS = 4  # ways to split what was typed: xian is xian and xi'an
MOST_LETTERS = 36
_VOWELS = frozenset("aeiouv")
_FIRST = frozenset("abcdefghjklmnopqrstwxyz")  # no syllable begins with i, u or v
_SPELT = {"lue": "lve", "nue": "nve"}


@lru_cache(maxsize=5_000)  # names of villages, workshops and cloths come again and again
def readings(run: str) -> list[list[str]]:
    """Give for each character of a run the ways it may be read here, without tones; ü is written v."""
    from pypinyin import Style, pinyin

    found = pinyin(run, style=Style.NORMAL, heteronym=True, errors=_unread)
    return [[one for one in dict.fromkeys(ways) if one in syllables()][:MOST_READINGS] for ways in found]


def _unread(unknown: str) -> Any:
    """Give no reading for each unknown character, so that the others keep their place."""
    return [[] for _ in unknown]


@cache
def syllables() -> frozenset[str]:
    """Give every syllable that the readings of characters know."""
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_normal

    marked = {reading for ways in PINYIN_DICT.values() for reading in ways.split(",")}
    plain = {to_normal(reading) for reading in marked}
    return frozenset(one for one in plain if one.isascii() and _VOWELS & set(one))


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(one[:end] for one in syllables() for end in range(1, len(one)))


def split(letters: str) -> list[list[str]]:
    """Give the ways in which letters fall wholly into syllables, longer first ones first; none for others."""
    if not 0 < len(letters) <= MOST_LETTERS:
        return []
    found: list[list[str]] = []
    for way in _ways(letters, 0, _ends_well(letters)):
        found.append([_SPELT.get(one, one) for one in way])
        if len(found) == MOST_SPLITS:
            break
    return found


def _is_syllable(letters: str) -> bool:
    return _SPELT.get(letters, letters) in syllables()


def _ends_well(letters: str) -> list[bool]:
    """Tell for each place whether what stands from there on falls into syllables."""
    good = [False] * len(letters) + [True]
    for start in range(len(letters) - 1, -1, -1):
        good[start] = any(
            good[end] and _is_syllable(letters[start:end])
            for end in range(start + 1, min(start + 6, len(letters)) + 1)
        )
    return good


def _ways(letters: str, start: int, good: list[bool]) -> Iterator[list[str]]:
    if start == len(letters):
        yield []
    for end in range(min(start + 6, len(letters)), start, -1):
        if good[end] and _is_syllable(letters[start:end]):
            for rest in _ways(letters, end, good):
                yield [letters[start:end], *rest]


def split_unfinished(letters: str) -> tuple[list[str], str] | None:
    """Give the syllables and the begun last one of pinyin that somebody is still typing; None for others."""
    for end in range(len(letters) - 1, 0, -1):
        if letters[end:] in _beginnings() and (whole := split(letters[:end])):
            return whole[0], letters[end:]
    return None


def may_be_initials(letters: str) -> bool:
    """Tell whether letters can be the first ones of some characters' readings, as in md for mudan."""
    return 2 <= len(letters) <= MOST_LETTERS and set(letters) <= _FIRST
