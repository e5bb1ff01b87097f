"""Load the demo town, or forget it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import click
from flask import Flask, current_app
from sqlalchemy import text

from shop.core.clock import now
from shop.core.db import Base, db, transaction
from shop.core.files import write_whole
from shop.demo import plot, register_scenes
from shop.demo.cast import WARDROBE
from shop.demo.drawing import PLATES, Costume
from shop.demo.easels import COPY, PLATE, Wanted, paint, take_in_all
from shop.demo.story import Stage, make_and_list, settle, views_of
from shop.pictures import store
from shop.workshops.service import find_town, list_workshops

HISTORY = timedelta(hours=330 + 10 * 24)  # the story takes about that long, so that it ends just now


def load_demo(wardrobe: Sequence[Costume] = WARDROBE) -> None:
    """Load the demo town into an empty installation; leave any other as it is.

    The wardrobe needs the yangge costumes and the first hanfu, with which the plot plays. Loading that was
    broken off (a closed laptop) is noticed by its mark, and begun anew.
    """
    folder = Path(current_app.config["INSTANCE"]) / "demo"
    unfinished = folder / "unfinished"
    if unfinished.exists():
        forget_demo()
    if not _is_empty():
        return
    write_whole(unfinished, b"the demo town is being loaded\n")
    click.echo("Drawing the demo town (only the first time; about a minute) ...")
    files = paint(_wanted(wardrobe), folder)
    click.echo(f"Taking {len(files)} pictures in ...")
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - its name in Werkzeug
    stage = Stage(now() - HISTORY, take_in_all(files, app.app_context), tuple(wardrobe))
    scenes = (
        *(settle, register_scenes.enter_commons, make_and_list, register_scenes.register_what_is_due),
        *(plot.license_out, plot.claim, plot.resell, plot.question, plot.order),
        *(register_scenes.hand_in_late, register_scenes.talk_of_licences),
    )
    for scene in scenes:
        scene(stage)
    unfinished.unlink()
    click.echo("The demo town is ready.")


def _is_empty() -> bool:
    """Tell whether nobody has used this installation yet: no town, and nothing imported either."""
    return find_town() is None and not list_workshops()


def forget_demo() -> None:
    """Empty every table, past the rule that the log only grows: in the demo all of it is made up."""
    db.session.rollback()
    with transaction():
        for table in reversed(Base.metadata.sorted_tables):
            db.session.execute(text(f'DELETE FROM "{table.name}"'))  # noqa: S608 - the names are our own
    shutil.rmtree(store.here().folder, ignore_errors=True)


def _wanted(wardrobe: Sequence[Costume]) -> list[Wanted]:
    fronts = [(costume.slug, view) for costume in wardrobe for view in views_of(costume)]
    return [*fronts, (plot.COPIED, COPY), *((plate.slug, PLATE) for plate in PLATES)]
