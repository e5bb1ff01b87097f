"""Forms of purchase orders."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from shop.web.forms import OnceForm, ShopForm, text

FEWEST_DIGITS = 7  # of a phone number: a landline without its area code


class OrderForm(OnceForm):
    """Pieces of a maker's costume, and whom they go to."""

    pasted = text(_l("Paste name, phone and address here"), 500, required=False, area=True)
    name = text(_l("Who receives it"), 60, render_kw={"autocomplete": "off"})
    phone = text(
        _l("Recipient's phone number"),
        30,
        render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "off"},
    )
    address = text(_l("Recipient's address"), 300, area=True, render_kw={"autocomplete": "off"})
    note = text(_l("A word to the maker"), 300, required=False)

    def validate_phone(self, field: Any) -> None:
        """Refuse what no courier can call; a number hidden with stars has a sentence of its own."""
        digits = sum(character.isdigit() for character in field.data or "")
        if digits < FEWEST_DIGITS and "*" not in (field.data or ""):
            raise ValidationError(_("Write the whole phone number: the courier calls it."))


class AnswerForm(ShopForm):
    """Why a maker cannot take an order."""

    answer = text(_l("Why not"), 300)
