"""Whatever is sent, the worker answers within five seconds: a clean photo, or a sentence why not."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shop.pictures import pool as pools
from shop.pictures.pool import Pool
from shop.pictures.rules import PhotoRefused
from tests.pictures.bad_files import bad_files, good_files
from tests.pictures.drawn import SECRET, opened

SECONDS = 5


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    pool = Pool(workers=1, share=10_000)
    yield pool
    pool.close()


@pytest.fixture(scope="module", autouse=True)
def first_worker(pool: Pool) -> set[int]:
    pools.take_in(good_files()["jpeg"], pool=pool)  # what follows is timed with a worker that stands ready
    return pool.pids()


def worked(pid: int) -> float:
    """Give how many seconds a process has worked, whoever else has the machine; by the clock elsewhere."""
    try:
        numbers = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except FileNotFoundError:
        return time.monotonic()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def told(data: bytes) -> list[str]:
    """List what a served file tells about the photo's owner."""
    image = opened(data)
    metadata = [name for name in ("exif", "icc_profile", "xmp", "comment") if image.info.get(name)]
    return metadata + ["secret"] * (SECRET in data)


def test_there_are_over_two_hundred_bad_files() -> None:
    assert len(bad_files()) >= 200


@pytest.mark.parametrize("name", bad_files())
def test_a_bad_file_harms_nobody(name: str, pool: Pool) -> None:
    (pid,) = pool.pids()
    start = worked(pid)
    try:
        copies = pools.take_in(bad_files()[name], pool=pool).copies
    except PhotoRefused:
        copies = {}
    assert worked(pid) - start < SECONDS
    assert [found for data in copies.values() for found in told(data)] == []


@pytest.mark.parametrize("name", good_files())
def test_the_same_photos_unharmed_are_taken_in(name: str, pool: Pool) -> None:
    assert told(good_files()[name])  # so the check above would see what it looks for
    copies = pools.take_in(good_files()[name], pool=pool).copies
    assert len(copies) == 6
    assert [found for data in copies.values() for found in told(data)] == []


def test_one_worker_has_outlived_them_all(pool: Pool, first_worker: set[int]) -> None:
    assert pool.pids() == first_worker
