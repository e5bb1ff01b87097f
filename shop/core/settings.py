"""Read one installation's settings: its folder, its database, its secrets."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from shop.core.files import read_or_make

ROOT = Path(__file__).resolve().parents[2]
UPLOAD_BYTES = 160 * 1024 * 1024  # one request: eight phone photos of 20 MB


def instance_folder() -> Path:
    """Give the folder of this installation: SHOP_INSTANCE, or instance/ beside the code."""
    return Path(os.environ.get("SHOP_INSTANCE") or ROOT / "instance").resolve()


def database_url(folder: Path) -> str:
    """Give DATABASE_URL, or an SQLite file in the installation's folder."""
    given = os.environ.get("DATABASE_URL", "").strip()
    if given.startswith("postgres://"):
        given = "postgresql://" + given.removeprefix("postgres://")
    return given or f"sqlite:///{folder / 'shop.db'}"


def read_settings(folder: Path) -> dict[str, Any]:
    """Give Flask's configuration for the installation; make its secret key at the first start."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = read_or_make(folder / "keys" / "secret_key", secrets.token_hex(32).encode())
    return {
        "SECRET_KEY": secret.decode().strip(),
        "SQLALCHEMY_DATABASE_URI": database_url(folder),
        "MAX_CONTENT_LENGTH": UPLOAD_BYTES,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "SESSION_COOKIE_NAME": "shop",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": os.environ.get("SHOP_HTTPS", "") == "1",
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form may lie open over lunch
        "RATELIMIT_ENABLED": os.environ.get("SHOP_NO_LIMITS", "") != "1",
        "INSTANCE": folder,
        "FONTS": folder / "fonts",
    }
