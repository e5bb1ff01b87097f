"""Read the list of costumes of the demo town, in the words its sellers use, from `costumes.csv`."""

from __future__ import annotations

import csv
from pathlib import Path

from shop.demo.drawing import pigments
from shop.demo.drawing.costume import Costume
from shop.demo.drawing.pigments import RGB, Palette

PAINTS = ("main", "second", "trim", "thread", "accent", "ground")


def read_costumes(table: Path) -> tuple[Costume, ...]:
    """Read a table of costumes: motifs parted by spaces, paints by name or as six hexadecimal digits."""
    with table.open(encoding="utf-8", newline="") as lines:
        return tuple(_costume(row) for row in csv.DictReader(lines))


def _costume(row: dict[str, str]) -> Costume:
    return Costume(
        slug=row["slug"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        category=row["category"],
        colours=Palette(*(_paint(row[part]) for part in PAINTS)),
        cut=row["cut"],
        motifs=tuple(row["motifs"].split()),
        backdrop=row["backdrop"],
        detail=row["detail"],
    )


def _paint(word: str) -> RGB:
    named: RGB | None = getattr(pigments, word.upper(), None)
    return named or pigments.paint(word)


COSTUMES = read_costumes(Path(__file__).with_name("costumes.csv"))
