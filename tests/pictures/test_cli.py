"""Looking after the pictures from the command line."""

from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, update

from shop.core import clock
from shop.core.db import db, transaction
from shop.matching import ENGINE_VERSION, Fingerprint
from shop.pictures import service, store
from shop.pictures.models import Picture, StoredFingerprint
from tests.making import a_picture, a_workshop, photo_bytes


def run(app: Flask, *words: str) -> Result:
    db.session.remove()
    return app.test_cli_runner().invoke(args=["pictures", *words])


def test_sweeping_takes_what_nobody_wanted_and_leaves_every_picture(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = a_picture(a_workshop(), seed=31).sha256
    unwanted = service.prepare(photo_bytes(32))
    later = clock.now() + timedelta(days=2)
    assert run(app, "sweep").output == "Swept: 0 files.\n"
    monkeypatch.setattr(clock, "now", lambda: later)
    result = run(app, "sweep")
    assert (result.exit_code, result.output.startswith("Swept: ")) == (0, True)
    assert not store.here().original_path(unwanted.sha256, "jpg").exists()
    assert store.here().is_whole(digest, "jpg")
    assert store.here().has_copies(digest)


def test_refreshing_makes_missing_copies_and_old_fingerprints_anew(app: Flask) -> None:
    workshop = a_workshop()
    pictures = [a_picture(workshop, seed=seed) for seed in (33, 34, 35)]
    store.here().copy_path(pictures[0].sha256, "list", "webp").unlink()
    with transaction():
        db.session.execute(
            update(StoredFingerprint)
            .where(StoredFingerprint.picture_id == pictures[1].id)
            .values(engine_version=0, data=b"from another age")
        )
        db.session.delete(db.session.get_one(StoredFingerprint, (pictures[2].id, ENGINE_VERSION)))
    behind = f"Engine {ENGINE_VERSION} has read 1 of 3 pictures.\n"
    assert run(app, "refresh", "--status").output == behind
    done = f"Engine {ENGINE_VERSION} has read 3 of 3 pictures.\n"
    assert run(app, "refresh").output == "Made anew: copies of 1 pictures, 2 fingerprints.\n" + done
    for picture in db.session.scalars(select(Picture)):
        assert store.here().has_copies(picture.sha256)
        assert picture.fingerprint is not None
        assert picture.fingerprint.engine_version == ENGINE_VERSION
        assert Fingerprint.from_bytes(picture.fingerprint.data).width == 480
    assert run(app, "refresh").output == "Made anew: copies of 0 pictures, 0 fingerprints.\n" + done


def test_a_picture_that_cannot_be_copied_anew_does_not_hold_up_the_others(app: Flask) -> None:
    workshop = a_workshop()
    lost, other = a_picture(workshop, seed=36), a_picture(workshop, seed=37)
    for picture in (lost, other):
        store.here().copy_path(picture.sha256, "page", "jpg").unlink()
    store.here().original_path(lost.sha256, "jpg").unlink()
    lost_id, other_digest = lost.public_id, other.sha256
    result = run(app, "refresh")
    assert "copies of 1 pictures" in result.output
    assert f"Cannot copy picture {lost_id}" in result.output
    assert store.here().has_copies(other_digest)
    service.prepare(photo_bytes(36))  # the same photo, sent again, heals it


def test_verifying_names_the_originals_that_are_not_any_more_what_came(app: Flask) -> None:
    workshop = a_workshop()
    pictures = [a_picture(workshop, seed=seed) for seed in (38, 39, 40)]
    ids = [picture.public_id for picture in pictures]
    paths = [store.here().original_path(picture.sha256, "jpg") for picture in pictures]
    assert run(app, "verify").exit_code == 0
    paths[1].write_bytes(paths[0].read_bytes())
    paths[2].unlink()
    result = run(app, "verify")
    assert result.exit_code == 1
    assert (ids[0] in result.output, ids[1] in result.output, ids[2] in result.output) == (False, True, True)
    for path, seed in zip(paths, (38, 39, 40), strict=True):
        path.unlink(missing_ok=True)
        store.here().keep_original(photo_bytes(seed), path.stem, "jpg")
