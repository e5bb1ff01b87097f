"""Keep photos as files named by the SHA-256 of what was sent.

    originals/ab/<sha256>.<ending>         the bytes as they came: private evidence, never served
    copies/ab/<sha256>/<px>.<webp|jpg>     what is shown, encoded by ourselves

Files come before rows: a file without a row is swept after a day, a row without a file is a fault.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app

from shop.core.files import sha256, write_whole
from shop.pictures.rules import FORMATS, SIZES
from shop.pictures.taken import CopyName

GRACE = timedelta(days=1)
_DIGEST_LENGTH = 64
_ORIGINAL_MODE = 0o600
_COPY_MODE = 0o640


@dataclass(frozen=True)
class Store:
    """The pictures of one installation."""

    folder: Path

    def original_path(self, digest: str, ending: str) -> Path:
        """Give where the bytes as they came lie."""
        return self.folder / "originals" / digest[:2] / f"{digest}.{ending}"

    def copy_path(self, digest: str, size: str, ending: str) -> Path:
        """Give where a copy lies."""
        return self.folder / "copies" / digest[:2] / digest / f"{SIZES[size]}.{ending}"

    def keep_original(self, data: bytes, digest: str, ending: str) -> None:
        """Write the bytes as they came, unless they lie there already."""
        path = self.original_path(digest, ending)
        path.parent.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _keep(path, data, _ORIGINAL_MODE)

    def keep_copies(self, digest: str, copies: Mapping[CopyName, bytes]) -> None:
        """Write the copies that do not lie there already."""
        for (size, ending), data in copies.items():
            _keep(self.copy_path(digest, size, ending), data, _COPY_MODE)

    def has_copies(self, digest: str) -> bool:
        """Tell whether every copy lies there."""
        return all(self.copy_path(digest, size, ending).exists() for size in SIZES for ending in FORMATS)

    def is_whole(self, digest: str, ending: str) -> bool:
        """Tell whether the original lies there and still is what its name says."""
        path = self.original_path(digest, ending)
        return path.exists() and sha256(path.read_bytes()) == digest

    def sweep(self, now: datetime, known: Callable[[set[str]], set[str]]) -> int:
        """Remove what has lain a day without a row, and count it. `known` tells which digests have rows."""
        before = (now - GRACE).timestamp()
        old = {path: _digest_of(path) for path in self._files() if path.stat().st_mtime < before}
        rows = known({digest for digest in old.values() if digest})
        gone = 0
        for path, digest in old.items():
            if (
                digest not in rows and path.stat().st_mtime < before
            ):  # looked at again: it may have been kept anew
                path.unlink()
                gone += 1
        return gone

    def _files(self) -> Iterator[Path]:
        return (path for path in self.folder.rglob("*") if path.is_file())


def _keep(path: Path, data: bytes, mode: int) -> None:
    """Write a file, or mark the one that is there as fresh: no sweep may take it before its row stands."""
    try:
        os.utime(path)
    except FileNotFoundError:
        write_whole(path, data, mode)


def _digest_of(path: Path) -> str:
    """Give the digest a file is kept under; nothing for a neighbour that a power cut left."""
    if path.name.startswith("."):
        return ""
    in_own_folder = len(path.parent.name) == _DIGEST_LENGTH
    return path.parent.name if in_own_folder else path.stem


def here() -> Store:
    """Give the store of the installation at work."""
    return Store(Path(current_app.config["INSTANCE"]) / "pictures")
