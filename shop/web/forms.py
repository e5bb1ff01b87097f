"""Give every form the same manners: trimmed text, clear limits, and a key that makes it act once."""

from __future__ import annotations

import unicodedata
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from shop.core.ids import new_key
from shop.core.money import BadAmount, parse_yuan, yuan_field
from shop.web.keeping import RESUMED
from shop.web.language import say

_KEPT_CONTROLS = frozenset("\n\t")
_TURNS = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)  # they make a text read backwards
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})


def tidy(text: str | None) -> str | None:
    """Trim a typed text and drop what no keyboard types: control characters, lone surrogates, turned writing.

    A text in which there is nothing to see is empty.
    """
    if text is None:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in text if c in _KEPT_CONTROLS or not _is_dropped(c))
    return kept.strip() if any(unicodedata.category(c) not in _UNSEEN for c in kept) else ""


def _is_dropped(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or character in _TURNS


class ShopForm(FlaskForm):  # type: ignore[misc]  # WTForms has no types
    """A form that knows whether it was sent, or only came back to be looked at."""

    def sent(self) -> bool:
        """Tell whether the person sent the form just now and all of it is right."""
        return RESUMED not in request.form and bool(self.validate_on_submit())

    def fail(self, field: str, message: str) -> None:
        """Put a message beside a field after the rules have spoken."""
        target = self._fields[field]
        target.errors = [*target.errors, message]


class OnceForm(ShopForm):
    """A form that creates something: sent twice, it acts once."""

    once = HiddenField(default=new_key)


def _limits(most: int, *, required: bool) -> list[Any]:
    too_long = Length(max=most, message=_l("This is too long: at most %(most)s characters.", most=most))
    return [DataRequired(_l("Please fill this in.")) if required else Optional(), too_long]


def text(label: Any, most: int, *, required: bool = True, area: bool = False, **options: Any) -> StringField:
    """Make a text field of at most so many characters."""
    kind = TextAreaField if area else StringField
    return kind(label, validators=_limits(most, required=required), filters=[tidy], **options)


def choice(label: Any, choices: list[tuple[str, Any]], **options: Any) -> SelectField:
    """Make a field with one answer out of a few."""
    return SelectField(label, choices=[SelectChoice(*pair) for pair in choices], **options)


def ticks(label: Any, choices: list[tuple[str, Any]], **options: Any) -> SelectMultipleField:
    """Make a field of several things to tick, or none."""
    return SelectMultipleField(
        label,
        choices=[SelectChoice(*pair) for pair in choices],
        validators=[Optional()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        **options,
    )


def yes_no(label: Any, **options: Any) -> BooleanField:
    """Make a field to tick."""
    return BooleanField(label, **options)


class MoneyField(StringField):  # type: ignore[misc]
    """A field for yuan as people type them; its data is integer fen, or None when empty."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return yuan_field(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        typed = (valuelist[0] if valuelist else "").strip()
        if not typed:
            self.data = None
            return
        try:
            self.data = parse_yuan(typed)
        except BadAmount as error:
            self.data = None
            raise ValueError(say(error.message)) from error
