"""Forms of purchase orders."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from shop.web.forms import OnceForm, ShopForm, text


class OrderForm(OnceForm):
    """Pieces of a maker's costume, and whom they go to."""

    pasted = text(_l("Paste name, phone and address here"), 500, required=False, area=True)
    name = text(_l("Who receives it"), 60, render_kw={"autocomplete": "off"})
    phone = text(_l("Their phone number"), 30, render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "off"})
    address = text(_l("Their address"), 300, area=True, render_kw={"autocomplete": "off"})
    note = text(_l("A word to the maker"), 300, required=False)


class AnswerForm(ShopForm):
    """Why a maker cannot take an order."""

    answer = text(_l("Why not"), 300)
