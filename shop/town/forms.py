"""Forms of the town office."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from shop.registry.rules import Terms
from shop.registry.rules.terms import BOUNDS, OutOfBounds
from shop.web.forms import ShopForm, text


class _WholeNumber(IntegerField):  # type: ignore[misc]  # WTForms has no types
    """A whole number; what is none is said in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Write a whole number.")) from None


def _number(label: Any, term: str) -> IntegerField:
    least, most = BOUNDS[term]
    words = _l(OutOfBounds.message, least=least, most=most)
    return _WholeNumber(label, validators=[InputRequired(words), NumberRange(least, most, words)])


class TermsForm(ShopForm):
    """The terms of the register."""

    notice_days = _number(_l("Public notice, in days"), "notice_days")
    answer_days = _number(_l("Time to answer, in days"), "answer_days")
    term_months = _number(_l("A registration runs, in months"), "term_months")
    renew_days = _number(_l("Time to renew, in days"), "renew_days")
    most_a_day = _number(_l("Designs of one workshop a day"), "most_a_day")

    def terms(self) -> Terms:
        """Give the terms that were typed."""
        return Terms(**{name: self[name].data for name in BOUNDS})


class _Ticks(SelectMultipleField):  # type: ignore[misc]
    """Several things to tick; what has left the page since is for the service to judge."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RegisterForm(ShopForm):
    """Designs whose notice has ended, to be registered together."""

    designs = _Ticks(
        _l("Which ones"), [DataRequired(_l("Tick at least one design."))], choices=[], validate_choice=False
    )
    reason = text(_l("Reason"), 500, area=True)
