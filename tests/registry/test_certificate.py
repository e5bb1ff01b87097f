"""The certificate states what the register says, says plainly when it holds no more, and carries its proof."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.accounts.models import Person
from shop.audit import note
from shop.audit.models import Checkpoint, Entry
from shop.core.clock import now
from shop.core.db import db, transaction
from shop.core.fonts import ensure_fonts
from shop.core.ids import new_key
from shop.core.roles import Role
from shop.pictures.shapes import RegionKind
from shop.registry import conformity, priority, proof_file, transfers
from shop.registry.models import CertificateCopy, Design, DesignPicture
from shop.registry.path import move, record_state
from shop.registry.rules import DesignAct
from shop.registry.rules.priority import ChangeAct
from shop.workshops.models import Workshop
from tests import making

SAME_ON_BOTH = True

pypdfium2 = pytest.importorskip("pypdfium2")
pikepdf = pytest.importorskip("pikepdf")
zxingcpp = pytest.importorskip("zxingcpp")

SignIn = Callable[[Any], FlaskClient]


@pytest.fixture(autouse=True)
def _fonts(house: Flask, request: pytest.FixtureRequest) -> None:
    house.config["FONTS"] = Path(request.config.cache.mkdir("fonts"))
    ensure_fonts(house.config["FONTS"])


@pytest.fixture
def maker(app: Flask) -> Person:
    making.a_town("大集镇")
    return making.a_person("Chunlan")


@pytest.fixture
def workshop(maker: Person) -> Workshop:
    return making.a_workshop("春兰舞衣", maker)


@pytest.fixture
def design(workshop: Workshop) -> Design:
    shown, hidden = making.a_picture(workshop, seed=41), making.a_picture(workshop, seed=42)
    made = making.an_application(
        workshop, "牡丹扇舞裙", pictures=[shown, hidden], claims="金线滚边，七层扇褶"
    )
    with transaction():
        db.session.get_one(DesignPicture, made.pictures[1].id).role = "outtake"
    making.a_mark(shown, RegionKind.CLAIM, "裙摆牡丹", (10, 60, 80, 30))
    making.register(made)
    return made


def address(design: Design, page: str = "") -> str:
    return f"/register/{design.public_id}/{page}"


def print_it(browser: FlaskClient, design: Design, key: str = "") -> bytes:
    answer = browser.post(address(design, "certificate/print"), data={"once": key or new_key()})
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), answer.text
    return answer.data


def words_on(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def proof_in(pdf: bytes) -> dict[str, Any]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return json.loads(opened.attachments["proof.json"].get_file().read_bytes())


def take(design: Design, act: DesignAct) -> None:
    with transaction():
        moment = now()
        move(design, act, now=moment)
        record_state(design, actor=None, now=moment)


def test_a_certificate_says_what_the_register_says(sign_in: SignIn, maker: Person, design: Design) -> None:
    said = words_on(print_it(sign_in(maker), design))
    for words in (
        design.number,
        "牡丹扇舞裙",
        "春兰舞衣",
        "金线滚边",
        "裙摆牡丹",
        "大集镇",
        "登记有效",
        "In force",
    ):
        assert words in said, words
    for row in design.pictures:
        assert row.picture.sha256 in said.replace("\r\n", "")
    assert "这是本镇自己的登记" in said and "no legal force beyond the town" in said
    assert "Copy No. 1" in said and "COPY NO." not in said


def test_proof_of_making_is_named_by_its_hash_and_not_shown(
    sign_in: SignIn, maker: Person, design: Design
) -> None:
    with pikepdf.open(io.BytesIO(print_it(sign_in(maker), design))) as pdf:
        images = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
    assert len(images) == 1


def test_both_codes_lead_to_the_design_and_to_its_proof(
    sign_in: SignIn, maker: Person, design: Design
) -> None:
    pages = pypdfium2.PdfDocument(print_it(sign_in(maker), design))
    read = {code.text for page in pages for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())}
    public = f"http://localhost/register/{design.public_id}"
    assert read == {public, f"{public}/proof"}


def test_a_second_print_says_so_and_a_second_press_does_not(
    sign_in: SignIn, maker: Person, design: Design
) -> None:
    browser, key = sign_in(maker), new_key()
    first = print_it(browser, design, key)
    assert print_it(browser, design, key) == first
    second = words_on(print_it(browser, design))
    assert "COPY NO. 2" in second and "第2次打印" in second
    db.session.rollback()
    assert [copy.number for copy in db.session.scalars(select(CertificateCopy))] == [1, 2]
    acts = list(db.session.scalars(select(Entry.act).where(Entry.subject_id == design.public_id)))
    assert acts.count("certificate.printed") == 2


@pytest.mark.parametrize(
    ("act", "chinese", "english"),
    [
        (DesignAct.CANCEL, "已撤销", "CANCELLED"),
        (DesignAct.LAPSE, "已失效", "LAPSED"),
        (DesignAct.WITHDRAW, "已撤回", "WITHDRAWN"),
    ],
)
def test_what_holds_no_more_says_so_on_every_page(
    sign_in: SignIn, maker: Person, design: Design, act: DesignAct, chinese: str, english: str
) -> None:
    take(design, act)
    pdf = pypdfium2.PdfDocument(print_it(sign_in(maker), design))
    for page in pdf:
        words = page.get_textpage().get_text_range()
        assert chinese in words and english in words
    assert "登记有效" not in words_on(print_it(sign_in(maker), design))


def test_an_application_has_no_certificate_and_no_proof(
    sign_in: SignIn, maker: Person, workshop: Workshop
) -> None:
    waiting = making.an_application(workshop)
    for page in ("certificate", "proof", "proof.json"):
        assert sign_in(maker).get(address(waiting, page)).status_code == 404
    assert sign_in(maker).post(address(waiting, "certificate/print")).status_code == 404


def test_only_the_family_and_the_office_print(sign_in: SignIn, client: FlaskClient, design: Design) -> None:
    stranger, officer = making.a_person("Stranger"), making.a_person("Officer", Role.OFFICER)
    assert sign_in(stranger).post(address(design, "certificate/print")).status_code == 404
    assert sign_in(stranger).get(address(design, "certificate")).status_code == 404
    assert client.post(address(design, "certificate/print")).status_code in (302, 401, 403)
    assert print_it(sign_in(officer), design).startswith(b"%PDF")
    db.session.rollback()
    assert len(list(db.session.scalars(select(CertificateCopy)))) == 1


def test_the_page_counts_the_copies(sign_in: SignIn, maker: Person, design: Design) -> None:
    browser = sign_in(maker)
    assert "Not yet." in browser.get(address(design, "certificate")).text
    print_it(browser, design)
    page = browser.get(address(design, "certificate")).text
    assert "Copy no. 1" in page and "copy no. 2" in page


def test_the_proof_within_is_the_proof_of_the_page(
    sign_in: SignIn, client: FlaskClient, maker: Person, design: Design
) -> None:
    assert "not ready yet" in client.get(address(design, "proof")).text
    inside = proof_in(print_it(sign_in(maker), design))
    assert json.loads(client.get(address(design, "proof.json")).data) == inside
    assert "No witness has, so far" in client.get(address(design, "proof")).text
    assert inside["states"]["name"] == "牡丹扇舞裙"
    assert inside["states"]["maker"]["workshop"] == "春兰舞衣"


def test_the_log_itself_names_nobody(sign_in: SignIn, maker: Person, design: Design) -> None:
    print_it(sign_in(maker), design)
    told = "".join(db.session.scalars(select(Entry.details_text)))
    for name in ("牡丹扇舞裙", "春兰舞衣", "金线滚边", "裙摆牡丹", "大集镇"):
        assert name not in told


def test_the_town_key_is_open_to_everybody(client: FlaskClient, design: Design) -> None:
    answer = client.get("/register/town.pub")
    assert answer.status_code == 200 and answer.text.count("+") >= 2


def test_a_print_signs_the_log_only_where_no_checkpoint_counts_the_design(
    sign_in: SignIn, maker: Person, design: Design
) -> None:
    browser = sign_in(maker)
    for _ in range(3):
        print_it(browser, design)
    db.session.rollback()
    assert len(list(db.session.scalars(select(Checkpoint)))) == 1


def test_a_renamed_workshop_is_written_down_before_it_is_certified(
    sign_in: SignIn, maker: Person, design: Design, workshop: Workshop
) -> None:
    first = proof_in(print_it(sign_in(maker), design))
    with transaction():
        db.session.get_one(Workshop, workshop.id).name = "春兰新坊"
    second = proof_in(print_it(sign_in(maker), design))
    assert second["states"]["maker"]["workshop"] == "春兰新坊"
    assert len(first["entries"]) < len(second["entries"]) == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "别的名字"),
        ("claims", "一切"),
        ("priority_at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("expires_on", date(2099, 1, 1)),
    ],
)
def test_what_was_changed_behind_the_log_is_never_certified(
    sign_in: SignIn, maker: Person, design: Design, column: str, value: object
) -> None:
    with transaction():
        setattr(db.session.get_one(Design, design.id), column, value)
    answer = sign_in(maker).post(address(design, "certificate/print"), data={"once": new_key()})
    assert answer.status_code == 409
    assert "nothing can be certified" in answer.text
    db.session.rollback()
    assert proof_file.vouching_entries(db.session.get_one(Design, design.id)) is None


def test_hostile_words_stay_words(sign_in: SignIn, maker: Person, workshop: Workshop) -> None:
    nasty = "<b>&amp; </para><img src=x>"
    made = making.a_design(workshop, nasty, claims="</font>" + nasty + "😀")
    said = words_on(print_it(sign_in(maker), made)).replace("\r\n", "")
    assert nasty in said and "</font>" in said


def test_what_was_transferred_and_moved_properly_says_so_and_fits(
    sign_in: SignIn, maker: Person, design: Design
) -> None:
    """Give it to another family, move its date with two officers, and print: paper, rows and log agree."""
    taker = making.a_person("Qiuju")
    home = making.a_workshop("秋菊汉服", taker)
    first, second = (making.a_person(name, Role.OFFICER) for name in ("Wang", "Zhao"))
    with transaction():
        offered = transfers.offer(design, home, actor=maker, now=now())
    with transaction():
        transfers.accept(offered, actor=taker, now=now())
    earlier = now() - timedelta(days=30)
    with transaction():
        change = priority.propose(design, earlier, reason="An order of May", actor=first, now=now())
    with transaction():
        priority.decide(change, ChangeAct.APPROVE, actor=second, now=now())
    pdf = print_it(sign_in(taker), design)
    said = words_on(pdf)
    for words in ("已转让", "Transferred", "秋菊汉服", "原持有人", "春兰舞衣"):
        assert words in said, words
    states = proof_in(pdf)["states"]
    assert states["former"][0]["workshop"] == "春兰舞衣"
    assert states["priority"] == note.moment(earlier)
    assert [json.loads(one["entry"])["act"] for one in proof_in(pdf)["entries"]] == [
        "design.registered",
        "priority.moved",
    ]
    assert conformity.first_untrue_design() is None
    assert sign_in(maker).get(address(design, "certificate")).status_code == 404
