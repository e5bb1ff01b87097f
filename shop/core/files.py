"""Write files so that a power cut leaves each wholly there or wholly absent."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path


def sha256(data: bytes) -> str:
    """Give the SHA-256 of the bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write_whole(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write the file by way of a neighbour and a rename, flushed to the disk (file, then folder)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    neighbour = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        descriptor = os.open(neighbour, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        neighbour.replace(path)
    except BaseException:
        neighbour.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # Windows cannot open a folder; its rename is durable enough
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_or_make(path: Path, make: bytes) -> bytes:
    """Read a private file; where there is none, make it with these bytes, readable by its owner only.

    Of several who make it at once, all get the bytes of the first; nobody ever reads half a file.
    """
    if not path.exists():
        ready = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
        write_whole(ready, make, mode=0o600)
        with contextlib.suppress(FileExistsError):
            os.link(ready, path)  # unlike a rename, this never takes the place of what is there
        ready.unlink()
        _sync_folder(path.parent)
    return path.read_bytes()
