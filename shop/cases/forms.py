"""Forms of suspicions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from shop.web.forms import ShopForm, text


class VerdictForm(ShopForm):
    """What the office decides about a suspicion."""

    reason = text(_l("Reason"), 500, area=True)


class StatementForm(ShopForm):
    """What one side says."""

    words = text(_l("Your side"), 1000, area=True)
