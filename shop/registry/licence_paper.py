"""Print the paper of a licence (授权书): plain values in, one page of PDF out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reportlab.platypus import Flowable

from shop.core import paper
from shop.core.clock import china
from shop.core.fonts import Faces
from shop.core.money import yuan_text
from shop.core.paper import Fact, beside, both, code, compose, facts, gap, text
from shop.registry.rules import LicenceTerms, Part, Phase

FOOTER = "这是本镇自己的登记，只在本镇内有约定效力。两家另有合同的，以合同为准。"
FOOTER_ENGLISH = "This is the town's own register. It has no legal force beyond the town."
_PICTURE, _CODE = 44, 36  # mm
_CROWD = 200  # characters of all names together
_LARGE = 26  # characters that fit into a line in large print
_PHASES = {
    Phase.NOT_YET: ("尚未开始", "Not yet in force"),
    Phase.IN_FORCE: ("有效", "In force"),
    Phase.SELL_OFF: ("已结束，清货期内", "Ended, selling off"),
    Phase.ENDED: ("已结束", "Ended"),
}
_ACROSS = {Phase.SELL_OFF: ("已结束", "ENDED"), Phase.ENDED: ("已结束", "ENDED")}
_PLATFORMS = {  # in both languages, whatever the language of the page
    "taobao": "淘宝 Taobao",
    "tmall": "天猫 Tmall",
    "1688": "1688",
    "pdd": "拼多多 Pinduoduo",
    "douyin": "抖音 Douyin",
    "kuaishou": "快手 Kuaishou",
    "xiaohongshu": "小红书 Xiaohongshu",
    "wechat": "微信小店 WeChat shop",
    "other": "其他 Other",
}


@dataclass(frozen=True)
class Party:
    """A workshop as the paper names it."""

    name: str
    village: str


@dataclass(frozen=True)
class LicencePaper:
    """What the paper of one licence states; days in China, moments in UTC."""

    town: str
    number: str
    check_code: str  # as people read it, in groups
    check_url: str
    phase: Phase
    maker: Party
    giver: Party  # another than the maker where the licence was given on
    holder: Party
    design: tuple[str, str] | None  # name and number; None: all of the maker's
    photo: bytes | None  # a JPEG of the design
    terms: LicenceTerms
    last_day: date
    sell_off_until: date
    printed_at: datetime


def render_licence(stated: LicencePaper, faces: Faces) -> bytes:
    """Give the paper as a PDF of one page; an ended licence says so over all of it."""
    between = gap(9 if _is_roomy(stated) else 3)
    parts = [
        *_head(stated),
        between,
        facts(_parties(stated)),
        between,
        _granted(stated),
        between,
        _check(stated),
    ]
    if stated.phase not in _ACROSS and not _is_crowded(stated):
        parts += [between, _signatures()]
    sheet = paper.Sheet(
        title=f"授权书 {stated.number}",
        footer=FOOTER,
        footer_english=FOOTER_ENGLISH,
        across=_ACROSS.get(stated.phase, ()),
        framed=True,
    )
    return compose(parts, sheet, faces)


def _head(stated: LicencePaper) -> list[Flowable]:
    chinese, english = _PHASES[stated.phase]
    at = china(stated.printed_at)
    printed = f"{_day(at.date())} {at:%H:%M}"
    return [
        text(stated.town, "subtitle"),
        text("授权书", "title"),
        text("Licence", "subtitle"),
        gap(3),
        text(
            f"{stated.number}　·　{chinese} {english}", "good" if stated.phase is Phase.IN_FORCE else "notice"
        ),
        text(f"打印于 Printed {printed}", "centred"),
    ]


def _parties(stated: LicencePaper) -> list[Fact]:
    rows = [("授权方", "Granted by", _named(stated.giver)), ("被授权方", "Granted to", _named(stated.holder))]
    if stated.giver != stated.maker:
        rows.append(("款式所属", "Maker of the design", _named(stated.maker)))
    style = "lead" if _is_roomy(stated) else "body"
    return [(chinese, english, text(words, style)) for chinese, english, words in rows]


def _is_roomy(stated: LicencePaper) -> bool:
    """Tell whether the names are short enough for large print; the longest still leave all on one page."""
    parties = (stated.maker, stated.giver, stated.holder)
    return (
        max(len(_named(party)) for party in parties) <= _LARGE
        and len("".join(stated.design or "")) <= 2 * _LARGE
    )


def _is_crowded(stated: LicencePaper) -> bool:
    """Tell whether such long names meet that the room for signing is theirs."""
    names = [_named(party) for party in (stated.maker, stated.giver, stated.holder)]
    return len("".join([*names, *(stated.design or ())])) > _CROWD


def _named(party: Party) -> str:
    return f"{party.name}（{party.village}）"


def _granted(stated: LicencePaper) -> Flowable:
    """Set the terms, beside a picture of the design where there is one."""
    if stated.photo is None:
        return facts(_terms(stated))
    left = _PICTURE + 4
    picture = paper.photo(stated.photo, _PICTURE, 1.5 * _PICTURE)
    return beside([picture, facts(_terms(stated), paper.ROOM - left - 2, 34)], [left, paper.ROOM - left])


def _terms(stated: LicencePaper) -> list[Fact]:
    terms = stated.terms
    return [
        ("款式", "Design", _design(stated)),
        ("销售该款式", "Selling the costume", _allowed(Part.DESIGN in terms.parts)),
        ("使用其照片", "Using its photos", _allowed(Part.PHOTOS in terms.parts)),
        ("可售平台", "Platforms", _platforms(sorted(terms.platforms))),
        ("期限", "Term", f"{_day(terms.starts_on)} — {_day(stated.last_day)}"),
        ("每套最低售价", "Lowest price of a set", _floor(terms.floor_price_fen)),
        ("再授权", "Giving it on", _allowed(terms.may_sublicense)),
        ("结束后清货", "Selling off after the end", _sell_off(stated)),
    ]


def _design(stated: LicencePaper) -> str:
    if stated.design is None:
        return f"{stated.maker.name} 登记的全部款式 All designs of this maker"
    return "　".join(stated.design)


def _allowed(allowed: bool) -> str:  # noqa: FBT001 - a word for yes and a word for no
    return "允许 Yes" if allowed else "不允许 No"


def _platforms(keys: Sequence[str]) -> str:
    return "、".join(_PLATFORMS.get(key, key) for key in keys) or "不限 All"


def _floor(fen: int | None) -> str:
    return "不限 None" if fen is None else yuan_text(fen)


def _sell_off(stated: LicencePaper) -> str:
    days = stated.terms.sell_off_days
    if not days:
        return "无 None"
    until = _day(stated.sell_off_until)
    return f"{days} 天，至 {until}。只限结束前已上架的。\nOnly what hung in the shop before the end."


def _check(stated: LicencePaper) -> Flowable:
    """Say how anybody can check the paper: what the register says now counts, not what was printed."""
    words = [
        text(stated.check_code, "lead"),
        text("核对码 Check code", "small"),
        gap(2),
        *both(
            "扫码，或在本镇网站输入核对码，看这份授权现在是否有效。以登记为准，不以打印为准。",
            "Scan the code, or type it on the town's site, to see whether this licence holds now. "
            "The register counts, not the print.",
        ),
        gap(1),
        text(stated.check_url, "tiny"),
    ]
    return beside([code(stated.check_url, _CODE), words], [_CODE + 4, paper.ROOM - _CODE - 4])


def _signatures() -> Flowable:
    """Leave room for both to sign: neighbours trust a hand more than a code."""
    words = (
        "授权方签字、日期\nSigned by the giver, with the day",
        "被授权方签字、日期\nSigned by the holder, with the day",
    )
    return beside([text(one, "small") for one in words], [paper.ROOM / 2] * 2)


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
