"""Forms of listings."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from shop.listings.rules import MOST_STOCK
from shop.web.forms import MoneyField, OnceForm, text

_BETWEEN = re.compile(r"[,，、;；/\n]+")


def names_of(typed: str | None) -> list[str]:
    """Split `红、蓝, 110cm` as people type it into names, each once, at most 30 characters."""
    names = (name.strip()[:30] for name in _BETWEEN.split(typed or ""))
    return list(dict.fromkeys(name for name in names if name))


class ListingForm(OnceForm):
    """A costume: what it is, what it costs, in which colours and sizes."""

    photos = MultipleFileField(_l("Photos"))
    title = text(_l("Name of the costume"), 80)
    about = text(_l("About it"), 2000, required=False, area=True)
    price = MoneyField(_l("Price of one set"), render_kw={"inputmode": "decimal"})
    partner_price = MoneyField(_l("Price for middlemen with a licence"), render_kw={"inputmode": "decimal"})
    colours = text(_l("Colours"), 400)
    sizes = text(_l("Sizes"), 400)
    stock = IntegerField(
        _l("Pieces of each"),
        default=10,
        validators=[
            InputRequired(_l("Write a number, or 0.")),
            NumberRange(0, MOST_STOCK, _l("Write a number between 0 and %(most)s.", most=MOST_STOCK)),
        ],
        render_kw={"inputmode": "numeric"},
    )

    def validate_price(self, field: Any) -> None:
        """Ask for a price."""
        if field.data is None and not field.errors:
            raise ValueError(self.price.gettext("Please fill this in."))
