"""Commands of the demo: load the made-up town, or begin it anew."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import text

from shop.core.clock import now
from shop.core.db import Base, db, transaction
from shop.demo import plot
from shop.demo.drawing import COSTUMES
from shop.demo.easels import COPY, Wanted, paint, take_in_all
from shop.demo.story import Stage, make_and_list, settle, views_of
from shop.pictures import store
from shop.workshops.service import find_town

commands = AppGroup("demo", help="The made-up town that shows how everything works.")
DAYS_OF_HISTORY = 21


@commands.command("load")
def load() -> None:
    """Load the demo town into an empty installation; leave any other as it is."""
    if find_town() is None:
        _load()


@commands.command("reset")
def reset() -> None:
    """Forget everything that happened in the demo town and load it anew; refuse on a real town."""
    town = find_town()
    if town is not None and not town.is_demo:
        raise click.ClickException("This is a real town: nothing was touched.")
    _forget()
    _load()


def _forget() -> None:
    """Empty every table, past the rule that the log only grows: in the demo all of it is made up."""
    db.session.rollback()
    with transaction():
        for table in reversed(Base.metadata.sorted_tables):
            db.session.execute(text(f'DELETE FROM "{table.name}"'))
    shutil.rmtree(store.here().folder, ignore_errors=True)


def _load() -> None:
    click.echo("Drawing the demo town (once, about a minute) ...")
    files = paint(_wanted(), Path(current_app.config["INSTANCE"]) / "demo")
    click.echo(f"Taking {len(files)} pictures in ...")
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    stage = Stage(now() - timedelta(days=DAYS_OF_HISTORY), take_in_all(files, app.app_context))
    for scene in (settle, make_and_list, plot.license_out, plot.resell, plot.question, plot.order):
        scene(stage)
    click.echo("The demo town is ready.")


def _wanted() -> list[Wanted]:
    fronts = [(costume.slug, view) for costume in COSTUMES for view in views_of(costume)]
    return [*fronts, (plot.COPIED, COPY)]
