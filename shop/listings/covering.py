"""Tell for a listing which licences cover the designs that it shows, or what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.core.db import db
from shop.listings.hanging import hangs_since
from shop.listings.models import Listing
from shop.listings.rules import SCREENED, WAITING, ListingState
from shop.registry.licences import Cover, designs_on, may_sell_for, shield_for
from shop.registry.models import Design, DesignPicture
from shop.registry.rules import Shield
from shop.registry.screening import Finding, keep_likeness
from shop.workshops.models import Workshop


@dataclass(frozen=True)
class Shown:
    """Another workshop's design that a listing shows, and what the lister's licences say to that."""

    design: Design
    cover: Cover


def cover_of(listing: Listing, design: Design, picture_id: int, now: datetime) -> Cover:
    """Tell which licence covers the listing's use of a design in one of its photos, or what is missing."""
    return shield_for(
        design,
        listing.workshop_id,
        now,
        platforms=listing.platforms,
        price_fen=listing.price_fen,
        since=_sold_since(listing, picture_id),
    )


def _sold_since(listing: Listing, picture_id: int) -> datetime | None:
    """Give since when the photo hangs in the catalogue; None for what does not, and begins anew.

    A photo put in later may not sell off what ended before.
    """
    picture = next((row.picture for row in listing.pictures if row.picture_id == picture_id), None)
    return hangs_since(listing, picture) if picture is not None and listing.state in SCREENED else None


def note_shown(finding: Finding, *, now: datetime) -> None:
    """Keep that a photo rightly shows a design: what covers it, and who may order it, is read from there."""
    design_picture = db.session.get_one(DesignPicture, finding.design_picture_id)
    if design_picture.picture_id != finding.picture_id:  # the design's own photo need not be noted
        keep_likeness(finding, now=now)


def designs_shown(listing: Listing, now: datetime) -> list[Shown]:
    """List the designs of other workshops that a listing shows by licence, or waits for one to show.

    What people or the commons have cleared needs no licence, and is not listed.
    """
    waits = {one.likeness.design.id for one in listing.suspicions if one.state in WAITING}
    shown: dict[int, Shown] = {}
    for picture_id, design in designs_on([row.picture for row in listing.pictures]):
        cover = cover_of(listing, design, picture_id, now)
        speaks = design.id in waits or cover.shield not in (Shield.NONE, Shield.OTHER_DESIGN)
        if design.workshop_id != listing.workshop_id and speaks:
            earlier = shown.get(design.id)
            shown[design.id] = earlier if earlier and not earlier.cover.protects else Shown(design, cover)
    return list(shown.values())


def own_designs_shown(listing: Listing) -> list[Design]:
    """List the lister's own designs that a listing shows, each once."""
    pairs = designs_on([row.picture for row in listing.pictures])
    own = {design.id: design for _picture, design in pairs if design.workshop_id == listing.workshop_id}
    return list(own.values())


def may_order(listing: Listing, workshops: Sequence[Workshop], now: datetime) -> list[Workshop]:
    """Give those of the workshops that may order a published listing from its maker, by licence."""
    if listing.state != ListingState.PUBLISHED:
        return []
    designs = own_designs_shown(listing)
    return [one for one in workshops if may_sell_for(listing.workshop_id, one.id, now, designs)]
