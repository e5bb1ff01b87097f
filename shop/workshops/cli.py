"""Commands for a new installation: name the town and its first officer."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from shop.accounts import service as accounts
from shop.accounts.rules import check_password, tidy_phone
from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import ShopError
from shop.core.roles import Role
from shop.workshops import service
from shop.workshops.rules import tidy_name

commands = AppGroup("town", help="Set up the town.")


@commands.command("init")
@click.option("--town", prompt="Name of the town", help="As it stands on papers, like 大集镇.")
@click.option("--officer", prompt="Name of the first officer")
@click.option("--phone", prompt="Phone number of the first officer")
@click.password_option("--password", prompt="Password of the first officer")
def init(town: str, officer: str, phone: str, password: str) -> None:
    """Name the town and its first officer, who is also the administrator."""
    if service.find_town() is not None:
        raise click.ClickException("This installation has its town already.")
    try:
        check_password(password, tidy_phone(phone))
        _begin(tidy_name(town), tidy_name(officer), phone, password)
    except ShopError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{town} is ready. Start it with `make run` and sign in as {phone}.")


def _begin(town: str, officer: str, phone: str, password: str) -> None:
    roles = (Role.OFFICER, Role.ADMINISTRATOR)
    with transaction():
        accounts.create_person(
            name=officer, phone=phone, password=password, roles=roles, actor=None, now=now()
        )
        service.create_town(town, now=now())
