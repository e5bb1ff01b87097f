"""A month that was counted by hand: March 2026, with the nights before and after."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pypdfium2
import time_machine
from sqlalchemy import select

from shop.accounts.models import Person
from shop.cases import service as cases
from shop.core.clock import CHINA, now
from shop.core.db import db, transaction
from shop.core.roles import Role
from shop.registry import objecting, path
from shop.registry.models import Design, Objection
from shop.registry.rules import DesignAct, Ground, ObjectionAct
from shop.town.months import Month
from shop.town.report import Report, report_of
from shop.workshops.models import Workshop
from tests import making

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
    decide_all(objection, officer)
    with at("2026-03-31 23:30"):
        making.an_application(neighbour, "月末的款式")
    with at("2026-04-01 00:10"):
        making.an_application(neighbour, "月初的款式")
    return officer


def decide_all(objection: Objection, officer: Person) -> None:
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


def words_of(pdf: bytes) -> str:
    """Give all that a PDF says, without its line breaks."""
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return "".join("".join(page.get_textpage().get_text_bounded().split("\r\n")) for page in pages)
