"""Store a shelf in a folder, and open it again: sealed segments as files, and a list that names them.

A segment is written once under a new name; only then the list is written anew, whole. So whoever is stopped
in between leaves the former list and its segments. What is broken, foreign or of another engine is not
opened: the caller then asks the database, which is the truth.
"""

from __future__ import annotations

import json
import logging
import os
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shop.core.files import sha256, write_whole
from shop.matching import codebook
from shop.matching.candidates import INDEXED, FeatureIndex
from shop.matching.fingerprint import ENGINE_VERSION
from shop.matching.segments import Segment
from shop.matching.shelf import Shelf

FORMAT = 1  # of the files
READERS = 2  # segments read and checked at once
_COLUMN = 8  # bytes of one key or stamp

_log = logging.getLogger(__name__)


class Unreadable(ValueError):
    """Tell why what is stored cannot be opened."""


@dataclass(frozen=True)
class Opened:
    """A shelf that was stored, and what the caller had noted with it."""

    shelf: Shelf
    note: Any


@cache
def made_by() -> str:
    """Return what must be equal for stored codes to be comparable with ours: format, engine, codebook."""
    return f"{FORMAT}.{ENGINE_VERSION}.{INDEXED}.{sha256(codebook.FILE.read_bytes())[:16]}"


def store(path: Path, segments: Sequence[Segment], gone: Sequence[int], note: Any) -> bool:
    """Store sealed segments under the list's `path`; False where another process is storing just now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _our_turn(path) as ours:
        if ours:
            listed = [_write(path, one) for one in segments if one.size]
            body = {"made by": made_by(), "segments": listed, "gone": list(gone), "note": note}
            text = json.dumps(body)
            write_whole(path, json.dumps({"sha256": sha256(text.encode()), "body": text}).encode())
            _sweep(path, {str(one["file"]) for one in listed})
        return ours


def open_stored(path: Path) -> Opened | None:
    """Open what is stored; None where nothing is, or nothing that can be trusted."""
    for _ in range(2):  # a segment may be swept after the list was read: there is a new list by then
        try:
            return _open(path)
        except FileNotFoundError:
            continue
        except (Unreadable, OSError, RuntimeError, KeyError, TypeError) as error:
            _log.warning("the stored index %s is not used, it will be made anew: %s", path, error)
            return None
    return None


def _open(path: Path) -> Opened:
    body = _read_list(path)
    with ThreadPoolExecutor(READERS) as readers:
        segments = list(readers.map(lambda listed: _read(path, listed), body["segments"]))
    return Opened(Shelf(segments, body["gone"]), body["note"])


def _read_list(path: Path) -> dict[str, Any]:
    try:
        outer = json.loads(path.read_bytes())
        if sha256(outer["body"].encode()) != outer["sha256"]:
            raise Unreadable("its list has changed")
        body: dict[str, Any] = json.loads(outer["body"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(f"its list is broken ({error})") from error
    if body["made by"] != made_by():
        raise Unreadable(f"it was made by {body['made by']}, not {made_by()}")
    return body


def _write(path: Path, segment: Segment) -> dict[str, Any]:
    """Write a segment unless it lies there; return its line in the list."""
    import faiss

    if not segment.file or not (path.parent / segment.file).exists():
        name = f"{path.stem}-{token_hex(8)}.segment"
        whole = path.parent / name
        faiss.write_index(segment.features.faiss, str(whole))
        with whole.open("ab") as file:
            file.write(segment.keys[: segment.size].tobytes() + segment.stamps[: segment.size].tobytes())
            file.flush()
            os.fsync(file.fileno())
        segment.file, segment.check = name, _check(np.memmap(whole, np.uint8, "r"))
    size = (path.parent / segment.file).stat().st_size
    return {"file": segment.file, "bytes": size, "pictures": segment.size, "check": segment.check}


def _read(path: Path, listed: dict[str, Any]) -> Segment:
    """Read a segment: its features first, then its keys and stamps."""
    import faiss

    file = path.parent / Path(listed["file"]).name
    if file.stat().st_size != listed["bytes"]:
        raise Unreadable(f"{listed['file']} has another length")
    data = np.memmap(file, np.uint8, "r")
    if _check(data) != listed["check"]:
        raise Unreadable(f"{listed['file']} has changed")
    columns = np.frombuffer(data[len(data) - 2 * _COLUMN * listed["pictures"] :].tobytes(), np.int64)
    keys, stamps = (one.copy() for one in columns.reshape(2, -1))
    stored = faiss.read_index(str(file))  # only what was checked: faiss trusts what it reads
    segment = Segment(FeatureIndex(stored), keys, stamps)
    segment.file, segment.check = listed["file"], listed["check"]
    return segment


def _check(data: NDArray[np.uint8]) -> int:
    return zlib.crc32(data.data)


def _sweep(path: Path, listed: set[str]) -> None:
    """Remove segments that no list names any more, also those that a killed process left half written."""
    for file in path.parent.glob(f"{path.stem}-*.segment"):
        if file.name not in listed:
            file.unlink(missing_ok=True)


@contextmanager
def _our_turn(path: Path) -> Iterator[bool]:
    """Let one process store at a time; the system gives the turn back when a process dies."""
    try:
        import fcntl
    except ImportError:  # Windows: one server process
        yield True
        return
    with path.with_suffix(".lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
