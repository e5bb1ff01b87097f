"""Holding a registration: its term, reminders, renewal, and how it changes hands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from shop.accounts.models import Person
from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.core.errors import NotFound
from shop.core.states import WrongStep
from shop.messages.models import Message
from shop.pictures.service import may_see
from shop.registry import holding, objecting, transfers
from shop.registry.licences import licences_in_force
from shop.registry.models import Design, Transfer
from shop.registry.path import move
from shop.registry.rules import DesignAct
from shop.registry.rules.designs import PictureRole
from shop.registry.rules.holding import (
    REMIND_DAYS,
    ObjectionOpen,
    OfferOpen,
    OfferOver,
    TooEarlyToRenew,
    TooLateToRenew,
    ToOneself,
    VersionWaits,
    reminder_due,
    renewal_window,
)
from shop.registry.tending import tend
from tests.making import a_design, a_licence, a_picture, a_workshop, an_application, fresh
from tests.registry.making_path import acts_logged, an_objection, an_offer, kinds_told, somebody_of
from tests.threads import at_once, errors_in

DAYS = st.dates(date(2026, 1, 1), date(2040, 1, 1))


def a_registration(ends_in: int) -> Design:
    """Register a design whose last day lies so many days ahead (behind, where less than none)."""
    design = a_design(a_workshop())
    somebody_of(design.workshop)
    with transaction():
        design.expires_on = china_day(now()) + timedelta(days=ends_in)
    return design


def renew(design: Design) -> None:
    person = somebody_of(design.workshop)
    with transaction():
        holding.renew(design, actor=person, now=now())


def accept(transfer: Transfer, days_later: int = 0) -> None:
    person = somebody_of(transfer.taker)
    with transaction():
        transfers.accept(transfer, actor=person, now=now() + timedelta(days=days_later))


# -- the term


@given(DAYS, st.integers(7, 180), st.integers(-400, 400))
def test_it_can_be_renewed_on_exactly_the_days_around_its_end(
    end: date, around: int, days_from_end: int
) -> None:
    day = end + timedelta(days=days_from_end)
    assert renewal_window(end, around).holds(day) == (abs(days_from_end) <= around)


@given(DAYS)
def test_from_thirty_days_before_the_end_each_day_belongs_to_one_reminder(end: date) -> None:
    due = [reminder_due(end, end - timedelta(days=left)) for left in range(-2, 40)]
    assert due == [None] * 2 + [7] * 8 + [30] * 23 + [None] * 9


@pytest.mark.parametrize("ends_in", [60, 1, 0, -1, -60])
def test_a_renewed_registration_runs_a_term_from_its_end_or_from_today(app: Flask, ends_in: int) -> None:
    design = a_registration(ends_in)
    number, priority, registered = design.number, design.priority_at, design.registered_at
    tend(now())  # those whose end lies behind have lapsed by now
    renew(fresh(design))
    start = max(china_day(now()), china_day(now()) + timedelta(days=ends_in))
    assert fresh(design).expires_on is not None
    assert (design.expires_on.year, design.expires_on.month) == (start.year + 3, start.month)
    assert (design.state, design.number) == ("registered", number)
    assert (design.priority_at, design.registered_at) == (priority, registered)
    assert acts_logged("design", design)[-1] == "design.renewed"


@pytest.mark.parametrize(("ends_in", "error"), [(61, TooEarlyToRenew), (-61, TooLateToRenew)])
def test_it_cannot_be_renewed_too_early_or_too_late(app: Flask, ends_in: int, error: type[Exception]) -> None:
    design = a_registration(ends_in)
    tend(now())
    with pytest.raises(error):
        renew(fresh(design))
    assert fresh(design).expires_on == china_day(now()) + timedelta(days=ends_in)


def test_renewing_twice_is_refused_the_second_time(app: Flask) -> None:
    design = a_registration(5)
    renew(design)
    with pytest.raises(TooEarlyToRenew):
        renew(fresh(design))


def test_what_was_never_registered_is_not_renewed(app: Flask) -> None:
    with pytest.raises(WrongStep):
        renew(an_application(a_workshop()))


def test_what_has_ended_lapses_on_the_day_after_its_last_and_only_once(app: Flask) -> None:
    last_day, over = a_registration(0), a_registration(-1)
    done = [tend(now()).lapsed, tend(now()).lapsed]
    assert done == [1, 0]
    assert (fresh(last_day).state, fresh(over).state) == ("registered", "lapsed")
    assert acts_logged("design", over).count("design.lapsed") == 1
    assert kinds_told(somebody_of(over.workshop))[-1] == "design.lapsed"


def test_a_family_is_reminded_once_at_thirty_and_once_at_seven_days(app: Flask) -> None:
    design = a_registration(31)
    person = somebody_of(design.workshop)
    before = len(kinds_told(person))
    for later in (0, 1, 2, 10, 23, 24, 25, 24, 31):
        tend(now() + timedelta(days=later))
    assert kinds_told(person)[before:] == ["design.ends_in_30", "design.ends_in_7"]
    assert {f"design.ends_in_{days}" for days in REMIND_DAYS} == set(kinds_told(person)[before:])


def test_after_a_renewal_a_family_is_reminded_of_the_next_end(app: Flask) -> None:
    design = a_registration(20)
    person = somebody_of(design.workshop)
    tend(now())
    renew(fresh(design))
    assert fresh(design).expires_on is not None
    next_end = (design.expires_on - china_day(now())).days
    tend(now() + timedelta(days=next_end - 20))
    assert kinds_told(person).count("design.ends_in_30") == 2


# -- changing hands


def test_a_design_changes_hands_with_its_number_date_and_versions(app: Flask) -> None:
    giver, taker = a_workshop("李家坊"), a_workshop("王家坊")
    first, second = a_design(giver), a_design(giver)
    with transaction():
        second.earlier, second.version = first, 2
    number, priority, ends = first.number, first.priority_at, first.expires_on
    accept(an_offer(first, taker))
    for one in (fresh(first), fresh(second)):
        assert (one.state, one.workshop_id) == ("transferred", taker.id)
        assert [row.giver.name for row in transfers.transfers_of(one)] == ["李家坊"]
        assert acts_logged("design", one)[-1] == "design.transferred"
    assert (first.number, first.priority_at, first.expires_on) == (number, priority, ends)
    assert "transfer.accepted" in kinds_told(somebody_of(giver))


def test_its_licences_follow_it(app: Flask) -> None:
    giver, taker, seller = a_workshop(), a_workshop(), a_workshop()
    design = a_design(giver)
    licence = a_licence(giver, seller, design=design)
    accept(an_offer(design, taker))
    assert fresh(licence).maker_id == taker.id
    assert licences_in_force(fresh(design), now()) == [licence]


def test_the_new_family_sees_all_its_pictures_also_the_private_ones(app: Flask) -> None:
    giver, taker = a_workshop(), a_workshop()
    design = a_design(giver, pictures=[a_picture(giver), a_picture(giver)])
    with transaction():
        design.pictures[1].role = PictureRole.OUTTAKE
        design.pictures[1].picture.is_public = False
    new, outtake = somebody_of(taker), design.pictures[1].picture
    assert not may_see(outtake, new)
    accept(an_offer(design, taker))
    assert may_see(fresh(outtake), new)


def test_a_design_that_changes_hands_stays_before_everybodys_eyes(app: Flask) -> None:
    design = a_design(a_workshop())
    accept(an_offer(design, a_workshop()))
    assert fresh(design.pictures[0].picture).is_public


@pytest.mark.parametrize("act", [transfers.decline, transfers.take_back])
def test_an_offer_that_is_declined_or_taken_back_changes_nothing(app: Flask, act: object) -> None:
    design, taker = a_design(a_workshop()), a_workshop()
    transfer = an_offer(design, taker)
    person = somebody_of(taker)
    with transaction():
        act(transfer, actor=person, now=now())  # type: ignore[operator]
    with pytest.raises(WrongStep):
        accept(fresh(transfer))
    assert (fresh(design).state, design.workshop_id) == ("registered", transfer.giver_id)
    assert an_offer(design, taker).state == "offered"


def test_an_offer_ends_after_fourteen_days(app: Flask) -> None:
    transfer = an_offer(a_design(a_workshop()), a_workshop())
    giver = somebody_of(transfer.giver)
    with pytest.raises(OfferOver):
        accept(transfer, days_later=15)
    assert fresh(transfer).state == "offered"
    assert [tend(now() + timedelta(days=days)).offers for days in (13, 15, 15)] == [0, 1, 0]
    assert fresh(transfer).state == "lapsed" and "transfer.lapsed" in kinds_told(giver)


def test_a_design_is_offered_to_one_other_workshop_at_a_time(app: Flask) -> None:
    design, taker = a_design(a_workshop()), a_workshop()
    with pytest.raises(ToOneself):
        an_offer(design, design.workshop)
    an_offer(design, taker)
    with pytest.raises(OfferOpen):
        an_offer(design, a_workshop())


def test_an_application_cannot_be_given_away(app: Flask) -> None:
    with pytest.raises(WrongStep):
        an_offer(an_application(a_workshop()), a_workshop())


def test_nobody_takes_over_a_quarrel_or_half_a_design(app: Flask) -> None:
    giver = a_workshop()
    design, version = a_design(giver), an_application(giver)
    transfer = an_offer(design, a_workshop())
    with transaction():
        version.earlier, version.version = design, 2
    with pytest.raises(VersionWaits):
        accept(transfer)
    with transaction():
        move(version, DesignAct.REGISTER, now=now())
    objection = an_objection(version, a_workshop())
    with pytest.raises(ObjectionOpen):
        accept(fresh(transfer))
    with transaction():
        objecting.take_back(objection, actor=somebody_of(objection.workshop), now=now())
    accept(fresh(transfer))
    assert fresh(design).workshop_id == transfer.taker_id


def test_accepting_and_taking_back_at_once_leaves_one_answer(app: Flask) -> None:
    design = a_design(a_workshop())
    transfer = an_offer(design, a_workshop())
    people = [somebody_of(transfer.taker).id, somebody_of(transfer.giver).id]
    transfer_id = transfer.id

    def press(number: int) -> None:
        with transaction():
            one = db.session.get_one(Transfer, transfer_id)
            act = (transfers.accept, transfers.take_back)[number]
            act(one, actor=db.session.get_one(Person, people[number]), now=now())

    errors = errors_in(at_once(app, 2, press))
    assert [type(error) for error in errors] == [WrongStep]
    outcome = (fresh(transfer).state, fresh(design).workshop_id == transfer.taker_id)
    assert outcome in {("accepted", True), ("taken-back", False)}


def test_a_strangers_hands_reach_no_offer(app: Flask) -> None:
    transfer = an_offer(a_design(a_workshop()), a_workshop())
    stranger = somebody_of(a_workshop())
    for find in (transfers.offer_to, transfers.offer_by):
        with pytest.raises(NotFound):
            find(transfer.public_id, stranger)
    with pytest.raises(NotFound):
        transfers.offer_to(transfer.public_id, somebody_of(transfer.giver))


def test_the_other_workshop_is_asked_with_the_day_on_which_the_offer_ends(app: Flask) -> None:
    taker = a_workshop()
    person = somebody_of(taker)
    transfer = an_offer(a_design(a_workshop()), taker)
    message = db.session.scalars(select(Message).where(Message.person_id == person.id)).all()[-1]
    assert message.kind == "transfer.offered"
    assert message.act_by == transfer.offered_at + timedelta(days=14)
