"""Forms of the register."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import DateField
from wtforms.validators import InputRequired

from shop.registry.rules import CATEGORIES
from shop.web.forms import OnceForm, ShopForm, choice, text, yes_no

ALL_DESIGNS = "all"


class DesignForm(OnceForm):
    """An application for the register."""

    name = text(_l("Name of the costume"), 80)
    category = choice(_l("Kind"), [(key, _l(name)) for key, name in CATEGORIES.items()])
    claims = text(_l("What is new about it"), 1000, required=False, area=True)
    photos = MultipleFileField(_l("Photos"))


class DecisionForm(ShopForm):
    """The office's decision on a design."""

    reason = text(_l("Reason"), 500, area=True)


class LicenceForm(OnceForm):
    """A licence for another workshop."""

    holder = choice(_l("For which workshop"), [])
    design = choice(_l("For which design"), [])
    covers_photos = yes_no(_l("They may also use our photos"))
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Please choose a day."))])
    ends_on = DateField(_l("Last day"), validators=[InputRequired(_l("Please choose a day."))])
