"""The report of a month: its figures are those of a story that was counted by hand."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import time_machine
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shop.accounts.models import Person
from shop.audit.keys import installation_key
from shop.audit.models import Checkpoint, Countersignature, Entry
from shop.audit.service import make_checkpoint
from shop.cases import service as cases
from shop.core.clock import CHINA, now
from shop.core.db import db, transaction
from shop.core.fonts import ensure_fonts
from shop.core.roles import Role
from shop.registry import holding, objecting, path
from shop.registry.models import Decision, Design, Objection
from shop.registry.rules import DesignAct, Ground, ObjectionAct
from shop.town.months import Month, month_of, read_month
from shop.town.report import Report, Waited, report_of
from shop.town.report_paper import print_report
from shop.workshops.models import Workshop
from tests import making

SignIn = Callable[[Any], FlaskClient]
MARCH = Month(2026, 3)


@contextmanager
def at(day: str) -> Iterator[None]:
    """Let the story go on at this minute in China."""
    with time_machine.travel(datetime.fromisoformat(day).replace(tzinfo=CHINA), tick=False):
        yield


def decide(design: Design, act: DesignAct, reason: str, officer: Person) -> None:
    with transaction():
        path.decide(design, act, reason=reason, actor=officer, now=now())


def object_to(design: Design, workshop: Any, person: Person) -> Objection:
    with transaction():
        return objecting.make_objection(
            design,
            workshop,
            ground=Ground.EARLIER,
            words="我们先做的",
            pictures=[],
            own_design=None,
            actor=person,
            now=now(),
        )


def workshop_named(name: str) -> Workshop:
    return db.session.scalars(select(Workshop).where(Workshop.name == name)).unique().one()


@pytest.fixture
def officer(app: Flask) -> Person:
    """Tell the story; give the officer who decided in it."""
    return tell_story()


def tell_story() -> Person:
    """Tell what happened in March 2026, and on the nights before and after; give the officer who decided."""
    with at("2026-02-26 08:00"):
        making.a_town()
        officer = making.a_person("王主任", Role.OFFICER)
        rival = making.a_person("李对手")
        maker, copier = making.a_workshop("春兰服饰"), making.a_workshop("仿制坊")
        neighbour = making.a_workshop("邻家坊", rival)
    with at("2026-02-27 10:00"):
        fan = making.an_application(maker, "牡丹扇舞服", pictures=[making.a_picture(maker, seed=901)])
    with at("2026-03-02 09:00"):
        objection = object_to(fan, neighbour, rival)
    with at("2026-03-03 09:00"):
        making.an_application(copier, "牡丹裙", pictures=[making.a_picture(copier, seed=901)])
    _decide_all(objection, officer)
    with at("2026-03-31 23:30"):
        making.an_application(neighbour, "月末的款式")
    with at("2026-04-01 00:10"):
        making.an_application(neighbour, "月初的款式")
    return officer


def _decide_all(objection: Objection, officer: Person) -> None:
    fan, neighbour, copier = objection.design, objection.workshop, workshop_named("仿制坊")
    taken = db.session.scalars(select(Design).where(Design.workshop_id == copier.id)).one()
    with at("2026-03-05 09:00"):
        decide(taken, DesignAct.REFUSE, "照片与登记的款式相同", officer)
    with at("2026-03-09 10:00"), transaction():
        objecting.decide(objection, ObjectionAct.REJECT, reason="没有更早的证据", actor=officer, now=now())
    with at("2026-03-10 10:00"):
        decide(fan, DesignAct.REGISTER, "公示期满", officer)
    with at("2026-03-11 09:00"):
        listing = making.a_listing(copier, pictures=[making.a_picture(copier, seed=901)])
    with at("2026-03-12 15:00"), transaction():
        cases.decide(listing.suspicions[0], is_copy=True, reason="同一张照片", actor=officer, now=now())
    with at("2026-03-15 09:00"):
        making.a_licence(fan.workshop, neighbour)


def later() -> None:
    """Let April go by: rows of March move on."""
    fan = db.session.scalars(select(Design).where(Design.name == "牡丹扇舞服")).one()
    officer = db.session.scalars(select(Person).where(Person.name == "王主任")).unique().one()
    with at("2026-04-20 09:00"):
        decide(fan, DesignAct.CANCEL, "四月的新理由", officer)


def march(asked_at: str = "2026-04-01 09:00") -> Report:
    with at(asked_at):
        return report_of(MARCH, now())


def test_what_came_in_is_counted_by_kind_and_by_month_of_china(officer: Person) -> None:
    report = march()
    assert report.handed_in == {
        "yangge": 2
    }  # the copier's, and the one of half past eleven on the last night
    assert report.objected == {"earlier": 1}
    assert report.raised == {"publishing": 1, "monitoring": 0}
    assert sum(report_of(Month(2026, 2), now()).handed_in.values()) == 1
    assert sum(report_of(Month(2026, 4), now()).handed_in.values()) == 1


def test_every_decision_stands_with_its_day_outcome_reason_and_officer(officer: Person) -> None:
    report = march()
    told = [(d.name, d.act, d.reason, d.workshop, d.officer) for d in report.designs]
    assert told == [
        ("牡丹裙", "design.refused", "照片与登记的款式相同", "仿制坊", "王主任"),
        ("牡丹扇舞服", "design.registered", "公示期满", "春兰服饰", "王主任"),
    ]
    (objection,) = report.objections
    assert (objection.act, objection.reason, objection.other) == (
        "objection.rejected",
        "没有更早的证据",
        "邻家坊",
    )
    assert report.grounds == {"earlier": {"objection.rejected": 1}}
    (suspicion,) = report.suspicions
    assert (suspicion.act, suspicion.reason) == ("suspicion.copy", "同一张照片")
    assert (suspicion.workshop, suspicion.other) == ("春兰服饰", "仿制坊")


def test_going_on_notice_by_itself_is_no_decision(officer: Person) -> None:
    notices = select(func.count()).select_from(Entry).where(Entry.act == "design.notice")
    assert db.session.scalar(notices) == 4
    assert "design.notice" not in {one.act for one in march().designs}


def test_how_long_things_waited(officer: Person) -> None:
    waited = march().waited
    assert waited["designs"] == Waited(2, timedelta(days=6, hours=12), timedelta(days=11))
    assert waited["objections"] == Waited(1, timedelta(days=7, hours=1), timedelta(days=7, hours=1))
    assert waited["suspicions"].longest == timedelta(days=1, hours=6)


def test_the_register_at_the_end_and_what_still_waits(officer: Person) -> None:
    report = march()
    assert report.standing == {("yangge", "in-force"): 1, ("yangge", "refused"): 1, ("yangge", "notice"): 1}
    assert {what: n for what, n in report.waiting.items() if n} == {"notice": 1}
    assert report.movements == {"licence.granted": 1}
    with at("2026-03-06 09:00"):
        early = report_of(MARCH, now())
    assert early.waiting["objections"] == 1
    assert early.waiting["objected"] == 1


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


def test_a_month_in_which_nothing_happened(officer: Person) -> None:
    report = report_of(Month(2025, 1), now())
    assert report.is_empty
    assert (report.designs, report.waited, report.standing) == ([], {}, {})
    assert "Nothing" in words_of(
        print_report(report, "大集镇", ensure_fonts(Path(current_app.config["FONTS"])))
    )


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
    assert "本月未完" not in told
    with at("2026-04-02 09:00"):
        assert "So far" in browser.get("/town/report").text
        assert "本月未完" in words_of(browser.get("/town/report/2026-04.pdf").data)


def test_a_month_that_is_none_or_has_not_begun_is_not_found(sign_in: SignIn, app: Flask) -> None:
    browser = sign_in(making.a_person("", Role.OFFICER))
    for month in ("2026-13", "2026-00", "1999-12", "２０２６-03", "2026-3", "nope", "2999-01"):
        assert browser.get(f"/town/report/{month}").status_code == 404, month
        assert browser.get(f"/town/report/{month}.pdf").status_code == 404, month


def test_five_hundred_decisions_go_over_many_pages_under_the_same_headings(officer: Person) -> None:
    report = march()
    crowd = [report.designs[0], report.designs[1]] * 250
    paper = print_report(
        Report(**{**vars(report), "designs": crowd}),
        "大集镇",
        ensure_fonts(Path(current_app.config["FONTS"])),
    )
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(io.BytesIO(paper))]
    inside = pages[2:-2]
    assert len(inside) > 10
    assert all("Officer" in page and "理由" in page for page in inside)
    assert sum(len(re.findall("公示期满", page)) for page in pages) == 250


def words_of(pdf: bytes) -> str:
    """Give all that a PDF says, without its line breaks."""
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return "".join("".join(page.get_textpage().get_text_bounded().split("\r\n")) for page in pages)


@pytest.mark.parametrize("moment", ["2026-02-28T15:59:59+00:00", "2026-03-31T16:00:00+00:00"])
def test_a_month_ends_at_midnight_in_china(moment: str) -> None:
    assert not MARCH.holds(datetime.fromisoformat(moment))
    assert MARCH.holds(datetime(2026, 3, 31, 15, 59, 59, 999999, tzinfo=UTC))
    assert MARCH.holds(datetime(2026, 2, 28, 16, tzinfo=UTC))


def test_months_follow_one_another_over_the_year() -> None:
    december, january = Month(2026, 12), Month(2027, 1)
    assert (december.after, january.before) == (january, december)
    assert (december.before, january.after) == (Month(2026, 11), Month(2027, 2))
    assert read_month(str(january)) == january
    assert (december.named("zh"), december.named("en")) == ("2026年12月", "December 2026")
