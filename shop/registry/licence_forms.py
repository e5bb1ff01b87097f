"""Forms of licences: what is wished for, what is offered, and why one ends."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from shop.registry.rules import LicenceTerms, Part
from shop.registry.rules.licences import MOST_SELL_OFF_DAYS
from shop.web.forms import MoneyField, OnceForm, ShopForm, choice, text, ticks, yes_no
from shop.workshops.rules import PLATFORMS

ALL_DESIGNS = "all"
USUAL_SELL_OFF = 30  # days
_SHOPS = [(key, _l(name)) for key, name in PLATFORMS.items()]
_DAY = InputRequired(_l("Please choose a day."))


class TermsForm(OnceForm):
    """What stands in every licence."""

    design = choice(_l("For which design"), [])
    platforms = ticks(_l("On which platforms"), _SHOPS)
    starts_on = DateField(_l("First day"), validators=[_DAY])
    ends_on = DateField(_l("Last day"), validators=[_DAY])
    words = text(_l("A sentence to them"), 300, required=False, area=True)

    def terms(self, design_id: int | None) -> LicenceTerms:
        """Give the terms that were typed, for this design (None: all designs)."""
        return LicenceTerms(
            parts=_parts(self),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            design_id=design_id,
            platforms=frozenset(self.platforms.data or ()),
        )


class AskForm(TermsForm):
    """What a workshop asks a maker for."""

    holder = choice(_l("For which of your workshops"), [])
    covers_design = yes_no(_l("We would like to sell the costume"), default=True)
    covers_photos = yes_no(_l("We would like to use your photos"), default=True)


class OfferForm(TermsForm):
    """The terms on which a maker, or whoever may give a licence on, offers one."""

    covers_design = yes_no(_l("They may sell the costume"), default=True)
    covers_photos = yes_no(_l("They may also use our photos"))
    floor_price = MoneyField(
        _l("Lowest price of one set"), validators=[Optional()], render_kw={"inputmode": "decimal"}
    )
    sell_off_days = IntegerField(
        _l("Days for selling off after the end"),
        default=USUAL_SELL_OFF,
        validators=[
            InputRequired(_l("Write a number, or 0.")),
            NumberRange(
                0,
                MOST_SELL_OFF_DAYS,
                _l("Write a number between 0 and %(most)s.", most=MOST_SELL_OFF_DAYS),
            ),
        ],
        render_kw={"inputmode": "numeric"},
    )
    may_sublicense = yes_no(_l("They may give licences on to others, within theirs"))

    def terms(self, design_id: int | None) -> LicenceTerms:
        """Give the terms that were typed, for this design (None: all designs)."""
        typed = super().terms(design_id)
        return LicenceTerms(
            parts=typed.parts,
            starts_on=typed.starts_on,
            ends_on=typed.ends_on,
            design_id=design_id,
            platforms=typed.platforms,
            floor_price_fen=self.floor_price.data,
            may_sublicense=self.may_sublicense.data,
            sell_off_days=self.sell_off_days.data,
        )


class FreeOfferForm(OfferForm):
    """An offer that nobody has asked for."""

    holder = choice(_l("For which workshop"), [], validators=[InputRequired(_l("Please choose a workshop."))])


class EndForm(ShopForm):
    """Why a maker ends a licence."""

    reason = text(_l("Reason"), 300, area=True)


def _parts(form: Any) -> frozenset[Part]:
    ticked = {Part.DESIGN: form.covers_design.data, Part.PHOTOS: form.covers_photos.data}
    return frozenset(part for part, is_ticked in ticked.items() if is_ticked)


def fields_of(terms: LicenceTerms) -> dict[str, Any]:
    """Give the terms as the values of the forms' fields."""
    return {
        "covers_design": Part.DESIGN in terms.parts,
        "covers_photos": Part.PHOTOS in terms.parts,
        "platforms": sorted(terms.platforms),
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
        "floor_price": terms.floor_price_fen,
        "sell_off_days": terms.sell_off_days,
    }
