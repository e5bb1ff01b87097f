"""Rules of accounts: phone numbers, passwords, sign-in."""

from __future__ import annotations

import secrets

import phonenumbers

from shop.core.errors import N_, RuleBroken
from shop.core.ids import ALPHABET
from shop.core.roles import Role

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 128
ROLE_NAMES = {
    Role.VILLAGER: N_("Villager"),
    Role.KEEPER: N_("Station keeper"),
    Role.JUROR: N_("Juror"),
    Role.OFFICER: N_("Town officer"),
    Role.ADMINISTRATOR: N_("Administrator"),
}
_WORN_OUT = frozenset({"12345678", "123456789", "1234567890", "88888888", "66666666", "00000000", "password"})


class BadPhone(RuleBroken):
    """Tell that a text is not a phone number."""

    message = N_("This is not a phone number we know. Write it like 138 0000 0000.")


class PhoneTaken(RuleBroken):
    """Tell that a phone number belongs to somebody already."""

    message = N_("Somebody is already registered with this phone number.")


class WrongSignIn(RuleBroken):
    """Tell that phone number and password do not fit, not which of them."""

    message = N_("Phone number and password do not fit together. Try again, or ask the station keeper.")


class WeakPassword(RuleBroken):
    """Tell that a password is too easy."""

    message = N_("Choose a password of at least %(shortest)s characters that is not easy to guess.")


class WrongPassword(RuleBroken):
    """Tell that the present password is not right."""

    message = N_("The present password is not right.")


class LastAdministrator(RuleBroken):
    """Tell that nobody would be left to run the installation."""

    message = N_("This is the last administrator: name another one first.")


def tidy_phone(text: str) -> str:
    """Give a phone number in one form: digits for China, +... for elsewhere; raise BadPhone."""
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        raise BadPhone from None
    if not phonenumbers.is_possible_number(number):
        raise BadPhone
    if number.country_code == 86:
        return str(phonenumbers.national_significant_number(number))
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def check_password(password: str, phone: str = "") -> None:
    """Raise WeakPassword when a password is too short, too long, or the first that anybody would try."""
    weak = password.lower() in _WORN_OUT or password == phone or len(set(password)) < 4
    if weak or not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise WeakPassword(shortest=SHORTEST_PASSWORD)


def new_password() -> str:
    """Make a first password that can be read out over a counter: three groups of four."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
