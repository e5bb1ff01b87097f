"""Commands of shipping."""

from __future__ import annotations

from datetime import timedelta

import click
from flask.cli import AppGroup

from shop.core.clock import now
from shop.core.db import transaction
from shop.orders.service import erase_recipients

commands = AppGroup("shipping", help="Parcels and whom they go to.")
KEEP_DAYS = 30  # time for a parcel to arrive and, where it must, to come back


@commands.command("erase")
@click.option(
    "--days", default=KEEP_DAYS, show_default=True, help="Erase what was shipped or closed longer ago."
)
def erase(days: int) -> None:
    """Erase the recipients of parcels whose time is over."""
    moment = now()
    with transaction():
        erased = erase_recipients(before=moment - timedelta(days=days), now=moment)
    click.echo(f"{erased} recipients erased")
