"""The office sees what was signed and by whom, hands files to the witness, and takes their answer in."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.accounts.models import Person
from shop.audit import merkle, service
from shop.audit.keys import key_folder, open_signing_key
from shop.audit.models import Checkpoint
from shop.audit.note import SigningKey, read_note
from shop.core.clock import now
from shop.core.db import db
from shop.core.roles import Role
from tests import making
from tests.audit import tampering
from tests.full_town import FullTown

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def officer(app: Flask) -> Iterator[Person]:
    making.a_town()
    yield making.a_person("Officer Wang", Role.OFFICER)
    for file in key_folder(app.config).glob("witness-*.pub"):
        file.unlink()


@pytest.fixture
def county(tmp_path: Path) -> SigningKey:
    return open_signing_key(tmp_path / "county", "cao-county")


def send(browser: FlaskClient, to: str, field: str, text: str) -> TestResponse:
    data = {field: (io.BytesIO(text.encode()), "file.txt")}
    return browser.post(f"/town/log/{to}", data=data, follow_redirects=True)


def admitted(sign_in: SignIn, county: SigningKey) -> None:
    boss = sign_in(making.a_person("Boss", Role.ADMINISTRATOR))
    assert "cao-county is a witness" in send(boss, "witness", "key", county.public.line()).text


def signed(checkpoint: Checkpoint, by: SigningKey) -> str:
    return checkpoint.note + by.sign(checkpoint.statement.text()).line()


def test_signing_now_signs_once_and_offers_the_file(sign_in: SignIn, officer: Person) -> None:
    browser = sign_in(officer)
    assert "Nothing is signed yet" in browser.get("/town/log/signed").text
    for _press in range(2):
        assert browser.post("/town/log/sign").status_code == 302
    db.session.rollback()
    (checkpoint,) = service.list_checkpoints()
    saved = browser.get("/town/log/signed/1.txt")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert read_note(saved.text)[0] == checkpoint.statement
    assert browser.get("/town/log/signed/2.txt").status_code == 404
    assert browser.get("/town/log/signed/99999999999999999999.txt").status_code == 404


def test_the_proof_between_any_two_checkpoints_holds(sign_in: SignIn, officer: Person) -> None:
    made = []
    for _ in range(3):
        making.a_village()
        made.append(making.a_checkpoint())
    browser = sign_in(officer)
    for old, new in ((1, 2), (3, 1), (2, 3), (2, 2)):
        said = json.loads(browser.get(f"/town/log/consistency.json?old={old}&new={new}").text)
        first, last = (db.session.get_one(Checkpoint, number) for number in sorted((old, new)))
        path = [bytes.fromhex(step) for step in said["path"]]
        assert (said["old"], said["new"], said["origin"]) == (first.size, last.size, first.origin)
        assert merkle.verify_consistency(first.size, last.size, first.root, last.root, path)
    for wrong in ("", "?old=1", "?old=1&new=9", "?old=x&new=1"):
        assert browser.get(f"/town/log/consistency.json{wrong}").status_code == 404


def test_a_witness_signature_is_taken_in_and_shown(
    sign_in: SignIn, officer: Person, county: SigningKey
) -> None:
    browser = sign_in(officer)
    note = signed(making.a_checkpoint(), county)
    answer = send(browser, "countersign", "note", note)
    assert answer.status_code == 422 and "Let the administrator enter" in answer.text
    admitted(sign_in, county)
    assert "The witness&#39;s signature fits" in send(browser, "countersign", "note", note).text
    page = browser.get("/town/log/signed").text
    assert "Witness: cao-county" in page and "A witness has looked lately." in page
    assert len(read_note(browser.get("/town/log/signed/1.txt").text)[1]) == 2


@pytest.mark.parametrize(
    ("spoil", "answer"),
    [
        (lambda _note: "hello", "This is not a checkpoint of a log."),
        (lambda note: note.rsplit("— ", 1)[0], "Nobody but us has signed this note."),
        (lambda note: note.replace("cao-county-design-register", "another-register"), "about another log"),
        (lambda note: re.sub("checkpoint 1 ", "checkpoint 7 ", note), "We have no checkpoint 7."),
        (lambda note: re.sub("checkpoint 1 2", "checkpoint 1 3", note), "our log was changed"),
    ],
)
def test_a_wrong_file_is_answered_clearly(
    sign_in: SignIn, officer: Person, county: SigningKey, spoil: Callable[[str], str], answer: str
) -> None:
    admitted(sign_in, county)
    said = send(sign_in(officer), "countersign", "note", spoil(signed(making.a_checkpoint(), county)))
    assert said.status_code == 422
    assert answer in said.text


def test_without_a_file_the_form_asks_for_one(sign_in: SignIn, officer: Person) -> None:
    answer = sign_in(officer).post("/town/log/countersign", data={})
    assert answer.status_code == 422 and "Choose the file first." in answer.text


def test_only_the_administrator_admits_witnesses(
    sign_in: SignIn, officer: Person, county: SigningKey
) -> None:
    browser = sign_in(officer)
    assert send(browser, "witness", "key", county.public.line()).status_code == 403
    assert "The administrator admits witnesses." in browser.get("/town/log/signed").text
    boss = sign_in(making.a_person("Boss", Role.ADMINISTRATOR))
    assert send(boss, "witness", "key", "no key at all").status_code == 422
    admitted(sign_in, county)
    assert county.public.key_id in browser.get("/town/log/signed").text


def test_the_log_warns_until_a_witness_has_looked_lately(
    sign_in: SignIn, officer: Person, county: SigningKey
) -> None:
    browser, warning = sign_in(officer), "No witness has looked for more than 40 days."
    assert warning in browser.get("/town/log").text
    admitted(sign_in, county)
    send(browser, "countersign", "note", signed(making.a_checkpoint(), county))
    assert warning not in browser.get("/town/log").text
    db.session.rollback()
    tampering.overwrite("audit_countersignature", 1, "received_at", now() - timedelta(days=41))
    db.session.commit()
    assert warning in browser.get("/town/log").text
    assert "It is time for the witness." in browser.get("/town/log/signed").text


def test_the_check_on_the_page_counts_witnesses_in(
    sign_in: SignIn, officer: Person, county: SigningKey
) -> None:
    browser = sign_in(officer)
    admitted(sign_in, county)
    send(browser, "countersign", "note", signed(making.a_checkpoint(), county))
    assert "The whole chain fits" in browser.get("/town/log?verify=1").text
    db.session.rollback()
    tampering.run("DELETE FROM audit_countersignature")
    db.session.commit()
    assert "The log was changed!" in browser.get("/town/log?verify=1").text


def test_a_whole_town_in_which_everything_was_done_properly_fits(town: FullTown) -> None:
    assert "The whole chain fits" in town.browser("officer").get("/town/log?verify=1").text
