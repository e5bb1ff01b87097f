"""Keep the log's signing key in the installation's key folder, and every key it was ever signed with.

The private key is `audit_key.pem` (only its owner may read it). Each public key is one small file,
`audit-<key id>.pub`, a witness's `witness-<key id>.pub`; what these files say is trusted, and not what the
database says.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from shop.audit.note import PublicKey, SigningKey, read_public_key
from shop.core.errors import N_, RuleBroken
from shop.core.files import read_or_make, write_whole

PRIVATE_FILE = "audit_key.pem"
DEFAULT_ORIGIN = "cao-county-design-register"


class OwnKey(RuleBroken):
    """Tell that nobody is a witness to themselves."""

    message = N_("This is our own key. A witness must be somebody else, with a key that never comes here.")


def key_folder(settings: Mapping[str, Any]) -> Path:
    """Give the folder that keeps an installation's keys."""
    return Path(settings["INSTANCE"]) / "keys"


def installation_key(settings: Mapping[str, Any]) -> SigningKey:
    """Open the key of an installation, under the log's name in its settings (AUDIT_ORIGIN)."""
    return open_signing_key(key_folder(settings), settings.get("AUDIT_ORIGIN", DEFAULT_ORIGIN))


def open_signing_key(folder: Path, name: str) -> SigningKey:
    """Open the key that signs for the log of this name (no blanks, no plus); make it at the first start."""
    if not name or set(name) & set(" +\t\r\n"):
        raise ValueError(f"not a name for a log: {name!r}")
    made = Ed25519PrivateKey.generate()
    fresh = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    private = load_pem_private_key(read_or_make(folder / PRIVATE_FILE, fresh), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError(f"{folder / PRIVATE_FILE} is not an Ed25519 key")
    key = SigningKey(name, private)
    public_file = folder / f"audit-{key.public.key_id}.pub"
    if not public_file.exists():
        write_whole(public_file, key.public.line().encode())
    return key


def witness_keys(folder: Path) -> list[PublicKey]:
    """List the public keys of those who witness this log."""
    return [read_public_key(file.read_text("utf-8")) for file in sorted(folder.glob("witness-*.pub"))]


def add_witness(folder: Path, line: str) -> PublicKey:
    """Keep a witness's public key; NotANote where the line is none, OwnKey where it is our own."""
    key = read_public_key(line)
    if any(key.raw == own.raw for own in trusted_keys(folder)):
        raise OwnKey
    write_whole(folder / f"witness-{key.key_id}.pub", key.line().encode())
    return key


def trusted_keys(folder: Path) -> list[PublicKey]:
    """List the public keys of this installation, old ones too."""
    return [read_public_key(file.read_text("utf-8")) for file in sorted(folder.glob("audit-*.pub"))]
