"""Run the shop for real and drive it with a real browser."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from waitress.server import create_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
_FLAGS = (
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the application on a free port of this machine; give its address."""
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"  # type: ignore[union-attr]  # one socket, one port
    finally:
        server.close()
        thread.join(timeout=1)  # a browser may keep its connection open: the thread ends with the process


def find_browser() -> Path:
    """Find a Chromium (SHOP_BROWSER, or by its usual names), or skip the test and say how to get one."""
    given = os.environ.get("SHOP_BROWSER")
    found = given or next(filter(None, map(shutil.which, _NAMES)), None)
    if not found:
        pytest.skip("no browser: install Chromium, or name one with SHOP_BROWSER")
    return Path(found)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Open a headless Chromium."""
    from playwright.sync_api import sync_playwright

    path = find_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()
