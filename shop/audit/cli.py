"""Check the log and sign it from the command line: `flask audit ...`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from shop.audit import countersigning, keys, service, upkeep
from shop.audit.note import NotANote, PublicKey, Statement, read_note
from shop.audit.verification import verify
from shop.core import clock
from shop.core.db import transaction
from shop.core.errors import RuleBroken
from shop.core.files import write_whole

commands = AppGroup("audit", help="Check the log that only grows, and sign it.")

_File = click.Path(exists=True, dir_okay=False, path_type=Path)


@commands.command("verify")
@click.option(
    "--witness", "files", multiple=True, type=_File, help="A checkpoint kept elsewhere, to hold the log to."
)
def verify_command(files: Sequence[Path]) -> None:
    """Recompute the whole log; end with 1 at the first thing that does not fit."""
    folder = keys.key_folder(current_app.config)
    trusted = keys.trusted_keys(folder)
    found = verify(trusted, [_kept_by_witness(file, trusted) for file in files], keys.witness_keys(folder))
    if found.fault is not None:
        raise click.ClickException(f"The log does not fit: {found.fault}.")
    click.echo(f"The log fits. Entries: {found.size}, checkpoints: {found.checkpoints}.")
    click.echo(f"Root: {found.root.hex()}")


@commands.command("checkpoint")
@click.option("--save", "file", type=click.Path(dir_okay=False, path_type=Path), help="Where to save it.")
@click.option("--if-grown", is_flag=True, help="Not when the newest checkpoint counts everything already.")
def checkpoint_command(file: Path | None, *, if_grown: bool) -> None:
    """Sign what the log stands for now, and show it, to be kept by a second party."""
    key = keys.installation_key(current_app.config)
    sign = upkeep.checkpoint_if_grown if if_grown else service.make_checkpoint
    with transaction():
        checkpoint = sign(key, now=clock.now())
        note = checkpoint.note if checkpoint else ""
    if not note:
        click.echo("The log has not grown since the newest checkpoint.")
        return
    if file is not None:
        write_whole(file, note.encode())
    click.echo(note, nl=False)


@commands.command("key")
def key_command() -> None:
    """Show the public key that checks this installation's signatures."""
    click.echo(keys.installation_key(current_app.config).public.line(), nl=False)


@commands.group("witness")
def witness_commands() -> None:
    """Know who witnesses this log, and take in what they signed."""


@witness_commands.command("add")
@click.argument("file", type=_File)
def add_witness_command(file: Path) -> None:
    """Make a witness's public key known: from now on their signatures count."""
    try:
        with transaction():
            key = countersigning.admit_witness(file.read_text("utf-8"), actor=None, now=clock.now())
    except (RuleBroken, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{key.name} is a witness from now on. Compare with them over the telephone: {key.key_id}.")


@witness_commands.command("list")
def list_witnesses_command() -> None:
    """Show the witnesses' public keys."""
    for key in keys.witness_keys(keys.key_folder(current_app.config)):
        click.echo(key.line(), nl=False)


@commands.command("countersign")
@click.argument("file", type=_File)
def countersign_command(file: Path) -> None:
    """Take in a checkpoint that a witness has signed."""
    known = keys.witness_keys(keys.key_folder(current_app.config))
    try:
        with transaction():
            kept = countersigning.countersign(file.read_text("utf-8"), known, actor=None, now=clock.now())
            said = [f"{one.name} has signed checkpoint {one.checkpoint_id}." for one in kept]
    except (RuleBroken, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join(said))


def _kept_by_witness(file: Path, trusted: Sequence[PublicKey]) -> Statement:
    """Read a checkpoint that was kept elsewhere; it counts only with our own signature under it."""
    try:
        statement, signatures = read_note(file.read_text("utf-8"))
    except (NotANote, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} is not a checkpoint.") from error
    ours = {key.key_id: key for key in trusted}
    for signature in signatures:
        if signature.key_id in ours and ours[signature.key_id].signed(statement.text(), signature.raw):
            return statement
    raise click.ClickException(f"{file} does not carry the signature of this installation.")
