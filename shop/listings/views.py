"""Pages of listings: the catalogue, one's own costumes, listing a costume."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from shop.core.clock import now
from shop.core.db import transaction
from shop.core.errors import NotFound, RuleBroken
from shop.core.once import act_once
from shop.core.roles import is_office
from shop.listings import service
from shop.listings.counts import read_counts
from shop.listings.covering import designs_shown, may_order, own_designs_shown
from shop.listings.forms import ListingForm, names_of
from shop.listings.models import Listing
from shop.listings.rules import (
    SCREENED,
    WAITING,
    BadCount,
    ListingState,
    NeedsVariant,
    TooManyVariants,
    grid,
)
from shop.listings.screening import publish as publish_screened
from shop.listings.words import hints_of
from shop.pictures.form_photos import FormPhotos, photos_of_form, shown
from shop.pictures.models import Picture
from shop.registry.screened import act_screened
from shop.registry.screening import Screening, screen_register
from shop.web.guards import actor, find_actor
from shop.web.language import say
from shop.web.paging import page_of
from shop.workshops.rules import PLATFORMS
from shop.workshops.service import is_member, open_platforms, workshop_of, workshops_of

bp = Blueprint("listings", __name__)


@bp.get("/costumes")
def catalogue() -> ResponseReturnValue:
    """Show what the town's workshops offer."""
    words = request.args.get("q", "")[:80].strip()
    page = page_of(service.catalogue(words), Listing.id)
    return render_template("listings/catalogue.html", listed=page, words=words)


@bp.get("/costumes/<listing_id>")
def detail(listing_id: str) -> ResponseReturnValue:
    """Show a costume; to a licensed middleman also the maker's price and the way to order."""
    person = find_actor()
    listing = service.get_listing(listing_id, person)
    mine = is_member(listing.workshop_id, person)
    return render_template(
        "listings/detail.html",
        listing=listing,
        mine=mine,
        buyers=may_order(listing, workshops_of(person), now()) if person else [],
        hints=hints_of(listing, now()) if is_office(person) and not mine else [],
        shown=designs_shown(listing, now()) if mine else [],
        own_designs=own_designs_shown(listing) if person and not mine else [],
        platforms={key: say(name) for key, name in PLATFORMS.items()},
    )


@bp.get("/workshops/<workshop_id>/costumes")
def index(workshop_id: str) -> ResponseReturnValue:
    """List a workshop's own costumes."""
    workshop = workshop_of(workshop_id, actor())
    page = page_of(service.listings_of(workshop), Listing.id)
    return render_template("listings/index.html", workshop=workshop, listed=page)


@bp.route("/workshops/<workshop_id>/costumes/new", methods=["GET", "POST"])
def create(workshop_id: str) -> ResponseReturnValue:
    """List a costume: photos, name, price, colours and sizes."""
    workshop = workshop_of(workshop_id, actor())
    form = ListingForm(platforms=open_platforms(workshop))
    photos = FormPhotos([], [])
    if request.method == "POST":
        photos = _photos(form, workshop_id)
        made = _try(form, photos, lambda: _create(form, workshop_id, photos.pictures))
        if made is not None:
            return _go_on(workshop_id, made) if photos.pictures else _kept_as_draft(workshop_id, made)
    page = render_template("listings/create.html", form=form, workshop=workshop, photos=photos.shown())
    return page, 422 if form.errors else 200


def _photos(form: ListingForm, workshop_id: str) -> FormPhotos:
    try:
        return photos_of_form(form.photos.data, lambda: workshop_of(workshop_id, actor()), actor())
    except NotFound:
        return FormPhotos([], [_("One of the photos is not yours. Choose your photos again.")])


def _try(form: ListingForm, photos: FormPhotos, act: Callable[[], str]) -> str | None:
    """Do the act when the form is right; put what a rule says beside its field. Gives a public id."""
    made = None
    if form.sent() and not photos.problems:
        try:
            made = act()
        except BadCount as error:
            form.form_errors = [say(error.message, **error.params)]
        except RuleBroken as error:
            field = "sizes" if isinstance(error, NeedsVariant | TooManyVariants) else "photos"
            form.fail(field, say(error.message, **error.params))
    for problem in photos.problems:
        form.fail("photos", problem)
    return made


def _create(form: ListingForm, workshop_id: str, pictures: list[Picture]) -> str:
    """Write a draft, and publish or hold it when it has photos."""

    def enter(screening: Screening) -> str:
        listing = service.create_listing(
            workshop_of(workshop_id, actor()),
            title=form.title.data or "",
            about=form.about.data or "",
            price_fen=form.price.data or 0,
            partner_price_fen=form.partner_price.data,
            skus=grid(names_of(form.colours.data), names_of(form.sizes.data)),
            stock=form.stock.data or 0,
            pictures=pictures,
            actor=actor(),
            now=now(),
        )
        listing.platforms = form.platforms.data or []
        if pictures:
            publish_screened(listing, screening, actor=actor(), now=now())
        return listing.public_id

    service.check_count(pictures)
    return act_screened(
        pictures,
        lambda found: act_once(form.once.data, actor().id, now(), lambda: enter(found)),
        look=screen_register,
    )


def _kept_as_draft(workshop_id: str, listing_id: str) -> ResponseReturnValue:
    flash(_("Kept as a draft: add a photo to put it into the catalogue."), "note")
    return redirect(url_for(".edit", workshop_id=workshop_id, listing_id=listing_id))


def _go_on(workshop_id: str, listing_id: str) -> ResponseReturnValue:
    """Say what became of a listing, and lead to where it can be mended or admired."""
    listing = service.listing_of(listing_id, workshop_of(workshop_id, actor()))
    waiting = [one for one in listing.suspicions if one.state in WAITING]
    if waiting:
        flash(_("It waits: a photo looks like a registered design. See why, and what you can do."), "note")
        return redirect(url_for("cases.suspicion", suspicion_id=waiting[0].public_id))
    published = listing.state == ListingState.PUBLISHED
    flash(_("It is in the catalogue now.") if published else _("Saved."), "good")
    return redirect(url_for(".detail", listing_id=listing_id))


@bp.route("/workshops/<workshop_id>/costumes/<listing_id>/edit", methods=["GET", "POST"])
def edit(workshop_id: str, listing_id: str) -> ResponseReturnValue:
    """Change a costume: words, price, photos, colours, sizes, stock."""
    workshop = workshop_of(workshop_id, actor())
    listing = service.listing_of(listing_id, workshop)
    form = ListingForm(**_values(listing))
    photos = FormPhotos([row.picture for row in listing.pictures], [])
    if request.method == "POST":
        photos = _photos(form, workshop_id)
        if _try(form, photos, lambda: _edit(form, workshop_id, listing_id, photos.pictures)) is not None:
            return _go_on(workshop_id, listing_id)
        listing = service.listing_of(listing_id, workshop_of(workshop_id, actor()))
    kept = shown(photos.pictures)
    page = render_template(
        "listings/edit.html",
        form=form,
        workshop=workshop,
        listing=listing,
        photos=kept,
        typed=request.form,
        borrowed=bool(hints_of(listing, now())),
    )
    return page, 422 if form.errors else 200


def _values(listing: Listing) -> dict[str, object]:
    return {
        "title": listing.title,
        "about": listing.about,
        "price": listing.price_fen,
        "partner_price": listing.partner_price_fen,
        "platforms": listing.platforms or open_platforms(listing.workshop),
        "colours": "、".join(dict.fromkeys(v.colour for v in listing.variants)),
        "sizes": "、".join(dict.fromkeys(v.size for v in listing.variants)),
        "stock": 0,
    }


def _edit(form: ListingForm, workshop_id: str, listing_id: str, pictures: list[Picture]) -> str:
    """Change a listing; one that hangs in the catalogue, or waits for it, is compared anew as well."""
    counted = _counted()

    def change(screening: Screening) -> str:
        listing = service.listing_of(listing_id, workshop_of(workshop_id, actor()))
        listing.title, listing.about = form.title.data or "", form.about.data or ""
        listing.price_fen, listing.partner_price_fen = form.price.data or 0, form.partner_price.data
        listing.platforms = form.platforms.data or []
        service.set_stock(listing, counted)
        skus = grid(names_of(form.colours.data), names_of(form.sizes.data))
        service.set_grid(listing, skus, form.stock.data or 0)
        service.set_pictures(listing, pictures)
        service.note_edit(listing, actor=actor(), now=now())
        if listing.state in SCREENED:
            publish_screened(listing, screening, actor=actor(), now=now())
        return listing_id

    service.check_count(pictures)
    return act_screened(pictures, change, look=screen_register)


def _counted() -> dict[int, tuple[int, int]]:
    """Read the stock table of the form: `stock-<variant>` and, as it was shown, `shown-<variant>`."""
    wanted, shown_then = read_counts(request.form, "stock"), read_counts(request.form, "shown")
    return {key: (shown_then[key], count) for key, count in wanted.items() if key in shown_then}


@bp.post("/workshops/<workshop_id>/costumes/<listing_id>/publish")
def publish(workshop_id: str, listing_id: str) -> ResponseReturnValue:
    """Put a costume into the catalogue, or check it again."""
    listing = service.listing_of(listing_id, workshop_of(workshop_id, actor()))

    def hang(screening: Screening) -> str:
        found = service.listing_of(listing_id, workshop_of(workshop_id, actor()))
        publish_screened(found, screening, actor=actor(), now=now())
        return listing_id

    pictures = [row.picture for row in listing.pictures]
    return _go_on(workshop_id, act_screened(pictures, hang, look=screen_register))


@bp.post("/workshops/<workshop_id>/costumes/<listing_id>/withdraw")
def withdraw(workshop_id: str, listing_id: str) -> ResponseReturnValue:
    """Take a costume out of the catalogue."""
    with transaction():
        listing = service.listing_of(listing_id, workshop_of(workshop_id, actor()))
        service.withdraw(listing, actor=actor(), now=now())
    flash(_("It is no longer in the catalogue."), "good")
    return redirect(url_for(".index", workshop_id=workshop_id))
