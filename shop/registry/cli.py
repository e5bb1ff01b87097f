"""Commands of the register for the office and for scripts: import a folder, check a folder."""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from shop.audit.service import record
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import RuleBroken
from shop.pictures import index
from shop.pictures import service as pictures
from shop.pictures.models import Picture
from shop.pictures.rules import MOST_BYTES, tidy_file_name
from shop.pictures.taken import Taken
from shop.registry.facts import facts_of
from shop.registry.finding import match_values
from shop.registry.handing_in import add_pictures, create_design, design_number
from shop.registry.models import Design, DesignPicture
from shop.registry.path import move
from shop.registry.rules import IN_REGISTER, DesignAct
from shop.registry.screening import pictures_in_register, with_designs
from shop.registry.search import write_all_words
from shop.registry.tending import tend
from shop.workshops.models import Village, Workshop
from shop.workshops.service import create_village, create_workshop, find_workshop_named

commands = AppGroup("registry", help="The town's design register.")
NO_VILLAGE = "—"
LONGEST_NAME = 60  # of a workshop
BEST = 10  # matches printed for a picture
AHEAD = 2  # files taken in while another is being registered: as many as there are picture workers

_folder = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


@commands.command("import")
@_folder
@click.option(
    "--workshop", required=True, help="The workshop that registers them; made if there is none so named."
)
@_json
def import_folder(folder: Path, workshop: str, as_json: bool) -> None:
    """Register every image in FOLDER as one design. What stands in the register already is left as it is."""
    home_id = _workshop_id(_checked_name(workshop))
    failed = 0
    for path, taken in _taken_ahead(_files(folder)):
        try:
            number = _register(path, taken.result(), home_id)
        except (RuleBroken, OSError) as error:
            failed += _complain(path, error)
            continue
        click.echo(
            json.dumps({"file": path.name, "design": number})
            if as_json
            else f"{number}  {click.format_filename(path.name)}"
        )
    _end(failed)


def _checked_name(name: str) -> str:
    name = "".join(character for character in name if character.isprintable()).strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise click.BadParameter(
            f"a workshop's name has 1 to {LONGEST_NAME} characters", param_hint="--workshop"
        )
    return name


def _workshop_id(name: str) -> int:
    with transaction():
        found = find_workshop_named(name)
        return found.id if found else _new_workshop(name)


def _new_workshop(name: str) -> int:
    village = db.session.scalar(select(Village).order_by(Village.id))
    village = village or create_village(NO_VILLAGE, actor=None, now=now())
    return create_workshop(name=name, village=village, actor=None, now=now()).id


def _taken_ahead(files: Iterator[Path]) -> Iterator[tuple[Path, Future[Taken]]]:
    """Take the next files in, one for each picture worker, while this one is being registered."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - its name in Werkzeug

    def take_in(path: Path) -> Taken:
        with app.app_context():
            return pictures.prepare(_read(path))

    with ThreadPoolExecutor(AHEAD) as hands:
        waiting = deque((path, hands.submit(take_in, path)) for path in islice(files, AHEAD))
        while waiting:
            yield waiting.popleft()
            waiting.extend((path, hands.submit(take_in, path)) for path in islice(files, 1))


def _register(path: Path, taken: Taken, workshop_id: int) -> str:
    """Register one image as one design; give the design's number."""
    with transaction():
        workshop = db.session.get_one(Workshop, workshop_id)
        picture = pictures.keep(taken, file_name=path.name, workshop=workshop, actor=None, now=now())
        return _number_of(picture) or _enter(
            picture, workshop, tidy_file_name(path.stem) or picture.public_id
        )


def _read(path: Path) -> bytes:
    """Read a file, and no more of it than shows that it is too large for a photo."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _number_of(picture: Picture) -> str | None:
    """Find the number under which a picture stands in the register now."""
    query = select(Design.number).join(DesignPicture).where(DesignPicture.picture_id == picture.id)
    return db.session.scalar(query.where(Design.state.in_(IN_REGISTER)).order_by(Design.id).limit(1))


def _enter(picture: Picture, workshop: Workshop, name: str) -> str:
    moment = now()
    number = design_number(moment)
    design = create_design(workshop, number=number, name=name[:80], category="other", claims="", now=moment)
    add_pictures(design, [picture])
    for act in (DesignAct.CLEAR, DesignAct.REGISTER):  # the town has decided on its old list already
        move(design, act, now=moment)
    about = ("design", design.public_id)
    record("design.imported", actor=None, subject=about, now=moment, details=facts_of(design))
    return number


@commands.command("check")
@_folder
@_json
def check_folder(folder: Path, as_json: bool) -> None:
    """Compare every image in FOLDER with the register; change nothing."""
    failed = 0
    for path in _files(folder):
        started = time.perf_counter()
        try:
            found = _look_up(path)
        except (RuleBroken, OSError) as error:
            failed += _complain(path, error)
            continue
        ms = round(1000 * (time.perf_counter() - started), 1)
        line = {"file": path.name, "ms": ms, "matches": found}
        click.echo(json.dumps(line) if as_json else _in_words(line))
    _end(failed)


def _look_up(path: Path) -> list[dict[str, Any]]:
    """Give the designs that an image looks like, best first."""
    taken = pictures.examine(_read(path))
    matches = index.compare(taken.fingerprint, pictures_in_register(), limit=BEST)
    found = []
    for match, design_picture in with_designs(matches):
        values = match_values(match)
        named = {"design": design_picture.design.number, "file": design_picture.picture.file_name}
        found.append(named | {key: values[key] for key in ("score", "verdict", "transform", "region")})
    db.session.rollback()
    return found


def _in_words(line: dict[str, Any]) -> str:
    lines = [f"{line['file']}  ({line['ms']} ms)" + ("" if line["matches"] else "  clear")]
    lines += [f"    {m['verdict']}  {m['score']:.3f}  {m['design']}  {m['file']}" for m in line["matches"]]
    return "\n".join(lines)


def _files(folder: Path) -> Iterator[Path]:
    """List the folder's plain files by name, hidden ones left out."""
    return iter(sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")))


@commands.command("tend")
def tend_command() -> None:
    """Lapse registrations that have ended and remind families of ends to come, as is done once a day."""
    done = tend(now())
    click.echo(f"lapsed: {done.lapsed}, reminded: {done.reminded}, offers ended: {done.offers}")


@commands.command("reindex")
def reindex() -> None:
    """Write anew the words under which designs are found; needed only after rows were changed by hand."""
    click.echo(f"designs: {write_all_words()}")


def _complain(path: Path, error: Exception) -> int:
    reason = error.strerror if isinstance(error, OSError) else error
    click.echo(f"{click.format_filename(path.name)}: {reason}", err=True)
    return 1


def _end(failed: int) -> None:
    """Say how many files were left out; a folder may well hold a README beside its images."""
    if failed:
        click.echo(f"{failed} files left out: see above", err=True)
