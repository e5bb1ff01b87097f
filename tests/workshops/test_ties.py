"""Whoever is of a party's family or village steps aside; what ties them is noted, and is not lightly taken away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.accounts.models import Person
from shop.audit.models import Entry
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.errors import NotAllowed, NotFound
from shop.core.roles import Role
from shop.workshops.models import Tie
from shop.workshops.rules import OwnTie, SameVillage, StepAside
from shop.workshops.ties import bonds_of, check_impartial, declare_tie, find_tie, remove_tie, ties_of
from tests import making

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture
def officer(app: Flask) -> Person:
    """Give an officer whom nothing ties yet."""
    making.a_town()
    return making.a_person("Officer", Role.OFFICER)


@pytest.fixture
def administrator(app: Flask) -> Person:
    """Give an administrator."""
    return making.a_person("Administrator", Role.ADMINISTRATOR)


def test_a_stranger_to_all_parties_may_decide(officer: Person) -> None:
    parties = [making.a_workshop(), making.a_workshop()]
    assert find_tie(officer, [one.id for one in parties]) is None
    check_impartial(officer, [one.id for one in parties])


def test_work_and_relatives_are_family_and_come_before_the_village(officer: Person) -> None:
    home = making.a_village()
    own = making.a_workshop("Own", officer, village=home)
    neighbour = making.a_workshop("Neighbour", village=home)
    kin, stranger = making.a_workshop("Kin"), making.a_workshop("Stranger")
    making.a_tie(officer, kin)
    found = find_tie(officer, [stranger.id, neighbour.id, kin.id])
    assert isinstance(found, StepAside)
    assert (type(found), found.params) == (StepAside, {"workshop": "Kin"})
    assert type(find_tie(officer, [own.id])) is StepAside
    assert type(find_tie(officer, [neighbour.id])) is SameVillage
    with pytest.raises(SameVillage, match="Neighbour is of your own village"):
        check_impartial(officer, [stranger.id, neighbour.id])


def test_a_noted_village_ties_to_every_workshop_in_it(officer: Person) -> None:
    village = making.a_village()
    workshop = making.a_workshop("Around the corner", village=village)
    assert bonds_of(officer).find([workshop]) is None
    making.a_tie(officer, village)
    assert isinstance(bonds_of(officer).find([workshop]), SameVillage)
    assert find_tie(making.a_person(), [workshop.id]) is None


def test_noted_twice_is_noted_once(officer: Person) -> None:
    village = making.a_village()
    making.a_tie(officer, village)
    making.a_tie(officer, village)
    assert [tie.village for tie in ties_of(officer)] == [village]
    acts = db.session.scalars(select(Entry.act)).all()
    assert acts.count("person.tie_declared") == 1


def test_an_administrator_takes_a_note_away_but_none_of_their_own(
    officer: Person, administrator: Person
) -> None:
    tie, own = (making.a_tie(person, making.a_village()) for person in (officer, administrator))
    for actor, person, which, refusal in (
        (officer, officer, tie, NotAllowed),
        (administrator, administrator, own, OwnTie),
        (administrator, officer, own, NotFound),
    ):
        with pytest.raises(refusal), transaction():
            remove_tie(which.public_id, person, actor=actor, now=now())
    with transaction():
        remove_tie(tie.public_id, officer, actor=administrator, now=now())
    assert list(db.session.scalars(select(Tie))) == [own]
    assert "person.tie_removed" in db.session.scalars(select(Entry.act)).all()


def test_the_log_holds_what_was_noted_without_names(officer: Person) -> None:
    workshop = making.a_workshop("Secret name")
    with transaction():
        declare_tie(officer, workshop, actor=officer, now=now())
    entry = db.session.scalars(select(Entry).where(Entry.act == "person.tie_declared")).one()
    assert workshop.public_id in str(entry.details)
    assert "Secret" not in str(entry.details)


def test_the_office_notes_a_village_and_relatives_on_the_persons_page(
    sign_in: SignIn, officer: Person
) -> None:
    village, kin = making.a_village("Dinglou"), making.a_workshop("Kin House")
    browser = sign_in(officer)
    url = f"/people/{officer.public_id}/ties"
    assert url in browser.get(f"/people/{officer.public_id}").text
    assert "No family, no village yet" in browser.get(url).text
    browser.post(url, data={"village": village.id})
    page = browser.post(url, data={"workshop": " Kin House "}, follow_redirects=True).text
    assert "Noted: they step aside" in page
    assert page.index("Their own village") < page.index("Has relatives there")
    db.session.rollback()
    assert {tie.village or tie.workshop for tie in ties_of(officer)} == {village, kin}
    assert "Take away" not in page
    assert "Only another administrator takes a note away." in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"workshop": "Nobody's"}, "There is no workshop of this name."),
        ({"workshop": ""}, "Please fill this in."),
        ({"village": "999"}, "Not a valid choice"),
        ({"village": "x"}, "Invalid Choice"),
        ({}, "Please fill this in."),
    ],
)
def test_what_is_neither_a_village_nor_a_workshop_is_said_beside_its_field(
    sign_in: SignIn, officer: Person, sent: dict[str, str], words: str
) -> None:
    answer = sign_in(officer).post(f"/people/{officer.public_id}/ties", data=sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert ties_of(officer) == []


def test_removing_is_the_administrators_and_is_offered_to_nobody_else(
    sign_in: SignIn, officer: Person, administrator: Person
) -> None:
    tie, own = (making.a_tie(person, making.a_village()) for person in (officer, administrator))
    url = f"/people/{officer.public_id}/ties"
    remove = f"{url}/{tie.public_id}/remove"
    assert sign_in(officer).post(remove).status_code == 403
    browser = sign_in(administrator)
    assert "Take away" in browser.get(url).text
    mine = f"/people/{administrator.public_id}/ties"
    assert "Take away" not in browser.get(mine).text
    refused = browser.post(f"{mine}/{own.public_id}/remove", follow_redirects=True).text
    assert "ask another administrator" in refused
    page = browser.post(remove, follow_redirects=True).text
    assert "The log keeps that it was there" in page
    assert browser.post(remove).status_code == 404


def decisions(design: Any, suspicion: Any) -> list[tuple[str, dict[str, str]]]:
    """Give the posts with which an officer decides about a design and a suspicion."""
    return [
        (f"/register/{design.public_id}/decide", {"decision": "admit", "reason": "Theirs"}),
        (f"/suspicions/{suspicion.public_id}/decide", {"decision": "not-a-copy", "reason": "Theirs"}),
    ]


@pytest.mark.parametrize("tied", ["family", "village", "the other side's village"])
def test_a_tied_officers_decision_is_refused_with_its_reason_and_changes_nothing(
    sign_in: SignIn, officer: Person, tied: str
) -> None:
    maker, copier = making.a_workshop("Maker House"), making.a_workshop("Copier House")
    suspicion = making.a_suspicion(maker, copier, seed=7)
    design = making.an_application(copier, pictures=[making.a_picture(copier, seed=7)])
    to = {"family": copier, "village": copier.village, "the other side's village": maker.village}[tied]
    making.a_tie(officer, to)
    browser = sign_in(officer)
    for url, sent in decisions(design, suspicion):
        answer = browser.post(url, data=sent)
        assert answer.status_code == 403
        assert "please step aside, another officer decides" in answer.text
        assert 'name="decision"' not in browser.get(url.removesuffix("/decide")).text
    assert (making.fresh(design).state, making.fresh(suspicion).state) == ("screened", "open")


def test_an_officer_whom_nothing_ties_decides_the_same_things(sign_in: SignIn, officer: Person) -> None:
    maker, copier = making.a_workshop(), making.a_workshop()
    suspicion = making.a_suspicion(maker, copier, seed=7)
    design = making.an_application(copier, pictures=[making.a_picture(copier, seed=7)])
    browser = sign_in(officer)
    assert [browser.post(url, data=sent).status_code for url, sent in decisions(design, suspicion)] == [
        302,
        302,
    ]
    assert (making.fresh(design).state, making.fresh(suspicion).state) == ("notice", "not-a-copy")
