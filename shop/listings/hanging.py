"""Find the photos that hang in the catalogue, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from shop.core.db import db
from shop.listings.models import Listing, ListingPicture
from shop.listings.rules import ListingState
from shop.pictures.models import Picture


def pictures_in_catalogue() -> Select[int]:
    """Select the ids of the pictures that hang in the catalogue."""
    query = select(ListingPicture.picture_id).join(Listing)
    return query.where(Listing.state == ListingState.PUBLISHED)


def listings_with(picture_ids: Iterable[int]) -> Sequence[Listing]:
    """List the published listings in which any of these pictures hang, the oldest first."""
    query = select(Listing).join(ListingPicture).where(ListingPicture.picture_id.in_(set(picture_ids)))
    query = query.where(Listing.state == ListingState.PUBLISHED).options(selectinload(Listing.pictures))
    return db.session.scalars(query.order_by(Listing.id)).unique().all()


def hangs_since(listing: Listing, picture: Picture) -> datetime | None:
    """Give since when a photo can have hung in a listing: one put in later is as new as itself.

    None where the listing was never in the catalogue.
    """
    if listing.published_at is None:
        return None
    return max(listing.published_at, picture.created_at)
