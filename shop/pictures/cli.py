"""Look after the pictures from the command line: `flask pictures ...`."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from shop.core import clock
from shop.core.db import transaction
from shop.pictures import upkeep
from shop.pictures.models import Picture
from shop.pictures.rules import PhotoRefused

commands = AppGroup("pictures", help="Look after the stored pictures.")


@commands.command("sweep")
def sweep_command() -> None:
    """Remove files of uploads that were broken off more than a day ago."""
    click.echo(f"Swept: {upkeep.sweep(clock.now())} files.")


@commands.command("refresh")
def refresh_command() -> None:
    """Make missing copies, and fingerprints of an older engine, anew."""
    copies = [_copied(picture) for picture in upkeep.list_without_copies()]
    outdated = upkeep.list_outdated()
    for picture_id in outdated:
        data = upkeep.make_fingerprint(picture_id)
        with transaction():
            upkeep.keep_fingerprint(picture_id, data)
    click.echo(f"Made anew: copies of {sum(copies)} pictures, {len(outdated)} fingerprints.")


def _copied(picture: Picture) -> bool:
    try:
        upkeep.copy_anew(picture)
    except (PhotoRefused, FileNotFoundError) as error:
        click.echo(f"Cannot copy picture {picture.public_id}: {error}", err=True)
        return False
    return True


@commands.command("verify")
def verify_command() -> None:
    """Read every original and compare it with its name; end with 1 where one is missing or changed."""
    damaged = [picture.public_id for picture in upkeep.list_damaged()]
    if damaged:
        raise click.ClickException("Missing or changed: " + ", ".join(damaged))
    click.echo("Every original is what came.")
