"""Commit to a name without naming it: a hash of salt and value, that a certificate opens when it chooses to.

The salts come from a secret of the installation, so that nobody can guess names from the log, and nothing
more has to be kept for each. Whoever is handed value and salt can check the seal; nobody else learns a thing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from pathlib import Path

from flask import current_app

from shop.audit.keys import key_folder
from shop.audit.rules import canonical
from shop.core.files import read_or_make

SECRET_FILE = "sealing_key"  # noqa: S105 - a file's name
_SIZE = 32  # bytes


def seal(value: object, salt: bytes) -> str:
    """Give the hex SHA-256 over the salt (32 bytes) and the value, plain and without floats, as JSON."""
    return hashlib.sha256(salt + canonical(value).encode()).hexdigest()


def salt_for(*what: str) -> bytes:
    """Give the salt (32 bytes) that this installation uses for one field of one thing."""
    return hmac.digest(_secret(key_folder(current_app.config)), canonical(list(what)).encode(), "sha256")


def _secret(folder: Path) -> bytes:
    return read_or_make(folder / SECRET_FILE, secrets.token_bytes(_SIZE))
