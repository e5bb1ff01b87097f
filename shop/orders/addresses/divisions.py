"""Find province, prefecture and county in a text, in full or short, also with the upper ones left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_ONE = "壮回满苗彝藏侗瑶白黎傣畲佤水羌土怒京"
_MANY = "维吾尔 土家 蒙古 布依 朝鲜 哈尼 哈萨克 傈僳 东乡 仡佬 拉祜 纳西 仫佬 锡伯"
_MORE = "柯尔克孜 景颇 达斡尔 撒拉 布朗 毛南 塔吉克 普米 阿昌 鄂温克 基诺 德昂 保安 裕固 鄂伦春 独龙 各"
_PEOPLES = "|".join(f"{_MANY} {_MORE}".split())
_SELF_RULED = re.compile(rf"(?:[{_ONE}]族|(?:{_PEOPLES})族?)+自治[区州县旗]$")
_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|新区|省|市|盟|区|县|旗)$")
_BETWEEN = re.compile(r"[\s,，/|-]*(?:市辖区|(?:省|自治区)直辖县级行政(?:单位|区划))?[\s,，/|-]*")
_ROAD = re.compile(r"大?[东西南北中]?[路街道巷桥站村]")  # "香洲路" is a road, not the district
PROVINCE, CITY, COUNTY = range(3)  # the levels; so long is the path of each, less one


@dataclass(frozen=True)
class Region:
    """What was found: names in full, empty where unknown; where in the text; which names are only guessed."""

    province: str = ""
    city: str = ""
    county: str = ""
    start: int = 0
    end: int = 0
    guessed: tuple[str, ...] = ()
    rank: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Place:
    """A name on one of the three levels (0, 1, 2) and what it stands for."""

    path: tuple[str, ...]
    short: bool

    @property
    def level(self) -> int:
        return len(self.path) - 1


@cache
def divisions() -> dict[str, dict[str, tuple[str, ...]]]:
    """Give all provinces, their prefectures and the counties of each (none where a prefecture has none)."""
    table: dict[str, dict[str, tuple[str, ...]]] = {}
    cities: dict[str, tuple[str, ...]] = {}
    for line in (files("shop.orders.addresses") / "data/divisions.txt").read_text("utf-8").splitlines():
        if line.startswith(" "):
            city, _, counties = line.strip().partition(": ")
            cities[city] = tuple(counties.split())
        elif not line.startswith("#"):
            cities = table[line] = {}
    return table


def short_name(name: str) -> str:
    """Shorten a name as people do: 山东省 to 山东, 大理白族自治州 to 大理; never below two characters."""
    for pattern in (_SELF_RULED, _SUFFIX):
        shorter = pattern.sub("", name)
        if shorter != name:
            return shorter if len(shorter) > 1 else name
    return name


def find_region(text: str) -> Region | None:
    """Find the division that the text names most fully; of equals the first. None where it names none."""
    found = (region for start in range(len(text)) for region in _chains(text, start))
    return max(found, key=lambda region: region.rank, default=None)


def has_counties(province: str, city: str) -> bool:
    """Tell whether an address in this prefecture needs a county."""
    return bool(divisions().get(province, {}).get(city))


@cache
def _index() -> dict[str, tuple[_Place, ...]]:
    """Map every name, full and short, to the places it may stand for."""
    places: dict[str, list[_Place]] = {}
    for path in _paths():
        full = path[-1]
        for name in {full, short_name(full), *_with_zhou(full)}:
            places.setdefault(name, []).append(_Place(path, name != full))
    return {name: tuple(found) for name, found in places.items()}


def _paths() -> Iterator[tuple[str, ...]]:
    for province, cities in divisions().items():
        yield (province,)
        for city, counties in cities.items():
            yield (province, city)
            yield from ((province, city, county) for county in counties)


def _with_zhou(full: str) -> tuple[str, ...]:
    return (short_name(full) + "州",) if full.endswith("自治州") else ()


@cache
def _longest() -> int:
    return max(map(len, _index()))


def _named_at(text: str, at: int) -> Iterator[tuple[_Place, int]]:
    """List the places whose name stands at a position, with where it ends, longest first."""
    for end in range(min(len(text), at + _longest()), at + 1, -1):
        for place in _index().get(text[at:end], ()):
            if not (place.level == COUNTY and place.short and _ROAD.match(text, end)):
                yield place, end


def _chains(text: str, start: int) -> Iterator[Region]:
    """Follow names that lie within each other from a position on: 山东省 菏泽市 曹县, 菏泽曹县, 曹县."""
    for place, end in _named_at(text, start):
        if place.level < COUNTY or not place.short:  # a short county alone may be any word
            yield from _follow(text, (place,), start, end)


def _follow(text: str, names: tuple[_Place, ...], start: int, end: int) -> Iterator[Region]:
    yield _region(names, start, end)
    last = names[-1].path
    between = _BETWEEN.match(text, end)
    for place, stop in _named_at(text, between.end() if between else end):
        if place.level >= len(last) and place.path[: len(last)] == last:
            yield from _follow(text, (*names, place), start, stop)
        elif place.path == last:  # "济源市 济源市": exports repeat a name to fill three columns
            yield from _follow(text, names, start, stop)


def _region(names: tuple[_Place, ...], start: int, end: int) -> Region:
    path = names[-1].path
    if names[0].level == COUNTY and _namesakes(path) > 1:
        path = ("", "", path[COUNTY])
    elif len(path) == 1 and path[0] in divisions()[path[0]]:
        path *= 2  # a municipality is its own prefecture
    province, city, county = (*path, "", "")[:3]
    full = sum(not place.short for place in names)
    rank = (full, len(names), -start, end - start)
    return Region(province, city, county, start, end, _guessed(names, full), rank)


def _namesakes(path: tuple[str, ...]) -> int:
    return sum(len(place.path) == len(path) and not place.short for place in _index()[path[-1]])


def _guessed(names: tuple[_Place, ...], full: int) -> tuple[str, ...]:
    """Doubt a county written short, and all of it where no name is full and no province stands first."""
    last = names[-1]
    county = ("county",) if last.level == COUNTY and last.short else ()
    return county if full or names[0].level == PROVINCE else ("province", "city", *county)
