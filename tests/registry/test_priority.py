"""The date from which a design counts: given once, moved only where two officers agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.accounts.models import Person
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import NotFound
from shop.core.states import WrongStep
from shop.registry import priority
from shop.registry.models import Design, PriorityChange
from shop.registry.path import withdraw
from shop.registry.rules import NeedsReason
from shop.registry.rules.priority import BadMoment, ChangeAct, NoDateToMove, ProposalOpen, SameOfficer
from shop.workshops.rules import StepAside
from tests.making import a_design, a_workshop, fresh, join
from tests.registry.making_path import a_date_change, acts_logged, an_officer, kinds_told, somebody_of
from tests.threads import at_once, errors_in

SignIn = Callable[[Any], FlaskClient]


def answer(change: PriorityChange, officer: Person, act: ChangeAct = ChangeAct.APPROVE) -> None:
    with transaction():
        priority.decide(change, act, actor=officer, now=now())


def test_a_date_moves_when_a_second_officer_agrees_and_the_family_is_told(app: Flask) -> None:
    design = a_design(a_workshop())
    family = somebody_of(design.workshop)
    old, number = design.priority_at, design.number
    change = a_date_change(design, an_officer(), days=30)
    assert fresh(design).priority_at == old
    answer(change, an_officer())
    assert old is not None
    assert fresh(design).priority_at == old - timedelta(days=30)
    assert (design.number, design.state) == (number, "registered")
    assert kinds_told(family)[-1] == "priority.moved"
    assert acts_logged("design", design)[-2:] == ["priority.proposed", "priority.moved"]


def test_who_proposed_a_date_does_not_agree_to_it(app: Flask) -> None:
    design, officer = a_design(a_workshop()), an_officer()
    change = a_date_change(design, officer)
    with pytest.raises(SameOfficer):
        answer(change, officer)
    assert (fresh(change).state, fresh(design).priority_at) == ("proposed", change.old_at)
    answer(change, officer, ChangeAct.DECLINE)
    assert fresh(change).state == "declined"


def test_a_declined_date_leaves_the_old_one_and_room_for_another_proposal(app: Flask) -> None:
    design, proposer = a_design(a_workshop()), an_officer()
    change = a_date_change(design, proposer)
    answer(change, an_officer(), ChangeAct.DECLINE)
    assert fresh(design).priority_at == change.old_at
    assert kinds_told(proposer)[-1] == "priority.declined"
    with pytest.raises(WrongStep):
        answer(change, an_officer())
    assert a_date_change(design, proposer).state == "proposed"


def test_one_date_is_proposed_at_a_time(app: Flask) -> None:
    design = a_design(a_workshop())
    a_date_change(design, an_officer())
    with pytest.raises(ProposalOpen):
        a_date_change(design, an_officer(), days=5)


@pytest.mark.parametrize("days", [0, -400])
def test_a_design_counts_neither_from_where_it_does_nor_from_a_time_to_come(app: Flask, days: int) -> None:
    with pytest.raises(BadMoment):
        a_date_change(a_design(a_workshop()), an_officer(), days=days)


def test_a_date_is_proposed_with_what_proves_it(app: Flask) -> None:
    design, officer = a_design(a_workshop()), an_officer()
    with pytest.raises(NeedsReason), transaction():
        earlier = now() - timedelta(days=9)
        priority.propose(design, earlier, reason="", actor=officer, now=now())


@pytest.mark.parametrize("part", ["propose", "agree"])
def test_an_officer_of_the_family_neither_proposes_nor_agrees(app: Flask, part: str) -> None:
    design, officer = a_design(a_workshop()), an_officer()
    change = a_date_change(design, an_officer()) if part == "agree" else None
    join(design.workshop, officer)
    with pytest.raises(StepAside):
        answer(change, officer) if change else a_date_change(design, officer)
    assert fresh(design).priority_at == design.submitted_at


def test_a_proposal_is_closed_when_the_design_leaves_the_register(app: Flask) -> None:
    design = a_design(a_workshop())
    person = somebody_of(design.workshop)
    change = a_date_change(design, an_officer())
    with transaction():
        withdraw(design, actor=person, now=now())
    assert fresh(change).state == "closed"
    with pytest.raises(WrongStep):
        answer(change, an_officer())
    with pytest.raises(NoDateToMove):
        a_date_change(fresh(design), an_officer())


def test_of_two_officers_at_once_one_answers(app: Flask) -> None:
    design = a_design(a_workshop())
    change = a_date_change(design, an_officer())
    people, change_id = [an_officer().id, an_officer().id], change.id

    def press(number: int) -> None:
        with transaction():
            act = (ChangeAct.APPROVE, ChangeAct.DECLINE)[number]
            one = db.session.get_one(PriorityChange, change_id)
            priority.decide(one, act, actor=db.session.get_one(Person, people[number]), now=now())

    assert [type(error) for error in errors_in(at_once(app, 2, press))] == [WrongStep]
    moved = fresh(design).priority_at == change.new_at
    assert (fresh(change).state == "approved") == moved


def test_two_proposals_at_once_leave_one(app: Flask) -> None:
    design = a_design(a_workshop())
    people, design_id = [an_officer().id, an_officer().id], design.id

    def press(number: int) -> None:
        a_date_change(db.session.get_one(Design, design_id), db.session.get_one(Person, people[number]))

    assert [type(error) for error in errors_in(at_once(app, 2, press))] == [ProposalOpen]


def test_a_proposal_is_answered_on_its_own_design_only(app: Flask) -> None:
    change = a_date_change(a_design(a_workshop()), an_officer())
    with pytest.raises(NotFound):
        priority.change_of(a_design(a_workshop()), change.public_id)


def test_one_officer_proposes_on_the_page_and_another_agrees(app: Flask, sign_in: SignIn) -> None:
    design = a_design(a_workshop())
    first, second = sign_in(an_officer()), sign_in(an_officer())
    page = f"/register/{design.public_id}"
    for form in (
        {"reason": "没有选时间"},
        {"new_at": "昨天", "reason": "写的是字"},
        {"new_at": "2026-01-02T10:00"},
    ):
        refused = first.post(f"{page}/date", data=form)
        assert refused.status_code == 422 and form.get("reason", "2026-01-02T10:00") in refused.text
    sent = first.post(f"{page}/date", data={"new_at": "2026-01-02T10:00", "reason": "送货单为证"})
    assert sent.status_code == 302
    own, other = first.get(page).text, second.get(page).text
    assert "Another officer must agree to it." in own and ">Agree<" not in own
    assert "送货单为证" in other and ">Agree<" in other
    (change,) = db.session.query(PriorityChange).all()
    act = f"{page}/date/{change.public_id}"
    assert first.post(act, data={"decision": "approve"}).status_code == 403
    assert second.post(act, data={"decision": "approve"}).status_code == 302
    assert second.post(act, data={"decision": "approve"}).status_code == 409
    assert "2 Jan 2026, 10:00" in app.test_client().get(page, headers={"Accept-Language": "en"}).text
