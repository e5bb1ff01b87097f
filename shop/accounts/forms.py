"""Forms of accounts."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectChoice, SelectMultipleField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from shop.accounts.rules import LONGEST_PASSWORD, ROLE_NAMES
from shop.core.roles import Role
from shop.web.forms import OnceForm, ShopForm, text


def _password(label: Any, autocomplete: str) -> PasswordField:
    checks = [
        InputRequired(_l("Please fill this in.")),
        Length(
            max=LONGEST_PASSWORD,
            message=_l("This is too long: at most %(most)s characters.", most=LONGEST_PASSWORD),
        ),
    ]
    return PasswordField(label, validators=checks, render_kw={"autocomplete": autocomplete})


def _phone(autocomplete: str) -> Any:
    return text(
        _l("Phone number"), 30, render_kw={"type": "tel", "inputmode": "tel", "autocomplete": autocomplete}
    )


class SignInForm(ShopForm):
    """Phone number and password."""

    phone = _phone("username")
    password = _password(_l("Password"), "current-password")


class PasswordForm(ShopForm):
    """The present password and a new one."""

    present_password = _password(_l("Present password"), "current-password")
    wanted_password = _password(_l("New password"), "new-password")


class RolesField(SelectMultipleField):  # type: ignore[misc]  # WTForms has no types
    """Several roles as ticks."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _role_choices() -> list[SelectChoice]:
    return [SelectChoice(role.value, _l(ROLE_NAMES[role])) for role in Role if role is not Role.VILLAGER]


class PersonForm(OnceForm):
    """A new person."""

    name = text(_l("Name"), 60, render_kw={"autocomplete": "off"})
    phone = _phone("off")


class RolesForm(ShopForm):
    """What a person is to the town."""

    roles = RolesField(_l("Tasks in the town"), choices=_role_choices)
