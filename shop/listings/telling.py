"""Tell both workshops that a photo of a listing looks like a registered design."""

from __future__ import annotations

from datetime import datetime

from shop.core.errors import N_
from shop.core.roles import Actor
from shop.listings.models import Suspicion
from shop.listings.rules import ListingState
from shop.messages.rules import Words, declare
from shop.messages.service import tell_workshop

declare(
    {
        "suspicion.holds": Words(
            N_("“%(title)s” waits: a photo looks like No. %(number)s of %(maker)s."),
            N_("Photos of your own or a licence free it at once; else the town office looks and decides."),
        ),
        "suspicion.hangs": Words(
            N_("A photo of “%(title)s” looks like No. %(number)s of %(maker)s."),
            N_("It stays in the catalogue until people decide. Open it to see why, and what you can do."),
        ),
        "suspicion.of_yours": Words(
            N_("%(lister)s lists a photo that looks like your No. %(number)s."),
            N_(
                "Open it and compare. If it is all right with you, give them a licence; else the town office "
                "decides."
            ),
        ),
    }
)


def page_of(suspicion: Suspicion) -> str:
    """Give the address of a suspicion's page, for messages."""
    return f"/suspicions/{suspicion.public_id}"


def params_of(suspicion: Suspicion) -> dict[str, str | int]:
    """Give what fills in the words about a suspicion."""
    design = suspicion.likeness.design
    return {
        "title": suspicion.listing.title,
        "number": design.number or "—",
        "maker": design.workshop.name,
        "lister": suspicion.listing.workshop.name,
    }


def tell_raised(suspicion: Suspicion, *, actor: Actor | None, now: datetime) -> None:
    """Tell the two workshops of a new suspicion; whoever lists the photo themselves sees it at once."""
    listing, maker = suspicion.listing, suspicion.likeness.design.workshop
    kind = "suspicion.hangs" if listing.state == ListingState.PUBLISHED else "suspicion.holds"
    url, params = page_of(suspicion), params_of(suspicion)
    tell_workshop(listing.workshop, kind, now=now, url=url, except_for=actor, params=params)
    tell_workshop(maker, "suspicion.of_yours", now=now, url=url, except_for=actor, params=params)
