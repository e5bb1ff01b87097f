"""Looking through the public register: what is found, what never is, and that it follows every change."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update

from shop.core.clock import now
from shop.core.db import db, transaction
from shop.registry.models import Design, DesignWords
from shop.registry.path import withdraw
from shop.registry.rules import ON_VIEW, DesignState
from shop.registry.search import Asked, look_for, write_all_words
from shop.workshops.models import Village, Workshop
from shop.workshops.service import edit_workshop
from tests.making import a_design, a_picture, a_village, a_workshop, an_application, fresh
from tests.threads import at_once, errors_in

SignIn = Callable[[Any], FlaskClient]
_counts = itertools.count(1)


def a_row(workshop: Workshop, name: str = "", state: str = DesignState.REGISTERED, **values: Any) -> Design:
    """Write a design straight down, without pictures: only what is found by words matters here."""
    with transaction():
        count = next(_counts)
        given = {"number": f"D2026-{count:05d}", "category": "yangge", "submitted_at": now(), **values}
        design = Design(
            workshop_id=workshop.id, name=name or f"款式{count}", state=state, created_at=now(), **given
        )
        db.session.add(design)
    return design


def names(words: str = "", **narrowed: str) -> list[str]:
    db.session.rollback()
    query, key = look_for(Asked(words=words, **narrowed))
    return [design.name for design in db.session.scalars(query.order_by(key.desc())).unique()]


@pytest.fixture
def shelf(app: Flask) -> dict[str, Any]:
    """Give a small register: four designs of two workshops in two villages."""
    ding, he = a_village("丁家庄"), a_village("河湾村")
    chunlan, yunhe = a_workshop("春兰舞服", village=ding), a_workshop("Yunhe Hanfu", village=he)
    with transaction():
        edit_workshop(yunhe, brand="云鹤集", about="", phone="", address="", actor=None, now=now())  # type: ignore[arg-type]
    a_row(
        chunlan,
        "牡丹扇子舞",
        claims="袖口接一截水纱",
        materials="加密雪纺",
        keywords="广场舞 队服",
        number="D2025-00017",
    )
    a_row(chunlan, "绿罗长裙", state=DesignState.NOTICE, number="D2026-00018")
    a_row(yunhe, "牡丹马面裙", category="hanfu", number="D2026-00117")
    a_row(yunhe, "Peony fan dress 110cm", state=DesignState.LAPSED, category="hanfu", number="D2026-00119")
    return {"chunlan": chunlan, "yunhe": yunhe, "ding": ding, "he": he}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("牡丹", ["牡丹马面裙", "牡丹扇子舞"]),
        ("丹", ["牡丹马面裙", "牡丹扇子舞"]),
        ("牡丹扇", ["牡丹扇子舞"]),
        ("扇子舞", ["牡丹扇子舞"]),
        ("裙", ["牡丹马面裙", "绿罗长裙"]),
        ("丹牡", []),
        ("水纱", ["牡丹扇子舞"]),
        ("雪纺", ["牡丹扇子舞"]),
        ("队服", ["牡丹扇子舞"]),
        ("牡丹 云鹤", ["牡丹马面裙"]),
        ("云鹤集", ["Peony fan dress 110cm", "牡丹马面裙"]),
        ("春兰", ["绿罗长裙", "牡丹扇子舞"]),
        ("河湾村", ["Peony fan dress 110cm", "牡丹马面裙"]),
        ("mudan", ["牡丹马面裙", "牡丹扇子舞"]),
        ("mu dan", ["牡丹马面裙", "牡丹扇子舞"]),
        ("MUDANSHAN", ["牡丹扇子舞"]),
        ("changqun", ["绿罗长裙"]),
        ("lvluo", ["绿罗长裙"]),
        ("md", ["牡丹马面裙", "牡丹扇子舞"]),
        ("m d", ["牡丹马面裙", "牡丹扇子舞"]),
        ("mdmmq", ["牡丹马面裙"]),
        ("chunlan", ["绿罗长裙", "牡丹扇子舞"]),
        ("hewan", ["Peony fan dress 110cm", "牡丹马面裙"]),
        ("yunhe", ["Peony fan dress 110cm", "牡丹马面裙"]),
        ("PEONY", ["Peony fan dress 110cm"]),
        ("peon dre", ["Peony fan dress 110cm"]),
        ("110", ["Peony fan dress 110cm"]),
        ("D2026-00117", ["牡丹马面裙"]),
        ("d202600117", ["牡丹马面裙"]),
        ("2026-00117", ["牡丹马面裙"]),
        ("00117", ["牡丹马面裙"]),
        ("117", ["牡丹马面裙"]),
        ("17", ["牡丹马面裙", "牡丹扇子舞"]),
        ("D2025", []),
        ("孔雀", []),
        ("💃", []),
        ("", ["Peony fan dress 110cm", "牡丹马面裙", "绿罗长裙", "牡丹扇子舞"]),
    ],
)
def test_words_find_designs_newest_first(shelf: dict[str, Any], typed: str, found: list[str]) -> None:
    assert names(typed) == found


def test_what_narrows_the_list_goes_together_with_words(shelf: dict[str, Any]) -> None:
    assert names(kind="hanfu") == ["Peony fan dress 110cm", "牡丹马面裙"]
    assert names("牡丹", kind="hanfu") == ["牡丹马面裙"]
    assert names(village=str(shelf["ding"].id)) == ["绿罗长裙", "牡丹扇子舞"]
    assert names(maker=shelf["chunlan"].public_id, standing="registered") == ["牡丹扇子舞"]
    assert names(standing="notice") == ["绿罗长裙"]
    assert names(standing="lapsed", year=str(now().year)) == ["Peony fan dress 110cm"]
    assert names("mudan", village=str(shelf["he"].id), year="2019") == []


@pytest.mark.parametrize(
    "typed",
    [
        '"', "'", "*", "^", ":", "()", "-", "--", ";", "\\", "%", "_", "NEAR", "AND", "OR", "NOT", "a AND", "NEAR(", "words:",
        '" OR "', "牡丹* OR", "{a b}: c", "+", "!", "& |", "<->", ":*", "a:*", "'a' & 'b", "牡" * 10_000, "a" * 10_000,
        "a " * 5_000, "💃" * 100, "\u202e牡丹", "\ud83d".encode("utf-8", "replace").decode(), "𪛖", "１２３", "a\tb\nc",
    ],
)  # fmt: skip
def test_nothing_that_is_typed_breaks_the_page(
    shelf: dict[str, Any], client: FlaskClient, typed: str
) -> None:
    assert client.get("/register", query_string={"q": typed}).status_code == 200


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    typed=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), kind=st.text(max_size=8)
)
def test_no_question_breaks_the_search(shelf: dict[str, Any], typed: str, kind: str) -> None:
    assert isinstance(names(typed), list)
    assert names(typed, kind=kind or "x", maker=kind or "x", village=kind or "x") == []


@pytest.mark.parametrize("state", list(DesignState))
def test_only_designs_on_view_are_ever_found(app: Flask, client: FlaskClient, state: DesignState) -> None:
    """Whatever state a design was made in, and whatever state it comes from."""
    home = a_workshop("春兰舞服")
    for before in DesignState:
        design = a_row(home, "牡丹扇", before)
        with transaction():
            db.session.get_one(Design, design.id).state = state
        assert names("牡丹") == (["牡丹扇"] if state in ON_VIEW else []), before
        assert names() == names("春兰") == names("md") == names("牡丹"), before
        assert (design.number in client.get("/register?q=mudan").text) is (state in ON_VIEW)
        with transaction():
            db.session.execute(delete(Design))


def test_even_words_left_over_show_no_design_that_is_not_on_view(shelf: dict[str, Any]) -> None:
    with transaction():  # past everything that keeps the words right
        db.session.execute(text("UPDATE design SET state = 'refused' WHERE number = 'D2026-00117'"))
    assert names("牡丹") == ["牡丹扇子舞"]
    assert "牡丹马面裙" not in names()


def test_a_renamed_workshop_is_found_by_its_new_name_only(shelf: dict[str, Any]) -> None:
    with transaction():
        db.session.get_one(Workshop, shelf["chunlan"].id).name = "秋菊演出服"
    assert names("秋菊") == names("qiuju") == names("qj") == ["绿罗长裙", "牡丹扇子舞"]
    assert names("春兰") == []


def test_a_brand_a_village_and_another_village_are_followed(shelf: dict[str, Any]) -> None:
    chunlan = shelf["chunlan"]
    with transaction():
        edit_workshop(chunlan, brand="霓裳", about="", phone="", address="", actor=None, now=now())  # type: ignore[arg-type]
    assert len(names("nichang")) == 2
    with transaction():
        db.session.get_one(Village, shelf["ding"].id).name = "张庄"
    assert len(names("张庄")) == 2 and names("丁家庄") == []
    with transaction():
        db.session.get_one(Workshop, chunlan.id).village = db.session.get_one(Village, shelf["he"].id)
    assert len(names(village=str(shelf["he"].id))) == 4 and names(village=str(shelf["ding"].id)) == []


def test_a_design_in_other_hands_is_found_there(shelf: dict[str, Any]) -> None:
    design = db.session.scalars(select(Design).where(Design.name == "牡丹扇子舞")).unique().one()
    with transaction():
        mine = db.session.get_one(Design, design.id)
        mine.workshop, mine.state = db.session.get_one(Workshop, shelf["yunhe"].id), DesignState.TRANSFERRED
    assert "牡丹扇子舞" in names(maker=shelf["yunhe"].public_id, standing="registered")
    assert "牡丹扇子舞" not in names("春兰")


def test_what_is_changed_in_bulk_is_followed_too(shelf: dict[str, Any]) -> None:
    with transaction():
        db.session.execute(update(Design).where(Design.number == "D2026-00117").values(name="孔雀舞"))
        db.session.execute(update(Workshop).where(Workshop.id == shelf["chunlan"].id).values(name="秋菊"))
    assert names("kongque") == ["孔雀舞"] and names("马面") == [] and len(names("秋菊")) == 2
    one = db.session.scalars(select(Design.id).where(Design.name == "孔雀舞")).one()
    with transaction():
        db.session.execute(update(Design), [{"id": one, "name": "凤凰舞"}])
    assert names("凤凰") == ["凤凰舞"] and names("孔雀") == []


def test_what_is_undone_leaves_no_words(shelf: dict[str, Any]) -> None:
    class Stop(Exception):
        pass

    def rename() -> None:
        with transaction():
            db.session.get_one(Workshop, shelf["chunlan"].id).name = "秋菊"
            db.session.flush()
            raise Stop

    with pytest.raises(Stop):
        rename()
    assert names("秋菊") == [] and len(names("春兰")) == 2


def test_a_withdrawn_design_is_gone_at_once_and_an_application_is_there_at_once(app: Flask) -> None:
    home = a_workshop("春兰舞服")
    design = a_design(home, "牡丹扇", pictures=[a_picture(home, seed=1)])
    waiting = an_application(home, "荷花伞", pictures=[a_picture(home, seed=2)])
    assert waiting.state == DesignState.NOTICE
    assert names("荷花") == ["荷花伞"] and names("mudan") == ["牡丹扇"]
    with transaction():
        withdraw(fresh(design), actor=None, now=now())  # type: ignore[arg-type]
    assert names("mudan") == [] and names() == ["荷花伞"]


def test_words_that_were_lost_are_written_anew(shelf: dict[str, Any], app: Flask) -> None:
    before = names("mudan")
    with transaction():
        db.session.execute(delete(DesignWords))
    assert names("mudan") == []
    answer = app.test_cli_runner().invoke(args=["registry", "reindex"])
    assert answer.exit_code == 0 and "4" in answer.output
    assert names("mudan") == before
    assert write_all_words() == 4 and names("mudan") == before


def test_what_is_put_in_in_bulk_is_found_too(shelf: dict[str, Any]) -> None:
    home = shelf["chunlan"]
    rows = [
        {
            "workshop_id": home.id,
            "name": f"蝴蝶{n}",
            "number": f"D2024-0{n}",
            "state": "registered",
            "created_at": now(),
        }
        for n in range(3)
    ]
    with transaction():
        db.session.execute(insert(Design), [{**row, "submitted_at": now()} for row in rows])
    assert len(names("hudie")) == 3


def test_of_changes_at_the_same_moment_none_is_forgotten(app: Flask, shelf: dict[str, Any]) -> None:
    ids = list(db.session.scalars(select(Design.id).where(Design.workshop_id == shelf["chunlan"].id)))

    def change(number: int) -> None:
        for turn in range(8):
            with transaction():
                if number:
                    design = db.session.get_one(Design, ids[number - 1])
                    db.session.refresh(design, ["state"], with_for_update=True)
                    design.name = f"孔雀{number}"
                    db.session.flush()
                    design.state = DesignState.LAPSED if turn % 2 else DesignState.REGISTERED
                else:
                    db.session.get_one(Workshop, shelf["chunlan"].id).brand = f"第{turn}坊"

    assert errors_in(at_once(app, 3, change)) == []
    assert set(names("孔雀 第7坊", standing="lapsed")) == {"孔雀1", "孔雀2"}
    assert names("第6坊") == []
