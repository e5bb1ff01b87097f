"""Forms of the register."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from shop.web.forms import ShopForm, text


class DecisionForm(ShopForm):
    """The office's decision on a design."""

    reason = text(_l("Reason"), 500, area=True)
