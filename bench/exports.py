"""Measure how long the tables of the register and the log take, and how much memory, beside the bare writer.

A town is made up in an SQLite file: its designs, and a log as long as said. Each table is written in a
process of its own, so that its peak is its own. The floor is `csv.writer` over the very rows that the query
gives, with no headings, no words and nothing made harmless. Needs Linux, for the peak.

    python -m bench.exports [--designs 200000] [--entries 1000000]
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert

from shop.audit.models import Entry
from shop.core.db import db, transaction
from shop.factory import create_app
from shop.registry.models import Design
from shop.town.exports import CSV, XLSX, Table, Wish, log_table, register_table, write
from shop.workshops.models import Village, Workshop

START = datetime(2020, 1, 1, tzinfo=UTC)
BATCH = 5_000
WORKSHOPS = 2_000
STATES = ("registered", "registered", "registered", "notice", "refused", "lapsed", "cancelled")
WAYS = (XLSX, CSV, "csv.writer")


def app_of(folder: Path) -> Flask:
    """Open the made-up town."""
    return create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'shop.db'}"}, instance=folder)


def make_town(designs: int, entries: int) -> None:
    """Fill the tables: workshops in one village, designs, and acts about them."""
    db.create_all()
    with transaction():
        db.session.execute(insert(Village), [{"name": "丁楼"}])
        shops = [{"name": f"作坊{i}", "village_id": 1, "created_at": START} for i in range(WORKSHOPS)]
        db.session.execute(insert(Workshop), shops)
    for kind, rows in ((Design, made_designs(designs)), (Entry, made_entries(entries))):
        while batch := list(islice(rows, BATCH)):
            with transaction():
                db.session.execute(insert(kind), batch)


def made_designs(count: int) -> Iterator[dict[str, Any]]:
    """Give the designs' values."""
    for i in range(count):
        at = START + timedelta(minutes=10 * i)
        yield {
            "number": f"D2020-{i:06d}",
            "public_id": f"design{i:08d}",
            "workshop_id": 1 + i % WORKSHOPS,
            "name": f"牡丹扇舞服 第{i}款",
            "category": ("yangge", "hanfu", "stage")[i % 3],
            "claims": "裙摆上的牡丹是我们自己画的，袖口改成了荷叶边，腰带配流苏。",
            "state": STATES[i % len(STATES)],
            "created_at": at,
            "submitted_at": at,
            "priority_at": at,
            "decided_at": at + timedelta(days=8),
            "reason": "公示期满，无人提出异议。",
        }


def made_entries(count: int) -> Iterator[dict[str, Any]]:
    """Give the entries' values; their hashes are of the right length only."""
    details = json.dumps({"number": "D2020-000001", "pictures": ["ab" * 32], "priority": "2020-01-01"})
    for i in range(count):
        yield {
            "id": i,
            "at": START + timedelta(minutes=2 * i),
            "actor": f"person{i % 5000:08d}",
            "act": ("design.notice", "design.registered", "listing.published", "order.sent")[i % 4],
            "subject_kind": "design",
            "subject_id": f"design{i % 200_000:08d}",
            "details_text": details,
            "salt": bytes(16),
            "leaf_hash": i.to_bytes(32, "big"),
            "chain": bytes(32),
            "subtrees": b"",
        }


def measure(folder: Path, kind: str, way: str) -> dict[str, Any]:
    """Write one table in one way; give rows, seconds, bytes of the file and the memory it took (peak)."""
    with app_of(folder).test_request_context(), tempfile.TemporaryFile(dir=folder) as file:
        wish = Wish()
        table = register_table(wish) if kind == "register" else log_table(wish, with_names=way == XLSX)
        Path("/proc/self/clear_refs").write_text("5", "ascii")  # the peak counts from here
        before, started = held("VmRSS"), time.perf_counter()
        rows = write_bare(table, file) if way == "csv.writer" else write(table, way, file).rows
        seconds = time.perf_counter() - started
        return {"rows": rows, "seconds": seconds, "size": file.seek(0, 2), "memory": held("VmHWM") - before}


def write_bare(table: Table, file: Any) -> int:
    """Write the rows as the database gives them, with nothing but `csv.writer`."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer, count = csv.writer(text), 0
    for row in db.session.execute(table.query.execution_options(yield_per=2000)):
        writer.writerow(row)
        count += 1
    text.flush()
    text.detach()
    return count


def held(what: str) -> int:
    """Give the memory that this process holds now (VmRSS), or has held at most (VmHWM), in bytes."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return 1024 * int(next(line for line in lines if line.startswith(what)).split()[1])


def run(folder: Path, kind: str, way: str) -> dict[str, Any]:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "bench.exports", "--folder", str(folder), "--one", kind, way]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ourselves
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Make the town and measure every table in every way; or, asked by ourselves, one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--designs", type=int, default=200_000)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--one", nargs=2)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.folder, *asked.one)))
        return
    with tempfile.TemporaryDirectory() as folder:
        with app_of(Path(folder)).app_context():
            make_town(asked.designs, asked.entries)
        print("| table | way | rows | seconds | MB of memory | MB of file |\n|---|---|---|---|---|---|")
        for kind in ("register", "log"):
            for way in WAYS:
                found = run(Path(folder), kind, way)
                memory, size = found["memory"] / 1e6, found["size"] / 1e6
                print(
                    f"| {kind} | {way} | {found['rows']:,} | {found['seconds']:.1f} |"
                    f" {memory:.0f} | {size:.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
