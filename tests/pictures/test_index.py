"""Searching: what the database says is wanted is found, at once, whoever changed it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from shop.core.db import db, transaction
from shop.pictures import index, known, service, store
from shop.pictures.index import Wanted, compare
from shop.pictures.models import Picture, StoredFingerprint
from shop.workshops.models import Workshop
from tests.making import a_picture, a_workshop, drawing, jpeg, photo_bytes
from tests.pictures.drawn import encoded

PUBLIC: Wanted = select(Picture.id).where(Picture.is_public)  # the tests' own idea of what is wanted


def shown(workshop: Workshop, seed: int, *, public: bool = True) -> Picture:
    picture = a_picture(workshop, seed=seed)
    with transaction():
        picture.is_public = public
    return picture


def found(seed: int) -> list[int]:
    """List whom a photo of this drawing finds, as its fingerprint alone tells."""
    return [match.key for match in compare(service.examine(photo_bytes(seed)).fingerprint, PUBLIC)]


def elsewhere(statement: object) -> None:
    """Change the database as another process would: past this session."""
    db.session.rollback()
    with db.engine.connect().execution_options(shop_writes=True) as connection, connection.begin():
        connection.execute(statement)  # type: ignore[call-overload]


def test_a_picture_is_found_among_others_and_a_stranger_finds_nobody(app: Flask) -> None:
    workshop = a_workshop()
    pictures = [shown(workshop, seed) for seed in (11, 12, 13)]
    matches = compare(pictures[1], PUBLIC)
    assert [match.key for match in matches] == [pictures[1].id]
    assert matches[0].verdict == "same-picture"
    assert found(14) == []


def test_a_mirrored_and_cropped_copy_in_heic_sized_px_is_found_with_its_outline(app: Flask) -> None:
    workshop = a_workshop()
    original = shown(workshop, 15)
    copy = drawing(15).transpose(0).crop((60, 80, 460, 620)).resize((1600, 2160))
    (match,) = compare(a_picture(a_workshop(), data=jpeg(copy)), PUBLIC)
    assert (match.key, match.transform.mirrored) == (original.id, True)
    assert match.transform.scaled == pytest.approx(4, rel=0.02)
    assert max(x for x, _y in match.region) == pytest.approx(1600, abs=40)
    assert max(x for x, _y in match.reference_region) <= 480


def test_only_what_is_wanted_is_found(app: Flask) -> None:
    workshop = a_workshop()
    hidden = shown(workshop, 16, public=False)
    assert found(16) == []
    with transaction():
        hidden.is_public = True
    assert found(16) == [hidden.id]
    with transaction():
        hidden.is_public = False
    assert found(16) == []


def test_what_another_process_adds_and_takes_away_is_noticed(app: Flask) -> None:
    workshop = a_workshop()
    first, second = shown(workshop, 17), shown(workshop, 18, public=False)
    assert (found(17), found(18)) == ([first.id], [])
    elsewhere(update(Picture).values(is_public=Picture.id == second.id))  # as many as before
    assert (found(17), found(18)) == ([], [second.id])
    elsewhere(delete(Picture))
    assert (found(17), found(18)) == ([], [])


def test_another_photo_under_a_number_that_was_used_before_is_noticed(app: Flask) -> None:
    workshop = a_workshop()
    gone = shown(workshop, 19)
    number = gone.id
    assert found(19) == [number]
    elsewhere(delete(Picture))
    other = service.examine(photo_bytes(20))
    values = {"id": number, "public_id": "another", "workshop_id": workshop.id, "sha256": other.sha256}
    sizes = {"media_type": other.media_type, "width": 480, "height": 640, "is_public": True, "file_name": ""}
    elsewhere(insert(Picture).values(**values, **sizes, created_at=workshop.created_at))
    marks = {"picture_id": number, "engine_version": other.engine_version, "data": other.fingerprint}
    elsewhere(insert(StoredFingerprint).values(**marks))
    assert (found(19), found(20)) == ([], [number])


def test_only_what_is_committed_is_found_and_an_act_that_came_to_nothing_leaves_no_trace(app: Flask) -> None:
    workshop = a_workshop()
    picture = shown(workshop, 21, public=False)
    with pytest.raises(ZeroDivisionError), transaction():
        picture.is_public = True
        db.session.flush()
        assert compare(picture, PUBLIC) == []
        raise ZeroDivisionError
    assert found(21) == []
    with transaction():
        picture.is_public = True
    assert found(21) == [picture.id]


def test_nothing_is_compared_again_while_nothing_changes_and_only_what_did_afterwards(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shown(a_workshop(), 22)
    assert found(22) == [first.id]
    asked: list[set[int] | None] = []
    stamps = known.stamps

    def listen(wanted: Wanted, among: set[int] | None = None) -> dict[int, int]:
        asked.append(among)
        return stamps(wanted, among)

    monkeypatch.setattr(known, "stamps", listen)
    assert found(22) == [first.id]
    assert [one for one in asked if one != set()] == []
    second = shown(a_workshop(), 23)
    assert found(23) == [second.id]
    assert [one for one in asked if one != set()] == [{second.id}]


def test_a_search_that_could_not_catch_up_is_made_good_by_the_next(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = a_workshop()
    assert found(24) == []
    first, second = shown(workshop, 24), shown(workshop, 25)
    with monkeypatch.context() as patch:
        patch.setattr(index, "_BATCH", 1)
        patch.setattr(known, "read", _fails_after_one(known.read))
        with pytest.raises(InterruptedError):
            found(24)
    assert (found(24), found(25)) == ([first.id], [second.id])


def _fails_after_one(read: Callable[..., dict[int, Any]]) -> Callable[..., dict[int, Any]]:
    calls = iter([None])

    def fails(*asked: Any) -> dict[int, Any]:
        if next(calls, 0) == 0:
            raise InterruptedError
        return read(*asked)

    return fails


@pytest.mark.parametrize("damage", [{"engine_version": 0}, {"data": b"broken"}, {"data": b""}])
def test_an_old_or_broken_fingerprint_is_made_anew_from_the_copy(
    damage: dict[str, object], app: Flask
) -> None:
    picture = shown(a_workshop(), 26)
    elsewhere(update(StoredFingerprint).values(**damage))
    assert found(26) == [picture.id]
    db.session.expire_all()
    assert [match.key for match in compare(picture, PUBLIC)] == [picture.id]


def test_two_installations_in_one_process_keep_to_themselves(
    app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from shop.core.db import Base
    from shop.factory import create_app

    shown(a_workshop(), 27)
    assert len(found(27)) == 1
    folder = tmp_path_factory.mktemp("other")
    other = create_app(
        {"TESTING": True, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'o.db'}"}, instance=folder
    )
    with other.app_context():
        Base.metadata.create_all(db.engine)
        assert found(27) == []
        db.session.remove()
        db.engine.dispose()


def test_a_missing_copy_is_said_and_not_passed_over(app: Flask) -> None:
    picture = shown(a_workshop(), 28)
    copy = store.here().copy_path(picture.sha256, "zoom", "webp")
    copy.unlink()
    elsewhere(update(StoredFingerprint).values(engine_version=0))
    with pytest.raises(FileNotFoundError):
        found(28)
    copy.write_bytes(encoded(drawing(28), "WEBP"))
    assert found(28) == [picture.id]
