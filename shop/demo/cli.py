"""Commands of the demo: load the made-up town, or begin it anew."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from shop.demo.loading import forget_demo, load_demo
from shop.workshops.service import find_town

commands = AppGroup("demo", help="The made-up town that shows how everything works.")


@commands.command("load")
def load() -> None:
    """Load the demo town into an empty installation; leave any other as it is."""
    load_demo()


@commands.command("reset")
def reset() -> None:
    """Forget everything that happened in the demo town and load it anew; refuse on a real town."""
    town = find_town()
    if town is not None and not town.is_demo:
        raise click.ClickException("This is a real town: nothing was touched.")
    forget_demo()
    load_demo()
