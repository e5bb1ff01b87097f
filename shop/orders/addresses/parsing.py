"""Take a pasted Chinese address apart: name, phone, divisions, detail, in whatever order people paste them.

Everything is shown to a person before it is kept; `unsure` names the parts to ask about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from shop.orders.addresses.divisions import Region, divisions, find_region, has_counties
from shop.orders.addresses.pieces import is_masked, plain, take_labels, take_name, take_phone, take_zip

_TOWN = re.compile(
    r"[\u4e00-\u9fff]{1,9}?(?:街道办事处|街道|镇|乡|苏木)(?![路街巷道村口区小中])|[\u4e00-\u9fff]{1,6}(?:农场|林场|开发区)(?=\S)"
)


@dataclass(frozen=True)
class ParsedAddress:
    """An address in its parts, empty where unknown, and the names of the parts to ask about."""

    name: str = ""
    phone: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    town: str = ""
    detail: str = ""
    zip_code: str = ""
    unsure: tuple[str, ...] = ()
    masked: bool = False


def parse_address(text: str) -> ParsedAddress:
    """Take the text apart; guesses, gaps and masked parts are named in `unsure`."""
    labelled, rest = take_labels(plain(text))
    phone = take_phone(rest)
    zip_code = take_zip(phone.rest)
    region = find_region(zip_code.rest) or Region()
    before, after = zip_code.rest[: region.start], zip_code.rest[region.end :]
    name = take_name(before, after, labelled, anchored=region.end > 0)
    town, detail = _split_town(name.rest)
    parts = {
        "name": name.value,
        "phone": phone.value,
        "province": region.province,
        "city": region.city,
        "county": region.county,
        "detail": detail,
    }
    doubts = {*region.guessed, *_conflicts(before, region)}
    doubts |= {part for part, taken in (("name", name), ("phone", phone)) if taken.doubtful}
    unsure = tuple(part for part in parts if part in doubts or _lacking(part, parts))
    return ParsedAddress(**parts, town=town, zip_code=zip_code.value, unsure=unsure, masked=is_masked(text))


def _split_town(rest: str) -> tuple[str, str]:
    town = _TOWN.match(rest)
    return (town[0], rest[town.end() :]) if town and town.end() < len(rest) else ("", rest)


def _conflicts(before: str, region: Region) -> tuple[str, ...]:
    """Doubt the divisions where the text names another province before the one that was found."""
    others = [province for province in divisions() if province != region.province and province in before]
    return ("province", "city") if others else ()


def _lacking(part: str, parts: dict[str, str]) -> bool:
    if part == "county" and not parts["county"]:
        return not parts["city"] or has_counties(parts["province"], parts["city"])
    return not parts[part] or (part == "detail" and is_masked(parts[part]))
