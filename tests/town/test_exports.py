"""The register and the log as tables: what is in them, who is named, what the log keeps of it."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select, text

from shop.accounts.models import Person
from shop.audit.merkle import Peaks
from shop.audit.models import Entry
from shop.audit.service import log_size, root_at
from shop.core.clock import CHINA, china_day, now
from shop.core.db import db, transaction
from shop.core.roles import Role
from shop.registry.models import Design
from shop.town.exports import Wish, log_table, register_table
from shop.workshops.models import Village
from shop.workshops.service import create_village
from tests import making

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]
Rows = list[dict[str, Any]]


@pytest.fixture
def officer(app: Flask) -> Person:
    """Give somebody from the town office."""
    making.a_town()
    return making.a_person("Officer Wang", Role.OFFICER)


@pytest.fixture
def browser(sign_in: SignIn, officer: Person) -> FlaskClient:
    """Give the officer's browser, in English."""
    return sign_in(officer)


def take(browser: FlaskClient, kind: str, ending: str = "csv", **said: str) -> Rows:
    """Take a table away and read it back."""
    fields = {f"{kind}-{name}": value for name, value in said.items()}
    answer = browser.post(f"/town/exports/{kind}", data={**fields, "as": ending})
    assert answer.status_code == 200, answer.text
    return read_csv(answer.data) if ending == "csv" else read_xlsx(answer.data)


def read_csv(data: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_xlsx(data: bytes) -> Rows:
    rows = load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    heads = next(rows)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def set_design(design: Design, **values: Any) -> None:
    with transaction():
        for name, value in values.items():
            setattr(design, name, value)


def test_every_design_that_was_handed_in_is_in_the_register_s_table_and_no_draft(
    browser: FlaskClient,
) -> None:
    workshop = making.a_workshop("Chunlan")
    one, other = making.a_design(workshop, "Fan dress"), making.an_application(workshop, "Lion dance")
    making.a_design_draft(workshop, "Not yet")
    for ending in ("csv", "xlsx"):
        rows = take(browser, "register", ending)
        assert [(r["Number"], r["Name"], r["Workshop"], r["State"]) for r in rows] == [
            (one.number, "Fan dress", "Chunlan", "Registered"),
            (other.number, "Lion dance", "Chunlan", "On public notice"),
        ]
        assert {r["Kind"] for r in rows} == {"Yangge and fans"}


def test_days_are_days_in_china(browser: FlaskClient) -> None:
    design = making.a_design(making.a_workshop())
    midnight = datetime(2026, 3, 5, 0, 30, tzinfo=CHINA)
    set_design(design, submitted_at=midnight, expires_on=date(2029, 3, 4))
    (row,) = take(browser, "register", "xlsx")
    assert row["Handed in"] == datetime(2026, 3, 5, 0, 30)  # noqa: DTZ001 - as a cell holds it
    assert row["Last day"].date() == date(2029, 3, 4)
    (row,) = take(browser, "register")
    assert (row["Handed in"], row["Last day"]) == ("2026-03-05 00:30:00", "2029-03-04")


def test_what_a_family_wrote_is_never_run(browser: FlaskClient) -> None:
    evil = '=HYPERLINK("http://x","红")\n+1'
    design = making.a_design(making.a_workshop(), "＝1+1", claims=evil)
    set_design(design, materials="@SUM(A1)", keywords="-1")
    for ending in ("csv", "xlsx"):
        (row,) = take(browser, "register", ending)
        assert (row["Name"], row["What is new about it"]) == ("'＝1+1", "'" + evil)
        assert (row["Materials"], row["Keywords"]) == ("'@SUM(A1)", "'-1")


def test_filters_narrow_the_register_down(browser: FlaskClient) -> None:
    dinglou, sunzhuang = making.a_village("丁楼"), making.a_village("孙庄")
    here, there = making.a_workshop(village=dinglou), making.a_workshop(village=sunzhuang)
    old, new = making.a_design(here, "old"), making.an_application(there, "new")
    set_design(old, submitted_at=datetime(2026, 3, 4, 23, 59, tzinfo=CHINA), category="hanfu")
    set_design(new, submitted_at=datetime(2026, 3, 5, 0, 0, tzinfo=CHINA))

    def names(**said: str) -> list[str]:
        return [row["Name"] for row in take(browser, "register", **said)]

    assert names(state="registered") == ["old"]
    assert names(category="hanfu") == ["old"]
    assert names(village=str(village_id("孙庄"))) == ["new"]
    assert names(until="2026-03-04") == ["old"]
    assert names(since="2026-03-05") == ["new"]
    assert names(since="2026-03-04", until="2026-03-05") == ["old", "new"]
    assert names(state="refused") == []


def village_id(name: str) -> int:
    return db.session.scalars(select(Village.id).where(Village.name == name)).one()


def test_a_file_is_named_by_kind_and_by_the_day_in_china(sign_in: SignIn, officer: Person) -> None:
    with time_machine.travel(datetime(2026, 3, 4, 23, 30, tzinfo=CHINA)):
        answer = sign_in(officer).post("/town/exports/register", data={"as": "xlsx"})
    assert answer.headers["Content-Disposition"] == "attachment; filename=register-2026-03-04.xlsx"
    assert answer.content_length == len(answer.data)


def test_the_log_s_csv_holds_ids_only_and_its_xlsx_the_names_of_today(
    browser: FlaskClient, officer: Person
) -> None:
    browser.post("/villages/new", data={"name": "Dinglou"})
    plain, named = take(browser, "log"), take(browser, "log", "xlsx")
    assert "Officer Wang" not in str(plain)
    assert "Who" not in plain[0]
    mine = next(row for row in named if row["Act"] == "village.created")
    assert (mine["Who"], mine["Who (id)"]) == ("Officer Wang", officer.public_id)
    assert named[0]["Who"] == "The system"
    assert next(r for r in plain if r["Act"] == "village.created")["Who (id)"] == officer.public_id


def test_whoever_was_erased_shows_as_a_dash(browser: FlaskClient) -> None:
    keeper = making.a_person("Gone Li")
    with transaction():
        create_village("from keeper", actor=keeper, now=now())
        db.session.delete(db.session.get_one(Person, keeper.id))
    row = next(r for r in take(browser, "log", "xlsx") if r["Act"] == "village.created")
    assert row["Who"] == "–"
    assert "Gone Li" not in str(take(browser, "log", "xlsx"))


def test_the_log_s_table_is_whole_and_its_hashes_make_the_root(browser: FlaskClient) -> None:
    making.a_design(making.a_workshop())
    size = log_size()
    rows = take(browser, "log")
    assert [int(row["No."]) for row in rows] == list(range(size))
    peaks = Peaks()
    for row in rows:
        peaks = peaks.append(bytes.fromhex(row["Hash of the entry"]))
    assert peaks.root() == root_at(size)


def test_the_log_is_narrowed_by_act_and_by_day(browser: FlaskClient) -> None:
    making.a_workshop()
    assert {row["Act"] for row in take(browser, "log", act="village.created")} == {"village.created"}
    assert {row["Act"] for row in take(browser, "log", act="export.")} == {"export.made"}
    tomorrow = china_day(now()) + timedelta(days=1)
    assert take(browser, "log", since=str(tomorrow)) == []
    assert len(take(browser, "log", until=str(tomorrow))) > 5


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_export_itself_is_in_the_log_with_what_recognises_its_file(
    browser: FlaskClient, officer: Person, ending: str
) -> None:
    making.a_design(making.a_workshop())
    said = {"register-state": "registered", "register-since": "2026-01-01", "as": ending}
    answer = browser.post("/town/exports/register", data=said)
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc())).first()
    assert entry is not None
    assert (entry.act, entry.actor) == ("export.made", officer.public_id)
    assert (entry.subject_kind, entry.subject_id) == ("export", "register")
    assert entry.details == {
        "format": ending,
        "filters": {"state": "registered", "since": "2026-01-01"},
        "rows": 1,
        "sha256": hashlib.sha256(answer.data).hexdigest(),
    }


def test_nothing_is_handed_out_and_nothing_noted_for_what_makes_no_sense(browser: FlaskClient) -> None:
    before = log_size()
    for said in (
        {"log-since": "2026-03-05", "log-until": "2026-03-04"},
        {"log-since": "yesterday"},
        {"log-act": "no.such"},
    ):
        assert browser.post("/town/exports/log", data={**said, "as": "csv"}).status_code == 422
    assert browser.post("/town/exports/register", data={"register-village": "x"}).status_code == 422
    answer = browser.post("/town/exports/log", data={"log-since": "2026-03-05", "log-until": "2026-03-04"})
    assert "The last day lies before the first day." in answer.text
    assert log_size() == before


def test_a_table_is_read_without_holding_anybody_up(app: Flask, officer: Person) -> None:
    for _ in range(3):
        making.a_design(making.a_workshop())
    with app.test_request_context():
        reading = register_table(Wish()).rows()
        next(reading)
        with db.engine.connect() as other:  # somebody else writes meanwhile
            other.execution_options(shop_writes=True).execute(text("UPDATE village SET name = name || '!'"))
            other.commit()
        assert len(list(reading)) == 2


def test_a_day_at_the_end_of_the_calendar_breaks_nothing(app: Flask, officer: Person) -> None:
    with app.test_request_context():
        wish = Wish(since=date.min + timedelta(days=2), until=date.max)
        assert len(list(log_table(wish, with_names=False).rows())) == log_size()
