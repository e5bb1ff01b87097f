"""Fill in the form of a costume as people do."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from shop.core.ids import new_key
from shop.listings.models import Listing
from shop.workshops.models import Workshop


def costume_form(**values: Any) -> dict[str, Any]:
    """Fill in the form of a new costume."""
    return {
        "title": "牡丹秧歌服",
        "about": "三件套",
        "price": "88",
        "partner_price": "60.50",
        "colours": "红、蓝",
        "sizes": "S, M",
        "stock": "10",
        "once": new_key(),
        **values,
    }


def changed(listing: Listing, **values: Any) -> dict[str, Any]:
    """Give the form of a listing as its page shows it, with some of it changed."""
    shown: dict[str, Any] = {
        "title": listing.title,
        "about": listing.about,
        "price": str(listing.price_fen // 100),
        "partner_price": "",
        "colours": "、".join(dict.fromkeys(v.colour for v in listing.variants)),
        "sizes": "、".join(dict.fromkeys(v.size for v in listing.variants)),
        "stock": "0",
        "photo_ids": [row.picture.public_id for row in listing.pictures],
    }
    for variant in listing.variants:
        shown[f"stock-{variant.id}"] = shown[f"shown-{variant.id}"] = str(variant.stock)
    return shown | values


def list_costume(browser: FlaskClient, workshop: Workshop, **values: Any) -> Any:
    """Send the form of a new costume; give the answer."""
    return browser.post(f"/workshops/{workshop.public_id}/costumes/new", data=costume_form(**values))


def edit_address(listing: Listing) -> str:
    """Give the address of the page that changes a listing."""
    return f"/workshops/{listing.workshop.public_id}/costumes/{listing.public_id}/edit"


def publish_address(listing: Listing) -> str:
    """Give the address that publishes a listing, or checks it again."""
    return f"/workshops/{listing.workshop.public_id}/costumes/{listing.public_id}/publish"
