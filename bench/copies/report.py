"""Write the benchmark's tables into a README, between two marks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bench.copies.measure import Run
from shop.matching.verdict import SAME_LINE

BEGIN, END = "<!-- copies: written by python -m bench.copies -->", "<!-- /copies -->"
STRICT, ALL = ("innocent",), ("innocent", "trap")


def tables(runs: list[Run], sift: float) -> str:
    """Return all tables of a comparison; `sift` is the unit of cost in seconds."""
    return "\n\n".join([_engines(runs, sift), _traps(runs), _by(runs, "family", "family"), _kinds(runs[0])])


def _engines(runs: list[Run], sift: float) -> str:
    rows = []
    for run in runs:
        strict = run.alarms(STRICT).max(initial=0.0)
        alarmed = float((run.alarms(("trap",)) > strict).mean())
        rows.append(
            (
                run.engine,
                f"{run.micro_average_precision(STRICT):.3f}",
                f"{run.micro_average_precision(ALL):.3f}",
                _share(run.found_at_zero(STRICT)),
                _share(run.found_at_zero(ALL)),
                _share(alarmed),
                f"{sum(run.cpu) / len(run.cpu) / sift:.2f}",
            )
        )
    return _table(
        (
            "engine",
            "uAP",
            "uAP with traps",
            "found at zero alarms",
            "the same, traps counted",
            "traps above every stranger",
            "CPU a check, in SIFT extractions",
        ),
        rows,
    )


def _traps(runs: list[Run]) -> str:
    lines = [
        (run, SAME_LINE if run.engine == "ours" else run.alarms(STRICT).max(initial=0.0)) for run in runs
    ]
    shares = [run.trap_alarms(line) for run, line in lines]
    rows = [(kind, *(_share(share[kind]) for share in shares)) for kind in shares[0]]
    return _table(
        ("trap: alarms (ours at its own line, peers at zero strict alarms)", *(r.engine for r in runs)), rows
    )


def _by(runs: list[Run], by: str, title: str) -> str:
    shares = [run.shares(by, ALL) for run in runs]
    return _table(
        (f"{title}: found at zero alarms, traps counted", *(r.engine for r in runs)),
        [(name, *(_share(share[name]) for share in shares)) for name in shares[0]],
    )


def _kinds(run: Run) -> str:
    strict, trapped = run.shares("kind", STRICT), run.shares("kind", ALL)
    rows = [(kind, _share(strict[kind]), _share(trapped[kind])) for kind in strict]
    return _table(("kind", "ours, at zero alarms", "traps counted"), rows)


def write(path: Path, text: str) -> None:
    """Put the text between the marks of the file, or at its end."""
    old = path.read_text() if path.exists() else "# Benchmarks\n"
    before, _, rest = old.partition(BEGIN)
    after = rest.partition(END)[2]
    path.write_text(f"{before.rstrip()}\n\n{BEGIN}\n{text.strip()}\n{END}\n{after.lstrip()}")


def _share(value: float) -> str:
    return f"{100 * value:.1f}%"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])
