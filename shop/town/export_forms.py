"""Forms that say what of the register or of the log is wanted as a table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import Optional, ValidationError

from shop.registry.rules import CATEGORIES
from shop.town.exports import Wish
from shop.town.report_words import STATES
from shop.town.words import ACTS
from shop.web.forms import ShopForm, choice
from shop.workshops.models import Village

_GROUPS = {
    "design.": _l("All about designs"),
    "objection.": _l("All about objections"),
    "licence.": _l("All about licences"),
    "suspicion.": _l("All about suspicions"),
    "listing.": _l("All about listings"),
    "order.": _l("All about orders"),
    "person.": _l("All about people"),
    "export.": _l("All exports"),
}


def _day(label: Any) -> DateField:
    return DateField(label, validators=[Optional()])


class DaysForm(ShopForm):
    """A span of days, both counted in; each may be left open."""

    since = _day(_l("From this day on"))
    until = _day(_l("Until this day"))

    def validate_until(self, field: DateField) -> None:
        """Refuse a span that ends before it begins."""
        if isinstance(self.since.data, date) and field.data and field.data < self.since.data:
            raise ValidationError(_("The last day lies before the first day."))


class RegisterTableForm(DaysForm):
    """What of the register is wanted."""

    state = choice(
        _l("State"), [("", _l("All")), *((key, _l(name)) for key, name in STATES.items())], default=""
    )
    category = choice(
        _l("Kind"), [("", _l("All")), *((key, _l(name)) for key, name in CATEGORIES.items())], default=""
    )
    village = choice(_l("Village"), [], default="")

    def offer(self, villages: Iterable[Village]) -> None:
        """Offer the town's villages."""
        self.village.choices = [("", _("All")), *((str(one.id), one.name) for one in villages)]

    def wish(self) -> Wish:
        """Give what was chosen."""
        return Wish(
            state=self.state.data,
            category=self.category.data,
            village=int(self.village.data or 0),
            since=self.since.data,
            until=self.until.data,
        )


class LogTableForm(DaysForm):
    """What of the log is wanted."""

    act = choice(
        _l("What was done"),
        [("", _l("All")), *_GROUPS.items(), *((act, _l(words)) for act, words in ACTS.items())],
        default="",
    )

    def wish(self) -> Wish:
        """Give what was chosen."""
        return Wish(act=self.act.data, since=self.since.data, until=self.until.data)
