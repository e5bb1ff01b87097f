"""Files are wholly there or wholly absent."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from pathlib import Path

import pytest

from shop.core.files import read_or_make, sha256, write_whole

ON_POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_written_with_its_folders_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file"
    write_whole(path, b"whole")
    assert path.read_bytes() == b"whole"
    assert [p.name for p in path.parent.iterdir()] == ["file"]


def test_a_file_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, b"old and longer")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_when_the_disk_fails_the_old_file_stays_and_no_neighbour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_whole(path, b"old")

    def no_space(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


@ON_POSIX
def test_a_secret_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret"
    assert read_or_make(path, b"s3cret") == b"s3cret"
    assert mode_of(path) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["secret"]


def test_a_secret_that_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    read_or_make(path, b"first")
    assert read_or_make(path, b"second") == b"first"


def test_of_many_who_make_a_secret_at_once_all_get_the_same_whole_one(tmp_path: Path) -> None:
    for turn in range(20):
        path, got = tmp_path / f"secret{turn}", []
        start = threading.Barrier(8)

        def make(
            number: int, path: Path = path, got: list[bytes] = got, start: threading.Barrier = start
        ) -> None:
            start.wait()
            got.append(read_or_make(path, bytes([65 + number]) * 2000))

        threads = [threading.Thread(target=make, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(set(got)) == 1
        assert len(got[0]) == 2000
    assert len(list(tmp_path.iterdir())) == 20


def test_the_digest_is_sha_256() -> None:
    assert sha256(b"abc") == hashlib.sha256(b"abc").hexdigest()
    assert sha256(b"abc").startswith("ba7816bf8f01cfea")
