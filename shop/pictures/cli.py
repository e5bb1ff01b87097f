"""Look after the pictures from the command line: `flask pictures ...`."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from shop.core import clock
from shop.core.db import transaction
from shop.matching import ENGINE_VERSION
from shop.pictures import upkeep
from shop.pictures.models import Picture
from shop.pictures.rules import PhotoRefused

_BATCH = 100  # pictures between two lines that tell how far it has got

commands = AppGroup("pictures", help="Look after the stored pictures.")


@commands.command("sweep")
def sweep_command() -> None:
    """Remove files of uploads that were broken off more than a day ago, and old notes of changes."""
    click.echo(f"Swept: {upkeep.sweep(clock.now())} files.")
    with transaction():
        upkeep.clear_notes()


@commands.command("refresh")
@click.option("--status", is_flag=True, help="Only say how far the present engine has read.")
@click.option("--drop-old", is_flag=True, help="Remove what older engines read, once they serve no more.")
def refresh_command(*, status: bool, drop_old: bool) -> None:
    """Make missing copies, and fingerprints that the present engine lacks, anew; it may be broken off."""
    if not status:
        copies = sum(_copied(picture) for picture in upkeep.list_without_copies())
        click.echo(f"Made anew: copies of {copies} pictures, {_read_all()} fingerprints.")
    if drop_old:
        with transaction():
            click.echo(f"Removed: {upkeep.drop_old()} fingerprints of older engines.")
    read, there = upkeep.progress()
    click.echo(f"Engine {ENGINE_VERSION} has read {read} of {there} pictures.")


def _read_all() -> int:
    """Read what the present engine has not read, picture by picture: whoever serves is not held up."""
    done = last = 0
    _, there = upkeep.progress()
    while batch := upkeep.unread(above=last, limit=_BATCH):
        done += sum(_read_one(picture_id) for picture_id in batch)
        last = batch[-1]
        if there > _BATCH:
            click.echo(f"Read: {done} pictures.")
    return done


def _read_one(picture_id: int) -> bool:
    try:
        data = upkeep.make_fingerprint(picture_id)
    except (PhotoRefused, FileNotFoundError) as error:
        click.echo(f"Cannot read picture number {picture_id}: {error}", err=True)
        return False
    with transaction():
        upkeep.keep_fingerprint(picture_id, data)
    return True


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
