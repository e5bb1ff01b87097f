"""Every act with which the office decides about families is refused to an officer who is tied to a party."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench.words.texts import TEXTS
from shop.accounts.models import Person
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.roles import Role
from shop.listings.models import TextHint
from shop.workshops.models import Workshop
from tests import making
from tests.full_town import everything
from tests.registry.making_path import a_date_change, an_objection, an_officer

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]
Act = tuple[str, dict[str, str]]  # where the form is sent, and what stands in it

TIES: dict[str, Callable[[Person, Workshop, Workshop], object]] = {
    "works for the maker": lambda officer, maker, _copier: making.join(maker, officer),
    "works for the other side": lambda officer, _maker, copier: making.join(copier, officer),
    "has relatives at the maker's": lambda officer, maker, _copier: making.a_tie(officer, maker),
    "comes from the maker's village": lambda officer, maker, _copier: making.a_tie(officer, maker.village),
    "comes from the other village": lambda officer, _maker, copier: making.a_tie(officer, copier.village),
}


@pytest.fixture
def officer(app: Flask) -> Person:
    """Give an officer whom nothing ties yet."""
    making.a_town()
    return making.a_person("Officer", Role.OFFICER)


def acts_about(maker: Workshop, copier: Workshop) -> dict[str, Act]:
    """Let two families be parties to everything the office decides on; give each deciding form."""
    why = {"reason": "I know them"}
    suspicion = making.a_suspicion(maker, copier, seed=7)
    questioned = making.an_application(copier, pictures=[making.a_picture(copier, seed=7)])
    due = making.an_application(maker)
    contested = an_objection(making.an_application(maker), copier)
    stands = an_objection(making.a_design(maker), copier).design
    change = a_date_change(stands, an_officer())
    with transaction():
        due.notice_ends_at = now() - timedelta(hours=1)
    return {
        "admit": (f"/register/{questioned.public_id}/decide", {"decision": "admit", **why}),
        "refuse": (f"/register/{questioned.public_id}/decide", {"decision": "refuse", **why}),
        "uphold": (f"/objections/{contested.public_id}/decide", {"decision": "uphold", **why}),
        "reject": (f"/objections/{contested.public_id}/decide", {"decision": "reject", **why}),
        "move a date": (f"/register/{stands.public_id}/date/{change.public_id}", {"decision": "approve"}),
        "keep a date": (f"/register/{stands.public_id}/date/{change.public_id}", {"decision": "decline"}),
        "propose": (f"/register/{questioned.public_id}/date", {"new_at": "2026-01-01T08:00", **why}),
        "a copy": (f"/suspicions/{suspicion.public_id}/decide", {"decision": "copy", **why}),
        "not a copy": (f"/suspicions/{suspicion.public_id}/decide", {"decision": "not-a-copy", **why}),
        "everybody's": (f"/register/{questioned.public_id}/marks", MARK),
        "words": (f"/suspicions/words/{a_hint(maker, copier).public_id}/set-aside", {}),
    }


MARK = {"words": "Old clouds", "left": "10", "top": "10", "wide": "20", "high": "20"}


def a_hint(earlier: Workshop, later: Workshop) -> TextHint:
    """Let a family's words be like another's."""
    for owner, name in ((earlier, "yangge-peony"), (later, "copy-peony")):
        title, _line, about = TEXTS[name].partition("\n")
        making.a_listing(owner, title, about=about)
    return db.session.scalars(select(TextHint)).unique().one()


@pytest.mark.parametrize("tied", TIES)
def test_a_tied_officer_is_told_to_step_aside_and_nothing_changes(
    sign_in: SignIn, officer: Person, tied: str
) -> None:
    maker, copier = making.a_workshop("Maker House"), making.a_workshop("Copier House")
    acts = acts_about(maker, copier)
    TIES[tied](officer, maker, copier)
    browser = sign_in(officer)
    before = decided()
    for name, (url, sent) in acts.items():
        if name == "everybody's" and tied == "works for the other side":
            continue  # there it is their own claim that they would mark
        answer = browser.post(url, data=sent)
        assert answer.status_code == 403, (name, answer.text)
        assert "please step aside, another officer decides" in answer.text, name
    assert decided() == before


def decided() -> dict[str, list[str]]:
    """Give every row but those of the log, which may keep that somebody was told to step aside."""
    return {table: rows for table, rows in everything().items() if not table.startswith("audit_")}


def test_an_officer_whom_nothing_ties_does_each_of_these(sign_in: SignIn, officer: Person) -> None:
    maker, copier = making.a_workshop("Maker House"), making.a_workshop("Copier House")
    acts = acts_about(maker, copier)
    browser = sign_in(officer)
    for name in ("everybody's", "propose", "admit", "reject", "move a date", "not a copy", "words"):
        url, sent = acts[name]
        answer = browser.post(url, data=sent)
        assert answer.status_code == 302, (name, answer.text)
