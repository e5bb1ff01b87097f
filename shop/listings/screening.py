"""Hold a listing whose photo is a registered design's, unless something explains it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from shop.audit.service import record
from shop.core.db import db
from shop.core.ids import new_public_id
from shop.core.roles import Actor
from shop.listings.models import Listing, Suspicion
from shop.listings.rules import WAITING, DecidedCopy, ListingAct, Resemblance, SuspicionState, needs_people
from shop.listings.service import move, settle
from shop.listings.words import compare_words
from shop.registry.licences import shield_for
from shop.registry.models import Design, Likeness
from shop.registry.rules import PROTECTED, SAME_PICTURE, Shield
from shop.registry.screening import Finding, Screening, check_still_true, keep_likeness


def publish(listing: Listing, screening: Screening, *, actor: Actor | None, now: datetime) -> list[Suspicion]:
    """Publish a listing after its photos were screened, or hold it with what people must look at.

    RegisterMoved when the register grew since the screening (screen again); DecidedCopy for one that people
    have called a copy.
    """
    check_still_true(screening)
    shown = {row.picture_id for row in listing.pictures}
    findings = [f for f in screening.of(SAME_PICTURE) if f.picture_id in shown]
    raised = [s for s in (_weigh(listing, finding, now=now) for finding in findings) if s is not None]
    move(listing, ListingAct.SUSPECT if raised else ListingAct.PUBLISH)
    settle(listing, keep=raised, now=now)
    if not raised:
        listing.published_at = listing.published_at or now
    compare_words(listing, now=now)
    record(f"listing.{listing.state}", actor=actor, subject=("listing", listing.public_id), now=now)
    return raised


def _weigh(listing: Listing, finding: Finding, *, now: datetime) -> Suspicion | None:
    """Give an open suspicion for the finding, or None when something explains it."""
    design = db.session.get_one(Design, finding.design_id)
    shield = shield_for(design, listing.workshop_id, now)
    resemblance = Resemblance(
        same_workshop=design.workshop_id == listing.workshop_id or design.state not in PROTECTED,
        licensed=shield is Shield.COVERED,
        was_first=_was_first(listing, finding.picture_id, design),
        dismissed=_said(finding, SuspicionState.NOT_A_COPY),
        commons=bool(finding.meaning.commons),
    )
    if not needs_people(resemblance):
        return None
    if _said(finding, SuspicionState.COPY):
        raise DecidedCopy
    return _suspicion(listing, finding, shield, now)


def _was_first(listing: Listing, picture_id: int, design: Design) -> bool:
    """Tell whether the photo hung in this published listing before the design was handed in."""
    since = design.priority_at
    if since is None or listing.published_at is None:
        return False
    picture = next(row.picture for row in listing.pictures if row.picture_id == picture_id)
    return listing.published_at < since and picture.created_at < since


def _said(finding: Finding, decision: SuspicionState) -> bool:
    """Tell whether people have decided so about this very pair of pictures, in whichever listing it was."""
    query = select(Suspicion.id).join(Suspicion.likeness)
    query = query.where(
        Likeness.picture_id == finding.picture_id, Likeness.design_picture_id == finding.design_picture_id
    )
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
