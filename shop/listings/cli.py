"""Do long work from the command line: `flask jobs ...`."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from shop.core import clock, running
from shop.core.db import transaction
from shop.core.jobs import FAILED, RUNNING, WAITING, Job, list_jobs
from shop.listings import earlier, monitoring

commands = AppGroup("jobs", help="Long work: what waits, what failed; doing it here and now.")
HOOKED = (earlier, monitoring)  # whoever builds the application has applications and catalogue watched


@commands.command("list")
@click.option("--all", "everything", is_flag=True, help="Also what is done.")
def list_command(*, everything: bool) -> None:
    """List the long work that waits, runs or has failed, the oldest first."""
    jobs = list_jobs() if everything else list_jobs(WAITING, RUNNING, FAILED)
    for job in jobs:
        click.echo(_line(job))
    if not jobs:
        click.echo("Nothing waits.")


def _line(job: Job) -> str:
    total = "?" if job.total is None else job.total
    error = f"  {job.error}" if job.error else ""
    return f"{job.state:8} {job.done:>6} / {total:<6} {job.kind} {job.key}{error}"


@commands.command("run")
def run_command() -> None:
    """Do what waits until nothing is left, and today's chores; a serving process does so by itself."""
    moment = clock.now()
    running.open_house(moment)
    click.echo(f"Done: {running.run_all(moment)} pieces.")


@commands.command("compare-all")
def compare_all_command() -> None:
    """Ask for every listing of the catalogue to be held against the register once more."""
    with transaction():
        monitoring.compare_everything(now=clock.now())
    click.echo("It waits now: a serving process does it, or `flask jobs run`.")
