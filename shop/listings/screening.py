"""Hold a listing whose photo is a registered design's, unless something explains it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from shop.audit.service import record
from shop.core.db import db
from shop.core.ids import new_public_id
from shop.core.roles import Actor
from shop.listings.covering import cover_of, note_shown
from shop.listings.hanging import hangs_since
from shop.listings.models import Listing, Suspicion
from shop.listings.rules import (
    WAITING,
    DecidedCopy,
    ListingAct,
    ListingState,
    Resemblance,
    SuspicionState,
    needs_people,
)
from shop.listings.service import move, settle
from shop.listings.telling import tell_raised
from shop.listings.words import compare_words
from shop.pictures.models import Picture
from shop.registry.models import Design, DesignPicture, Likeness
from shop.registry.rules import PROTECTED, SAME_PICTURE, Shield
from shop.registry.screening import Finding, Screening, check_still_true, keep_likeness


def publish(listing: Listing, screening: Screening, *, actor: Actor | None, now: datetime) -> list[Suspicion]:
    """Publish a listing after its photos were screened, or hold it with what people must look at.

    What hangs in the catalogue while people look at it hangs on, unless something new is found. RegisterMoved
    when the register grew since the screening (screen again); DecidedCopy for one that people have called a
    copy.
    """
    check_still_true(screening)
    waited = _waiting(listing)
    raised = _raise_all(listing, screening, now=now)
    hangs_on = listing.state == ListingState.PUBLISHED and waited.issuperset(raised)
    move(listing, ListingAct.PUBLISH if hangs_on or not raised else ListingAct.SUSPECT)
    settle(listing, keep=raised, now=now)
    if not raised:
        listing.published_at = listing.published_at or now
    compare_words(listing, now=now)
    for suspicion in raised:
        if suspicion not in waited:
            tell_raised(suspicion, actor=actor, now=now)
    record(f"listing.{listing.state}", actor=actor, subject=("listing", listing.public_id), now=now)
    return raised


def _waiting(listing: Listing) -> set[Suspicion]:
    return {one for one in listing.suspicions if one.state in WAITING}


def _raise_all(listing: Listing, screening: Screening, *, now: datetime) -> list[Suspicion]:
    """Raise what people must look at before the listing hangs; DecidedCopy where they have done so."""
    raised = []
    for finding in _about(listing, screening):
        shield = _weigh(listing, finding, now=now)
        if shield is not None:
            if _said(finding, SuspicionState.COPY):
                raise DecidedCopy
            raised.append(_suspicion(listing, finding, shield, now))
    return raised


def _about(listing: Listing, screening: Screening) -> list[Finding]:
    shown = {row.picture_id for row in listing.pictures}
    return [finding for finding in screening.of(SAME_PICTURE) if finding.picture_id in shown]


def question(listing: Listing, screening: Screening, *, now: datetime) -> list[Suspicion]:
    """Raise what people must look at about a listing in the catalogue, which hangs on; give what is new."""
    if listing.state != ListingState.PUBLISHED:
        return []
    waited = _waiting(listing)
    weighed = [(finding, _weigh(listing, finding, now=now)) for finding in _about(listing, screening)]
    raised = [_suspicion(listing, finding, shield, now) for finding, shield in weighed if shield is not None]
    fresh = [suspicion for suspicion in raised if suspicion not in waited]
    for suspicion in fresh:
        tell_raised(suspicion, actor=None, now=now)
        subject = ("suspicion", suspicion.public_id)
        record("suspicion.raised", actor=None, subject=subject, now=now)
    return fresh


def _weigh(listing: Listing, finding: Finding, *, now: datetime) -> Shield | None:
    """Say why no licence protects what was found, or None when something explains it."""
    design = db.session.get_one(Design, finding.design_id)
    cover = cover_of(listing, design, finding.picture_id, now)
    resemblance = Resemblance(
        own=design.workshop_id == listing.workshop_id,
        unprotected=design.state not in PROTECTED,
        licensed=cover.protects,
        was_first=_was_first(listing, finding.picture_id, design),
        dismissed=_said(finding, SuspicionState.NOT_A_COPY),
        commons=bool(finding.meaning.commons),
    )
    if needs_people(resemblance):
        return cover.shield
    if cover.protects or resemblance.own:
        note_shown(finding, now=now)
    return None


def is_explained(suspicion: Suspicion, now: datetime) -> bool:
    """Tell whether a licence has come since a suspicion was raised, or the design protects no more."""
    listing, design, picture = suspicion.listing, suspicion.likeness.design, suspicion.likeness.picture
    if design.state not in PROTECTED or _is_older(listing, picture, design):
        return True
    return cover_of(listing, design, picture.id, now).protects


def _was_first(listing: Listing, picture_id: int, design: Design) -> bool:
    """Tell whether the photo hung in this published listing before the design was handed in."""
    picture = next(row.picture for row in listing.pictures if row.picture_id == picture_id)
    return _is_older(listing, picture, design)


def _is_older(listing: Listing, picture: Picture, design: Design) -> bool:
    since = hangs_since(listing, picture)
    return since is not None and design.priority_at is not None and since < design.priority_at


def _said(finding: Finding, decision: SuspicionState) -> bool:
    """Tell whether people have decided so about these two pictures, in whichever listing or version."""
    theirs = db.session.get_one(DesignPicture, finding.design_picture_id).picture_id
    query = select(Suspicion.id).join(Suspicion.likeness).join(Likeness.design_picture)
    query = query.where(Likeness.picture_id == finding.picture_id, DesignPicture.picture_id == theirs)
    return db.session.scalar(query.where(Suspicion.state == decision).limit(1)) is not None


def _suspicion(listing: Listing, finding: Finding, shield: Shield, now: datetime) -> Suspicion:
    likeness = keep_likeness(finding, now=now)
    found = next((s for s in listing.suspicions if s.likeness_id == likeness.id), None)
    if found is None:
        found = Suspicion(
            listing=listing, likeness=likeness, created_at=now, public_id=new_public_id(), licence=""
        )
    found.licence = shield
    if found.state not in WAITING:  # who was asked already is not asked anew
        found.state = SuspicionState.OPEN
    db.session.add(found)
    db.session.flush()
    return found
