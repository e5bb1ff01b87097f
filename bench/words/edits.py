"""Change a text as those do who copy it: a seed and a kind give the same change every time."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

from shop.matching.words import simplified

_LINES = Path(__file__).with_name("synonyms.txt").read_text("utf-8").splitlines()[1:]
SYNONYMS = [pair.split("=") for line in _LINES for pair in line.split()]
FILLERS = [
    "正品保证",
    "品质之选",
    "爆款热卖",
    "欢迎选购",
    "收藏加购优先发货",
    "厂家直销",
    "支持定制",
    "今年流行",
]
EMOJI = "🐦⭐🌸✨❤️🎉👗"


def _synonyms(text: str, dice: Random) -> str:
    for old, new in SYNONYMS:
        text = text.replace(old, new) if dice.random() < 0.8 else text
    return text


def _figures(text: str, dice: Random) -> str:
    return re.sub("[0-9]+|[一二三四五六七八九十百]{2,}", lambda _: str(dice.randint(2, 180)), text)


def _signs(text: str, dice: Random) -> str:
    return re.sub("[，。、]", lambda _: dice.choice("！～ ,;…"), text)


def _spaces(text: str, dice: Random) -> str:
    return "".join(char + (" " if dice.random() < 0.3 else "") for char in text)


def _emoji(text: str, dice: Random) -> str:
    return "".join(char + (dice.choice(EMOJI) if dice.random() < 0.12 else "") for char in text)


def _traditional(text: str, _dice: Random) -> str:
    back = {new: old for old, new in simplified().items()}
    return "".join(back.get(char, char) for char in text)


def _wide(text: str, dice: Random) -> str:
    figures = _figures(text, dice)
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in figures)


def _sentences(text: str) -> list[str]:
    return [part for part in re.split("(?<=[。！])|\n", text) if part]


def _reordered(text: str, dice: Random) -> str:
    parts = _sentences(text)
    return "".join(dice.sample(parts, len(parts)))


def _half(text: str, dice: Random) -> str:
    parts = _sentences(text)
    kept = sorted(dice.sample(range(len(parts)), (len(parts) + 1) // 2 + 1))
    return "".join(parts[at] for at in kept)


def _padded(text: str, dice: Random) -> str:
    return (
        text + "，".join(dice.sample(FILLERS, 5)) + "。一套齐全，团体可定做，七天内发货。尺码齐全，颜色可选。"
    )


def _retitled(text: str, dice: Random) -> str:
    return dice.choice(FILLERS) + "新款演出服套装\n" + text.split("\n", 1)[-1]


def _dropped(text: str, dice: Random) -> str:
    return "".join(char for char in text if dice.random() > 0.06)


EDITS: dict[str, Callable[[str, Random], str]] = {
    "synonyms": _synonyms,
    "figures": _figures,
    "punctuation": _signs,
    "spaces": _spaces,
    "emoji": _emoji,
    "traditional": _traditional,
    "full width": _wide,
    "reordered": _reordered,
    "half of it": _half,
    "padded": _padded,
    "another title": _retitled,
    "letters lost": _dropped,
}
TOGETHER = ("another title", "synonyms", "figures", "reordered", "padded", "emoji", "traditional")


def edit(text: str, kind: str, seed: int) -> str:
    """Change a text in one way, or in all of TOGETHER (`kind` "together")."""
    dice = Random(f"{kind} {seed} {text[:8]}")
    for one in TOGETHER if kind == "together" else (kind,):
        text = EDITS[one](text, dice)
    return text
