"""Write the table of bench.scale into a README, between two marks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

BEGIN, END = "<!-- scale: written by python -m bench.scale -->", "<!-- /scale -->"
_HEAD = (
    "pictures", "CPU a check, in SIFT extractions", "of it the search", "found", "RAM a picture",
    "index on disk a picture", "opened in, from memory", "from disk", "catching up, a new picture",
    "made in, CPU",
)  # fmt: skip

_TEXT = """## Scale

    python -m bench.scale PHOTOS --pictures {sizes}

{photos} photos are registered; all other pictures are made up from the codes of 4,000 that were put
together from those photos, each feature from another picture and a third of its short code drawn anew:
cells are as full and a search costs as much as with real pictures, but nothing is said about false
alarms. 60 copies are asked for, each mirrored, cropped to 40-80%, brightened or darkened, and
recompressed; `found` are those named first and called same-picture. A check is decoding, reading and
searching; one SIFT extraction of a 640 px picture took {sift} ms of CPU in the same run. RAM is what a
process of its own holds after opening (fingerprints, up to 20 kB a picture, stay in the database). All on
one thread, but opening, which checks and reads on two.

"""


@dataclass(frozen=True)
class Row:
    """The figures of one size: seconds, bytes and shares."""

    pictures: int
    check: float
    search: float
    found: float
    memory: float
    disk: float
    warm: float
    cold: float
    caught: float
    built: float

    def cells(self) -> tuple[str, ...]:
        """Give the figures as words."""
        return (
            f"{self.pictures:,}", f"{self.check:.2f}", f"{1000 * self.search:.0f} ms",
            f"{100 * self.found:.0f}%",
            f"{self.memory / 1000:.2f} kB", f"{self.disk / 1000:.2f} kB", f"{self.warm:.2f} s",
            f"{self.cold:.2f} s", f"{1000 * self.caught:.1f} ms", f"{self.built:.0f} s",
        )  # fmt: skip


def table(rows: list[Row]) -> str:
    """Give the table."""
    lines = ["| " + " | ".join(_HEAD) + " |", "|" + "---|" * len(_HEAD)]
    return "\n".join(lines + ["| " + " | ".join(row.cells()) + " |" for row in rows])


def write(path: Path, rows: list[Row], sift: float, photos: int) -> None:
    """Put the section between its marks, or at the end of the file."""
    text = _TEXT.format(
        sizes=" ".join(str(row.pictures) for row in rows), photos=photos, sift=f"{1000 * sift:.0f}"
    )
    old = path.read_text() if path.exists() else "# Benchmarks\n"
    before, _, rest = old.partition(BEGIN)
    after = rest.partition(END)[2]
    path.write_text(f"{before.rstrip()}\n\n{BEGIN}\n{text}{table(rows)}\n{END}\n{after.lstrip()}")
