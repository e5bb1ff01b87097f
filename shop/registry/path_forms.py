"""Forms of what happens to a design on its path: objections, answers, transfers, moved dates."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import DateTimeLocalField, RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from shop.core.clock import CHINA
from shop.registry.rules.objections import GROUNDS
from shop.web.forms import OnceForm, ShopForm, choice, text

NO_DESIGN = ""
_MINUTE = "%Y-%m-%dT%H:%M"


class ObjectionForm(OnceForm):
    """Why a workshop objects to a design, and what shows it."""

    ground = RadioField(
        _l("Why do you object?"),
        choices=[SelectChoice(key.value, _l(words)) for key, words in GROUNDS.items()],
        validators=[InputRequired(_l("Please choose one."))],
    )
    words = text(_l("What happened, in your own words"), 1000, area=True)
    own = choice(_l("Your own design that was there first"), [], default=NO_DESIGN)  # left out: none
    photos = MultipleFileField(_l("Photos that show it"))


class AnswerForm(ShopForm):
    """What the family says to an objection."""

    answer = text(_l("Your answer"), 1000, area=True)


class TransferForm(OnceForm):
    """To whom a family gives a design."""

    taker = choice(_l("Which workshop shall have it?"), [])


class PriorityForm(OnceForm):
    """Another moment from which a design counts, and what proves it."""

    new_at = DateTimeLocalField(
        _l("It counts from"), format=[_MINUTE], validators=[InputRequired(_l("Please choose a moment."))]
    )
    reason = text(_l("What proves it"), 500, area=True)

    def moment(self) -> datetime:
        """Give the chosen moment; people write it as China's clocks show it."""
        chosen: datetime = self.new_at.data
        return chosen.replace(tzinfo=CHINA)
