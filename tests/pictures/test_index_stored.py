"""The index outlives its process: it is stored, opened, caught up; broken, old or torn, it is made anew."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, text, update

from shop.core.db import db, transaction
from shop.core.settings import ROOT
from shop.matching import ENGINE_VERSION
from shop.pictures import index, journal, known, tending, upkeep
from shop.pictures.models import Picture, PictureChange, StoredFingerprint, new_stamp
from tests.making import a_workshop
from tests.pictures.test_index import PUBLIC, elsewhere, found, shown


@pytest.fixture(autouse=True)
def folder(app: Flask) -> Iterator[Path]:
    folder = Path(app.config["INSTANCE"]) / "index"
    for file in folder.glob("*"):
        file.unlink()
    start_anew()
    yield folder
    start_anew()


def start_anew() -> None:
    """Forget all indexes in memory, as a new process would know none."""
    index._indexes.clear()


def keep() -> None:
    index._index_of(db.engine, PUBLIC)._tending.work()


def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Give a list that will name every picture that is taken into the index."""
    taken: list[int] = []
    read = known.read

    def listen(keys: list[int], *wanted: known.Wanted) -> object:
        taken.extend([] if wanted else keys)
        return read(keys, *wanted)

    monkeypatch.setattr(known, "read", listen)
    return taken


def test_the_next_start_reads_only_what_changed_since(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    workshop = a_workshop()
    first, second, third = (shown(workshop, seed) for seed in (61, 62, 63))
    assert found(61) == [first.id]
    keep()
    start_anew()
    taken = reads(monkeypatch)
    fourth = shown(workshop, 64)
    elsewhere(update(Picture).where(Picture.id == second.id).values(is_public=False))
    elsewhere(
        update(StoredFingerprint).where(StoredFingerprint.picture_id == third.id).values(stamp=new_stamp())
    )
    assert [found(seed) for seed in (61, 62, 63, 64)] == [[first.id], [], [third.id], [fourth.id]]
    assert sorted(taken) == [third.id, fourth.id]


@pytest.mark.parametrize("which", ["*.json", "*.segment"])
def test_a_broken_file_is_noticed_and_made_anew(app: Flask, folder: Path, which: str) -> None:
    picture = shown(a_workshop(), 65)
    assert found(65) == [picture.id]
    keep()
    (file,) = folder.glob(which)
    file.write_bytes(file.read_bytes()[:-7] + b"nonsense")
    start_anew()
    assert found(65) == [picture.id]
    keep()
    start_anew()
    assert found(65) == [picture.id]


def test_cleared_notes_and_a_database_put_back_are_noticed(app: Flask) -> None:
    workshop = a_workshop()
    first, second = shown(workshop, 66), shown(workshop, 67, public=False)
    assert (found(66), found(67)) == ([first.id], [])
    keep()
    elsewhere(update(Picture).values(is_public=Picture.id == second.id))
    elsewhere(delete(PictureChange))
    assert (found(66), found(67)) == ([], [second.id])
    start_anew()
    assert (found(66), found(67)) == ([], [second.id])


def test_without_triggers_everything_is_still_right(app: Flask) -> None:
    workshop = a_workshop()
    first, second = shown(workshop, 68), shown(workshop, 69, public=False)
    on = "" if db.engine.dialect.name == "sqlite" else " ON picture"
    elsewhere(text(f"DROP TRIGGER note_update_of_picture{on}"))
    assert (found(68), found(69)) == ([first.id], [])
    elsewhere(update(Picture).values(is_public=Picture.id == second.id))
    assert (found(68), found(69)) == ([], [second.id])
    with db.engine.connect().execution_options(shop_writes=True) as connection, connection.begin():
        journal.set_up(connection)
    assert (found(68), found(69)) == ([], [second.id])


def test_many_small_segments_become_one(app: Flask, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(tending, "MOST_SMALL", 2)
    workshop = a_workshop()
    pictures = []
    for seed in (70, 71, 72):
        pictures.append(shown(workshop, seed))
        assert found(seed) == [pictures[-1].id]
        keep()
    keep()
    assert len(list(folder.glob("*.segment"))) == 1
    start_anew()
    assert [found(seed) for seed in (70, 71, 72)] == [[picture.id] for picture in pictures]


def test_enough_new_pictures_are_stored_in_the_background(
    app: Flask, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(tending, "CHANGES", 1)
    shown(a_workshop(), 73)
    found(73)
    thread = index._index_of(db.engine, PUBLIC)._tending._thread
    assert thread is not None
    thread.join(30)
    assert len(list(folder.glob("*.json"))) == len(list(folder.glob("*.segment"))) == 1


def test_while_a_new_engine_has_read_too_little_a_search_says_so_and_the_old_ones_rows_stay(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = a_workshop()
    picture = shown(workshop, 74)
    elsewhere(update(StoredFingerprint).values(engine_version=ENGINE_VERSION - 1))
    monkeypatch.setattr(index, "MOST_UNREAD", 0)
    with pytest.raises(index.StillReading):
        found(74)
    assert upkeep.progress() == (0, 1)
    (unread,) = upkeep.unread()
    data = upkeep.make_fingerprint(unread)
    with transaction():
        upkeep.keep_fingerprint(unread, data)
    assert found(74) == [picture.id]
    assert upkeep.progress() == (1, 1)
    rows = db.session.query(StoredFingerprint.engine_version).order_by(StoredFingerprint.engine_version)
    assert [row[0] for row in rows] == [ENGINE_VERSION - 1, ENGINE_VERSION]
    with transaction():
        assert upkeep.drop_old() == 1
    assert found(74) == [picture.id]


def test_an_act_that_ends_later_than_one_begun_after_it_is_not_missed(app: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite's acts end in the order they began in")
    workshop = a_workshop()
    early, late = shown(workshop, 75, public=False), shown(workshop, 76, public=False)
    assert (found(75), found(76)) == ([], [])
    keys = early.id, late.id
    db.session.rollback()
    with db.engine.connect() as first, first.begin() as act:
        first.execute(update(Picture).where(Picture.id == keys[0]).values(is_public=True))
        elsewhere(update(Picture).where(Picture.id == keys[1]).values(is_public=True))
        assert (found(75), found(76)) == ([], [keys[1]])
        act.commit()
    assert (found(75), found(76)) == ([keys[0]], [keys[1]])


_OTHER = """
import sys
from pathlib import Path
from shop.core.db import db, transaction
from shop.factory import create_app
from shop.pictures.models import Picture
from tests.pictures.test_index import found
app = create_app({"TESTING": True, "SQLALCHEMY_DATABASE_URI": sys.argv[1]}, instance=Path(sys.argv[2]))
with app.app_context():
    for line in sys.stdin:
        act, number = line.split()
        if act == "hide":
            with transaction():
                db.session.get(Picture, int(number)).is_public = False
        print("done" if act == "hide" else found(int(number)), flush=True)
"""


def test_two_processes_see_at_once_what_the_other_one_did(app: Flask) -> None:
    url = db.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", _OTHER, url, str(app.config["INSTANCE"])]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:

        def ask(line: str) -> str:
            assert other.stdin is not None and other.stdout is not None
            other.stdin.write(line + "\n")
            other.stdin.flush()
            return other.stdout.readline().strip()

        workshop = a_workshop()
        assert ask("find 77") == "[]"
        first = shown(workshop, 77).id
        assert found(77) == [first] and ask("find 77") == f"[{first}]"
        second = shown(workshop, 78).id
        assert ask("find 78") == f"[{second}]"
        keep()  # one stores what both know
        assert ask(f"hide {first}") == "done"
        assert found(77) == [] and found(78) == [second] and ask("find 77") == "[]"
        assert other.stdin is not None
        other.stdin.close()
