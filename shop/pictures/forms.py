"""Forms for marking a part of a photo."""

from __future__ import annotations

import contextlib
import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FloatField
from wtforms.validators import InputRequired, NumberRange

from shop.pictures.shapes import MOST_WORDS, box
from shop.web.forms import ShopForm, text, yes_no


class PercentField(FloatField):  # type: ignore[misc]  # WTForms has no types
    """A field for a percentage of the photo's width or height."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, full-width digits and comma too."""
        typed = unicodedata.normalize("NFKC", (valuelist[0] if valuelist else "").strip()).rstrip("%")
        self.data = None
        with contextlib.suppress(ValueError):
            self.data = float(typed.replace(",", "."))


def _percent(label: Any) -> PercentField:
    wrong = _l("Write a number from 0 to 100.")
    return PercentField(
        label, validators=[InputRequired(_l("Please fill this in.")), NumberRange(0, 100, wrong)]
    )


class MarkForm(ShopForm):
    """A rectangle on a photo, in percent of its width and height, and what it is."""

    words = text(_l("What it is"), MOST_WORDS)
    left = _percent(_l("From the left edge"))
    top = _percent(_l("From the top edge"))
    wide = _percent(_l("Width"))
    high = _percent(_l("Height"))

    def shape(self) -> list[list[float]]:
        """Give the rectangle's corners in shares of the photo; raise TooSmallRegion."""
        return box(*(field.data or 0.0 for field in (self.left, self.top, self.wide, self.high)))


class FrameForm(MarkForm):
    """A part that is frame, watermark or slogan."""

    everywhere = yes_no(_l("It lies there on all our photos of the same shape"), default=True)
