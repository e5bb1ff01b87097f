"""Print labels, then look at them as a printer, a scanner and a reader do."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from shop.core.fonts import Faces
from shop.shipping.barcode import QUIET_MODULES, module_runs
from shop.shipping.label import PAPERS, Label, PrinterProfile, render_labels
from shop.shipping.label_layout import plan
from shop.shipping.rules import LabelError

pypdfium2 = pytest.importorskip("pypdfium2")
pikepdf = pytest.importorskip("pikepdf")
zxingcpp = pytest.importorskip("zxingcpp")
cv2 = pytest.importorskip("cv2")

SHORT = Label(
    number="SF1234567890123",
    number_kind="waybill",
    recipient_name="张小雨",
    recipient_phone="13800000001",
    recipient_address="山东省菏泽市曹县大集镇示例村12号",
    sender_name="示例锦绣作坊",
    sender_phone="1*******234",
    sender_address="山东省菏泽市曹县大集镇****",
    courier="顺丰速运",
    sorting_code="530-A12 07",
    contents="儿童汉服 女 红 140cm",
    quantity=3,
    order_number="3515000000000000001",
    printed_at="2026-11-22 16:40",
)
LONG = replace(
    SHORT,
    recipient_name="测试古丽·䶮𫍯（示例小学大队部收）",
    recipient_address="新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县示例乡示例村委会向东三百米 "
    "12 号楼 3 单元 1502 室（放在门卫处，请电话联系后再送，周末不在家）",
    contents="舞蹈演出服 孔雀舞 蓝绿渐变 大裙摆 成人 S 码 ×12、M 码 ×8、L 码 ×4；配头饰 24 个",
    sorting_code="",
    number_kind="parcel",
    number="P2026-000123",
    courier="",
    reprint=2,
)
EVERY_PAPER = [replace(paper, dots=dots) for paper in PAPERS.values() for dots in (8, 12)]


def name_of(paper: PrinterProfile) -> str:
    return f"{paper.width}x{paper.height}@{paper.dots}"


every_paper = pytest.mark.parametrize("paper", EVERY_PAPER, ids=name_of)


def printed(pdf: bytes, paper: PrinterProfile, page: int = 0) -> np.ndarray:
    """Rasterise one page to the printer's very dots, grey."""
    sheet = pypdfium2.PdfDocument(pdf)[page]
    scale = (paper.width * paper.dots - 0.001) / sheet.get_width()
    return sheet.render(scale=scale, grayscale=True).to_numpy()


def row_of(paper: PrinterProfile, label: Label, bars: int) -> int:
    box = plan(paper.width, paper.height, with_sorting=bool(label.sorting_code)).bars[bars].box
    return int((box.y + box.height / 2) * paper.dots)


def runs_of(row: np.ndarray) -> list[int]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (row < 128).astype(int), [0]))))
    return np.diff(edges).tolist()


def words(text: str) -> str:
    return re.sub(r"\s", "", text)


def text_layer(pdf: bytes, page: int = 0) -> str:
    return words(pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range())


@every_paper
@pytest.mark.parametrize("label", [SHORT, LONG], ids=["short", "long"])
def test_every_bar_is_its_modules_in_whole_dots(paper: PrinterProfile, label: Label, faces: Faces) -> None:
    image = printed(render_labels([label], paper, faces), paper)
    modules = module_runs(label.number)
    for bars, smallest in ((0, 0.33), (1, 0.25)):
        runs = runs_of(image[row_of(paper, label, bars)])
        dots = runs[0] / modules[0]
        assert runs == [run * dots for run in modules]
        assert dots / paper.dots >= smallest


@every_paper
def test_nothing_stands_in_the_quiet_zones(paper: PrinterProfile, faces: Faces) -> None:
    image = printed(render_labels([SHORT], paper, faces), paper)
    for bars in plan(paper.width, paper.height, with_sorting=True).bars:
        top, bottom = int(bars.box.y * paper.dots) + 1, int((bars.box.y + bars.box.height) * paper.dots) - 1
        inked = np.flatnonzero((image[top:bottom] < 250).any(axis=0))
        module = (inked[-1] - inked[0] + 1) / sum(module_runs(SHORT.number))
        quiet = QUIET_MODULES * module
        assert inked[0] >= quiet
        assert image.shape[1] - 1 - inked[-1] >= quiet


@pytest.mark.parametrize(("paper", "smallest"), [("76x130", 9), ("100x150", 12), ("100x180", 12)])
def test_main_bars_are_high_enough_for_hand_scanners(paper: str, smallest: float) -> None:
    profile = PAPERS[paper]
    assert all(
        plan(profile.width, profile.height, with_sorting=s).bars[0].box.height >= smallest
        for s in (True, False)
    )


def disturbed(dots: np.ndarray) -> dict[str, np.ndarray]:
    """Photograph the paper, two pixels a dot, and spoil the picture in the ways of a warehouse."""
    image = np.kron(dots, np.ones((2, 2), np.uint8))
    noise = np.random.default_rng(7).normal(0, 20, image.shape)
    height, width = image.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 2, 1)
    return {
        "clean": image,
        "blurred": cv2.GaussianBlur(image, (0, 0), 1.6),
        "noisy": cv2.GaussianBlur(np.clip(image + noise, 0, 255).astype(np.uint8), (0, 0), 0.8),
        "turned": cv2.warpAffine(image, turn, (width, height), borderValue=255),
        "pale": (image * 0.35 + 120).astype(np.uint8),
    }


@every_paper
@pytest.mark.parametrize("label", [SHORT, LONG], ids=["short", "long"])
def test_a_scanner_reads_both_barcodes_even_from_a_bad_picture(
    paper: PrinterProfile, label: Label, faces: Faces
) -> None:
    image = printed(render_labels([label], paper, faces), paper)
    for way, picture in disturbed(image).items():
        found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.Code128)
        assert found, way
        assert {result.text for result in found} == {label.number}, way
        if way == "clean":
            assert len(found) == len(
                plan(paper.width, paper.height, with_sorting=bool(label.sorting_code)).bars
            )


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="zbar-tools is not installed")
@pytest.mark.parametrize("paper", PAPERS.values(), ids=name_of)
def test_another_scanner_reads_the_same(paper: PrinterProfile, faces: Faces, tmp_path: Path) -> None:
    for way, picture in disturbed(printed(render_labels([SHORT], paper, faces), paper)).items():
        file = tmp_path / f"{way}.png"
        cv2.imwrite(str(file), picture)
        read = subprocess.run(
            ["zbarimg", "-q", "--raw", str(file)], capture_output=True, text=True, check=False
        ).stdout.split()
        assert set(read) == {SHORT.number}, way


@every_paper
@pytest.mark.parametrize("label", [SHORT, LONG], ids=["short", "long"])
def test_the_text_layer_says_what_was_asked(paper: PrinterProfile, label: Label, faces: Faces) -> None:
    text = text_layer(render_labels([label], paper, faces))
    asked = (
        label.number,
        label.recipient_name,
        label.recipient_phone,
        label.recipient_address,
        label.sender_name,
    )
    more = (label.sender_phone, label.sender_address, label.contents, label.order_number, label.printed_at)
    for value in (*asked, *more, label.courier, label.sorting_code, f"共{label.quantity}件"):
        assert words(value) in text
    assert text.count(label.number) == len(plan(paper.width, paper.height, with_sorting=True).bars)


def test_a_reprint_says_so_with_its_counter_and_a_first_print_does_not(faces: Faces) -> None:
    assert "补打第2次" in text_layer(render_labels([LONG], PAPERS["76x130"], faces))
    assert "补打" not in text_layer(render_labels([SHORT], PAPERS["76x130"], faces))


def test_our_own_number_is_never_passed_off_as_a_waybill(faces: Faces) -> None:
    assert "非运单号" in text_layer(render_labels([LONG], PAPERS["76x130"], faces))
    assert "非运单号" not in text_layer(render_labels([SHORT], PAPERS["76x130"], faces))


def test_each_label_has_its_page_and_its_own_text(faces: Faces) -> None:
    labels = [replace(SHORT, number=f"YT880000000000{n}", recipient_name=f"测试{n}") for n in range(5)]
    pdf = render_labels(labels, PAPERS["100x150"], faces)
    assert len(pypdfium2.PdfDocument(pdf)) == 5
    for page, label in enumerate(labels):
        text = text_layer(pdf, page)
        assert label.number in text
        assert label.recipient_name in text
        assert labels[page - 1].number not in text


@every_paper
def test_the_page_is_exactly_the_paper(paper: PrinterProfile, faces: Faces) -> None:
    with pikepdf.open(io.BytesIO(render_labels([SHORT, LONG], paper, faces))) as pdf:
        for page in pdf.pages:
            left, bottom, right, top = (float(edge) for edge in page.mediabox)
            assert (left, bottom) == (0, 0)
            assert right == pytest.approx(paper.width / 25.4 * 72, abs=0.01)
            assert top == pytest.approx(paper.height / 25.4 * 72, abs=0.01)


def test_every_font_is_embedded_with_its_text_layer(faces: Faces) -> None:
    with pikepdf.open(io.BytesIO(render_labels([SHORT, LONG], PAPERS["76x130"], faces))) as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
        assert fonts
        for font in fonts:
            assert "/FontFile2" in font.FontDescriptor
            assert "/ToUnicode" in font
            assert "Helvetica" not in str(font.BaseFont)


@pytest.mark.parametrize("label", [SHORT, LONG], ids=["short", "long"])
@every_paper
def test_no_text_leaves_its_place(paper: PrinterProfile, label: Label, faces: Faces) -> None:
    page = pypdfium2.PdfDocument(render_labels([label], paper, faces))[0].get_textpage()
    height, point = paper.height / 25.4 * 72, 25.4 / 72
    slots = plan(paper.width, paper.height, with_sorting=bool(label.sorting_code))
    boxes = [slot.box for slot in slots.slots] + [slot.box for slot, _ in slots.captions]
    marks = [(m.x - m.radius, m.y - m.radius, 2 * m.radius, 2 * m.radius) for m in slots.marks]
    for place in range(page.count_chars()):
        left, bottom, right, top = page.get_charbox(place)
        if right - left < 0.01:
            continue
        x, y = (left + right) / 2 * point, (height - (top + bottom) / 2) * point
        inside = [b for b in (*boxes, *marks) if b[0] <= x <= b[0] + b[2] and b[1] <= y <= b[1] + b[3]]
        assert inside, page.get_text_range(place, 1)
        assert left >= 0
        assert right <= paper.width / 25.4 * 72


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("recipient_address", "大集镇示例村" * 80, "recipient"),
        ("sender_address", "大集镇示例村" * 40, "sender"),
        ("contents", "演出服" * 100, "contents"),
        ("courier", "很长的快递公司名字" * 20, "courier"),
        ("recipient_name", "龍𠮷", "𠮷"),
        ("number", "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234", "wider paper"),
    ],
)
def test_what_cannot_be_printed_whole_is_refused_by_name(
    field: str, value: str, says: str, faces: Faces
) -> None:
    with pytest.raises(LabelError, match=says):
        render_labels([SHORT, replace(SHORT, **{field: value})], PAPERS["76x130"], faces)


def test_the_longest_number_allowed_goes_on_wide_paper(faces: Faces) -> None:
    paper = PAPERS["100x150"]
    label = replace(SHORT, number="ABCDEFGHIJKLMNOPQRSTUVWXYZ1234")
    image = np.kron(printed(render_labels([label], paper, faces), paper), np.ones((2, 2), np.uint8))
    assert {found.text for found in zxingcpp.read_barcodes(image)} == {label.number}


@pytest.mark.parametrize("field", ["number", "recipient_name", "recipient_address"])
def test_a_label_without_what_a_courier_needs_is_refused(field: str, faces: Faces) -> None:
    with pytest.raises(LabelError):
        render_labels([replace(SHORT, **{field: " \u200b"})], PAPERS["76x130"], faces)
    with pytest.raises(LabelError):
        render_labels([], PAPERS["76x130"], faces)
