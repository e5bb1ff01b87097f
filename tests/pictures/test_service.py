"""Pictures as their workshops have them: kept once, given to those who may have them."""

import threading

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.audit.service import list_entries
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import NotFound
from shop.core.files import sha256
from shop.core.roles import Actor, Role
from shop.pictures import service, store
from shop.pictures.evidence import draw_evidence
from shop.pictures.index import compare
from shop.pictures.models import Picture
from shop.pictures.rules import BrokenPhoto
from shop.workshops.models import Workshop
from tests.making import a_person, a_picture, a_workshop, drawing, jpeg, photo_bytes, public_ids
from tests.pictures.drawn import encoded

PHOTO = photo_bytes(1)


def kept(data: bytes, workshop: Workshop, actor: Actor | None = None, name: str = "IMG_7.jpg") -> Picture:
    taken = service.prepare(data)
    with transaction():
        return service.keep(taken, file_name=name, workshop=workshop, actor=actor, now=now())


def count_pictures() -> int:
    return db.session.scalar(select(func.count()).select_from(Picture)) or 0


def test_a_photo_is_kept_with_its_original_its_copies_and_its_fingerprint(app: Flask) -> None:
    workshop, villager = a_workshop(), a_person()
    picture = kept(PHOTO, workshop, villager, name="C:\\photos\\新款.jpg")
    assert (picture.workshop_id, picture.file_name, picture.media_type) == (
        workshop.id,
        "新款.jpg",
        "image/jpeg",
    )
    assert (picture.width, picture.height, picture.is_public) == (480, 640, False)
    assert store.here().original_path(picture.sha256, "jpg").read_bytes() == PHOTO
    assert store.here().has_copies(picture.sha256)
    assert picture.fingerprint is not None
    entry = list_entries(limit=1)[0]
    assert (entry.act, entry.subject_id, entry.actor) == (
        "picture.taken_in",
        picture.public_id,
        villager.public_id,
    )
    assert picture.sha256 in entry.details_text


def test_the_same_photo_twice_is_one_picture_of_its_workshop(app: Flask) -> None:
    ours, theirs = a_workshop(), a_workshop()
    first = kept(PHOTO, ours)
    assert kept(PHOTO, ours, name="again.jpg").public_id == first.public_id
    assert kept(PHOTO, theirs).public_id != first.public_id
    assert count_pictures() == 2


def test_the_same_photo_sent_by_many_at_once_is_one_picture(app: Flask) -> None:
    workshop_id = a_workshop().id
    taken = service.prepare(PHOTO)
    given: list[str] = []
    start = threading.Barrier(6)

    def send() -> None:
        with app.app_context():
            start.wait()
            with transaction():
                workshop = db.session.get_one(Workshop, workshop_id)
                picture = service.keep(taken, file_name="a.jpg", workshop=workshop, actor=None, now=now())
                given.append(picture.public_id)

    senders = [threading.Thread(target=send) for _ in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    db.session.rollback()
    assert len(given) == 6
    assert len(set(given)) == 1
    assert count_pictures() == 1


def test_a_photo_that_is_refused_leaves_nothing_behind(app: Flask) -> None:
    broken = photo_bytes(77)[:-3000]
    with pytest.raises(BrokenPhoto):
        service.prepare(broken)
    assert not store.here().original_path(sha256(broken), "jpg").exists()
    assert count_pictures() == 0


def test_a_photo_that_is_only_looked_at_is_not_kept(app: Flask) -> None:
    seen = service.examine(photo_bytes(78))
    assert (seen.width, seen.height, seen.copies) == (480, 640, {})
    assert not store.here().original_path(seen.sha256, "jpg").exists()


def test_pictures_come_in_the_order_asked_for_and_each_once(app: Flask) -> None:
    workshop = a_workshop()
    ids = public_ids([a_picture(workshop) for _ in range(3)])
    wanted = [ids[2], ids[0], ids[2], ids[1]]
    assert public_ids(service.find_pictures(wanted, workshop)) == [ids[2], ids[0], ids[1]]
    assert service.find_pictures([], workshop) == []


def test_pictures_of_another_workshop_are_not_found(app: Flask) -> None:
    ours, theirs = a_workshop(), a_workshop()
    mixed = public_ids([a_picture(ours), a_picture(theirs)])
    with pytest.raises(NotFound):
        service.find_pictures(mixed, ours)
    with pytest.raises(NotFound):
        service.get_picture("nosuchpicture")


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("nobody", False),
        ("member", True),
        ("neighbour", False),
        (Role.KEEPER, False),
        (Role.JUROR, False),
        (Role.OFFICER, False),  # what was not handed in is nobody else's
        (Role.ADMINISTRATOR, False),
    ],
)
def test_a_private_picture_is_seen_by_its_family_alone(who: str, sees: bool, app: Flask) -> None:
    member, neighbour = a_person(), a_person()
    picture = a_picture(a_workshop("", member))
    people = {"nobody": None, "member": member, "neighbour": neighbour}
    actor = people[who] if who in people else a_person("", Role(who))
    assert service.may_see(picture, actor) is sees
    picture.is_public = True
    assert service.may_see(picture, actor)


def test_a_higher_floor_may_let_more_people_see_a_picture(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_viewers", [])
    maker, stranger = a_person(), a_person()
    picture = a_picture(a_workshop())
    service.let_see(lambda seen, actor: (seen.id, actor.id) == (picture.id, maker.id))
    assert service.may_see(picture, maker)
    assert not service.may_see(picture, stranger)
    assert not service.may_see(picture, None)


def test_the_pixels_for_looking_closely_come_from_the_largest_copy(app: Flask) -> None:
    picture = kept(encoded(drawing(3).resize((2400, 3200)), "PNG"), a_workshop())
    pixels = service.load_pixels(picture)
    assert (pixels.shape, pixels.dtype) == ((2133, 1600, 3), np.uint8)
    assert np.abs(pixels.astype(int) - np.asarray(drawing(3).resize((1600, 2133)), int)).mean() < 6


def test_evidence_marks_the_same_part_in_both_pictures_whatever_their_sizes(app: Flask) -> None:
    workshop = a_workshop()
    large = drawing(4).resize((2400, 3200))
    whole = kept(jpeg(large), workshop)
    part = kept(jpeg(large.crop((600, 800, 2000, 2800))), a_workshop())
    match = compare(part, select(Picture.id).where(Picture.id == whole.id))[0]
    drawn = draw_evidence(part, whole, match, height=400)
    ours, theirs = (picture.astype(int) for picture in drawn.aligned)
    assert ours.shape == theirs.shape == (400, 280, 3)
    assert np.abs(ours - theirs).mean() < 12
