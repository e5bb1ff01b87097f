"""Let licences follow a design into another workshop's hands: what was promised stays promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from shop.core.db import db
from shop.core.ids import new_public_id
from shop.registry.licence_steps import OPEN, record_licence
from shop.registry.licence_words import tell_holder
from shop.registry.models import Design, Licence
from shop.registry.rules import LicenceState, Phase
from shop.registry.rules.codes import new_check_code
from shop.workshops.models import Workshop

_GOES_ON = (Phase.NOT_YET, Phase.IN_FORCE, Phase.SELL_OFF)


def follow_transfer(design: Design, taker: Workshop, now: datetime, *, giver: Workshop | None = None) -> None:
    """Put the design's licences into the hands of its new maker; the holders are told.

    Those for this design alone, requests and offers too, follow. Of those for all designs of the `giver`
    (None: leave these as they are) a licence for this one design goes on with the same terms.
    """
    if giver is not None:
        _give_their_own(design, giver, taker, now)
    query = select(Licence).where(Licence.design_id == design.id).order_by(Licence.id)
    for licence in db.session.scalars(query.with_for_update(of=Licence)).unique().all():
        if licence.state not in OPEN and licence.grant.phase(now) not in _GOES_ON:
            continue  # what is over stays as it was
        licence.maker = taker
        db.session.flush()
        if licence.holder_id == taker.id:
            _close(licence, now)
        else:
            record_licence(licence, "followed", actor=None, now=now)
            tell_holder(licence, "followed", now=now)


def _give_their_own(design: Design, giver: Workshop, taker: Workshop, now: datetime) -> None:
    """Write a licence for this design alone for everybody who holds one for all designs of the giver."""
    query = select(Licence).where(Licence.maker_id == giver.id, Licence.design_id.is_(None))
    query = query.where(Licence.holder_id != taker.id).order_by(Licence.id)
    own: dict[int, Licence] = {}
    for wide in db.session.scalars(query.with_for_update(of=Licence)).unique().all():
        if wide.grant.phase(now) not in _GOES_ON:
            continue
        own[wide.id] = Licence(
            public_id=new_public_id(),
            check_code=new_check_code(),
            state=wide.state,
            maker=giver,
            holder=wide.holder,
            under=own.get(wide.under_id or 0),
            terms=replace(wide.terms, design_id=design.id),
            created_at=now,
            answered_at=wide.answered_at,
            ended_at=wide.ended_at,
            end_reason=wide.end_reason,
        )
        db.session.add(own[wide.id])
        db.session.flush()


def _close(licence: Licence, now: datetime) -> None:
    """End the licence of whoever is the maker now; what they gave on under it they give as the maker."""
    query = select(Licence).where(Licence.under_id == licence.id)
    for beneath in db.session.scalars(query).unique().all():
        beneath.under = None
    if licence.state in OPEN:
        licence.state, licence.answered_at = LicenceState.DECLINED, now
        record_licence(licence, "declined", actor=None, now=now)
    elif licence.state == LicenceState.ACCEPTED:
        licence.state, licence.ended_at = LicenceState.ENDED, now
        record_licence(licence, "ended", actor=None, now=now)
