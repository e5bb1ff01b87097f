"""Count money in whole fen (1 yuan = 100 fen), never in floating point."""

from __future__ import annotations

import re
import unicodedata

from shop.core.errors import N_, RuleBroken

MOST_FEN = (
    10_000_000_00  # ten million yuan: more is a slip of the finger, and than a column of four bytes holds
)
_YUAN = re.compile(r"(\d{1,9})(?:\.(\d{1,2}))?")


class BadAmount(RuleBroken):
    """Tell that a text is not an amount of money."""

    message = N_("Write the price in yuan, like 58 or 58.50.")


def parse_yuan(text: str) -> int:
    """Read yuan as people type them (`58`, `58.5`, `¥58.50`, `５８元`, `1,200`) and give fen."""
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("¥").rstrip("元")
    plain = plain.replace(",", "").replace("。", ".").strip()
    found = _YUAN.fullmatch(plain)
    if not found:
        raise BadAmount
    fen = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0") or 0)
    if fen > MOST_FEN:
        raise BadAmount
    return fen


def yuan_text(fen: int) -> str:
    """Write fen as yuan for people: `¥1,288` or `¥58.50`."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}¥{yuan:,}" + (f".{rest:02d}" if rest else "")


def yuan_field(fen: int | None) -> str:
    """Write fen as a form field holds them: `58` or `58.50`."""
    return "" if fen is None else yuan_text(fen).replace("¥", "").replace(",", "")
