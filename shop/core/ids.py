"""Make ids that nobody can guess."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 o 1 i l, which people misread
LENGTH = 14  # 31**14 is about 2**69


def new_public_id() -> str:
    """Give a random id for an address in the browser (about 69 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_key() -> str:
    """Give a random key that makes a repeated form act once."""
    return secrets.token_urlsafe(18)
