"""Send style sheets as one file and static text compressed: the village's network is slow."""

from __future__ import annotations

import gzip
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

from shop.core.files import sha256

# In this order, so that what is particular overrides what is general.
SHEETS = (
    "tokens", "base", "top", "menu", "frame", "controls", "forms", "upload", "drafts", "components", "facts",
    "steps", "lists", "messages", "piles", "tiles", "photos", "compare", "marking", "search", "print",
)  # fmt: skip
_YEAR = 365 * 24 * 3600
_TEXT = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})


def register_static_files(app: Flask) -> None:
    """Serve the joined style sheet, compress static text, and give templates the addresses of both."""
    app.add_url_rule("/static/css/all.css", "style", _style)
    app.after_request(_compress)
    app.jinja_env.globals.update(assets=assets, style_url=style_url)


def assets(filename: str) -> str:
    """Give a static file's address with a stamp of its content, so that browsers may keep it for a year."""
    return url_for("static", filename=filename, v=_stamp(_path(filename)))


def style_url() -> str:
    """Give the joined style sheet's address, stamped likewise."""
    return url_for("style", v=sha256(_joined(_path("css")))[:10])


def _path(filename: str) -> Path:
    return Path(current_app.static_folder or "") / filename


@cache
def _stamp(path: Path) -> str:
    return sha256(path.read_bytes())[:10]


@cache
def _joined(folder: Path) -> bytes:
    return b"\n".join((folder / f"{sheet}.css").read_bytes() for sheet in SHEETS)


def _style() -> Response:
    sheet = Response(_joined(_path("css")), mimetype="text/css")
    sheet.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return sheet


def _compress(response: Response) -> Response:
    if request.endpoint not in {"static", "style"} or response.status_code != 200:
        return response
    if response.mimetype in _TEXT:
        response.headers["Vary"] = "Accept-Encoding"
        if request.accept_encodings.quality("gzip"):
            response.direct_passthrough = False
            response.set_data(_packed(response.get_data()))
            response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=64)
def _packed(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)
