"""Measure what the comparing of words finds and what it raises wrongly; write it into bench/README.md."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from bench.words.crowd import crowd
from bench.words.edits import EDITS, edit
from bench.words.texts import COPIES, TEXTS, texts_of_shops
from shop.matching.words import COPIED_WORDS, Trade, bands, likeness, read, sketch

SEEDS = range(101, 106)  # the line was set with seeds 1 to 3
CROWD, WORKSHOPS = 800, 150
README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- words: written by `make bench-words` -->", "<!-- words: end -->"


def bands_of(text: str) -> frozenset[int]:
    """Give the bands of a text."""
    return frozenset(bands(sketch(read(text))))


def is_found(copy: str, original: str, trade: Trade) -> bool:
    """Tell whether the look-up names the original and the exact comparison agrees."""
    return bool(bands_of(copy) & bands_of(original)) and likeness(copy, original, trade) >= COPIED_WORDS


def edits_table(trade: Trade) -> Iterator[str]:
    """Give a row for each kind of edit: found of how many, and the least and the middle likeness."""
    yield "| edit | found | lowest likeness | middle |\n|---|---|---|---|"
    for kind in (*EDITS, "together"):
        pairs = [(edit(text, kind, seed), text) for text in texts_of_shops().values() for seed in SEEDS]
        found = sum(is_found(copy, text, trade) for copy, text in pairs)
        like = sorted(likeness(copy, text, trade) for copy, text in pairs)
        yield f"| {kind} | {found} of {len(pairs)} | {like[0]:.2f} | {like[len(like) // 2]:.2f} |"
    by_hand = [(TEXTS[copy], TEXTS[original]) for copy, original in COPIES.items()]
    like = sorted(likeness(copy, text, trade) for copy, text in by_hand)
    found = sum(is_found(copy, text, trade) for copy, text in by_hand)
    yield f"| **by hand** | {found} of {len(by_hand)} | {like[0]:.2f} | {like[len(like) // 2]:.2f} |"


def false_in_crowd(texts: list[tuple[int, str]], trade: Trade) -> tuple[int, int, int, int]:
    """Count pairs of different workshops, those looked at, those raised, and the texts they concern."""
    by_band = defaultdict(list)
    for at, (_workshop, text) in enumerate(texts):
        for band in bands_of(text):
            by_band[band].append(at)
    near = {pair for row in by_band.values() for pair in combinations(row, 2)}
    near = {(one, other) for one, other in near if texts[one][0] != texts[other][0]}
    raised = [p for p in near if likeness(texts[p[0]][1], texts[p[1]][1], trade) >= COPIED_WORDS]
    everybody = len(texts) * (len(texts) - 1) // 2
    return everybody, len(near), len(raised), len({later for _earlier, later in raised})


def trade_of(texts: list[tuple[int, str]]) -> Trade:
    """Hear the first and the latest text of every workshop, as the shop desk does."""
    own: dict[int, list[str]] = defaultdict(list)
    for workshop, text in texts:
        own[workshop].append(text)
    return Trade.of([said[0], said[-1]] for said in own.values())


def crowd_table() -> Iterator[str]:
    """Give the false finds among the words of a whole trade, with and without having heard it."""
    texts = list(crowd(CROWD, WORKSHOPS))
    yield "| the trade is | pairs | looked at | raised | listings with a hint |\n|---|---|---|---|---|"
    for name, trade in (("heard", trade_of(texts)), ("not heard (a new town)", Trade())):
        pairs, near, raised, listings = false_in_crowd(texts, trade)
        yield f"| {name} | {pairs:,} | {near:,} | {raised} | {listings} of {CROWD:,} |"


def times() -> Iterator[str]:
    """Give what one text costs."""
    texts = [text for _workshop, text in crowd(400, 50, seed=9)]
    start = time.perf_counter()
    for text in texts:
        bands_of(text)
    read_ms = (time.perf_counter() - start) / len(texts) * 1000
    start = time.perf_counter()
    for text in texts:
        likeness(text, texts[0])
    compare_ms = (time.perf_counter() - start) / len(texts) * 1000
    yield f"Reading and sketching a text takes {read_ms:.1f} ms, comparing two of them {compare_ms:.2f} ms."


def report() -> str:
    """Write the section."""
    honest = list(texts_of_shops().values())
    trade = Trade.of([text] for text in honest)
    pairs = [likeness(one, other, trade) for one, other in combinations(honest, 2)]
    neighbours = f"Honest neighbours ({len(honest)} texts by hand, {len(pairs)} pairs): "
    neighbours += f"{sum(one >= COPIED_WORDS for one in pairs)} raised, highest likeness {max(pairs):.2f}."
    parts = ["\n".join(edits_table(trade)), neighbours, "\n".join(crowd_table()), *times()]
    return "\n\n".join(parts)


def keep(section: str) -> None:
    """Put the section between its marks in bench/README.md, or at the end."""
    old = README.read_text("utf-8") if README.exists() else "# Benchmarks\n"
    if BEGIN not in old:
        old += f"\n## Words\n\n{BEGIN}\n{END}\n"
    before, after = old.split(BEGIN)[0], old.split(END)[1]
    README.write_text(f"{before}{BEGIN}\n\n{section}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    written = report()
    print(written)
    if "--keep" in sys.argv:
        keep(written)
