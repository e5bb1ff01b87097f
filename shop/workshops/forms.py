"""Forms of workshops."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from shop.web.forms import OnceForm, ShopForm, choice, text
from shop.workshops.rules import PLATFORMS


class VillageForm(OnceForm):
    """A new village."""

    name = text(_l("Name of the village"), 60)


class WorkshopForm(OnceForm):
    """A new workshop."""

    name = text(_l("Name of the workshop"), 60)
    village = choice(_l("Village"), [], coerce=int)


class AboutForm(ShopForm):
    """What a workshop says of itself, and whence it sends."""

    brand = text(_l("Brand"), 60, required=False)
    about = text(_l("What you make, in a sentence or two"), 500, required=False, area=True)
    phone = text(
        _l("Phone number on parcels"), 20, required=False, render_kw={"type": "tel", "inputmode": "tel"}
    )
    address = text(_l("Address on parcels"), 200, required=False)


class MemberForm(ShopForm):
    """Somebody who works in the workshop from now on."""

    phone = text(_l("Their phone number"), 30, render_kw={"type": "tel", "inputmode": "tel"})


class VillageTieForm(ShopForm):
    """The village that somebody comes from."""

    village = choice(_l("Comes from the village"), [], coerce=int)


class FamilyTieForm(ShopForm):
    """The workshop in which somebody's relatives work."""

    workshop = text(_l("Has relatives in the workshop"), 60)


class OnlineShopForm(OnceForm):
    """A new online shop."""

    platform = choice(_l("Platform"), [(key, _l(name)) for key, name in PLATFORMS.items()])
    name = text(_l("Name of the shop, as buyers see it"), 80)
    link = text(_l("Link"), 300, required=False, render_kw={"inputmode": "url", "placeholder": "https://"})
