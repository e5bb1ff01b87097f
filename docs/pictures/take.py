"""Take README's pictures of a running demo town: `make pictures`.

Starts the demo on a folder and port of its own, walks through it with a headless Chromium, and writes WebP
files beside this script.
"""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from flask_migrate import upgrade
from PIL import Image

from shop.core.db import db
from shop.demo.cast import PASSWORD
from shop.demo.loading import load_demo
from shop.factory import create_app
from tests.browser import DESK, PHONE, open_browser, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
MAKER, OFFICER = "13800000001", "13800000006"
QUALITY = 82


def main() -> None:
    """Load a demo town (or use that of SHOP_INSTANCE) and take every picture in both languages."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"RATELIMIT_ENABLED": False}, Path(os.environ.get("SHOP_INSTANCE") or folder))
        with app.app_context():
            upgrade()
            load_demo()
            db.session.remove()
        with serving(app) as address, open_browser() as browser:
            for language in ("zh", "en"):
                _take_all(browser, address, language)


def _take_all(browser: Browser, address: str, language: str) -> None:
    front = _open(browser, language, DESK)
    front.goto(address)
    _keep(front, f"front-{language}")
    maker = _enter(browser, address, language, MAKER, PHONE)
    _keep(maker, f"desk-{language}")
    maker.locator("main a[href^='/suspicions/']").first.click()
    maker.locator(".compare").evaluate("part => part.scrollIntoView({block: 'start'})")
    _keep(maker, f"suspicion-{language}")
    maker.goto(f"{address}/desk")
    maker.locator(".tiles li:nth-child(2) a").click()
    _keep(maker, f"orders-{language}")
    officer = _enter(browser, address, language, OFFICER, DESK)
    officer.goto(f"{address}/town")
    officer.wait_for_load_state("networkidle")
    _keep(officer, f"town-{language}")


def _open(browser: Browser, language: str, size: dict[str, int]) -> Page:
    locale = {"zh": "zh-CN", "en": "en-US"}[language]
    return browser.new_context(viewport=size, locale=locale, device_scale_factor=1.5).new_page()  # type: ignore[arg-type]


def _enter(browser: Browser, address: str, language: str, phone: str, size: dict[str, int]) -> Page:
    page = _open(browser, language, size)
    page.goto(f"{address}/sign-in")
    page.locator("[name=phone]").first.fill(phone)
    page.locator("[name=password]").first.fill(PASSWORD)
    page.locator("main .act-bar button").click()
    page.wait_for_url("**/desk")
    page.wait_for_load_state("networkidle")
    return page


def _keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.save(HERE / f"{name}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
