"""Read the licence paper back as a reader and a phone would: its words, its one page, its code."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from shop.core.fonts import Faces, ensure_fonts
from shop.registry.licence_paper import LicencePaper, Party, render_licence
from shop.registry.rules import BOTH_PARTS, LicenceTerms, Part, Phase
from shop.registry.rules.codes import in_groups, new_check_code
from tests.making import photo_bytes

SAME_ON_BOTH = True

pypdfium2 = pytest.importorskip("pypdfium2")
zxingcpp = pytest.importorskip("zxingcpp")

CODE = in_groups(new_check_code())
MAKER, HOLDER = Party("春兰舞服", "孙庄村"), Party("三妹网店", "丁楼村")
TERMS = LicenceTerms(
    parts=BOTH_PARTS,
    starts_on=date(2026, 3, 1),
    ends_on=date(2027, 2, 28),
    design_id=1,
    platforms=frozenset({"taobao", "pdd"}),
    floor_price_fen=8850,
    sell_off_days=30,
)
PAPER = LicencePaper(
    town="大集镇",
    number="L2026-00012",
    check_code=CODE,
    check_url=f"https://desk.example.cn/licences/check/{CODE}",
    phase=Phase.IN_FORCE,
    maker=MAKER,
    giver=MAKER,
    holder=HOLDER,
    design=("牡丹扇秧歌服", "D2026-00007"),
    photo=photo_bytes(3),
    terms=TERMS,
    last_day=date(2027, 2, 28),
    sell_off_until=date(2027, 3, 30),
    printed_at=datetime(2026, 3, 4, 20, 30, tzinfo=UTC),  # 04:30 on the 5th in China
)


@pytest.fixture(scope="module")
def faces(request: pytest.FixtureRequest) -> Faces:
    return ensure_fonts(Path(request.config.cache.mkdir("fonts")))


def printed(faces: Faces, **changes: Any) -> Any:
    return pypdfium2.PdfDocument(io.BytesIO(render_licence(replace(PAPER, **changes), faces)))


def words(document: Any) -> str:
    """Give all words of the one page, without line breaks."""
    assert len(document) == 1
    return str(document[0].get_textpage().get_text_range()).replace("\r\n", "").replace("\n", "")


def test_it_says_who_allows_whom_what_where_and_until_when(faces: Faces) -> None:
    said = words(printed(faces))
    for fact in (
        "授权书",
        "大集镇",
        "春兰舞服（孙庄村）",
        "三妹网店（丁楼村）",
        "牡丹扇秧歌服",
        "D2026-00007",
        "L2026-00012",
        CODE,
        "拼多多 Pinduoduo、淘宝 Taobao",
        "2026年3月1日 — 2027年2月28日",
        "¥88.50",
        "30 天，至 2027年3月30日",
        "有效 In force",
        "打印于 Printed 2026年3月5日 04:30",
        "只在本镇内有约定效力",
        "no legal force beyond the town",
    ):
        assert fact in said, fact
    assert said.count("允许 Yes") == 2 and said.count("不允许 No") == 1  # not to be given on
    assert "ENDED" not in said


def test_without_bounds_it_says_so(faces: Faces) -> None:
    free = LicenceTerms(parts={Part.DESIGN}, starts_on=TERMS.starts_on, ends_on=TERMS.ends_on)
    said = words(printed(faces, terms=free, design=None, photo=None))
    for fact in ("春兰舞服 登记的全部款式", "不限 All", "不限 None", "无 None"):
        assert fact in said, fact
    assert said.count("允许 Yes") == 1 and said.count("不允许 No") == 2


def test_one_that_was_given_on_names_the_maker_too(faces: Faces) -> None:
    said = words(printed(faces, giver=Party("中间商行", "张庄村")))
    assert "中间商行（张庄村）" in said and "款式所属" in said and "春兰舞服" in said
    assert "款式所属" not in words(printed(faces))


@pytest.mark.parametrize("phase", [Phase.ENDED, Phase.SELL_OFF])
def test_an_ended_one_says_so_largely(faces: Faces, phase: Phase) -> None:
    document = printed(faces, phase=phase)
    assert "已结束ENDED" in words(document)
    sizes = [
        one.get_bounds()[3] - one.get_bounds()[1] for one in document[0].get_objects() if one.type == 1
    ]  # texts, points high
    assert max(sizes) > 150  # slanted over the page


def code_on(document: Any) -> str:
    image = document[0].render(scale=200 / 72).to_pil().convert("L")
    (found,) = zxingcpp.read_barcodes(image)
    return str(found.text)


def test_its_square_code_leads_to_its_public_check(faces: Faces) -> None:
    assert code_on(printed(faces)) == PAPER.check_url
    assert code_on(printed(faces, phase=Phase.ENDED)) == PAPER.check_url


@pytest.mark.parametrize("hostile", ["<b>粗</b>&amp;<", "<img src='x'/>", "</para>&lt;", "a & b < c > d"])
def test_no_name_becomes_markup(faces: Faces, hostile: str) -> None:
    said = words(
        printed(
            faces,
            town=hostile,
            maker=Party(hostile, "村"),
            holder=Party(hostile, hostile),
            design=(hostile, "D2026-00001"),
        )
    ).replace(" ", "")
    assert said.count(hostile.replace(" ", "")) == 5  # the giver is another then


@pytest.mark.parametrize("letter", ["长", "W", "W "])
def test_the_longest_names_wrap_and_stay_on_the_page(faces: Faces, letter: str) -> None:
    long = Party((letter * 60)[:60], (letter * 60)[:60])
    document = printed(
        faces, maker=long, giver=replace(long, name="中" * 60), holder=long, design=((letter * 80)[:80], "D1")
    )
    said = words(document).replace(" ", "")
    assert said.count(letter.strip()) >= (letter * 60)[:60].count(letter.strip()) * 4
    width, _height = document[0].get_size()
    assert all(
        one.get_bounds()[0] >= 0 and one.get_bounds()[2] <= width
        for one in document[0].get_objects()
        if one.type == 1
    )


@pytest.mark.parametrize("length", range(2, 60, 6))
def test_however_long_the_names_it_is_one_page_and_most_leave_room_for_signing(
    faces: Faces, length: int
) -> None:
    party = Party("长" * length, "村" * min(length, 12))
    said = words(
        printed(
            faces, maker=party, giver=replace(party, name="中" * length), holder=party, photo=photo_bytes(4)
        )
    )
    assert ("授权方签字" in said) == (length < 50)


def test_what_the_face_cannot_print_leaves_a_mark_and_not_an_error(faces: Faces) -> None:
    assert "牡丹〓" in words(printed(faces, design=("牡丹😀", "D1")))


def test_the_same_values_give_the_same_bytes(faces: Faces) -> None:
    assert render_licence(PAPER, faces) == render_licence(PAPER, faces)
