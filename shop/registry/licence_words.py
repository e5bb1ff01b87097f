"""Tell both sides of a licence what the other did, and what they can do next."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from shop.core.clock import CHINA, china_day
from shop.core.errors import N_
from shop.core.roles import Actor
from shop.messages.rules import Words, declare
from shop.messages.service import tell_workshop
from shop.registry.models import Licence
from shop.workshops.models import Workshop

_ALL = "_all"  # the same news where the licence is for all designs

_NEWS = {  # what happened: for one design, for all of them, what the reader can do next
    "asked": (
        N_("%(holder)s asks you for a licence for “%(design)s”."),
        N_("%(holder)s asks you for a licence for all your designs."),
        N_("Look at what they wish for. Then offer them your terms, or say no."),
    ),
    "offered": (
        N_("%(giver)s offers you a licence for “%(design)s”."),
        N_("%(giver)s offers you a licence for all designs of %(maker)s."),
        N_("Read the terms, then accept or decline. It counts only once you accept."),
    ),
    "accepted": (
        N_("%(holder)s has accepted your licence for “%(design)s”."),
        N_("%(holder)s has accepted your licence for all designs of %(maker)s."),
        N_("You need do nothing more. The licence paper can be printed now."),
    ),
    "declined": (
        N_("%(holder)s declines your licence for “%(design)s”."),
        N_("%(holder)s declines your licence for all designs of %(maker)s."),
        N_("You may offer other terms whenever you like."),
    ),
    "refused": (
        N_("%(giver)s gives you no licence for “%(design)s”."),
        N_("%(giver)s gives you no licence for all designs of %(maker)s."),
        N_("Do not list it with their photos. You may ask again with other wishes."),
    ),
    "offer_back": (
        N_("%(giver)s has taken back the offer of a licence for “%(design)s”."),
        N_("%(giver)s has taken back the offer of a licence for all designs of %(maker)s."),
        N_("Ask them again if you still want it."),
    ),
    "request_back": (
        N_("%(holder)s no longer asks you for a licence for “%(design)s”."),
        N_("%(holder)s no longer asks you for a licence for all your designs."),
        "",
    ),
    "ended": (
        N_("%(giver)s has ended your licence for “%(design)s”."),
        N_("%(giver)s has ended your licence for all designs of %(maker)s."),
        N_("Open it to read why, and until when you may sell off what hangs in your shop already."),
    ),
    "given_up": (
        N_("%(holder)s has given up the licence for “%(design)s”."),
        N_("%(holder)s has given up the licence for all designs of %(maker)s."),
        N_("It protects them no more. You need do nothing."),
    ),
    "given_on": (
        N_("%(giver)s has given a licence for “%(design)s” on to %(holder)s."),
        N_("%(giver)s has given a licence for all your designs on to %(holder)s."),
        N_("Your licence allows them to. Open it to see its terms."),
    ),
    "followed": (
        N_("“%(design)s” belongs to %(maker)s now. Your licence goes on with the same terms."),
        "",
        N_("Print the licence paper anew: it then names the new maker."),
    ),
}

declare({f"licence.{news}": Words(title=one, todo=todo) for news, (one, _all, todo) in _NEWS.items()})
declare(
    {
        f"licence.{news}{_ALL}": Words(title=for_all, todo=todo)
        for news, (_one, for_all, todo) in _NEWS.items()
        if for_all
    }
)


def tell_holder(licence: Licence, news: str, *, now: datetime, actor: Actor | None = None) -> None:
    """Send the holder's people the news; an ending says until when they may sell off."""
    over = licence.grant.is_over(now)
    act_by = _end_of(licence) if over and licence.grant.sell_off_until > china_day(now) else None
    _tell(licence, licence.holder, news, now=now, actor=actor, act_by=act_by)


def tell_giver(licence: Licence, news: str, *, now: datetime, actor: Actor | None = None) -> None:
    """Send the news to the people of the workshop that grants it."""
    _tell(licence, licence.giver, news, now=now, actor=actor)


def tell_maker(licence: Licence, news: str, *, now: datetime, actor: Actor | None = None) -> None:
    """Send the news to the maker of the design, where somebody else grants the licence."""
    if licence.giver is not licence.maker:
        _tell(licence, licence.maker, news, now=now, actor=actor)


def _end_of(licence: Licence) -> datetime:
    """Give the midnight, in China, that ends the last day of selling off."""
    return datetime.combine(licence.grant.sell_off_until + timedelta(days=1), time(), CHINA)


def _tell(
    licence: Licence,
    whom: Workshop,
    news: str,
    *,
    now: datetime,
    actor: Actor | None,
    act_by: datetime | None = None,
) -> None:
    params = {
        "maker": licence.maker.name,
        "giver": licence.giver.name,
        "holder": licence.holder.name,
        "design": licence.design.name if licence.design else "",
    }
    tell_workshop(
        whom,
        f"licence.{news}" + ("" if licence.design else _ALL),
        now=now,
        url=f"/licences/{licence.public_id}",
        act_by=act_by,
        except_for=actor,
        params=params,
    )
