"""The report of a month: its figures are those of a story that was counted by hand."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from flask import Flask, current_app
from sqlalchemy import func, select

from shop.audit.models import Entry
from shop.core.clock import now
from shop.core.db import db
from shop.core.fonts import ensure_fonts
from shop.town.months import Month, read_month
from shop.town.report import Report, Waited, report_of
from shop.town.report_paper import print_report
from tests.conftest import empty_tables
from tests.town.story import MARCH, at, march, tell_story, words_of

SAME_ON_BOTH = True


@pytest.fixture(scope="module")
def told(house: Flask) -> Iterator[None]:
    """Tell the story once, for tests that only look."""
    with house.app_context():
        tell_story()
        yield
        db.session.remove()
        empty_tables()


def test_what_came_in_is_counted_by_kind_and_by_month_of_china(told: None) -> None:
    report = march()
    assert report.handed_in == {
        "yangge": 2
    }  # the copier's, and the one of half past eleven on the last night
    assert report.objected == {"earlier": 1}
    assert report.raised == {"publishing": 1, "monitoring": 0}
    assert sum(report_of(Month(2026, 2), now()).handed_in.values()) == 1
    assert sum(report_of(Month(2026, 4), now()).handed_in.values()) == 1


def test_every_decision_stands_with_its_day_outcome_reason_and_officer(told: None) -> None:
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


def test_going_on_notice_by_itself_is_no_decision(told: None) -> None:
    notices = select(func.count()).select_from(Entry).where(Entry.act == "design.notice")
    assert db.session.scalar(notices) == 4
    assert "design.notice" not in {one.act for one in march().designs}


def test_how_long_things_waited(told: None) -> None:
    waited = march().waited
    assert waited["designs"] == Waited(2, timedelta(days=6, hours=12), timedelta(days=11))
    assert waited["objections"] == Waited(1, timedelta(days=7, hours=1), timedelta(days=7, hours=1))
    assert waited["suspicions"].longest == timedelta(days=1, hours=6)


def test_the_register_at_the_end_and_what_still_waits(told: None) -> None:
    report = march()
    assert report.standing == {("yangge", "in-force"): 1, ("yangge", "refused"): 1, ("yangge", "notice"): 1}
    assert {what: n for what, n in report.waiting.items() if n} == {"notice": 1}
    assert report.movements == {"licence.granted": 1}
    with at("2026-03-06 09:00"):
        early = report_of(MARCH, now())
    assert early.waiting["objections"] == 1
    assert early.waiting["objected"] == 1


def test_a_month_in_which_nothing_happened(told: None) -> None:
    report = report_of(Month(2025, 1), now())
    assert report.is_empty
    assert (report.designs, report.waited, report.standing) == ([], {}, {})
    assert "Nothing" in words_of(
        print_report(report, "大集镇", ensure_fonts(Path(current_app.config["FONTS"])))
    )


def test_five_hundred_decisions_go_over_many_pages_under_the_same_headings(told: None) -> None:
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
