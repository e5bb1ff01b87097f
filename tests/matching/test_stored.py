"""A shelf is stored and opened again whole, or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from shop.core.settings import ROOT
from shop.matching import Fingerprint, Index, fingerprint, stored
from shop.matching.segments import Segment
from shop.matching.shelf import Shelf
from shop.matching.stored import open_stored, store
from tests.matching.drawing import costume


@pytest.fixture(scope="module")
def prints() -> list[Fingerprint]:
    return [fingerprint(costume(seed)) for seed in range(10)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index" / "a.json"


def filled(prints: list[Fingerprint]) -> Shelf:
    """Give a shelf of three segments on which one picture came anew and one went."""
    shelf = Shelf()
    shelf.add([(key, key + 100, marks) for key, marks in enumerate(prints[:5])])
    shelf.seal()
    shelf.add([(key, key + 100, marks) for key, marks in enumerate(prints[5:8], 5)])
    shelf.add([(2, 999, prints[9])])
    shelf.remove([6])
    shelf.seal()
    return shelf


def found(shelf: Shelf, prints: list[Fingerprint], query: Fingerprint) -> list[int]:
    now = dict(enumerate(prints)) | {2: prints[9]}
    return [match.key for match in Index(lambda keys: {key: now[key] for key in keys}, shelf).search(query)]


def test_a_stored_shelf_is_opened_as_it_was(prints: list[Fingerprint], path: Path) -> None:
    shelf = filled(prints)
    assert store(path, *shelf.seal(), note=[1, 2])
    opened = open_stored(path)
    assert opened is not None and opened.note == [1, 2]
    assert opened.shelf.stamps() == shelf.stamps() == {0: 100, 1: 101, 3: 103, 4: 104, 5: 105, 7: 107, 2: 999}
    for key in (0, 5, 7):
        assert found(opened.shelf, prints, prints[key]) == [key]
    assert found(opened.shelf, prints, prints[9]) == [2]
    assert found(opened.shelf, prints, prints[2]) == found(opened.shelf, prints, prints[6]) == []


def test_only_what_is_new_is_written_and_what_no_list_names_is_swept(
    prints: list[Fingerprint], path: Path
) -> None:
    shelf = filled(prints)
    store(path, *shelf.seal(), note=None)
    (path.parent / "a-left-half-written.segment").write_bytes(b"x")
    first = {file.name: file.stat().st_mtime_ns for file in path.parent.glob("*.segment")}
    shelf.add([(8, 1, prints[8])])
    store(path, *shelf.seal(), note=None)
    second = {file.name: file.stat().st_mtime_ns for file in path.parent.glob("*.segment")}
    assert len(second) == 3 and "a-left-half-written.segment" not in second
    assert len(first.items() & second.items()) == 2


@pytest.mark.parametrize("where", [0, 0.3, 0.9999])
@pytest.mark.parametrize("which", ["*.json", "*.segment"])
def test_a_changed_byte_is_noticed(prints: list[Fingerprint], path: Path, which: str, where: float) -> None:
    store(path, *filled(prints).seal(), note=None)
    file = next(path.parent.glob(which))
    data = bytearray(file.read_bytes())
    data[int(where * len(data))] ^= 1
    file.write_bytes(data)
    assert open_stored(path) is None


@pytest.mark.parametrize("left", [0, 10, 5000])
@pytest.mark.parametrize("which", ["*.json", "*.segment"])
def test_a_cut_or_missing_file_is_noticed(
    prints: list[Fingerprint], path: Path, which: str, left: int
) -> None:
    store(path, *filled(prints).seal(), note=None)
    file = next(path.parent.glob(which))
    file.write_bytes(file.read_bytes()[: min(left, file.stat().st_size - 1)])
    assert open_stored(path) is None
    file.unlink()
    assert open_stored(path) is None


def test_what_another_engine_or_codebook_made_is_not_opened(
    prints: list[Fingerprint], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(path, *filled(prints).seal(), note=None)
    assert open_stored(path) is not None
    monkeypatch.setattr(stored, "made_by", lambda: "another")
    assert open_stored(path) is None


def test_segments_become_one_while_pictures_come_and_go(prints: list[Fingerprint], path: Path) -> None:
    shelf = filled(prints)
    old, _ = shelf.seal()
    new, now = Segment(), dict(enumerate(prints)) | {2: prints[9]}
    new.add([(key, stamp, now[key]) for key, stamp in shelf.stamps().items()])
    shelf.remove([4])  # after the new one was filled
    shelf.add([(5, 555, prints[8]), (8, 108, prints[8])])
    shelf.seal()
    shelf.replace(old, new)
    expected = {0: 100, 1: 101, 3: 103, 7: 107, 2: 999, 5: 555, 8: 108}
    store(path, *shelf.seal(), note=None)
    opened = open_stored(path)
    assert opened is not None
    for one in (shelf, opened.shelf):
        assert one.stamps() == expected
        assert found(one, prints, prints[0]) == [0] and found(one, prints, prints[4]) == []
        assert {one.key for one in one.candidates(prints[8], 5) if one.votes > 1} == {5, 8}


_WRITER = """
import sys
from pathlib import Path
from shop.matching.shelf import Shelf
from shop.matching import fingerprint
from shop.matching.stored import store
from tests.matching.drawing import costume
marks = fingerprint(costume(1))
shelf, key = Shelf(), 0
print("ready", flush=True)
while True:
    shelf.add([(key + n, key + n, marks) for n in range(40)])
    key += 40
    store(Path(sys.argv[1]), *shelf.seal(), note=key)
    print(key, flush=True)
"""


@pytest.mark.parametrize("milliseconds", [3, 11, 29, 61, 127, 243])
def test_a_killed_writer_leaves_the_former_or_the_next_state_and_never_a_mixture(
    path: Path, milliseconds: int
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _WRITER, str(path)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None and writer.stdout.readline() == "ready\n"
        told = int(writer.stdout.readline())
        deadline = time.monotonic() + milliseconds / 1000
        while time.monotonic() < deadline:  # somewhere within writing one of the next
            pass
        writer.send_signal(signal.SIGKILL)
        told = int([told, *writer.stdout.read().split()][-1])
    opened = open_stored(path)
    assert opened is not None and opened.note in (told, told + 40)
    assert opened.shelf.stamps() == {key: key for key in range(opened.note)}
    assert len(json.loads(path.read_text())["body"]) > 0
    shelf = opened.shelf
    shelf.add([(10**6, 1, fingerprint(np.zeros((50, 50, 3), np.uint8)))])
    assert store(path, *shelf.seal(), note="after")  # the dead writer's turn was given back
    assert len(list(path.parent.glob("*.segment"))) == len(shelf.seal()[0])
