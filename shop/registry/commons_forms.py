"""Forms of the commons."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField

from shop.registry.rules.commons import KINDS
from shop.web.forms import OnceForm, ShopForm, choice, text


class PatternForm(OnceForm):
    """A pattern that belongs to everybody."""

    photos = MultipleFileField(_l("Photos"))
    name = text(_l("Name of the pattern"), 80)
    kind = choice(_l("Where it comes from"), [(key.value, _l(name)) for key, name in KINDS.items()])
    source = text(_l("Source"), 300)
    credit = text(_l("How the institute is named"), 200, required=False)
    about = text(_l("What is known of it"), 1000, required=False, area=True)


class RetireForm(ShopForm):
    """Why a pattern is taken back."""

    reason = text(_l("Reason"), 500, area=True)
