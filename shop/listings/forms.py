"""Forms of listings."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from shop.core.money import yuan_text
from shop.listings.rules import LONGEST_NAME, MOST_PRICE_FEN, MOST_STOCK
from shop.web.forms import MoneyField, OnceForm, text, ticks
from shop.workshops.rules import PLATFORMS

_BETWEEN = re.compile(r"[,，、;；/\n]+")


def names_of(typed: str | None) -> list[str]:
    """Split `红、蓝, 110cm` as people type it into names, each once."""
    names = (name.strip() for name in _BETWEEN.split(typed or ""))
    return list(dict.fromkeys(name for name in names if name))


def not_too_dear(_form: Any, field: Any) -> None:
    """Refuse a price with some zeros too many."""
    if field.data is not None and field.data > MOST_PRICE_FEN:
        raise ValidationError(_("A set costs at most %(most)s.", most=yuan_text(MOST_PRICE_FEN)))


class ListingForm(OnceForm):
    """A costume: what it is, what it costs, in which colours and sizes."""

    photos = MultipleFileField(_l("Photos"))
    title = text(_l("Name of the costume"), 80)
    about = text(_l("About it"), 2000, required=False, area=True)
    price = MoneyField(
        _l("Price of one set"),
        validators=[InputRequired(_l("Please fill this in.")), not_too_dear],
        render_kw={"inputmode": "decimal"},
    )
    partner_price = MoneyField(
        _l("Price for middlemen"),
        validators=[Optional(), not_too_dear],
        render_kw={"inputmode": "decimal"},
    )
    platforms = ticks(_l("Where you sell it"), [(key, _l(name)) for key, name in PLATFORMS.items()])
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

    def validate_colours(self, field: Any) -> None:
        """Refuse a name that is longer than its column."""
        for name in names_of(field.data):
            if len(name) > LONGEST_NAME:
                shown = name[:LONGEST_NAME]
                raise ValidationError(
                    _("“%(name)s” is too long for one name: put commas between.", name=shown)
                )

    validate_sizes = validate_colours
