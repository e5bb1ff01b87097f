"""List costumes, keep their stock, publish them, and hold what people must look at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import selectinload

from shop.audit.service import record
from shop.core.db import db
from shop.core.errors import NotFound
from shop.core.ids import new_public_id
from shop.core.roles import Actor, is_office
from shop.core.search import has_words
from shop.listings.models import Listing, ListingPicture, Suspicion, Variant
from shop.listings.rules import (
    MOST_PICTURES,
    MOST_STOCK,
    SCREENED,
    WAITING,
    ListingAct,
    ListingState,
    Sku,
    SuspicionState,
    next_state,
)
from shop.listings.words import keep_words
from shop.pictures.models import Picture
from shop.pictures.rules import NeedsPhoto, TooManyPictures
from shop.pictures.service import let_see, review_public, showcase
from shop.workshops.models import Workshop
from shop.workshops.service import is_member


def create_listing(
    workshop: Workshop,
    *,
    title: str,
    about: str,
    price_fen: int,
    partner_price_fen: int | None,
    skus: Sequence[Sku],
    stock: int,
    pictures: Sequence[Picture],
    actor: Actor | None,
    now: datetime,
) -> Listing:
    """Write a draft: so many pieces of every colour in every size."""
    listing = Listing(
        workshop=workshop,
        title=title,
        about=about,
        price_fen=price_fen,
        partner_price_fen=partner_price_fen,
        created_at=now,
        public_id=new_public_id(),
        state=ListingState.DRAFT,
        variants=[Variant(colour=sku.colour, size=sku.size, stock=stock) for sku in skus],
    )
    db.session.add(listing)
    set_pictures(listing, pictures)
    keep_words(listing)
    record("listing.created", actor=actor, subject=("listing", listing.public_id), now=now)
    return listing


def set_pictures(listing: Listing, pictures: Sequence[Picture]) -> None:
    """Give the listing these photos, in this order."""
    check_count(pictures)
    rows = {row.picture_id: row for row in listing.pictures}
    kept = [rows.get(picture.id) or ListingPicture(picture=picture) for picture in pictures]
    for position, row in enumerate(kept):
        row.position = position
    listing.pictures = kept
    db.session.flush()


def check_count(pictures: Sequence[Picture]) -> None:
    """Raise TooManyPictures; asked before the pictures are compared, too."""
    if len(pictures) > MOST_PICTURES:
        raise TooManyPictures(most=MOST_PICTURES)


def set_grid(listing: Listing, skus: Sequence[Sku], stock: int) -> None:
    """Give the listing these colours and sizes; those that stay keep their stock, new ones get `stock`."""
    rows = {Sku(variant.colour, variant.size): variant for variant in listing.variants}
    fresh = [sku for sku in skus if sku not in rows]
    listing.variants = [rows[sku] for sku in skus if sku in rows] + [
        Variant(colour=sku.colour, size=sku.size, stock=stock) for sku in fresh
    ]
    db.session.flush()


def set_stock(listing: Listing, counted: Mapping[int, tuple[int, int]]) -> None:
    """Correct the stock of variants: {variant id: (shown, counted)}.

    Only the difference is added, so that pieces sold while the page lay open stay sold; never below zero.
    """
    rows = select(Variant).where(Variant.listing_id == listing.id).order_by(Variant.id).with_for_update()
    for variant in db.session.scalars(rows.execution_options(populate_existing=True)):
        shown, wanted = counted.get(variant.id, (0, 0))
        if shown != wanted:
            variant.stock = min(MOST_STOCK, max(0, variant.stock + wanted - shown))
    db.session.flush()


def take_stock(variant_id: int, pieces: int) -> bool:
    """Take pieces out of stock in one step; False when there are too few, and nothing is taken."""
    enough = update(Variant).where(Variant.id == variant_id, Variant.stock >= pieces)
    done = db.session.execute(enough.values(stock=Variant.stock - pieces))
    return bool(done.rowcount)  # type: ignore[attr-defined]  # an update's result counts its rows


def return_stock(variant_id: int, pieces: int) -> None:
    """Put pieces back into stock."""
    db.session.execute(update(Variant).where(Variant.id == variant_id).values(stock=Variant.stock + pieces))


def note_edit(listing: Listing, *, actor: Actor, now: datetime) -> None:
    """Log that a listing was changed; one in the catalogue, or waiting for it, keeps at least one photo."""
    if not listing.pictures and listing.state in SCREENED:
        raise NeedsPhoto
    keep_words(listing)
    record("listing.edited", actor=actor, subject=("listing", listing.public_id), now=now)


def withdraw(listing: Listing, *, actor: Actor, now: datetime) -> None:
    """Take a listing out of the catalogue; nobody need look at its photos any more."""
    move(listing, ListingAct.WITHDRAW)
    settle(listing, now=now)
    record("listing.withdrawn", actor=actor, subject=("listing", listing.public_id), now=now)


def move(listing: Listing, act: ListingAct) -> None:
    """Take one step in the table of states."""
    db.session.refresh(listing, ["state"], with_for_update=True)  # of two at once, the second finds it moved
    if act in (ListingAct.PUBLISH, ListingAct.SUSPECT) and not listing.pictures:
        raise NeedsPhoto
    listing.state = next_state(ListingState(listing.state), act)
    db.session.flush()
    review_public([row.picture for row in listing.pictures])


@showcase
def _hangs_in_catalogue(picture_id: int) -> Select[int]:
    """Select the listings in the catalogue in which a photo hangs."""
    query = select(ListingPicture.picture_id).join(Listing, Listing.id == ListingPicture.listing_id)
    return query.where(ListingPicture.picture_id == picture_id, Listing.state == ListingState.PUBLISHED)


@let_see
def _stands_in_a_listing(picture: Picture, actor: Actor) -> bool:
    """Let the office see the photos of listings, whose pages are open to it."""
    query = select(ListingPicture.picture_id).where(ListingPicture.picture_id == picture.id).limit(1)
    return is_office(actor) and db.session.scalar(query) is not None


def settle(listing: Listing, *, now: datetime, keep: Sequence[Suspicion] = ()) -> None:
    """Close the open suspicions that stand no more: the photo or the listing went, a licence came."""
    for suspicion in listing.suspicions:
        if suspicion.state in WAITING and suspicion not in keep:
            suspicion.state, suspicion.decided_at = SuspicionState.SETTLED, now


def get_listing(public_id: str, actor: Actor | None) -> Listing:
    """Give a listing: a published one to everybody, another to its family and the office."""
    listing = db.session.scalar(_whole().where(Listing.public_id == public_id))
    if listing is None or not may_see(listing, actor):
        raise NotFound
    return listing


def may_see(listing: Listing, actor: Actor | None) -> bool:
    """Tell whether this person may see the listing."""
    public = listing.state == ListingState.PUBLISHED
    return public or is_office(actor) or is_member(listing.workshop_id, actor)


def listing_of(public_id: str, workshop: Workshop) -> Listing:
    """Give a listing of this workshop."""
    listing = db.session.scalar(
        _whole().where(Listing.public_id == public_id, Listing.workshop_id == workshop.id)
    )
    if listing is None:
        raise NotFound
    return listing


def _whole() -> Select[Listing]:
    return select(Listing).options(
        selectinload(Listing.variants), selectinload(Listing.pictures).joinedload(ListingPicture.picture)
    )


def catalogue(words: str = "") -> Select[Listing]:
    """Select the published listings, by words in title or workshop."""
    query = _whole().join(Listing.workshop).where(Listing.state == ListingState.PUBLISHED)
    return query.where(*has_words(words, Listing.title, Workshop.name))


def listings_of(workshop: Workshop) -> Select[Listing]:
    """Select all listings of a workshop."""
    return _whole().where(Listing.workshop_id == workshop.id)
