"""Compare copy engines on a folder of photos: `python -m bench.copies PHOTOS --write bench/README.md`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import cv2

from bench.copies.crowd import Crowd, resident_bytes
from bench.copies.dataset import Dataset, deal
from bench.copies.engines import PEERS, Ours
from bench.copies.measure import Run, run, sift_seconds
from bench.copies.report import ALL, STRICT, _table, tables, write
from shop.matching import Index, fingerprint

SAMPLES = 40  # photos that the unit of cost is measured on


def main() -> None:
    """Build the set, run the engines in turns, print and write the tables."""
    asked = _arguments()
    cv2.setNumThreads(1)
    dealt = deal(asked.photos, asked.half, asked.seed)
    sift = sift_seconds([photo.pixels for photo in dealt.designs[:SAMPLES]])
    engines = [Ours(), *(peer() for peer in PEERS if not asked.alone)]
    took = []
    for key, picture in dealt.registered():
        start = time.process_time()
        engines[0].add(key, picture)
        took.append(time.process_time() - start)
        for engine in engines[1:]:
            engine.add(key, picture)
    runs = run(engines, dealt.queries(asked.per_kind, asked.innocent_edits))
    text = "\n\n".join(
        [_setting(asked, dealt, runs[0], len(took), sum(took) / len(took)), tables(runs, sift)]
    )
    if asked.crowd:
        text += "\n\n" + _crowded(dealt, asked, sift)
    print(text)
    _point_out(runs[0])
    if asked.write:
        write(asked.write, text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.copies", description=__doc__)
    parser.add_argument("photos", type=Path, help="folder of photos, any garments")
    parser.add_argument("--half", choices=("held", "tune", "all"), default="held")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-kind", type=int, default=10, help="copies of every kind")
    parser.add_argument("--innocent-edits", type=int, default=3, help="edits of every stranger")
    parser.add_argument(
        "--crowd", type=int, nargs="*", default=[], help="also with this many pictures indexed"
    )
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument("--write", type=Path, help="file whose section is written anew")
    return parser.parse_args()


def _setting(asked: argparse.Namespace, dealt: Dataset, ours: Run, registered: int, taking_in: float) -> str:
    counts = {
        group: sum(query.group == group for query, _ in ours.answers)
        for group in ("copy", "innocent", "trap")
    }
    peers = " --alone" if asked.alone else ""
    return (
        f"## Copies\n\n    python -m bench.copies PHOTOS --half {asked.half} --seed {asked.seed} --per-kind "
        f"{asked.per_kind} --innocent-edits {asked.innocent_edits}{peers}\n\n{registered} pictures "
        f"registered, {counts['copy']} copies, {counts['innocent']} strangers' uploads "
        f"(plain and edited alike), {counts['trap']} traps. "
        f"Taking in: {1 / taking_in:.1f} pictures a second and core."
    )


def _crowded(dealt: Dataset, asked: argparse.Namespace, sift: float) -> str:
    """Return the table of how cost and findings change with the number of pictures indexed."""
    known = {key: fingerprint(picture) for key, picture in dealt.registered()}
    crowd = Crowd(dealt.crowd, known)
    index = Index(crowd.load)
    index.add_many(known.items())
    empty, rows = resident_bytes(), []
    for size in sorted(asked.crowd):
        index.add_many(crowd.members(max(0, len(index) - len(known)), size - len(index)))
        held = (resident_bytes() - empty) / max(1, size - len(known))
        answers = run([Ours(index)], dealt.queries(max(2, asked.per_kind // 4), 0))[0]
        rows.append(
            (
                f"{size:,}",
                f"{100 * answers.found_at_zero(STRICT):.1f}%",
                f"{100 * answers.found_at_zero(ALL):.1f}%",
                f"{answers.micro_average_precision(ALL):.3f}",
                f"{sum(answers.cpu) / len(answers.cpu) / sift:.2f}",
                f"{held / 1000:.1f} kB",
            )
        )
    return _table(
        (
            "indexed",
            "found at zero alarms",
            "traps counted",
            "uAP with traps",
            "CPU a check, in SIFT extractions",
            "memory a picture",
        ),
        rows,
    )


def _point_out(ours: Run) -> None:
    """Print what is worth looking at: the highest alarms and the copies that were missed."""
    for score, query, key in ours.worst(12):
        print(f"alarm {score:.3f} {query.kind}: {query.name} taken for {key}")
    line = ours.alarms(ALL).max(initial=0.0)
    for query, found in ours.answers:
        if query.group == "copy" and dict(found).get(query.truth, 0.0) <= line:
            print(f"missed {dict(found).get(query.truth, 0.0):.3f} {query.kind}: {query.name}")


if __name__ == "__main__":
    main()
