"""Write what bench.search measured into a README, between two marks for each database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.search.photos import Photos

_HEAD = ("looked for", "p50", "p95", "CPU p95", "`LIKE` p50", "`LIKE` p95", "`LIKE` CPU p95")


@dataclass(frozen=True)
class Row:
    """One kind of question: (n, 2) milliseconds, elapsed and CPU, of ours and of the peer, if it has any."""

    kind: str
    ours: np.ndarray
    like: np.ndarray | None

    def cells(self) -> list[str]:
        """Give the figures as words."""
        like = ["-"] * 3 if self.like is None else _figures(self.like)
        return [self.kind, *_figures(self.ours), *like]


def _figures(times: np.ndarray) -> list[str]:
    return [*_ms(times[:, 0]), _ms(times[:, 1])[1]]


def _ms(times: np.ndarray) -> list[str]:
    return [
        f"{value:,.0f} ms" if value >= 10 else f"{value:.1f} ms" for value in np.percentile(times, [50, 95])
    ]


def write(
    path: Path | None,
    *,
    name: str,
    designs: int,
    built: float,
    size: float,
    rows: list[Row],
    photos: Photos | None,
) -> None:
    """Print the table, and put it into the file in place of the one before."""
    lines = ["| " + " | ".join(_HEAD) + " |", "|" + "---|" * len(_HEAD)]
    lines += ["| " + " | ".join(row.cells()) + " |" for row in rows]
    title = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[name]
    facts = f"{title}, {designs:,} designs. Words written in {1000 * built / designs:.1f} ms of CPU a design;"
    text = [f"{facts} the database takes {size / designs / 1000:.1f} kB a design with them.", "", *lines]
    if photos:
        text += ["", _of_photos(photos)]
    print(*text, sep="\n")
    if path:
        _put(path, name, "\n".join(text))


def _of_photos(photos: Photos) -> str:
    both = photos.reading + photos.searching
    reading, searching = (" / ".join(_ms(times[:, 0])) for times in (photos.reading, photos.searching))
    whole, cpu = _ms(both[:, 0]), _ms(both[:, 1])
    return (
        f"By photo, {photos.pictures:,} pictures: reading the photo {reading}, searching {searching}"
        f" (p50 / p95); both together {whole[0]} / {whole[1]}, of CPU {cpu[0]} / {cpu[1]}."
        f" {100 * photos.found:.0f}% of 60 copies found first."
    )


def _put(path: Path, name: str, text: str) -> None:
    begin, end = f"<!-- search-{name}: written by python -m bench.search -->", f"<!-- /search-{name} -->"
    whole = path.read_text("utf-8")
    before, _, rest = whole.partition(begin)
    _, _, after = rest.partition(end)
    path.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8")
