"""The report of a month when things go on: rows move, checkpoints come, officers step aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shop.accounts.models import Person
from shop.audit.keys import installation_key
from shop.audit.models import Checkpoint, Countersignature, Entry
from shop.audit.service import make_checkpoint
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.fonts import ensure_fonts
from shop.core.roles import Role
from shop.registry import holding, path
from shop.registry.models import Decision, Design
from shop.registry.rules import DesignAct
from shop.town.months import Month, month_of
from shop.town.report import report_of
from shop.town.report_paper import print_report
from tests import making
from tests.town.story import MARCH, at, decide, later, march, tell_story, words_of

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def officer(app: Flask) -> Person:
    """Tell the story; give the officer who decided in it."""
    return tell_story()


def test_a_month_that_still_runs_says_so_far_and_agrees_with_the_rows(officer: Person) -> None:
    later()
    with at("2026-04-21 09:00"):
        report = report_of(month_of(now()), now())
        assert (report.is_over, report.until) == (False, now())
    rows = dict(db.session.execute(select(Design.state, func.count()).group_by(Design.state)).all())
    told = {state: n for (_kind, state), n in report.standing.items()}
    assert told == {"in-force" if state == "registered" else state: n for state, n in rows.items()}


def test_the_report_of_an_old_month_is_the_same_whenever_it_is_asked_for(officer: Person) -> None:
    with at("2026-04-01 00:20"), transaction():
        make_checkpoint(installation_key(current_app.config), now=now())
    faces = ensure_fonts(Path(current_app.config["FONTS"]))
    before, paper = march(), print_report(march(), "大集镇", faces)
    later()
    after = march("2026-12-24 18:00")
    assert after == before
    assert print_report(after, "大集镇", faces) == paper
    assert "四月的新理由" not in words_of(paper)
    assert [d.reason for d in report_of(Month(2026, 4), now()).designs] == ["四月的新理由"]


def test_a_design_stands_under_the_family_that_had_it_then(officer: Person) -> None:
    fan = db.session.scalars(select(Design).where(Design.name == "牡丹扇舞服")).one()
    before = march().designs
    other = making.a_workshop("后来的主人")
    with at("2026-04-05 09:00"), transaction():
        fan.workshop = other
        path.move(fan, DesignAct.TRANSFER, now=now())
        path.record_state(fan, actor=None, now=now())
    assert march().designs == before
    with at("2026-04-20 09:00"):
        decide(fan, DesignAct.CANCEL, "不再生产", officer)
    assert [d.workshop for d in report_of(Month(2026, 4), now()).designs] == ["后来的主人"]


def test_a_renewed_registration_is_in_force_again(officer: Person) -> None:
    fan = db.session.scalars(select(Design).where(Design.name == "牡丹扇舞服")).one()
    with at("2029-03-20 09:00"), transaction():
        assert holding.lapse(fan, now=now())
    with at("2029-03-21 09:00"):
        assert report_of(Month(2029, 3), now()).standing["yangge", "lapsed"] == 1
    with at("2029-04-02 09:00"), transaction():
        holding.renew(fan, actor=officer, now=now())
    with at("2029-04-03 09:00"):
        april = report_of(Month(2029, 4), now())
    assert april.standing["yangge", "in-force"] == 1
    assert april.movements == {"design.renewed": 1}


def test_the_log_of_the_month_and_the_first_checkpoint_that_covers_it(officer: Person) -> None:
    entries = list(db.session.scalars(select(Entry).order_by(Entry.id)))
    mine = [one.id for one in entries if MARCH.holds(one.at)]
    log = march().log
    assert (log.entries, log.first, log.last, log.seal) == (len(mine), mine[0], mine[-1], None)
    with at("2026-03-20 09:00"), transaction():
        early = make_checkpoint(installation_key(current_app.config), now=now())
    assert early.size > mine[-1]  # the clock of this test went back: it counts all there is
    with at("2026-04-01 00:20"), transaction():
        make_checkpoint(installation_key(current_app.config), now=now())
        db.session.add(
            Countersignature(checkpoint_id=2, name="曹县", key_id="aa", signature=b"x", received_at=now())
        )
    log = march().log
    assert log.seal is not None and log.witnessed is not None
    assert (log.seal.id, log.witnessed.id) == (1, 2)
    assert [one.name for one in log.witnesses] == ["曹县"]
    assert log.seal.root == db.session.get_one(Checkpoint, 1).root


def test_an_officer_who_was_told_to_step_aside_is_counted(sign_in: SignIn, officer: Person) -> None:
    waiting = db.session.scalars(select(Design).where(Design.name == "月初的款式")).one()
    making.join(waiting.workshop, officer)
    with at("2026-04-09 09:00"):
        browser = sign_in(officer)
        url = f"/register/{waiting.public_id}/decide"
        assert browser.post(url, data={"decision": "refuse", "reason": "不行"}).status_code == 403
        db.session.rollback()
        assert report_of(Month(2026, 4), now()).stepped_aside == 1
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert entry is not None
    assert (entry.act, entry.actor) == ("person.stepped_aside", officer.public_id)
    assert entry.details == {"act": "registry.decide", "design_id": waiting.public_id}
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 2  # the refused act left nothing


def test_the_page_and_the_paper_tell_the_same(sign_in: SignIn, officer: Person) -> None:
    with at("2026-04-01 09:00"):
        browser = sign_in(officer)
        page, paper = browser.get("/town/report/2026-03"), browser.get("/town/report/2026-03.pdf")
    assert paper.mimetype == "application/pdf"
    told = words_of(paper.data)
    for words in ("公示期满", "没有更早的证据", "同一张照片", "王主任", "D2026-00002"):
        assert words in page.text
        assert words in told
    assert "So far" not in page.text
    assert "/town/report/2026-02" in page.text
    assert (
        "/town/report/2026-01" not in browser.get("/town/report/2026-02").text
    )  # the log begins in February
    assert "本月未完" not in told
    with at("2026-04-02 09:00"):
        assert "So far" in browser.get("/town/report").text
        assert "本月未完" in words_of(browser.get("/town/report/2026-04.pdf").data)


def test_a_month_that_is_none_or_has_not_begun_is_not_found(sign_in: SignIn, app: Flask) -> None:
    browser = sign_in(making.a_person("", Role.OFFICER))
    for month in ("2026-13", "2026-00", "1999-12", "２０２６-03", "2026-3", "nope", "2999-01"):
        assert browser.get(f"/town/report/{month}").status_code == 404, month
        assert browser.get(f"/town/report/{month}.pdf").status_code == 404, month
