"""The security headers, exactly."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.factory import create_app
from tests.conftest import Browser

SAME_ON_BOTH = True

EXACTLY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


@pytest.mark.parametrize(
    "path",
    ["/", "/register", "/sign-in", "/desk", "/nowhere", "/health", "/static/js/base.js", "/static/nothing"],
)
def test_every_answer_carries_exactly_these_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in EXACTLY} == EXACTLY
    assert "Server" not in headers
    assert "X-Powered-By" not in headers
    assert "Strict-Transport-Security" not in headers  # not before the installation has a certificate


def test_pages_are_kept_by_nobody(client: FlaskClient) -> None:
    for path in ("/", "/sign-in", "/nowhere", "/static/nothing.css"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_files_are_kept_for_a_year_where_their_address_changes_with_them(
    client: FlaskClient, app: Flask
) -> None:
    with app.test_request_context():
        stamped = app.jinja_env.globals["assets"]("js/base.js")
    assert "?v=" in stamped
    assert client.get(stamped).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/js/base.js").headers["Cache-Control"] == "no-cache"


def test_with_a_certificate_browsers_are_told_to_insist_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_HTTPS", "1")
    app = create_app({"TESTING": True, "RATELIMIT_ENABLED": False}, instance=tmp_path)
    headers = Browser(app).get("/static/js/base.js").headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"


def test_text_is_sent_packed_to_those_who_can_unpack(client: FlaskClient) -> None:
    plain = client.get("/static/css/all.css")
    packed = client.get("/static/css/all.css", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert len(packed.data) < len(plain.data) / 3
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
