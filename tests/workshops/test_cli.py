"""`flask town init` names the town and its first officer."""

from __future__ import annotations

import pytest
from click.testing import Result
from flask import Flask

from shop.accounts.service import check_sign_in, list_people
from shop.core.roles import Role
from shop.workshops.service import find_town

WELL = {"--town": "大集镇", "--officer": "Wang", "--phone": "13800000001", "--password": "three dry fans"}


def init(app: Flask, **instead: str) -> Result:
    words = {**WELL, **{f"--{name}": value for name, value in instead.items()}}
    return app.test_cli_runner().invoke(
        args=["town", "init", *(part for pair in words.items() for part in pair)]
    )


def test_the_town_is_named_and_its_officer_signs_in(app: Flask) -> None:
    done = init(app)
    assert done.exit_code == 0, done.output
    assert "大集镇 is ready" in done.output
    town = find_town()
    assert town is not None
    assert town.name == "大集镇"
    officer = check_sign_in("138 0000 0001", "three dry fans")
    assert officer.roles == {Role.VILLAGER, Role.OFFICER, Role.ADMINISTRATOR}
    assert not officer.must_change_password


@pytest.mark.parametrize(
    ("instead", "says"),
    [
        ({"password": "12345678"}, "at least 8"),
        ({"phone": "nobody"}, "not a phone number"),
        ({"phone": ""}, "phone"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(app: Flask, instead: dict[str, str], says: str) -> None:
    done = init(app, **instead)
    assert done.exit_code == 1
    assert says in done.output
    assert find_town() is None
    assert list_people() == []


def test_a_town_is_named_once(app: Flask) -> None:
    assert init(app).exit_code == 0
    again = init(app, town="Elsewhere", phone="13800000002")
    assert again.exit_code == 1
    assert "has its town already" in again.output
    assert len(list_people()) == 1


@pytest.mark.parametrize("name", ["", "   ", "镇" * 500])
def test_a_town_has_a_name_that_fits_its_papers(app: Flask, name: str) -> None:
    done = init(app, town=name)
    assert done.exit_code == 1
    assert done.output.startswith("Error: ")
    assert find_town() is None
