"""Write an application bit by bit, on a weak network, in two windows, and hand it in when it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.audit.models import Entry
from shop.core.db import db
from shop.core.ids import new_key
from shop.core.roles import Role
from shop.registry.models import Design
from shop.registry.rules.applying import MOST_DRAFTS
from shop.workshops.models import Workshop
from tests.making import a_design, a_design_draft, a_person, a_picture, a_workshop, fresh
from tests.registry.making import apply, design_form, hidden, new_design, page_of_draft, photo_bytes, save

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


def designs() -> list[Design]:
    db.session.rollback()
    return list(db.session.scalars(select(Design).order_by(Design.id)).unique())


@pytest.fixture
def family(app: Flask, sign_in: SignIn) -> tuple[FlaskClient, Workshop]:
    """Give the browser of somebody in a workshop, and the workshop."""
    li = a_person("李四")
    return sign_in(li), a_workshop("李家坊", li)


def test_nothing_is_begun_before_something_is_saved(family: tuple[FlaskClient, Workshop]) -> None:
    browser, home = family
    assert browser.get(new_design(home)).status_code == 200
    assert designs() == []
    answer = save(browser, new_design(home), name="牡丹")
    assert answer.status_code == 200
    (draft,) = designs()
    assert (draft.state, draft.number, draft.submitted_at, draft.priority_at) == ("draft", None, None, None)
    assert answer.json == {
        "url": page_of_draft(draft),
        "seen": draft.edited_at.isoformat(),
        "at": _time(draft),
    }
    page = browser.get(page_of_draft(draft)).text
    assert 'value="牡丹"' in page and "金线滚边" in page


def _time(draft: Design) -> str:
    from shop.core.clock import china

    return f"{china(draft.edited_at):%H:%M}"


def test_a_form_of_which_everything_was_taken_away_again_is_gone_on_with(
    family: tuple[FlaskClient, Workshop],
) -> None:
    browser, home = family
    save(browser, new_design(home), name="", claims="")
    (blank,) = designs()
    assert browser.get(new_design(home)).location == page_of_draft(blank)
    seen = blank.edited_at.isoformat() if blank.edited_at else ""
    save(browser, page_of_draft(blank), name="扇", claims="", seen=seen)
    assert browser.get(new_design(home)).status_code == 200  # it is blank no more


def test_everything_of_a_draft_is_there_again(family: tuple[FlaskClient, Workshop]) -> None:
    browser, home = family
    photos = [a_picture(home).public_id for _ in range(2)]
    proof = a_picture(home).public_id
    said = {
        "materials": "真丝",
        "keywords": "秧歌 扇子",
        "first_shown_on": "2026-01-20",
        "first_shown_where": "曹县年货节",
        "photo_ids": photos,
        f"role-{photos[0]}": "sketch",
        "proofs-0-kind": "order",
        "proofs-0-words": "订单 88",
        "proofs-1-kind": "photo",
        "proofs-1-dated_on": "2026-01-21",
        "proofs-1-photo_ids": [proof],
        "proofs-2-kind": "post",
    }
    assert save(browser, new_design(home), **said).status_code == 200
    (draft,) = designs()
    assert [(row.picture.public_id, row.role) for row in draft.pictures] == [
        (photos[0], "sketch"),
        (photos[1], "back"),
    ]
    kept = [(one.kind, str(one.dated_on), one.words) for one in draft.proofs]
    assert kept == [("order", "None", "订单 88"), ("photo", "2026-01-21", "")]  # an empty one is left out
    page = browser.get(page_of_draft(draft)).text
    for shown in ("真丝", "秧歌 扇子", "2026-01-20", "曹县年货节", "订单 88", proof, *photos):
        assert shown in page
    assert '<option value="sketch" selected>' in page and '<details class="folded" open>' in page


def test_a_draft_is_seen_by_its_family_only(app: Flask, sign_in: SignIn) -> None:
    li, wife, officer = a_person(), a_person(), a_person("", Role.OFFICER)
    home = a_workshop("", li, wife)
    picture = a_picture(home)
    save(sign_in(li), new_design(home), name="没人知道的扇子", photo_ids=[picture.public_id])
    (draft,) = designs()
    for address in (page_of_draft(draft), f"/register/{draft.public_id}"):
        assert "没人知道的扇子" in sign_in(wife).get(address).text
    for person in (officer, a_person(), a_person("", Role.JUROR, Role.KEEPER)):
        for address in (
            page_of_draft(draft),
            f"/register/{draft.public_id}",
            f"/register/{draft.public_id}/marks",
        ):
            assert sign_in(person).get(address).status_code == 404
        form = design_form(name="改了", then="later")
        assert sign_in(person).post(page_of_draft(draft), data=form).status_code == 404
    assert fresh(draft).name == "没人知道的扇子" and picture.is_public is False
    assert "没人知道的扇子" not in app.test_client().get("/register").text
    assert db.session.scalars(select(Entry).where(Entry.subject_id == draft.public_id)).all() == []


def test_without_a_script_a_button_saves_for_later(family: tuple[FlaskClient, Workshop]) -> None:
    browser, home = family
    form = design_form(then="later", name="", photos=[])
    answer = browser.post(new_design(home), data=form)
    (draft,) = designs()
    assert answer.location == page_of_draft(draft)
    page = browser.get(answer.location).text
    assert (
        "Saved. Nobody but your family sees it" in page
        and hidden(page, "seen") == draft.edited_at.isoformat()
    )


def test_a_save_whose_answer_was_lost_is_known_when_it_comes_again(
    family: tuple[FlaskClient, Workshop],
) -> None:
    browser, home = family
    once = new_key()
    first = [save(browser, new_design(home), once=once, name="扇") for _ in range(2)]
    assert first[0].json == first[1].json and len(designs()) == 1
    address, seen = first[0].json["url"], first[0].json["seen"]
    second = [save(browser, address, name="牡丹扇", seen=seen) for _ in range(2)]
    assert [one.status_code for one in second] == [200, 200]
    assert second[0].json["seen"] == second[1].json["seen"] != seen


def test_a_page_goes_on_after_its_own_save_of_which_it_heard_nothing(
    family: tuple[FlaskClient, Workshop],
) -> None:
    browser, home = family
    once = new_key()
    assert save(browser, new_design(home), once=once, name="扇").status_code == 200
    assert save(browser, new_design(home), once=once, name="牡丹扇", seen="").status_code == 200
    (draft,) = designs()
    assert draft.name == "牡丹扇"
    assert save(browser, new_design(home), name="别的窗口", once=new_key()).status_code == 200
    assert len(designs()) == 2
    assert save(browser, page_of_draft(draft), name="别的窗口", seen="").status_code == 422


def test_an_older_window_never_writes_over_newer_words_unasked(family: tuple[FlaskClient, Workshop]) -> None:
    browser, home = family
    draft = a_design_draft(home, "起初")
    seen = hidden(browser.get(page_of_draft(draft)).text, "seen")
    assert save(browser, page_of_draft(draft), name="这边改的", seen=seen).status_code == 200
    late = save(browser, page_of_draft(draft), name="那边改的", seen=seen)
    assert late.status_code == 422 and "changed in another window" in late.json["error"]
    assert fresh(draft).name == "这边改的"
    pressed = browser.post(page_of_draft(draft), data=design_form(name="那边改的", then="later", seen=seen))
    assert pressed.status_code == 422 and "那边改的" in pressed.text and "data-held" in pressed.text
    again = design_form(name="那边改的", then="later", seen=hidden(pressed.text, "seen"))
    assert browser.post(page_of_draft(draft), data=again).status_code == 302
    assert fresh(draft).name == "那边改的"


def test_an_older_window_does_not_hand_in_what_it_has_not_seen(family: tuple[FlaskClient, Workshop]) -> None:
    browser, home = family
    picture = a_picture(home)
    draft = a_design_draft(home, "起初")
    form = design_form(name="旧的", photo_ids=[picture.public_id], seen="2026-01-01T00:00:00+00:00")
    answer = browser.post(page_of_draft(draft), data=form)
    assert answer.status_code == 422 and "changed in another window" in answer.text
    assert (fresh(draft).state, draft.name) == ("draft", "起初")


def test_a_script_is_told_what_is_wrong_in_a_sentence(family: tuple[FlaskClient, Workshop]) -> None:
    browser, home = family
    long = save(browser, new_design(home), name="绣" * 81)
    assert (long.status_code, long.json) == (
        422,
        {"error": "Name of the costume: This is too long: at most 80 characters."},
    )
    wrong = save(browser, new_design(home), **{"proofs-0-dated_on": "昨天", "proofs-0-kind": "order"})
    assert wrong.status_code == 422 and "Write the day like 2026-03-04." in wrong.json["error"]
    foreign = save(browser, new_design(home), photo_ids=[a_picture(a_workshop()).public_id])
    assert foreign.status_code == 422 and "not yours" in foreign.json["error"]
    assert designs() == []


def test_drafts_stand_first_among_our_designs_and_can_be_deleted(
    family: tuple[FlaskClient, Workshop], sign_in: SignIn
) -> None:
    browser, home = family
    done = a_design(home, "登记了的")
    draft = a_design_draft(home, "写了一半")
    a_design_draft(a_workshop(), "别人的草稿")
    page = browser.get(f"/workshops/{home.public_id}/designs").text
    assert page.index("写了一半") < page.index("登记了的") and "别人的草稿" not in page
    delete = page_of_draft(draft).replace("/edit", "/delete")
    stranger = a_person()
    a_workshop("", stranger)
    assert sign_in(stranger).post(delete).status_code == 404
    assert browser.post(delete).status_code == 302
    assert [design.name for design in designs()] == ["登记了的", "别人的草稿"]
    assert browser.post(delete).status_code == 404
    assert browser.post(page_of_draft(done).replace("/edit", "/delete")).status_code == 409
    assert fresh(done).state == "registered"


def test_what_is_handed_in_is_changed_no_more(family: tuple[FlaskClient, Workshop]) -> None:
    browser, home = family
    done = a_design(home, "登记了的")
    late = save(browser, page_of_draft(done), name="改名")
    assert late.status_code == 422 and "handed in already" in late.json["error"]
    assert browser.post(page_of_draft(done), data=design_form(then="later")).status_code == 302
    assert browser.get(page_of_draft(done)).location == page_of_draft(done).replace("/edit", "/handed-in")
    assert fresh(done).name == "登记了的"


def test_a_deleted_draft_is_begun_anew_by_the_page_that_still_lies_open(
    family: tuple[FlaskClient, Workshop],
) -> None:
    browser, home = family
    once = new_key()
    first = save(browser, new_design(home), once=once).json["url"]
    browser.post(first.replace("/edit", "/delete"))
    assert save(browser, new_design(home), once=once, name="还在").status_code == 200
    assert [design.name for design in designs()] == ["还在"]


def test_there_is_an_end_to_unfinished_designs(family: tuple[FlaskClient, Workshop]) -> None:
    browser, home = family
    for _ in range(MOST_DRAFTS):
        a_design_draft(home)
    full = save(browser, new_design(home))
    assert full.status_code == 422 and f"You have {MOST_DRAFTS} unfinished designs." in full.json["error"]
    assert len(designs()) == MOST_DRAFTS


def test_a_wrong_hand_in_leaves_the_draft_as_it_was_saved(family: tuple[FlaskClient, Workshop]) -> None:
    browser, home = family
    apply(browser, home, photo_bytes(1), name="第一款")
    draft = a_design_draft(home, "第二款")
    form = design_form(photo_ids=[a_picture(home, seed=1).public_id], name="又一款")
    form["seen"] = hidden(browser.get(page_of_draft(draft)).text, "seen")
    answer = browser.post(page_of_draft(draft), data=form)
    assert answer.status_code == 422 and "You have registered this photo already" in answer.text
    assert "又一款" in answer.text and "data-unsaved" in answer.text
    assert (fresh(draft).name, draft.state, draft.number) == ("第二款", "draft", None)
