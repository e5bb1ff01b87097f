"""Prove when a design was first shown: with a day, words, a photo; and what the photo says itself."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from shop.core.clock import china_day, now
from shop.core.db import db
from shop.core.roles import Role
from shop.pictures import store
from shop.pictures.own_day import MOST_READ, day_in, own_day
from shop.registry.application import Proof, Shown
from shop.registry.models import Design
from shop.registry.proofs import proof_notes, proofs_for
from shop.registry.rules import ProofKind
from tests.making import a_design_draft, a_person, a_picture, a_workshop, drawing
from tests.registry.making import design_form, files, new_design, photo_bytes

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]
HEIC = Path(__file__).parents[1] / "pictures" / "samples" / "phone.heic"
CAMERA, TAKEN_AT = 0x8769, 0x9003
TODAY = china_day(now())


def taken_on(moment: str, kind: str = "JPEG") -> bytes:
    """Give a photo into which a camera wrote a moment."""
    notes = Image.Exif()
    notes[CAMERA] = {TAKEN_AT: moment}
    file = io.BytesIO()
    drawing(7).save(file, kind, exif=notes)
    return file.getvalue()


def designs() -> list[Design]:
    db.session.rollback()
    return list(db.session.scalars(select(Design).order_by(Design.id)).unique())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_day_is_read_as_the_camera_wrote_it(kind: str) -> None:
    assert day_in(taken_on("2024:05:06 07:08:09", kind)[:MOST_READ]) == date(2024, 5, 6)


def test_the_day_of_a_phones_own_format_is_read_where_it_stands() -> None:
    notes = Image.Exif()
    notes[CAMERA] = {TAKEN_AT: "2024:05:06 07:08:09"}
    begins = HEIC.read_bytes()[:500]
    assert day_in(HEIC.read_bytes()) is None  # this one says no day
    assert day_in(begins + b"\0\0\0\x06" + notes.tobytes()) == date(2024, 5, 6)


def _pointing_elsewhere(offset: int) -> bytes:
    """Give notes whose camera's part lies where nothing is."""
    head = b"MM\0*" + struct.pack(">I", 8)
    return b"Exif\0\0" + head + struct.pack(">HHHII", 1, CAMERA, 4, 1, offset) + struct.pack(">I", 0)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Exif\0\0MM\0*",
        b"Exif\0\0II*\0" + b"\xff" * 5000,
        _pointing_elsewhere(0xFFFFFFFF),
        _pointing_elsewhere(8),  # to itself
        taken_on("0000:00:00 00:00:00"),
        taken_on("yesterday"),
        taken_on("2024-05-06"),
        taken_on("2024:13:40 99:99:99"),
        taken_on("9" * 60_000),
        taken_on("2024:05:06 07:08:09")[:60],
        photo_bytes(1),
    ],
)
def test_what_says_no_day_is_no_trouble(data: bytes) -> None:
    assert day_in(data) is None


def test_notes_far_behind_the_beginning_are_not_looked_for(app: Flask) -> None:
    home = a_workshop()
    picture = a_picture(home, data=taken_on("2024:05:06 07:08:09"))
    assert own_day(picture) == date(2024, 5, 6)
    path = store.here().original_path(picture.sha256, picture.ending)
    path.write_bytes(path.read_bytes()[:2] + b"\0" * MOST_READ + path.read_bytes()[2:])
    assert own_day(picture) is None
    path.unlink()
    assert own_day(picture) is None


def proven_by(kind: ProofKind, said: date, data: bytes) -> Design:
    home = a_workshop()
    proof = Proof(kind, said, "", a_picture(home, data=data))
    return a_design_draft(home, pictures=(Shown(a_picture(home)),), proofs=(proof,))


def test_a_photo_that_says_another_day_is_noted_not_refused(app: Flask) -> None:
    photo = taken_on("2024:05:06 07:08:09")
    design = proven_by(ProofKind.PHOTO, date(2023, 5, 6), photo)
    (note,) = proof_notes(design)
    assert (note.proof, note.photo_day) == (design.proofs[0], date(2024, 5, 6))
    for near in (-1, 0, 1):  # a camera's clock knows no zone
        assert proof_notes(proven_by(ProofKind.PHOTO, date(2024, 5, 6) + timedelta(days=near), photo)) == []
    assert proof_notes(proven_by(ProofKind.PHOTO, date(2023, 5, 6), photo_bytes(1))) == []
    assert proof_notes(proven_by(ProofKind.ORDER, date(2023, 5, 6), photo)) == []  # a photo of an old order


def test_proofs_are_for_the_family_and_the_office(app: Flask) -> None:
    design = proven_by(ProofKind.PHOTO, date(2024, 5, 6), photo_bytes(1))
    assert len(proofs_for(design, a_person("", Role.OFFICER))) == 1
    assert proofs_for(design, a_person()) == proofs_for(design, None) == []


WRONG = [
    ({"dated_on": (TODAY + timedelta(days=1)).isoformat()}, "A proof cannot be later than today."),
    ({"dated_on": "1849-10-01"}, "very far back"),
    ({"dated_on": ""}, "Choose the day of this proof."),
    ({"dated_on": "2026-02-30"}, "Write the day like 2026-03-04."),
    ({"words": ""}, "Write the order&#39;s number or the post&#39;s link, or add the photo."),
    ({"words": "长" * 301}, "This is too long: at most 300 characters."),
    ({"kind": "hearsay"}, "Not a valid choice"),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG)
def test_a_wrong_proof_is_said_beside_it(
    app: Flask, sign_in: SignIn, wrong: dict[str, str], said: str
) -> None:
    li = a_person()
    home = a_workshop("", li)
    proof = {"kind": "order", "dated_on": TODAY.isoformat(), "words": "订单 88", **wrong}
    form = design_form(photo_ids=[a_picture(home).public_id], **{"proofs-0-kind": "order"})
    form |= {f"proofs-1-{name}": value for name, value in proof.items()}  # the first one is left empty
    answer = sign_in(li).post(new_design(home), data=form)
    assert answer.status_code == 422 and said in answer.text
    shown = answer.text[answer.text.index('name="proofs-0-words"') :]
    assert said in shown  # beside the second proof
    assert '<details class="folded" open>' in answer.text and designs() == []


def test_a_proof_with_its_photo_is_sent_with_the_form_too(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    home = a_workshop("", li)
    proof = {"proofs-0-kind": "photo", "proofs-0-dated_on": TODAY.isoformat()}
    proof_file = {"proofs-0-photos": files(taken_on("2024:05:06 07:08:09"))}
    form = design_form(photos=files(photo_bytes(1)), **proof, **proof_file)
    assert sign_in(li).post(new_design(home), data=form).status_code == 302
    (design,) = designs()
    (kept,) = design.proofs
    assert kept.picture is not None and kept.picture.is_public is False
    assert [note.photo_day for note in proof_notes(design)] == [date(2024, 5, 6)]


def test_somebody_elses_photo_proves_nothing(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    home = a_workshop("", li)
    foreign = a_picture(a_workshop()).public_id
    form = design_form(photo_ids=[a_picture(home).public_id], **{"proofs-0-photo_ids": [foreign]})
    answer = sign_in(li).post(new_design(home), data={**form, "proofs-0-kind": "photo"})
    assert answer.status_code == 422 and "One of the photos is not yours." in answer.text
    assert foreign not in answer.text and designs() == []
