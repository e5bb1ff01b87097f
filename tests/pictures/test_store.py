"""The store: files wholly there or wholly absent, never written twice, swept when nobody wants them."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shop.core.files import sha256
from shop.pictures.intake import take_in
from shop.pictures.store import Store
from tests.pictures.drawn import jpeg

PHOTO = jpeg()
DIGEST = sha256(PHOTO)
DAY_AND_MORE = timedelta(days=1, minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "pictures")


def now() -> datetime:
    return datetime.now(UTC)


def fill(store: Store) -> None:
    store.keep_original(PHOTO, DIGEST, "jpg")
    store.keep_copies(DIGEST, take_in(PHOTO).copies)


def files(store: Store) -> list[Path]:
    return sorted(path for path in store.folder.rglob("*") if path.is_file())


def age(path: Path, by: timedelta) -> None:
    then = (now() - by).timestamp()
    os.utime(path, (then, then))


def nobody(_digests: set[str]) -> set[str]:
    return set()


def test_a_photo_lies_under_its_digest(store: Store) -> None:
    fill(store)
    assert store.original_path(DIGEST, "jpg").read_bytes() == PHOTO
    assert store.original_path(DIGEST, "jpg").relative_to(store.folder).parts[:2] == ("originals", DIGEST[:2])
    assert {path.name for path in store.copy_path(DIGEST, "list", "jpg").parent.iterdir()} == {
        f"{px}.{ending}" for px in (320, 800, 1600) for ending in ("jpg", "webp")
    }
    assert store.has_copies(DIGEST)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_originals_are_their_owner_s_alone(store: Store) -> None:
    fill(store)
    assert store.original_path(DIGEST, "jpg").stat().st_mode & 0o777 == 0o600
    assert (store.folder / "originals").stat().st_mode & 0o777 == 0o700
    assert store.copy_path(DIGEST, "list", "jpg").stat().st_mode & 0o007 == 0


def test_what_lies_there_is_not_written_again(store: Store) -> None:
    fill(store)
    before = {path: path.stat().st_ino for path in files(store)}
    store.keep_original(b"other bytes under the same name", DIGEST, "jpg")
    fill(store)
    assert {path: path.stat().st_ino for path in files(store)} == before
    assert store.is_whole(DIGEST, "jpg")


def test_a_missing_copy_and_a_changed_original_are_noticed(store: Store) -> None:
    fill(store)
    store.copy_path(DIGEST, "zoom", "webp").unlink()
    store.original_path(DIGEST, "jpg").write_bytes(PHOTO[:-1] + b"?")
    assert not store.has_copies(DIGEST)
    assert not store.is_whole(DIGEST, "jpg")
    assert not store.is_whole("0" * 64, "jpg")


class PowerCut(BaseException):
    """The machine stops."""


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_a_power_cut_at_any_step_leaves_whole_files_and_a_second_try_completes_them(
    call: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = take_in(PHOTO).copies
    completed = False
    for survived in range(40):
        with monkeypatch.context() as patch:
            _cut_power(patch, call, survived)
            try:
                store.keep_original(PHOTO, DIGEST, "jpg")
                store.keep_copies(DIGEST, copies)
                completed = True
            except PowerCut:
                assert survived < 39
        whole = {store.original_path(DIGEST, "jpg"): PHOTO} | {
            store.copy_path(DIGEST, *name): data for name, data in copies.items()
        }
        for path in files(store):
            assert path.read_bytes() == whole[path]
        if completed:
            break
        for path in files(store):
            path.unlink()
    assert completed
    assert survived >= 7
    assert len(files(store)) == 7


def _cut_power(patch: pytest.MonkeyPatch, call: str, survived: int) -> None:
    """Let the operating system's call fail after it has worked so many times."""
    real = getattr(os, call)
    calls = iter(range(10**6))

    def fails(*arguments: object, **options: object) -> object:
        if next(calls) == survived:
            raise PowerCut
        return real(*arguments, **options)

    patch.setattr(os, call, fails)


def test_files_without_a_row_are_swept_after_a_day_and_not_before(store: Store) -> None:
    fill(store)
    assert store.sweep(now() + timedelta(hours=23), nobody) == 0
    assert store.sweep(now() + DAY_AND_MORE, nobody) == 7
    assert files(store) == []


def test_files_with_a_row_stay_however_old_they_are(store: Store) -> None:
    fill(store)
    assert store.sweep(now() + timedelta(days=900), lambda digests: digests & {DIGEST}) == 0
    assert len(files(store)) == 7


def test_what_a_power_cut_left_half_written_is_swept(store: Store) -> None:
    fill(store)
    left = store.copy_path(DIGEST, "list", "jpg").with_name(".320.jpg.0a1b2c")
    left.write_bytes(b"half")
    age(left, DAY_AND_MORE)
    assert store.sweep(now(), lambda digests: digests) == 1
    assert not left.exists()


def test_a_photo_sent_again_while_its_old_files_are_being_swept_is_spared(store: Store) -> None:
    fill(store)
    for path in files(store):
        age(path, DAY_AND_MORE)

    def somebody_sends_it_meanwhile(_digests: set[str]) -> set[str]:
        fill(store)
        return set()

    assert store.sweep(now(), somebody_sends_it_meanwhile) == 0
    assert len(files(store)) == 7


def test_an_empty_store_is_swept_without_a_word(store: Store) -> None:
    assert store.sweep(now(), nobody) == 0
