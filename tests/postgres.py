"""Start a real PostgreSQL for the tests: the machine's own binaries, or those of a pip package."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_FOLDERS = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/pgsql-*/bin")


@dataclass(frozen=True)
class PostgresServer:
    """A running server."""

    url: str


@contextmanager
def find_server() -> Iterator[PostgresServer]:
    """Give the server of SHOP_TEST_POSTGRES, or start one; skip the tests that need it where neither works."""
    given = os.environ.get("SHOP_TEST_POSTGRES")
    if given:
        yield PostgresServer(given)
        return
    binaries = _find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL: install its server binaries, or set SHOP_TEST_POSTGRES to a database URL")
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        yield from _run(binaries, Path(folder))


def _find_binaries() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    for pattern in _FOLDERS:
        for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True):
            if (folder / "initdb").exists():
                return folder
    return None


def _as_owner(folder: Path) -> list[str]:
    """Give the words that run a command as an owner PostgreSQL accepts: it refuses to run as root."""
    if os.name == "nt" or os.geteuid() != 0:
        return []
    shutil.chown(folder, "nobody")
    folder.chmod(0o700)
    return ["setpriv", "--reuid=nobody", "--clear-groups", "--"]


def _run(binaries: Path, folder: Path) -> Iterator[PostgresServer]:
    owner = _as_owner(folder)
    data = folder / "data"
    port = _free_port()
    name = "nobody" if owner else getpass.getuser()
    make = [*owner, str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(make, check=True, capture_output=True, cwd=folder)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off"
    control = [*owner, str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    subprocess.run(
        [*control, "-l", str(folder / "log"), "-o", options, "start"], check=True, stdout=subprocess.DEVNULL
    )
    try:
        yield PostgresServer(f"postgresql://{name}@127.0.0.1:{port}/postgres")
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
