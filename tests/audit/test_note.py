"""A checkpoint is a small text that anybody can keep, read and check."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from shop.audit.note import (
    NotANote,
    PublicKey,
    SigningKey,
    Statement,
    read_note,
    read_public_key,
    write_note,
)
from tests.conftest import NOON

KEY = SigningKey("town-log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
WITNESS = SigningKey("county", Ed25519PrivateKey.from_private_bytes(bytes(32)))
SAID = Statement("town-log", 12, bytes(range(32)), 3, NOON)
NOTE = write_note(SAID, KEY.sign(SAID.text()))


def test_a_note_is_written_as_the_open_format_says() -> None:
    body, below = NOTE.split("\n\n")
    assert body.split("\n") == [
        "town-log",
        "12",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "checkpoint 3 2026-03-04T04:00:00.000000Z",
    ]
    mark, name, packed = below.rstrip("\n").split(" ")
    assert (mark, name) == ("—", "town-log")
    raw = KEY.private.public_key().public_bytes_raw()
    assert b64decode(packed)[:4] == hashlib.sha256(b"town-log\n\x01" + raw).digest()[:4]
    Ed25519PublicKey.from_public_bytes(raw).verify(b64decode(packed)[4:], (body + "\n").encode())


def test_the_key_id_of_the_formats_own_example_is_ours() -> None:
    line = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert read_public_key(line).key_id == "c74f20a3"


def test_a_note_comes_back_as_it_was_written() -> None:
    said, (signature,) = read_note(NOTE)
    assert said == SAID
    assert KEY.public.signed(said.text(), signature.raw)
    assert write_note(said, signature) == NOTE


def test_a_note_survives_another_systems_line_ends() -> None:
    assert read_note(NOTE.replace("\n", "\r\n")) == read_note(NOTE)


def test_a_witness_adds_a_line_below_ours() -> None:
    both = NOTE + WITNESS.sign(SAID.text()).line()
    said, (ours, theirs) = read_note(both)
    assert KEY.public.signed(said.text(), ours.raw)
    assert WITNESS.public.signed(said.text(), theirs.raw)
    assert (theirs.name, theirs.key_id) == ("county", WITNESS.public.key_id)


@pytest.mark.parametrize(
    "other",
    [
        replace(SAID, origin="other-log"),
        replace(SAID, size=13),
        replace(SAID, root=bytes(32)),
        replace(SAID, number=4),
        replace(SAID, at=NOON.replace(microsecond=1)),
    ],
)
def test_a_signature_holds_for_nothing_else(other: Statement) -> None:
    signature = KEY.sign(SAID.text())
    assert KEY.public.signed(SAID.text(), signature.raw)
    assert not KEY.public.signed(other.text(), signature.raw)
    assert not WITNESS.public.signed(SAID.text(), signature.raw)


@pytest.mark.parametrize(
    "spoiled",
    [
        "",
        "hello",
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("\n12\n", "\n012\n"),
        NOTE.replace("\n12\n", "\ntwelve\n"),
        NOTE.replace("AAEC", "AAE"),
        NOTE.replace("Hh8=", "Hg=="),
        NOTE.replace("checkpoint 3", "paper 3"),
        NOTE.replace(".000000Z", "Z"),
        NOTE.replace("2026-03-04", "2026-13-04"),
        NOTE.replace("— town-log ", "— town-log %"),
        NOTE + "scribble\n",
    ],
)
def test_a_text_that_is_no_note_is_refused(spoiled: str) -> None:
    assert spoiled != NOTE
    with pytest.raises(NotANote):
        read_note(spoiled)


@given(st.text())
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        said, _signatures = read_note(text)
    except NotANote:
        return
    assert said.text() in text.replace("\r\n", "\n")


def test_a_public_key_comes_back_from_its_line() -> None:
    assert read_public_key(KEY.public.line()) == KEY.public


@pytest.mark.parametrize(
    "line",
    [
        "",
        "town-log",
        KEY.public.line().replace("town-log", "other-log"),
        KEY.public.line().replace(KEY.public.key_id, "00000000"),
        KEY.public.line()[:-8],
        PublicKey("town-log", b"short").line(),
        "town-log+00000000+%%%",
    ],
)
def test_a_changed_key_line_is_refused(line: str) -> None:
    with pytest.raises(NotANote):
        read_public_key(line)
