"""Forms of labels."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice

from shop.shipping.couriers import COURIERS
from shop.web.forms import OnceForm, choice, text

PAPER_NAMES = {
    "76x130": _l("76 × 130 mm (one part)"),
    "100x150": _l("100 × 150 mm"),
    "100x180": _l("100 × 180 mm (two parts)"),
}


class LabelForm(OnceForm):
    """What shall stand on the label, and on which paper."""

    courier = choice(_l("Courier"), [])
    waybill_number = text(_l("Waybill number"), 40, required=False, render_kw={"autocomplete": "off"})
    paper = choice(_l("Paper"), list(PAPER_NAMES.items()))
    shows = choice(
        _l("The recipient on the label"),
        [
            ("usual", _l("Partly hidden with a waybill number")),
            ("full", _l("In full")),
        ],
    )


def courier_choices(no_courier: str) -> list[SelectChoice]:
    """List the couriers, and none."""
    return [SelectChoice("", no_courier), *(SelectChoice(courier.code, courier.name) for courier in COURIERS)]
