"""The signing key is made once, kept privately, and old keys stay trusted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from shop.audit.keys import DEFAULT_ORIGIN, PRIVATE_FILE, installation_key, open_signing_key, trusted_keys
from shop.audit.note import NotANote


def test_the_key_is_made_at_the_first_start_and_then_stays(tmp_path: Path) -> None:
    made = open_signing_key(tmp_path / "keys", "town-log")
    again = open_signing_key(tmp_path / "keys", "town-log")
    assert again.public == made.public
    assert open_signing_key(tmp_path / "elsewhere", "town-log").public != made.public


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_only_its_owner_may_read_the_private_key(tmp_path: Path) -> None:
    open_signing_key(tmp_path, "town-log")
    assert (tmp_path / PRIVATE_FILE).stat().st_mode & 0o777 == 0o600


def test_a_replaced_key_is_still_trusted(tmp_path: Path) -> None:
    old = open_signing_key(tmp_path, "town-log")
    (tmp_path / PRIVATE_FILE).unlink()
    new = open_signing_key(tmp_path, "town-log")
    assert old.public != new.public
    assert {key.key_id for key in trusted_keys(tmp_path)} == {old.public.key_id, new.public.key_id}


def test_a_folder_without_keys_trusts_nobody(tmp_path: Path) -> None:
    assert trusted_keys(tmp_path / "none") == []


def test_a_public_key_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    key = open_signing_key(tmp_path, "town-log")
    file = tmp_path / f"audit-{key.public.key_id}.pub"
    file.write_text(file.read_text().replace("town-log", "toen-log"))
    with pytest.raises(NotANote):
        trusted_keys(tmp_path)


@pytest.mark.parametrize("name", ["", "town log", "town+log", "town\nlog"])
def test_a_name_that_would_break_a_note_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        open_signing_key(tmp_path, name)


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = generate_private_key(SECP256R1())
    pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / PRIVATE_FILE).write_bytes(pem)
    with pytest.raises(TypeError, match="Ed25519"):
        open_signing_key(tmp_path, "town-log")


def test_an_installation_signs_under_the_name_in_its_settings(tmp_path: Path) -> None:
    assert installation_key({"INSTANCE": tmp_path}).name == DEFAULT_ORIGIN
    assert installation_key({"INSTANCE": tmp_path, "AUDIT_ORIGIN": "daji"}).name == "daji"
