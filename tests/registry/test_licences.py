"""Grant licences, end them, and ask what they protect, in services and on pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.audit.models import Entry
from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.core.errors import NotFound
from shop.core.ids import new_key
from shop.registry.licences import end_licence, may_sell_for, shield_for
from shop.registry.models import Licence
from shop.registry.rules import BadPeriod, OwnLicence, Shield
from shop.workshops.models import Workshop
from tests.conftest import NOON
from tests.making import a_design, a_licence, a_person, a_workshop, fresh

SignIn = Callable[[Any], FlaskClient]
DAY = date(2026, 3, 4)  # noon of which is NOON
YEAR = {"starts_on": DAY, "ends_on": DAY + timedelta(days=364)}


def test_a_licence_for_all_designs_covers_each_and_one_for_a_design_only_that(app: Flask) -> None:
    maker, one, other = a_workshop(), a_workshop(), a_workshop()
    red, blue = a_design(maker), a_design(maker)
    a_licence(maker, one, **YEAR)
    a_licence(maker, other, design=red, **YEAR)
    assert [shield_for(design, one.id, NOON) for design in (red, blue)] == [Shield.COVERED] * 2
    assert shield_for(red, other.id, NOON) is Shield.COVERED
    assert shield_for(blue, other.id, NOON) is Shield.OTHER_DESIGN
    assert shield_for(red, maker.id, NOON) is Shield.NONE


def test_a_licence_is_no_use_to_anybody_else_and_not_the_other_way_round(app: Flask) -> None:
    maker, holder, third = a_workshop(), a_workshop(), a_workshop()
    design, theirs = a_design(maker), a_design(holder)
    a_licence(maker, holder, **YEAR)
    assert shield_for(design, third.id, NOON) is Shield.NONE
    assert shield_for(theirs, maker.id, NOON) is Shield.NONE
    assert may_sell_for(maker.id, holder.id, NOON)
    assert not may_sell_for(holder.id, maker.id, NOON) and not may_sell_for(maker.id, third.id, NOON)


def test_an_ended_licence_protects_no_more_unless_another_does(app: Flask) -> None:
    maker, holder, person = a_workshop(), a_workshop(), a_person()
    design = a_design(maker)
    licence = a_licence(maker, holder, **YEAR)
    with transaction():
        end_licence(maker, licence.public_id, actor=person, now=NOON)
        end_licence(maker, licence.public_id, actor=person, now=NOON + timedelta(days=1))
    assert fresh(licence).ended_at == NOON
    assert shield_for(design, holder.id, NOON) is Shield.ENDED
    assert not may_sell_for(maker.id, holder.id, NOON)
    a_licence(maker, holder, covers_photos=False, **YEAR)
    assert shield_for(design, holder.id, NOON) is Shield.NO_PHOTOS
    assert may_sell_for(maker.id, holder.id, NOON)
    acts = db.session.scalars(select(Entry.act).where(Entry.subject_id == licence.public_id)).all()
    assert acts == ["licence.granted", "licence.ended"]


def test_nobody_licenses_themselves_backwards_or_anothers_design(app: Flask) -> None:
    maker, other = a_workshop(), a_workshop()
    theirs = a_design(other)
    with pytest.raises(OwnLicence):
        a_licence(maker, maker, **YEAR)
    with pytest.raises(BadPeriod):
        a_licence(maker, other, starts_on=DAY, ends_on=DAY - timedelta(days=1))
    with pytest.raises(NotFound):
        a_licence(maker, other, design=theirs, **YEAR)
    a_licence(maker, other, starts_on=DAY, ends_on=DAY)
    assert shield_for(a_design(maker), other.id, NOON) is Shield.COVERED


def form_for(whom: Workshop, **values: Any) -> dict[str, Any]:
    today = china_day(now())
    return {
        "holder": whom.public_id,
        "design": "all",
        "covers_photos": "y",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=30)).isoformat(),
        "once": new_key(),
        **values,
    }


def licences() -> list[Licence]:
    db.session.rollback()
    return list(db.session.scalars(select(Licence)).unique())


def test_a_maker_grants_and_ends_a_licence_on_the_page(app: Flask, sign_in: SignIn) -> None:
    li, wang = a_person(), a_person()
    maker, holder = a_workshop("李家坊", li), a_workshop("王家店", wang)
    design = a_design(maker, "牡丹扇")
    pages = f"/workshops/{maker.public_id}/licences"
    assert "牡丹扇" in sign_in(li).get(f"{pages}/new").text
    form = form_for(holder, design=design.public_id)
    assert [sign_in(li).post(f"{pages}/new", data=form).status_code for _ in range(2)] == [302, 302]
    (licence,) = licences()
    assert (licence.design_id, licence.covers_photos) == (design.id, True)
    assert "in force" in sign_in(wang).get(f"/workshops/{holder.public_id}/licences").text
    end = f"{pages}/{licence.public_id}/end"
    assert sign_in(wang).post(end).status_code == 404
    assert (
        sign_in(wang).post(f"/workshops/{holder.public_id}/licences/{licence.public_id}/end").status_code
        == 404
    )
    assert fresh(licence).ended_at is None
    assert sign_in(li).post(end).status_code == 302
    assert "ended" in sign_in(wang).get(f"/workshops/{holder.public_id}/licences").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"holder": "nobody"},
        {"holder": ""},
        {"design": "x" * 500},
        {"starts_on": "gestern"},
        {"ends_on": ""},
        {"ends_on": "2020-01-01"},
        {"starts_on": "99999-01-01"},
        {"ends_on": "2026-02-30"},
    ],
)
def test_a_wrong_licence_is_shown_again_and_not_granted(
    app: Flask, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    li = a_person()
    maker, holder = a_workshop("", li), a_workshop("王家店")
    answer = sign_in(li).post(f"/workshops/{maker.public_id}/licences/new", data=form_for(holder, **wrong))
    assert answer.status_code == 422
    assert "王家店" in answer.text and 'class="error"' in answer.text
    assert licences() == []


def test_a_licence_for_anothers_design_cannot_be_chosen(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    maker, holder = a_workshop("", li), a_workshop()
    theirs = a_design(holder)
    form = form_for(holder, design=theirs.public_id)
    assert sign_in(li).post(f"/workshops/{maker.public_id}/licences/new", data=form).status_code == 422
    assert licences() == []


def test_two_who_end_a_licence_at_once_end_it_once(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    maker, holder = a_workshop("", li), a_workshop()
    licence = a_licence(maker, holder, **YEAR)
    address = f"/workshops/{maker.public_id}/licences/{licence.public_id}/end"
    browsers = [sign_in(li) for _ in range(8)]
    threads = [Thread(target=browser.post, args=(address,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    query = select(Entry).where(Entry.subject_id == licence.public_id, Entry.act == "licence.ended")
    db.session.rollback()
    assert len(db.session.scalars(query).all()) == 1
