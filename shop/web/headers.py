"""Send the security headers with every answer, and let static files be kept by browsers."""

from __future__ import annotations

from flask import Flask, Response, current_app, request

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_YEAR = 365 * 24 * 3600


def register_headers(app: Flask) -> None:
    """Add the headers to whatever is answered."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}")
    if request.endpoint == "static" and response.status_code < 400:
        response.headers["Cache-Control"] = _keep_static()
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _keep_static() -> str:
    """Let a file be kept for a year where its address carries the stamp of its content."""
    return f"public, max-age={_YEAR}, immutable" if "v" in request.args else "no-cache"
