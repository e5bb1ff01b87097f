"""Take the pieces of a pasted address out of it, one kind after the other: labels, phone, postcode, name."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from shop.orders.addresses.names import SURELY_A_NAME, name_score, strip_courtesies

PHONE_MARK = "\x1f"  # stands where the phone stood: a name is most often beside it

_MASK = re.compile(r"\*{2,}|[\u4e00-\u9fff]\*|##|密文|[●•]{2,}|(?<![A-Za-z])[xX]{4,}")
_LABEL = re.compile(
    r"(?P<name>收货人(?:姓名)?|收件人(?:姓名)?|联系人|姓名|名字)[ \t]*[:：]"
    r"|(?:(?:收货人|收件人)?(?:手机号码|手机号|手机|联系电话|电话号码|电话|联系方式))[ \t]*[:：]"
    r"|(?:所在地区|省市区|地区|(?:收货|收件|详细|街道)?地址|邮政编码|邮编|(?<!\S)[寄收])[ \t]*[:：]"
)
_MOBILE = r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?:(?:-|转|_)\d{2,6})?"
_LANDLINE = r"\(?0\d{2,3}\)?[- ]?\d{7,8}(?:(?:-|转)\d{1,6})?|400[- ]?\d{3,4}[- ]?\d{3,4}"
_PHONE = re.compile(rf"(?<![\d*])(?:{_MOBILE}|{_LANDLINE})(?![\d*])")
_MASKED_PHONE = re.compile(r"(?<![\d*])(?=[\d*]{7,16}(?![\d*]))\d{0,4}\*{2,}\d{0,4}(?![\d*])")
_ZIP = re.compile(
    r"(?:邮政编码|邮编)?\s*[(（]\s*(\d{6})\s*[)）]|(?:邮政编码|邮编)?\s*(?<![\d*-])(\d{6})(?![\d*-]|\s*[号室栋幢楼弄单户])"
)
_COMMAS = ",，;；|\\s"
_SEPARATORS = re.compile(  # blanks within a name in Latin letters do not separate
    rf"[{_COMMAS}]*[,，;；|\n][{_COMMAS}]*|\s+(?![A-Za-z])|(?<![A-Za-z.])\s+|(?={PHONE_MARK})|(?<={PHONE_MARK})"
)
_GLUED_NAME = re.compile(r"(?<=[号室楼栋幢单元村店户座])([\u4e00-\u9fff]{2,4})$")


class Taken(NamedTuple):
    """A part taken out of the text, the rest, and whether it is doubtful."""

    value: str
    rest: str
    doubtful: bool = False


def is_masked(text: str) -> bool:
    """Tell whether parts of the text are hidden by stars or cipher words, as platforms export them."""
    return _MASK.search(plain(text)) is not None


def plain(text: str) -> str:
    """Turn full-width digits, letters and colons into plain ones and drop invisible marks."""
    text = "".join(
        unicodedata.normalize("NFKC", c) if "０" <= c <= "ｚ" or c in "＊－＋：\u3000\xa0" else c
        for c in text
    )
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf")).strip()


def take_labels(text: str) -> tuple[str, str]:
    """Read "收货人: …" and the like: the name so labelled, and the rest without the labels."""
    found = list(_LABEL.finditer(text))
    ends = [label.start() for label in found[1:]] + [len(text)]
    name, rest = "", [text[: found[0].start()] if found else text]
    for label, end in zip(found, ends, strict=False):
        value = text[label.end() : end].strip()
        if label["name"] and not name:
            name, value = (*re.split(rf"[{_COMMAS}]+", value, maxsplit=1), "")[:2]
        rest.append(value)
    return name, "\n".join(piece.strip() for piece in rest if piece.strip())


def take_phone(text: str) -> Taken:
    """Take the phone out; two different ones, or a masked one, are doubtful."""
    found = list(dict.fromkeys(_phone_digits(match[0]) for match in _PHONE.finditer(text)))
    if found:
        return Taken(found[0], _PHONE.sub(PHONE_MARK, text), len(found) > 1)
    masked = _MASKED_PHONE.search(text)
    if masked:
        return Taken(masked[0], _MASKED_PHONE.sub(PHONE_MARK, text, count=1), doubtful=True)
    return Taken("", text)


def _phone_digits(phone: str) -> str:
    """Write a phone as digits, a landline with its hyphen, an extension behind a hyphen."""
    main, *extension = re.split(r"转|_|(?<=\d{7})-", phone.strip())
    digits = re.sub(r"\D", "", re.sub(r"^\+?86[- ]?(?=1)", "", main))
    if digits.startswith("0"):
        area = 3 if digits[1] in "12" else 4
        digits = f"{digits[:area]}-{digits[area:]}"
    return "-".join((digits, *extension))


def take_zip(text: str) -> Taken:
    """Take the postcode out; exports write zeros for none."""
    found = _ZIP.search(text)
    if found is None:
        return Taken("", text)
    code = found[1] or found[2]
    rest = text[: found.start()] + " " + text[found.end() :]
    return Taken("" if code == "000000" else code, rest)


def take_name(before: str, after: str, labelled: str, *, anchored: bool) -> Taken:
    """Choose the piece that reads most like a person's name; the others, joined, are the rest of the address.

    The text stands before and after the divisions; where there were any (`anchored`), what follows them
    without a gap is address for sure.
    """
    head, tail = _split(before.removesuffix("中国")), _split(after)
    pieces = head + tail
    address = {len(head)} if anchored and tail and after.startswith(tail[0]) else set()
    scores = {} if labelled else _scores(pieces, address)
    best = max(scores, key=lambda place: scores[place], default=None)
    rest = _joined([piece for place, piece in enumerate(pieces) if place != best and piece != PHONE_MARK])
    if best is not None:
        tied = list(scores.values()).count(scores[best]) > 1
        return Taken(strip_courtesies(pieces[best]), rest, tied or is_masked(pieces[best]))
    if labelled:
        return Taken(strip_courtesies(labelled), rest, is_masked(labelled))
    return _take_glued_name(rest)


def _split(text: str) -> list[str]:
    return [piece for piece in _SEPARATORS.split(text) if piece.strip()]


def _scores(pieces: list[str], address: set[int]) -> dict[int, int]:
    """Score the pieces that may be a name; more beside the phone, a little more at either end."""
    phones = {place for place, piece in enumerate(pieces) if piece == PHONE_MARK}
    scores = {}
    for place, piece in enumerate(pieces):
        if place not in address | phones and (score := name_score(piece)):
            beside = bool({place - 1, place + 1} & phones)
            scores[place] = score + 2 * beside + (place in (0, len(pieces) - 1))
    return scores


def _take_glued_name(rest: str) -> Taken:
    """Take a name off the end of an address it was written onto ("…12号张三"): always doubtful."""
    found = _GLUED_NAME.search(rest)
    if found and name_score(found[1]) >= SURELY_A_NAME:
        return Taken(found[1], rest[: found.start()], doubtful=True)
    return Taken("", rest)


def _joined(pieces: list[str]) -> str:
    """Join pieces of an address: a blank only between two in Latin letters or digits."""
    joined = ""
    for piece in pieces:
        joined += (" " if joined[-1:].isascii() and joined and piece[0].isascii() else "") + piece
    return joined
