"""Compare an application with what other workshops have listed before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from shop.core.db import db
from shop.listings.hanging import hangs_since, listings_with, pictures_in_catalogue
from shop.listings.models import EarlierListing, Listing
from shop.listings.rules import ListingState
from shop.matching import Match
from shop.pictures import index
from shop.pictures.models import Picture
from shop.registry.elsewhere import also_found
from shop.registry.finding import keep_found
from shop.registry.models import Design, Licence
from shop.registry.rules import SAME_PICTURE, LicenceState
from shop.registry.screening import (
    Finding,
    also_screens,
    patterns_on,
    same_but_for,
)


@dataclass(frozen=True)
class EarlierFinding:
    """An application's picture is the same as a photo that another workshop lists already."""

    picture_id: int
    workshop_id: int  # of the application
    listing_id: int
    listed_picture_id: int
    since: datetime  # when the photo can have come into the catalogue
    by_partner: bool  # the lister may sell all designs of the applicant
    match: Match


@dataclass(frozen=True)
class AmongListings:
    """What was found of an application in the catalogue (a `registry.screening.Beside`)."""

    findings: tuple[EarlierFinding, ...]
    common: tuple[str, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Tell whether somebody lists it already who has no licence from the applicant."""
        return any(not one.by_partner for one in self.findings)

    def weighed(self, findings: Sequence[Finding]) -> AmongListings:
        """Leave out what was listed after the applicant's own design."""
        return AmongListings(tuple(one for one in self.findings if not _came_after_own(one, findings)))

    def keep(self, *, now: datetime) -> None:
        """Keep the findings with their evidence."""
        for finding in self.findings:
            _keep(finding, now)


def _came_after_own(earlier: EarlierFinding, findings: Sequence[Finding]) -> bool:
    """Tell whether the applicant had the same picture in the register before it was listed elsewhere."""
    same = [f for f in findings if f.picture_id == earlier.picture_id and f.match.verdict == SAME_PICTURE]
    ids = {finding.design_id for finding in same}
    query = select(Design.id).where(Design.id.in_(ids), Design.workshop_id == earlier.workshop_id)
    return db.session.scalar(query.where(Design.priority_at <= earlier.since).limit(1)) is not None


def _keep(finding: EarlierFinding, now: datetime) -> None:
    """Keep a finding; the same pair keeps one row, with the newest evidence."""
    pair = {
        "picture_id": finding.picture_id,
        "listing_id": finding.listing_id,
        "listed_picture_id": finding.listed_picture_id,
    }
    keep_found(EarlierListing, finding.match, now=now, **pair)


@also_screens
def _look_in_catalogue(pictures: Sequence[Picture]) -> AmongListings:
    return AmongListings(tuple(finding for picture in pictures for finding in _listed_before(picture)))


def _listed_before(picture: Picture) -> list[EarlierFinding]:
    """Compare a picture with what other workshops list at present: all of it is older than what comes now."""
    found = index.compare(picture, pictures_in_catalogue())
    same = {match.key: match for match in found if match.verdict == SAME_PICTURE}
    shown = patterns_on(picture) if same else []
    if shown:
        left = same_but_for(shown, picture, pictures_in_catalogue())
        same = {key: match for key, match in same.items() if key in left}
    if not same or picture.workshop_id is None:
        return []
    return [
        EarlierFinding(
            picture_id=picture.id,
            workshop_id=picture.workshop_id,
            listing_id=listing.id,
            listed_picture_id=listed.id,
            since=since,
            by_partner=_sells_for(listing, picture.workshop_id),
            match=same[listed.id],
        )
        for listing in listings_with(same)
        for listed in (row.picture for row in listing.pictures)
        for since in [hangs_since(listing, listed)]
        if listed.id in same and since is not None and listing.workshop_id != picture.workshop_id
    ]


def _sells_for(listing: Listing, maker_id: int) -> bool:
    """Tell whether the lister holds a licence for all designs of a maker."""
    query = select(Licence.id).where(Licence.maker_id == maker_id, Licence.holder_id == listing.workshop_id)
    query = query.where(Licence.state == LicenceState.ACCEPTED, Licence.ended_at.is_(None))
    return db.session.scalar(query.where(Licence.design_id.is_(None)).limit(1)) is not None


@dataclass(frozen=True)
class ListedBefore:
    """What a family and the office are told of an earlier listing: whose, its name, since when."""

    row: EarlierListing
    since: datetime | None
    is_listed: bool  # it still hangs in the catalogue, so that everybody may see it

    @property
    def workshop_id(self) -> int:
        """Give whose listing it is."""
        return self.row.listing.workshop_id


@also_found
def listed_before(design: Design) -> list[ListedBefore]:
    """List where a design's pictures hung before it was handed in, the surest first."""
    ids = [row.picture_id for row in design.pictures]
    query = select(EarlierListing).where(EarlierListing.picture_id.in_(ids))
    rows = db.session.scalars(query.order_by(EarlierListing.score.desc(), EarlierListing.id)).unique()
    return [
        ListedBefore(row, hangs_since(row.listing, row.listed_picture), _hangs(row.listing))
        for row in rows
        if row.listing.workshop_id != design.workshop_id
    ]


def _hangs(listing: Listing) -> bool:
    return listing.state == ListingState.PUBLISHED
