"""The settings of one installation."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from shop.core.settings import ROOT, database_url, instance_folder, read_settings


def test_the_folder_is_beside_the_code_unless_shop_instance_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOP_INSTANCE", raising=False)
    assert instance_folder() == ROOT / "instance"
    monkeypatch.setenv("SHOP_INSTANCE", str(tmp_path / "elsewhere"))
    assert instance_folder() == (tmp_path / "elsewhere").resolve()


@pytest.mark.parametrize("given", ["postgres://u@h/d", "postgresql://u@h/d", " postgresql://u@h/d "])
def test_the_database_is_named_by_its_address(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    assert database_url(tmp_path) == "postgresql://u@h/d"


@pytest.mark.parametrize("given", ["", "  "])
def test_without_an_address_it_is_a_file_of_the_installation(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    assert database_url(tmp_path) == f"sqlite:///{tmp_path / 'shop.db'}"


def test_the_secret_is_made_once_and_is_nobodys_business(tmp_path: Path) -> None:
    first = read_settings(tmp_path / "one")["SECRET_KEY"]
    assert read_settings(tmp_path / "one")["SECRET_KEY"] == first
    assert read_settings(tmp_path / "two")["SECRET_KEY"] != first
    assert len(first) >= 64
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "one" / "keys" / "secret_key").stat().st_mode) == 0o600


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOP_HTTPS", raising=False)
    settings = read_settings(tmp_path)
    assert settings["SESSION_COOKIE_HTTPONLY"] is True
    assert settings["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert settings["SESSION_COOKIE_SECURE"] is False
    monkeypatch.setenv("SHOP_HTTPS", "1")
    assert read_settings(tmp_path)["SESSION_COOKIE_SECURE"] is True


def test_the_limits_are_on_unless_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_NO_LIMITS", raising=False)
    assert read_settings(tmp_path)["RATELIMIT_ENABLED"] is True
