"""Know the couriers by name, guess one from a number's shape, and check what a number may hold.

A shape only hints: twelve digits fit three couriers. A guess is shown to a person and never decides.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from shop.core.errors import N_
from shop.shipping.rules import NumberRefused

LONGEST_NUMBER = 30


@dataclass(frozen=True)
class Courier:
    """A courier: our code, its name, other names in use, its codes elsewhere, its numbers' shapes.

    A system's code is absent where it differs from shop to shop and must be asked for. `shapes` are known
    to occur; `unsure` ones are hearsay and come last among the guesses.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    codes: dict[str, str] = field(hash=False)
    shapes: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


def _codes(taobao: str, kdniao: str, kuaidi100: str) -> dict[str, str]:
    pairs = {"taobao": taobao, "kdniao": kdniao, "kuaidi100": kuaidi100}
    return {system: code for system, code in pairs.items() if code}


COURIERS = (
    Courier("SF", "顺丰速运", ("顺丰",), _codes("SF", "SF", "shunfeng"), (r"SF\d{12,14}", r"\d{12}")),
    Courier(
        "ZTO",
        "中通快递",
        ("中通", "中通速递"),
        _codes("ZTO", "ZTO", "zhongtong"),
        (r"7\d{11,13}", r"\d{12}", r"ZTO\d{10,}"),
    ),
    Courier(
        "YTO",
        "圆通速递",
        ("圆通",),
        _codes("YTO", "YTO", "yuantong"),
        (r"YT\d{10,16}", r"[A-Z0-9]{10,12}", r"88[A-Z0-9]{16}"),
    ),
    Courier(
        "YUNDA", "韵达快递", ("韵达", "韵达速递"), _codes("YUNDA", "YD", "yunda"), (r"4\d{11,14}", r"\d{13}")
    ),
    Courier(
        "STO",
        "申通快递",
        ("申通", "申通E物流"),
        _codes("STO", "STO", "shentong"),
        (r"33\d{10,12}", r"(?:268|368|468|568|588|668|688|768|868|888|968)\d{9,10}", r"STO\d{10}"),
        (r"77\d{13}",),
    ),
    Courier("JT", "极兔速递", ("极兔",), _codes("", "JTSD", "jtexpress"), (r"JT\d{10,}",)),
    Courier("EMS", "EMS", ("邮政EMS",), _codes("EMS", "EMS", "ems"), (r"[A-Z]{2}\d{9}[A-Z]{2}", r"1\d{12}")),
    Courier(
        "POST",
        "邮政快递包裹",
        ("邮政", "中国邮政", "邮政国内小包"),
        _codes("", "YZPY", "youzhengguonei"),
        (),
        (r"9\d{12}",),
    ),
    Courier("JD", "京东物流", ("京东",), _codes("", "JD", "jd"), (r"JD[A-Z]{0,2}\d{9,15}",)),
    Courier("DB", "德邦快递", ("德邦",), _codes("DBL", "DBL", "debangwuliu"), (r"\d{8,10}",), (r"DPK\d+",)),
)
BY_CODE = {courier.code: courier for courier in COURIERS}


def find_courier(name: str) -> Courier | None:
    """Find a courier by our code, its name or another name in use."""
    wanted = name.strip().upper()
    for courier in COURIERS:
        if wanted in (courier.code, courier.name.upper(), *(alias.upper() for alias in courier.aliases)):
            return courier
    return None


def suggest_courier(number: str) -> tuple[str, ...]:
    """Give the codes of the couriers whose numbers look like this, likeliest first; empty where none does.

    Letters a courier puts before its numbers say more than a count of digits; hearsay comes last.
    """
    text = unicodedata.normalize("NFKC", number).strip().upper()
    ranked = []
    for place, courier in enumerate(COURIERS):
        ranks = [_rank(shape, text) for shape in courier.shapes if re.fullmatch(shape, text)]
        ranks += [3 for shape in courier.unsure if re.fullmatch(shape, text)]
        if ranks:
            ranked.append((min(ranks), place, courier.code))
    return tuple(code for _, _, code in sorted(ranked))


def _rank(shape: str, text: str) -> int:
    """Rank a fitting shape: 0 begins with the courier's letters, 1 with its digits, 2 by length alone."""
    if shape.startswith(("[", r"\d")):
        prefixed = shape.startswith("[A-Z]{2}") and s10_is_right(text)
        return 0 if prefixed else 2
    return 0 if shape[0].isalpha() else 1


def s10_is_right(number: str) -> bool:
    """Check the check digit of a postal number such as EA123456785CN (Universal Postal Union, S10)."""
    if not re.fullmatch(r"[A-Z]{2}\d{9}[A-Z]{2}", number):
        return False
    weights = (8, 6, 4, 2, 3, 5, 9, 7)
    total = sum(weight * int(digit) for weight, digit in zip(weights, number[2:10], strict=True))
    return int(number[10]) == {10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11)


def clean_number(number: str) -> str:
    """Tidy a number somebody typed, pasted or scanned, and give it in plain ASCII without blanks.

    Raises `NumberRefused` where it is empty, longer than 30 characters, masked, or not made of what a
    Code 128 barcode can print.
    """
    text = "".join(unicodedata.normalize("NFKC", number).split())
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    if not text:
        raise NumberRefused(N_("Please enter the number on the courier's paper."))
    if len(text) > LONGEST_NUMBER:
        raise NumberRefused(N_("A number has at most %(most)s characters."), most=LONGEST_NUMBER)
    if not (text.isascii() and text.isprintable()):
        raise NumberRefused(N_("A number can only hold letters, digits and simple signs."))
    if "*" in text:
        raise NumberRefused(N_("Part of this number is hidden by stars. Please enter the whole number."))
    return text
