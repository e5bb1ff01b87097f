"""Hide names, phones and addresses as the national e-waybill standard asks (GB/T 41833-2022).

At least one character of the name, at least six digits of the phone, the unit and the room. Masks are made
when something is shown or printed; what is stored stays whole.
"""

from __future__ import annotations

import re

from shop.orders.addresses.names import COMPOUND_SURNAMES

HIDDEN_DIGITS = 6
SHOWN_TAIL = 3
STARS = "****"  # always as many, so that their number tells nothing

_NUMERAL = "[〇零一二三四五六七八九十百]"
_EXTENSION = re.compile(r"转|ext\.?|(?<=\d{7})[-－](?=\d{3,6}$)")
# A house on a street, which may be shown: "示例路28号", "人民大街101弄".
_HOUSE = re.compile(r"(?:路|街|道|巷|胡同|大街|大道)[0-9]+(?:[-之][0-9]+)?(?:号|弄)(?!楼)")
# Where building, unit, room or a village household may begin: everything from here on is hidden.
_WITHIN = re.compile(
    rf"[0-9]|[A-Za-z甲乙丙丁]+(?=座|栋|幢|单元|区[0-9])|{_NUMERAL}+(?=号|栋|幢|单元|楼|层|室|组)"
)


def mask_name(name: str) -> str:
    """Keep the family name, or the first letter, and hide the rest; a single character is hidden."""
    name = name.strip()
    kept = 2 if name.startswith(COMPOUND_SURNAMES) and len(name) > len("欧阳") else 1
    if len(name) <= kept:
        return "*" * len(name)
    return name[:kept] + "*" * (len(name) - kept)


def mask_phone(phone: str) -> str:
    """Keep the first digit and up to three last ones, hide six or more, and an extension whole."""
    main, *extension = _EXTENSION.split(phone.strip())
    digits = re.sub(r"\D", "", main)
    spare = len(digits) - HIDDEN_DIGITS
    tail = max(0, min(SHOWN_TAIL, spare - 1))
    head = 1 if spare > 0 else 0
    hidden = "*" * (len(digits) - head - tail)
    return digits[:head] + hidden + digits[len(digits) - tail :] + ("转" + STARS if extension else "")


def mask_address(detail: str) -> str:
    """Show the place down to street and house number or estate; hide building, unit, room and what follows.

    In a village the household's number is its room, so it is hidden too.
    """
    house = _HOUSE.search(detail)
    start = house.end() if house else 0
    within = _WITHIN.search(detail, start)
    if within is None:
        return detail
    return detail[: within.start()].rstrip(" ,，-#") + STARS
