"""Walk designs along their path at random: whatever people press, and in whatever order, the rules hold."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from shop.accounts.models import Person
from shop.audit import verification
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import ShopError
from shop.registry import holding, objecting, path, priority, transfers
from shop.registry.closing import OVER
from shop.registry.models import Design, Objection, PriorityChange, Transfer
from shop.registry.rules import IN_FORCE, ON_VIEW, DesignAct, DesignState, ObjectionAct
from shop.registry.rules.priority import ChangeAct
from shop.registry.tending import tend
from shop.workshops.models import Workshop
from tests.conftest import empty_tables
from tests.making import a_workshop, an_application
from tests.registry.making_path import a_date_change, an_objection, an_offer, an_officer, somebody_of

SAME_ON_BOTH = True

PRESSED = (
    "decide",
    "object",
    "answer",
    "judge",
    "take back",
    "withdraw",
    "renew",
    "offer",
    "accept",
    "decline",
    "propose",
    "approve",
    "wait",
    "tend",
)
REGISTER = [("wait", 1), ("decide", 0)]
BEGINNINGS = st.sampled_from(
    [
        [("object", 0), ("object", 1), ("propose", 5)],
        [("object", 2), ("answer", 0)],
        [*REGISTER, ("offer", 0), ("propose", 5)],
        [*REGISTER, ("object", 0), ("object", 1), ("answer", 0)],
        [*REGISTER, ("wait", 3), ("wait", 3), ("wait", 3)],
    ]
)
STEPS = st.lists(st.tuples(st.sampled_from(PRESSED), st.integers(0, 11)), min_size=4, max_size=10)


class Walk:
    """One design, three other workshops, two officers, and a calendar that only goes forward."""

    def __init__(self) -> None:
        self.homes = [a_workshop() for _ in range(3)]
        self.officers = [an_officer(), an_officer()]
        self.design = an_application(a_workshop())
        for home in (*self.homes, self.design.workshop):
            somebody_of(home)
        self.moment = now()

    def family(self) -> Person:
        return somebody_of(self.design.workshop)

    def newest(self, table: type[Objection | Transfer | PriorityChange]) -> Any:
        query = select(table).where(table.design_id == self.design.id).order_by(table.id.desc())
        return db.session.scalars(query).unique().first()

    def take(self, step: str, dice: int) -> None:
        """Do what was pressed; a rule that forbids it leaves everything as it was."""
        self.moment += timedelta(seconds=1)
        with contextlib.suppress(ShopError, AttributeError):  # nothing there yet to answer or to accept
            getattr(self, "_" + step.replace(" ", "_"))(dice)

    def _decide(self, dice: int) -> None:
        act = (DesignAct.REGISTER, DesignAct.REFUSE, DesignAct.CANCEL, DesignAct.ADMIT)[dice % 4]
        with transaction():
            path.decide(self.design, act, reason="看过", actor=self.officers[0], now=self.moment)

    def _object(self, dice: int) -> None:
        an_objection(self.design, self.homes[dice % 3], now=self.moment)

    def _answer(self, _dice: int) -> None:
        with transaction():
            objection = self.newest(Objection)
            objecting.answer_objection(objection, "是我们做的", actor=self.family(), now=self.moment)

    def _judge(self, dice: int) -> None:
        act = (ObjectionAct.REJECT, ObjectionAct.UPHOLD)[dice % 2]
        with transaction():
            one = self.newest(Objection)
            objecting.decide(one, act, reason="看过", actor=self.officers[1], now=self.moment)

    def _take_back(self, _dice: int) -> None:
        with transaction():
            one = self.newest(Objection)
            objecting.take_back(one, actor=somebody_of(one.workshop), now=self.moment)

    def _withdraw(self, _dice: int) -> None:
        with transaction():
            path.withdraw(self.design, actor=self.family(), now=self.moment)

    def _renew(self, _dice: int) -> None:
        with transaction():
            holding.renew(self.design, actor=self.family(), now=self.moment)

    def _offer(self, dice: int) -> None:
        an_offer(self.design, self.homes[dice % 3])

    def _accept(self, _dice: int) -> None:
        with transaction():
            one = self.newest(Transfer)
            transfers.accept(one, actor=somebody_of(one.taker), now=self.moment)

    def _decline(self, _dice: int) -> None:
        with transaction():
            one = self.newest(Transfer)
            transfers.decline(one, actor=somebody_of(one.taker), now=self.moment)

    def _propose(self, dice: int) -> None:
        a_date_change(self.design, self.officers[dice % 2], days=dice)

    def _approve(self, dice: int) -> None:
        with transaction():
            change = self.newest(PriorityChange)
            priority.decide(change, ChangeAct.APPROVE, actor=self.officers[dice % 2], now=self.moment)

    def _wait(self, dice: int) -> None:
        self.moment += timedelta(days=(1, 8, 40, 400)[dice % 4])

    def _tend(self, _dice: int) -> None:
        tend(self.moment)


def check(walk: Walk, number: str | None, before: tuple[object, int]) -> None:
    """Hold the design against what must be true after every step."""
    db.session.rollback()
    db.session.refresh(walk.design)
    design = walk.design
    assert design.number == number
    moves = len([one for one in _all(PriorityChange, design) if one.state == "approved"])
    if moves == before[1]:
        assert design.priority_at == before[0]
    open_ones = [one for one in _all(Objection, design) if one.state == "open"]
    offers = [one for one in _all(Transfer, design) if one.state == "offered"]
    proposed = [one for one in _all(PriorityChange, design) if one.state == "proposed"]
    assert len(offers) <= 1 and len(proposed) <= 1
    assert (design.state == DesignState.OBJECTED) <= bool(open_ones)
    assert not (design.state == DesignState.NOTICE and open_ones)
    assert not (design.state in OVER and (open_ones or offers or proposed))
    assert not (offers and design.state not in IN_FORCE)
    makers = [one.workshop_id for one in _all(Objection, design)]
    assert len(makers) == len(set(makers))
    assert design.pictures[0].picture.is_public == (design.state in ON_VIEW)
    assert (design.state in IN_FORCE) <= (design.registered_at is not None and design.expires_on is not None)


def _all(table: Any, design: Design) -> list[Any]:
    return list(db.session.scalars(select(table).where(table.design_id == design.id)).unique())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BEGINNINGS, STEPS)
def test_whatever_is_pressed_the_path_stays_whole(
    app: Flask, beginning: list[tuple[str, int]], steps: list[tuple[str, int]]
) -> None:
    empty_tables()
    walk = Walk()
    number, priority_at = walk.design.number, walk.design.priority_at
    before: tuple[object, int] = (priority_at, 0)
    for step, dice in [*beginning, *steps]:
        walk.take(step, dice)
        check(walk, number, before)
        approved = [one for one in _all(PriorityChange, walk.design) if one.state == "approved"]
        before = (walk.design.priority_at, len(approved))
    assert verification.verify([]).fault is None
    assert db.session.scalars(select(Workshop)).first() is not None


@pytest.mark.parametrize("twice", ["decide", "object", "offer", "propose", "withdraw"])
def test_the_same_step_twice_acts_once(app: Flask, twice: str) -> None:
    walk = Walk()
    if twice == "offer":
        walk.take("wait", 1)
        walk.take("decide", 0)
    dice = {"propose": 5}.get(twice, 0)
    walk.take("wait", 1)
    walk.take(twice, dice)
    db.session.rollback()
    after_one = (
        walk.design.state,
        *(len(_all(t, walk.design)) for t in (Objection, Transfer, PriorityChange)),
    )
    walk.take(twice, dice)
    db.session.rollback()
    after_two = (
        walk.design.state,
        *(len(_all(t, walk.design)) for t in (Objection, Transfer, PriorityChange)),
    )
    assert after_one == after_two
    assert after_one != ("notice", 0, 0, 0)
