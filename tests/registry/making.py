"""Make copies of drawn photos as a thief would, and send forms as a browser does."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from PIL import Image, ImageEnhance, ImageOps
from sqlalchemy import event
from werkzeug.test import TestResponse

from shop.core.db import db
from shop.core.ids import new_key
from shop.registry.models import Design
from shop.workshops.models import Workshop
from tests.making import drawing, jpeg, photo_bytes


def copied(image: Image.Image) -> Image.Image:
    """Cut a picture down, mirror it and change its colours."""
    width, height = image.size
    cut = image.crop((width // 10, height // 12, width * 9 // 10, height * 11 // 12))
    bright = ImageEnhance.Color(ImageOps.mirror(cut)).enhance(1.5)
    red, green, blue = bright.split()
    warmer = (red.point(lambda v: min(255, int(v * 1.15))), green, blue.point(lambda v: int(v * 0.8)))
    return Image.merge("RGB", warmer)


@cache
def copy_bytes(seed: int) -> bytes:
    """Give the copied drawing of this seed as a JPEG."""
    return jpeg(copied(drawing(seed)), quality=70)


def send_photo(browser: FlaskClient, workshop: Workshop, data: bytes, name: str = "IMG.jpg") -> str:
    """Send one photo by itself, as the page's script does; give its id."""
    answer = browser.post(f"/workshops/{workshop.public_id}/photos", data={"photo": (io.BytesIO(data), name)})
    assert answer.status_code == 200, answer.text
    return str(answer.json["id"])


def files(*photos: bytes) -> list[tuple[io.BytesIO, str]]:
    """Give photos as a form without script sends them."""
    return [(io.BytesIO(data), f"IMG_{place}.jpg") for place, data in enumerate(photos)]


def design_form(**values: Any) -> dict[str, Any]:
    """Fill in the form of an application."""
    return {"name": "牡丹扇", "category": "yangge", "claims": "金线滚边", "once": new_key(), **values}


def apply(browser: FlaskClient, workshop: Workshop, photo: bytes, **values: Any) -> Any:
    """Hand a design in with one photo; give the answer."""
    form = design_form(photos=files(photo), **values)
    return browser.post(f"/workshops/{workshop.public_id}/designs/new", data=form)


def new_design(workshop: Workshop) -> str:
    """Give the address of a workshop's empty form."""
    return f"/workshops/{workshop.public_id}/designs/new"


def page_of_draft(design: Design) -> str:
    """Give the address of a draft's form."""
    return f"/workshops/{design.workshop.public_id}/designs/{design.public_id}/edit"


def save(browser: FlaskClient, address: str, **values: Any) -> TestResponse:
    """Save a draft as the page's script does."""
    form = {**design_form(), "then": "later", **values}
    return browser.post(address, data=form, headers={"Accept": "application/json"})


def hidden(page: str, name: str) -> str:
    """Give the value of a hidden field of a page."""
    field = BeautifulSoup(page, "lxml").find("input", attrs={"type": "hidden", "name": name})
    assert field is not None, f"no field {name}"
    return str(field["value"])


def statements(browser: FlaskClient, address: str) -> int:
    """Count the statements that a page asks the database."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert browser.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


__all__ = [
    "apply",
    "copied",
    "copy_bytes",
    "design_form",
    "files",
    "hidden",
    "new_design",
    "page_of_draft",
    "photo_bytes",
    "save",
    "send_photo",
    "statements",
]
