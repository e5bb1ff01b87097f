"""Encode Code 128 (ISO/IEC 15417) in the fewest modules and draw it in whole printer dots."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from shop.core.errors import N_
from shop.shipping.rules import NumberRefused

QUIET_MODULES = 10
INSET_DOTS = 0.1  # a side: without it one common rasteriser lets bars of two dots run together

# Widths in modules of bar, space, bar, ... for the symbol values 0 to 105, and the stop.
_WIDTHS = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132
122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212
322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311
112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321
331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214
112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113
411311 113141 114131 311141 411131 211412 211214 211232 2331112
"""
_RUNS = tuple(tuple(map(int, widths)) for widths in _WIDTHS.split())
_START = {"A": 103, "B": 104, "C": 105}
_TO = {"A": 101, "B": 100, "C": 99}  # the code that switches to a set is one value in both other sets
_SHIFT = 98
_STOP = 106


class _Route(NamedTuple):
    """The cheapest symbols found so far that end in some set."""

    symbols: tuple[int, ...]

    def then(self, *symbols: int) -> _Route:
        return _Route(self.symbols + symbols)


@lru_cache(maxsize=4096)
def encode(text: str) -> tuple[int, ...]:
    """Give the symbol values of an ASCII text: start, data, check, stop, as few as can be.

    Raises `NumberRefused` for an empty text or a character beyond ASCII.
    """
    if not text or not text.isascii():
        raise NumberRefused(N_("A barcode can only hold letters without accents, digits and simple signs."))
    data = _shortest(text)
    check = (data[0] + sum(place * value for place, value in enumerate(data))) % 103
    return (*data, check, _STOP)


def _shortest(text: str) -> tuple[int, ...]:
    """Walk the text keeping, for each place and set, the shortest way there (dynamic programming)."""
    reached: list[dict[str, _Route]] = [{} for _ in range(len(text) + 1)]
    reached[0] = {code_set: _Route((start,)) for code_set, start in _START.items()}
    for place in range(len(text)):
        _switch(reached[place])
        for code_set, route in reached[place].items():
            for length, symbols in _steps(text, place, code_set):
                _keep(reached[place + length], code_set, route.then(*symbols))
    return min(reached[-1].values(), key=_cost).symbols


def _cost(route: _Route) -> int:
    return len(route.symbols)


def _keep(routes: dict[str, _Route], code_set: str, route: _Route) -> None:
    if code_set not in routes or _cost(route) < _cost(routes[code_set]):
        routes[code_set] = route


def _switch(routes: dict[str, _Route]) -> None:
    """Reach the other sets from the cheapest one by a switching code, where that is shorter."""
    cheapest = min(routes.values(), key=_cost)
    for code_set, code in _TO.items():
        _keep(routes, code_set, cheapest.then(code))


def _steps(text: str, place: int, code_set: str) -> list[tuple[int, tuple[int, ...]]]:
    """List the ways to go on in a set: how many characters are taken, and the symbols for them."""
    if code_set == "C":
        pair = text[place : place + 2]
        return [(2, (int(pair),))] if len(pair) == 2 and pair.isdigit() else []
    code = ord(text[place])
    if (code < 96) if code_set == "A" else (code >= 32):
        return [(1, (_value(code),))]
    return [(1, (_SHIFT, _value(code)))]


def _value(code: int) -> int:
    """Give the symbol value of an ASCII code, the same in each of the sets A and B that has it."""
    return code - 32 if code >= 32 else code + 64


@lru_cache(maxsize=4096)
def module_runs(text: str) -> tuple[int, ...]:
    """Give the widths in modules of bar, space, bar, ..., bar that spell the text."""
    return tuple(run for symbol in encode(text) for run in _RUNS[symbol])


def modules_wide(text: str) -> int:
    """Count the modules of the barcode without its quiet zones."""
    return sum(module_runs(text))


@lru_cache(maxsize=4096)
def bar_operators(text: str, dots_per_module: int, height_dots: int) -> str:
    """Write the bars as PDF rectangles in printer dots, from (0, 0) right and up, ready to be filled.

    The caller's transformation must lay (0, 0) on the dot grid and make one unit one dot. The quiet zones
    are not drawn: leave `QUIET_MODULES` white modules at each side.
    """
    parts = []
    at = 0
    for place, run in enumerate(module_runs(text)):
        if place % 2 == 0:
            left, width = at + INSET_DOTS, run * dots_per_module - 2 * INSET_DOTS
            parts.append(f"{left:.1f} 0 {width:.1f} {height_dots} re")
        at += run * dots_per_module
    return " ".join(parts) + " f"
