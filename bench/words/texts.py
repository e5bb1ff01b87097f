"""Read the made-up product texts of texts.txt."""

from __future__ import annotations

from pathlib import Path

_BLOCKS = (Path(__file__).with_name("texts.txt").read_text("utf-8")).split("\n\n")[1:]


def _read() -> tuple[dict[str, str], dict[str, str]]:
    texts, copies = {}, {}
    for block in _BLOCKS:
        head, _line, text = block.strip().partition("\n")
        name, _less, original = head.partition(" < ")
        texts[name] = text
        if original:
            copies[name] = original
    return texts, copies


TEXTS, COPIES = _read()  # every text by its name, title first; of each copy by hand the name of its original


def texts_of_shops() -> dict[str, str]:
    """Give the texts that shops wrote by themselves."""
    return {name: text for name, text in TEXTS.items() if name not in COPIES}
