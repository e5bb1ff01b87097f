"""The page of a design: what everybody reads, what only its family and the office do, what each can do next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from shop.core.clock import china_day, now
from shop.core.db import db, transaction
from shop.registry import path, transfers
from shop.registry.models import Design, DesignProof
from shop.registry.rules import DesignAct
from shop.registry.rules.designs import PictureRole
from tests.making import a_design, a_licence, a_person, a_picture, a_workshop, an_application, fresh
from tests.registry.making_path import an_objection, an_offer, an_officer, somebody_of

SAME_ON_BOTH = True

SignIn = Callable[[Any], FlaskClient]


def a_full_design() -> Design:
    """Register a design that says everything it can."""
    maker = a_workshop("李家坊")
    design = a_design(maker, "牡丹扇", pictures=[a_picture(maker) for _ in range(3)], claims="花心盘金")
    somebody_of(maker)
    with transaction():
        design.materials, design.keywords = "真丝缎", "秧歌 红"
        design.first_shown_on, design.first_shown_where = date(2026, 2, 17), "春节庙会"
        design.pictures[1].role, design.pictures[2].role = PictureRole.OUTTAKE, PictureRole.SKETCH
        proof = DesignProof(
            kind="order", dated_on=date(2026, 2, 10), words="给舞蹈队的第一单", added_at=now()
        )
        design.proofs.append(proof)
    return design


def page_for(app: Flask, design: Design) -> str:
    answer = app.test_client().get(f"/register/{design.public_id}", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.text


def test_everybody_reads_what_it_is_since_when_and_for_how_long(app: Flask) -> None:
    design = a_full_design()
    page = page_for(app, design)
    for said in ("花心盘金", "真丝缎", "秧歌 红", "17 Feb 2026", "春节庙会", "李家坊", str(design.number)):
        assert said in page, said
    assert "Valid until" in page and "It has no legal force beyond the town." in page


def test_outtakes_sketches_and_proofs_are_for_the_family_and_the_office(app: Flask, sign_in: SignIn) -> None:
    design = a_full_design()
    private = [row.picture.public_id for row in design.pictures[1:]]
    public = page_for(app, design)
    assert not any(one in public for one in private) and "给舞蹈队的第一单" not in public
    assert "holds 1 proof" in public
    for person in (somebody_of(design.workshop), an_officer()):
        page = sign_in(person).get(f"/register/{design.public_id}").text
        assert all(one in page for one in private) and "给舞蹈队的第一单" in page


def test_who_else_may_sell_it_and_who_held_it_before_stand_on_the_page(app: Flask) -> None:
    design = a_full_design()
    a_licence(design.workshop, a_workshop("三妹网店"), design=design, covers_photos=False)
    taker = a_workshop("王家坊")
    transfer = an_offer(design, taker)
    person = somebody_of(taker)
    with transaction():
        transfers.accept(transfer, actor=person, now=now())
    page = page_for(app, fresh(design))
    assert "三妹网店" in page and "without photos" in page
    assert "Former holders" in page and "李家坊" in page and "Another workshop took it over" in page


def test_versions_link_to_each_other_as_far_as_the_reader_sees_them(app: Flask, sign_in: SignIn) -> None:
    design = a_full_design()
    second = a_design(design.workshop)
    with transaction():
        second.earlier, second.version = design, 2
    assert f"/register/{second.public_id}" in page_for(app, design)
    assert f"/register/{design.public_id}" in page_for(app, second)
    with transaction():
        second.state, second.registered_at = "refused", None
    assert f"/register/{second.public_id}" not in page_for(app, design)
    family = sign_in(somebody_of(design.workshop)).get(f"/register/{design.public_id}").text
    assert f"/register/{second.public_id}" in family


def test_what_left_the_register_shows_facts_and_reason_but_no_pictures(app: Flask, sign_in: SignIn) -> None:
    design, officer = a_full_design(), an_officer()
    with transaction():
        path.decide(design, DesignAct.CANCEL, reason="照片不是自己的", actor=officer, now=now())
    page = page_for(app, design)
    assert "Cancelled" in page and "照片不是自己的" in page and "花心盘金" in page
    assert not any(row.picture.public_id in page for row in design.pictures)
    family = sign_in(somebody_of(design.workshop)).get(f"/register/{design.public_id}").text
    assert design.pictures[0].picture.public_id in family and "Leading Group" in family


def test_the_history_names_people_to_the_office_alone(app: Flask, sign_in: SignIn) -> None:
    design = an_application(a_workshop())
    objector = a_person("孙快嘴")
    home = a_workshop("孙家坊", objector)
    an_objection(design, home)
    public = page_for(app, design)
    assert "Handed in, and put on public notice" in public and "Somebody objected" in public
    office = sign_in(an_officer()).get(f"/register/{design.public_id}").text
    assert "孙快嘴" in office and "孙快嘴" not in public
    family = sign_in(somebody_of(design.workshop)).get(f"/register/{design.public_id}").text
    assert "孙快嘴" not in family


def test_each_reader_finds_what_they_can_do_and_nothing_else(app: Flask, sign_in: SignIn) -> None:
    design = a_full_design()
    address = f"/register/{design.public_id}"
    acts = {
        "family": ("/transfer", "/withdraw", "/certificate", "/marks"),
        "neighbour": ("/object", "/licences/ask"),
        "office": ("/decide", "/date", "/certificate"),
    }
    readers = {
        "family": somebody_of(design.workshop),
        "neighbour": somebody_of(a_workshop()),
        "office": an_officer(),
    }
    pages = {who: sign_in(person).get(address).text for who, person in readers.items()} | {
        "nobody": page_for(app, design)
    }
    for who, theirs in acts.items():
        assert all(f'{act}"' in pages[who] or f"{act}?" in pages[who] for act in theirs), who
    for act in ("/transfer", "/withdraw", "/object", "/decide", "/date", "/licences/ask"):
        assert f'{act}"' not in pages["nobody"] and f"{act}?" not in pages["nobody"], act
    assert "/decide" not in pages["family"] and "/withdraw" not in pages["office"]


def test_a_family_renews_gives_away_and_takes_back_on_the_page(app: Flask, sign_in: SignIn) -> None:
    design, taker = a_full_design(), a_workshop("王家坊")
    family, other = sign_in(somebody_of(design.workshop)), sign_in(somebody_of(taker))
    address = f"/register/{design.public_id}"
    home = f"/workshops/{design.workshop.public_id}/designs/{design.public_id}"
    assert family.post(f"{home}/renew").status_code == 409
    with transaction():
        design.expires_on = china_day(now()) + timedelta(days=3)
    assert "Renew it" in family.get(address).text
    assert family.post(f"{home}/renew").status_code == 302
    form = {"taker": taker.public_id, "once": "same"}
    assert family.post(f"{home}/transfer", data=form).status_code == 302
    assert family.post(f"{home}/transfer", data=form).status_code == 302  # arrived twice, offered once
    assert family.post(f"{home}/transfer", data={**form, "once": "other"}).status_code == 422
    assert "Offered to 王家坊" in family.get(address).text
    offered = db.session.query(transfers.Transfer).one().public_id
    assert f"/transfers/{offered}/accept" in other.get(address).text
    assert family.post(f"/transfers/{offered}/accept").status_code == 404
    assert other.post(f"/transfers/{offered}/take-back").status_code == 404
    assert other.post(f"/transfers/{offered}/accept").status_code == 302
    assert fresh(design).workshop_id == taker.id
    assert other.post(f"/transfers/{offered}/accept").status_code == 409


def test_tending_from_the_command_line_says_what_it_did(app: Flask) -> None:
    design = a_full_design()
    with transaction():
        design.expires_on = china_day(now()) - timedelta(days=1)
    run = app.test_cli_runner().invoke(args=["registry", "tend"])
    assert (run.exit_code, run.output) == (0, "lapsed: 1, reminded: 0, offers ended: 0\n")
    assert fresh(design).state == "lapsed"
