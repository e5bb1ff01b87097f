"""Write the words of a whole trade: many shops, the same garments, the same turns of phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

_SENTENCES = 4  # to 7 in one text


@cache
def _material() -> tuple[dict[str, list[str]], list[str]]:
    """Read the words for each slot and the sentences with slots."""
    slots, sentences = {}, []
    for line in Path(__file__).with_name("phrases.txt").read_text("utf-8").splitlines()[1:]:
        name, is_slot, words = line.partition(":")
        if is_slot:
            slots[name] = words.split()
        elif line:
            sentences.append(line)
    return slots, sentences


def crowd(listings: int, workshops: int, seed: int = 1) -> Iterator[tuple[int, str]]:
    """Give (workshop, text) of so many listings; a workshop ends its texts with the same words."""
    slots, sentences = _material()
    dice = Random(seed)
    endings = [_fill("。".join(dice.sample(sentences, 2)), slots, dice) for _ in range(workshops)]
    for _ in range(listings):
        workshop = dice.randrange(workshops)
        chosen = dice.sample(sentences, dice.randint(_SENTENCES, _SENTENCES + 3))
        title = _fill("{何}{绣}{色}演出服{人}", slots, dice)
        yield workshop, f"{title}\n{_fill('。'.join(chosen), slots, dice)}。{endings[workshop]}。"


def _fill(sentence: str, slots: dict[str, list[str]], dice: Random) -> str:
    return re.sub(r"\{(.)\}", lambda slot: dice.choice(slots[slot[1]]), sentence)
