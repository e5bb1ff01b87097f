"""Hold what hangs in the catalogue against the register, without end: whenever either side has changed.

A listing's new photos are compared when it is published (listings.screening). Here a design that has come
into the register is compared with what hangs already, and after a change of the engine everything is. What
is found takes nothing down: people look at it, and decide.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from shop.core.db import db, transaction
from shop.core.jobs import Job, Task, ask_for, at_start, daily, worker
from shop.listings.hanging import listings_with, pictures_in_catalogue
from shop.listings.models import Listing, ListingPicture, Suspicion
from shop.listings.rules import ListingState, SuspicionState
from shop.listings.screening import is_explained, question
from shop.pictures import index
from shop.pictures.models import Picture
from shop.pictures.reading import ENGINE, READ_PICTURES
from shop.pictures.rules import PhotoRefused
from shop.registry.models import Design
from shop.registry.path import COMPARE_DESIGN
from shop.registry.rules import PROTECTED
from shop.registry.screening import Finding, Screening, screen_register, take_turn

COMPARE_ALL = "compare-all"  # the long work of holding all listings against the register
PIECE = 3  # listings, of at most nine photos each
CROWDED = 8  # photos found of one picture: the index shows no more of many equals, so all are gone through
_log = logging.getLogger(__name__)


@worker(COMPARE_DESIGN)
def _compare_design(task: Task, now: datetime) -> Task:
    """Hold the next picture of a design against the catalogue."""
    design = db.session.scalar(select(Design).where(Design.public_id == task.key))
    if design is None or design.state not in PROTECTED:
        return task.over()
    rows = sorted((row for row in design.shown if row.id > task.cursor), key=lambda row: row.id)
    if not rows:
        return task.over()
    row_id, design_id, picture, total = rows[0].id, design.id, rows[0].picture, len(design.shown)
    if not task.cursor:
        _let_publishers_finish()
    found = _photos_like(picture)
    _question_listings(found, [one for one in _findings_of(found) if one.design_id == design_id], now)
    if len(found) >= CROWDED:
        with transaction():
            ask_for(COMPARE_ALL, task.key, now=now)
    after = task.after(row_id, done=1, total=total)
    return after if rows[1:] else after.over()


def _let_publishers_finish() -> None:
    """Wait for those who are publishing now: they may not have seen yet that the design is protected."""
    with transaction():
        take_turn()


def _photos_like(picture: Picture) -> list[Picture]:
    """List the photos in the catalogue that look like a picture; the verdict is then theirs to ask for."""
    keys = [match.key for match in index.compare(picture, pictures_in_catalogue())]
    return [db.session.get_one(Picture, key) for key in keys]


@worker(COMPARE_ALL)
def _compare_some(task: Task, now: datetime) -> Task:
    """Hold the next listings of the catalogue against the register."""
    hangs = Listing.state == ListingState.PUBLISHED
    query = select(Listing).where(hangs, Listing.id > task.cursor).order_by(Listing.id).limit(PIECE)
    photos = selectinload(Listing.pictures).joinedload(ListingPicture.picture)
    batch = db.session.scalars(query.options(photos)).unique().all()
    total = task.total or db.session.scalar(select(func.count()).select_from(Listing).where(hangs)) or 0
    if not batch:
        return task.over()
    last, count = batch[-1].id, len(batch)
    pictures = {row.picture_id: row.picture for listing in batch for row in listing.pictures}
    _question_listings(pictures.values(), _findings_of(pictures.values()), now)
    return task.after(last, done=count, total=max(total, task.done + count))


def _findings_of(pictures: Iterable[Picture]) -> list[Finding]:
    """Compare photos with the register; one whose file is gone is left out, and said in the log."""
    found: list[Finding] = []
    for picture in list(pictures):
        try:
            found += screen_register([picture]).findings
        except (PhotoRefused, FileNotFoundError) as error:
            db.session.rollback()
            _log.warning("picture number %s cannot be compared: %s", picture.id, error)
    return found


def _question_listings(pictures: Iterable[Picture], findings: Sequence[Finding], now: datetime) -> None:
    """Raise what was found about the listings in which these photos hang, if they still do."""
    ids = [picture.id for picture in pictures]
    with transaction():
        take_turn()
        for listing in listings_with(ids):
            question(listing, Screening(tuple(findings), grown_to=0), now=now)


def compare_everything(*, now: datetime) -> None:
    """Ask for the whole catalogue to be held against the register, within the caller's transaction."""
    ask_for(COMPARE_ALL, ENGINE, now=now)


@at_start
def compare_after_a_new_engine(now: datetime) -> None:
    """Let a version of the engine that is new here read all pictures, and compare everything."""
    known = select(Job.id).where(Job.kind == COMPARE_ALL, Job.key == ENGINE)
    if db.session.scalar(known) is None:
        with transaction():
            ask_for(READ_PICTURES, ENGINE, now=now)
            compare_everything(now=now)
    db.session.rollback()


@daily
def settle_what_is_explained(now: datetime) -> None:
    """Close the open suspicions about what hangs in the catalogue that a licence explains by now."""
    query = select(Suspicion.id).join(Listing, Listing.id == Suspicion.listing_id)
    query = query.where(Suspicion.state == SuspicionState.OPEN, Listing.state == ListingState.PUBLISHED)
    waiting = db.session.scalars(query.order_by(Suspicion.id)).all()
    for suspicion_id in waiting:
        with transaction():
            suspicion = db.session.get_one(Suspicion, suspicion_id)
            if suspicion.state == SuspicionState.OPEN and is_explained(suspicion, now):
                suspicion.state, suspicion.decided_at = SuspicionState.SETTLED, now
