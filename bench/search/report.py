"""Write what bench.search measured into a README, between two marks for each database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

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


@dataclass(frozen=True)
class Photos:
    """What was measured: pictures, (n, 2) milliseconds of reading and of searching, the share found first."""

    pictures: int
    reading: np.ndarray
    searching: np.ndarray
    found: float


def write(path: Path | None, *, name: str, designs: int, built: float, size: float, rows: list[Row]) -> None:
    """Print the table, and put it into the file in place of the one before."""
    title = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[name]
    facts = f"{title}, {designs:,} designs. Words written in {1000 * built / designs:.1f} ms of CPU a design;"
    lines = [f"{facts} the database takes {size / designs / 1000:.1f} kB a design with them.", ""]
    lines += ["| " + " | ".join(_HEAD) + " |", "|" + "---|" * len(_HEAD)]
    lines += ["| " + " | ".join(row.cells()) + " |" for row in rows]
    _put(path, name, "\n".join(lines))


def write_photos(path: Path | None, photos: Photos) -> None:
    """Print what was measured by photo, and put it into the file."""
    whole = photos.reading + photos.searching
    steps = {"reading the photo": photos.reading, "searching": photos.searching, "both": whole}
    head = f"| by photo, {photos.pictures:,} pictures | p50 | p95 | CPU p95 |\n|---|---|---|---|"
    rows = ["| " + " | ".join((name, *_figures(times))) + " |" for name, times in steps.items()]
    found = f"{100 * photos.found:.0f}% of {len(whole)} copies were found first."
    _put(path, "photos", "\n".join((head, *rows, "", found)))


def _put(path: Path | None, name: str, text: str) -> None:
    print(text)
    if path is None:
        return
    begin, end = f"<!-- search-{name}: written by python -m bench.search -->", f"<!-- /search-{name} -->"
    before, _, rest = path.read_text("utf-8").partition(begin)
    _, _, after = rest.partition(end)
    path.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8")
