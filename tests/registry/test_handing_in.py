"""Hand designs in: what each is given once, what is refused and why, what the family is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.messages.models import Message
from shop.messages.rules import words_of
from shop.pictures.models import Picture
from shop.registry import drafts, handing_in
from shop.registry.application import Application, Shown, write
from shop.registry.models import Design
from shop.registry.rules import PictureRole, TooManyToday
from shop.registry.rules.applying import AlreadyYours, NewInWords, NotReady
from shop.registry.screening import RegisterMoved, screen
from shop.registry.terms import set_terms, terms
from shop.workshops.models import Workshop
from tests.making import (
    a_design,
    a_design_draft,
    a_pattern,
    a_person,
    a_picture,
    a_workshop,
    an_application,
    fresh,
)
from tests.registry.making import (
    apply,
    copy_bytes,
    design_form,
    hidden,
    new_design,
    page_of_draft,
    photo_bytes,
)

SignIn = Callable[[Any], FlaskClient]
NOW = datetime(2026, 3, 4, 4, 0, tzinfo=UTC)


def designs() -> list[Design]:
    db.session.rollback()
    return list(db.session.scalars(select(Design).order_by(Design.id)).unique())


def draft_with(home: Workshop, *pictures: Picture, **said: Any) -> Design:
    return a_design_draft(home, pictures=tuple(Shown(picture) for picture in pictures), **said)


def hand_in(design: Design, at: datetime | None = None) -> Design:
    screening = screen([row.picture for row in design.pictures])
    with transaction():
        return handing_in.hand_in(design, screening=screening, actor=None, now=at or now())


def test_handing_in_gives_number_and_dates_once(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    home = a_workshop("", li)
    draft = draft_with(home, a_picture(home), name="扇")
    address = page_of_draft(draft)
    browser = sign_in(li)
    page = browser.get(address).text
    form = design_form(
        name="牡丹扇",
        seen=hidden(page, "seen"),
        photo_ids=[draft.pictures[0].picture.public_id],
        then="hand-in",
    )
    answers = [browser.post(address, data=form) for _ in range(2)]
    done = address.replace("/edit", "/handed-in")
    assert [answer.location for answer in answers] == [done, done]
    (design,) = designs()
    assert (design.state, design.name, design.version) == ("notice", "牡丹扇", 1)
    assert design.number == f"D{now().year}-00001"
    assert design.submitted_at == design.priority_at > design.created_at
    told = browser.get(done).text
    assert design.number in told and "Clear: nothing like it stood in the register." in told
    assert f'href="/register/{design.public_id}/marks"' in told


def test_of_two_who_press_at_once_one_number_comes(app: Flask, sign_in: SignIn) -> None:
    people = [a_person(), a_person()]
    home = a_workshop("", *people)
    draft = draft_with(home, a_picture(home))
    address, browsers = page_of_draft(draft), [sign_in(person) for person in people]
    form = design_form(seen=hidden(browsers[0].get(address).text, "seen"))
    form["photo_ids"] = [draft.pictures[0].picture.public_id]
    db.session.rollback()
    statuses: list[int] = []

    def press(browser: FlaskClient) -> None:
        statuses.append(browser.post(address, data=form).status_code)

    threads = [Thread(target=press, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [302, 302]
    (design,) = designs()
    assert design.number == f"D{now().year}-00001"


def test_drafts_being_written_do_not_disturb_a_hand_in_but_another_hand_in_does(app: Flask) -> None:
    early, late = a_workshop(), a_workshop()
    begun_first = draft_with(early, a_picture(early, seed=1))
    copy = draft_with(late, a_picture(late, data=copy_bytes(1)))
    screening = screen([row.picture for row in copy.pictures])
    draft_with(early, a_picture(early))  # somebody types
    with transaction():
        handing_in.check_still_true(screening)
    hand_in(begun_first)
    with pytest.raises(RegisterMoved), transaction():
        handing_in.hand_in(copy, screening=screening, actor=None, now=now())
    assert hand_in(fresh(copy)).state == "screened"


def test_the_whole_family_is_told_number_and_days(app: Flask) -> None:
    li, wife, stranger = a_person(), a_person(), a_person()
    home = a_workshop("", li, wife)
    hand_in(draft_with(home, a_picture(home, seed=1), name="牡丹扇"), NOW)
    messages = db.session.scalars(select(Message)).all()
    assert {message.person_id for message in messages} == {li.id, wife.id}
    told = messages[0]
    assert told.params == {"name": "牡丹扇", "number": "D2026-00001", "until_day": "2026-03-11"}
    assert words_of(told.kind).title % told.params == (
        "“牡丹扇” is handed in as No. D2026-00001. It is on public notice until 2026-03-11."
    )
    copier = a_workshop("", stranger)
    copy = hand_in(draft_with(copier, a_picture(copier, data=copy_bytes(1))))
    (told,) = db.session.scalars(select(Message).where(Message.person_id == stranger.id))
    assert told.url == f"/register/{copy.public_id}"
    assert "It looks like another design." in words_of(told.kind).title


def test_a_workshop_hands_in_so_many_a_day_and_goes_on_the_next(app: Flask) -> None:
    home, other = a_workshop(), a_workshop()
    with transaction():
        set_terms(type(terms())(**{**vars(terms()), "most_a_day": 2}), actor=None, now=NOW)
    first = hand_in(draft_with(home, a_picture(home)), NOW)
    hand_in(draft_with(home, a_picture(home)), NOW + timedelta(hours=1))
    waiting = draft_with(home, a_picture(home))
    changed = begin_version(first, a_picture(home))
    for one in (waiting, changed):
        with pytest.raises(TooManyToday):
            hand_in(fresh(one), NOW + timedelta(hours=23))
    assert hand_in(draft_with(other, a_picture(other)), NOW + timedelta(hours=23)).state == "notice"
    assert hand_in(fresh(waiting), NOW + timedelta(hours=24)).state == "notice"


def test_one_too_many_is_said_on_top_of_the_form(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    home = a_workshop("", li)
    with transaction():
        set_terms(type(terms())(**{**vars(terms()), "most_a_day": 1}), actor=None, now=NOW)
    apply(sign_in(li), home, photo_bytes(1))
    answer = apply(sign_in(li), home, photo_bytes(2), name="第二款")
    assert answer.status_code == 422 and "第二款" in answer.text
    assert "You have handed in 1 designs since yesterday" in answer.text
    assert len(designs()) == 1


def begin_version(earlier: Design, *pictures: Picture, claims: str = "新的领口") -> Design:
    with transaction():
        design = drafts.start_version(earlier, now=now())
        shown = tuple(Shown(picture) for picture in pictures)
        write(design, Application(name="改款", claims=claims, pictures=shown), now=now())
    return design


def test_a_changed_design_is_a_version_with_a_number_and_dates_of_its_own(app: Flask) -> None:
    home = a_workshop()
    first = hand_in(draft_with(home, a_picture(home, seed=1)), NOW)
    later = NOW + timedelta(days=30)
    second = hand_in(begin_version(first, first.cover, a_picture(home)), later)  # its own photo once more
    assert (second.version, second.number, second.earlier_id) == (2, "D2026-00001-2", first.id)
    assert second.state == "notice" and second.priority_at == later and fresh(first).priority_at == NOW
    third = hand_in(begin_version(second, a_picture(home)), later)
    side = hand_in(begin_version(first, a_picture(home), claims="另一种改法"), later)
    assert [third.number, side.number] == ["D2026-00001-3", "D2026-00001-4"]


def test_a_version_begins_filled_in_and_pressing_twice_begins_one(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    home = a_workshop("", li)
    design = a_design(home, "牡丹扇", claims="金线滚边")
    with transaction():
        design.first_shown_where = "年货节"
    address = f"/workshops/{home.public_id}/designs/{design.public_id}/changed"
    places = {sign_in(li).post(address).location for _ in range(2)}
    assert len(places) == 1 and len(designs()) == 2
    page = sign_in(li).get(places.pop()).text
    assert "Register a changed version" in page and f"After No. {design.number}" in page
    assert 'value="牡丹扇"' in page and "金线滚边" in page and design.cover.public_id in page
    assert "年货节" not in page  # when this one was first shown is yet to be said


def test_photos_of_the_family_it_was_taken_over_from_are_not_taken_into_a_version(app: Flask) -> None:
    giver, taker = a_workshop(), a_workshop()
    design = a_design(giver, pictures=[a_picture(giver)])
    with transaction():
        design.workshop, design.state = taker, "transferred"
    changed = drafts.start_version(fresh(design), now=now())
    assert changed.workshop == taker and changed.pictures == [] and changed.name == design.name


def test_only_what_stands_in_the_register_gets_a_version_and_only_from_its_family(
    app: Flask, sign_in: SignIn
) -> None:
    li, wang = a_person(), a_person()
    home, other = a_workshop("", li), a_workshop("", wang)
    design, draft = an_application(home), a_design_draft(home)
    for workshop in (home, other):
        away = f"/workshops/{workshop.public_id}/designs/{design.public_id}/changed"
        assert sign_in(wang).post(away).status_code == 404
    address = f"/workshops/{home.public_id}/designs/{draft.public_id}/changed"
    assert sign_in(li).post(address).status_code == 409
    assert len(designs()) == 2


def test_the_same_design_again_is_refused_with_its_number(app: Flask) -> None:
    home = a_workshop()
    first = hand_in(draft_with(home, a_picture(home, seed=1)))
    other = hand_in(draft_with(home, a_picture(home, seed=2)))
    with pytest.raises(AlreadyYours) as again:
        hand_in(draft_with(home, a_picture(home, data=copy_bytes(1))))
    assert again.value.params == {"number": first.number}
    with pytest.raises(NotReady, match="Nothing is changed"):
        hand_in(begin_version(first, first.cover, claims=first.claims))
    with pytest.raises(AlreadyYours) as foreign:
        hand_in(begin_version(other, a_picture(home, data=copy_bytes(1))))
    assert foreign.value.params == {"number": first.number}


def test_a_version_with_somebody_elses_photo_is_looked_at_by_the_office(app: Flask) -> None:
    home = a_workshop()
    theirs = a_design(a_workshop(), pictures=[a_picture(a_workshop(), seed=1)])
    mine = hand_in(draft_with(home, a_picture(home)))
    assert hand_in(begin_version(mine, a_picture(home, data=copy_bytes(1)))).state == "screened"
    assert theirs.state == "registered"


def test_what_looks_like_an_old_pattern_says_in_words_what_is_new(app: Flask) -> None:
    home = a_workshop()
    a_pattern("折枝牡丹", seed=1)
    with pytest.raises(NewInWords) as refused:
        hand_in(draft_with(home, a_picture(home, seed=1), claims="新！😀"))
    assert refused.value.params == {"words": "折枝牡丹"}
    assert hand_in(draft_with(home, a_picture(home, seed=1), claims="领口的新绣花")).state == "notice"


def test_outtakes_and_sketches_stay_private_when_a_design_is_on_view(app: Flask) -> None:
    home = a_workshop()
    front, outtake = a_picture(home), a_picture(home)
    shown = (Shown(front), Shown(outtake, PictureRole.OUTTAKE))
    design = hand_in(a_design_draft(home, pictures=shown))
    assert (front.is_public, outtake.is_public) == (True, False)
    assert design.cover == front
    with pytest.raises(NotReady, match="at least one photo that others may see"):
        hand_in(a_design_draft(home, pictures=(Shown(outtake, PictureRole.SKETCH),)))


def test_a_first_showing_to_come_is_refused_beside_its_field(app: Flask, sign_in: SignIn) -> None:
    li = a_person()
    home = a_workshop("", li)
    today = china_day(now())
    for day, said in (
        (today + timedelta(days=1), "still to come"),
        (today.replace(year=1926), "very far back"),
    ):
        form = design_form(photo_ids=[a_picture(home).public_id], first_shown_on=day.isoformat())
        answer = sign_in(li).post(new_design(home), data=form)
        assert answer.status_code == 422 and said in answer.text
    form = design_form(photo_ids=[a_picture(home).public_id], first_shown_on=today.isoformat())
    assert sign_in(li).post(new_design(home), data=form).status_code == 302
