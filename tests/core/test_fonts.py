"""Check that the house's face prints what it says it prints."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from shop.core import fonts
from shop.core.fonts import Faces, ensure_fonts, missing_characters, printable

pypdfium2 = pytest.importorskip("pypdfium2")
pikepdf = pytest.importorskip("pikepdf")

RARE_NAMES = "䶮㛃𫍯𬭚堃喆犇淼翀昇镕"


@pytest.fixture(scope="module")
def folder(request: pytest.FixtureRequest) -> Path:
    return Path(request.config.cache.mkdir("fonts"))


@pytest.fixture(scope="module")
def faces(folder: Path) -> Faces:
    return ensure_fonts(folder)


def drawn(faces: Faces, *lines: str) -> bytes:
    result = io.BytesIO()
    canvas = Canvas(result, initialFontName=faces.name)
    for row, line in enumerate(lines):
        canvas.setFont(faces.name, 12)
        canvas.drawString(40, 700 - 20 * row, line)
    canvas.save()
    return result.getvalue()


def text_of(pdf: bytes) -> str:
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()


def test_rare_names_and_house_symbols_can_be_printed() -> None:
    assert missing_characters(RARE_NAMES + "菏泽市曹县大集镇 ABC abc 019 ，。￥①㎡·—“”（）陳灣") == ""


def test_a_character_the_face_lacks_is_named_once_and_line_breaks_are_not() -> None:
    assert missing_characters("吉\n𠮷祥𠮷\U0001f600") == "𠮷\U0001f600"
    with pytest.raises(fonts.CharacterMissing, match=r"𠮷\(U\+20BB7\)"):
        fonts.require_characters("𠮷祥")


def test_what_is_said_to_be_there_is_in_the_file(faces: Faces) -> None:
    assert fonts.available_characters() <= faces.widths.keys()


def test_the_text_layer_keeps_characters_above_the_first_plane(faces: Faces) -> None:
    assert RARE_NAMES in text_of(drawn(faces, RARE_NAMES))


def test_every_font_is_embedded_and_none_is_helvetica(faces: Faces) -> None:
    with pikepdf.open(io.BytesIO(drawn(faces, "大集镇", "䶮"))) as pdf:
        found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
        assert found
        assert all("/FontFile2" in font.FontDescriptor and "/ToUnicode" in font for font in found)
        assert not any("Helvetica" in str(font.BaseFont) for font in found)


def test_each_glyph_leaves_ink_of_its_own(faces: Faces) -> None:
    pages = [pypdfium2.PdfDocument(drawn(faces, name))[0].render(scale=1).to_numpy() for name in RARE_NAMES]
    assert len({page.tobytes() for page in pages}) == len(RARE_NAMES)


def test_bold_is_heavier_and_reads_the_same(faces: Faces) -> None:
    result = io.BytesIO()
    canvas = Canvas(result, initialFontName=faces.name)
    fonts.draw_bold(canvas, 40, 700, "曹县", 12)
    canvas.save()
    plain, bold = (
        pypdfium2.PdfDocument(pdf)[0].render(scale=3) for pdf in (drawn(faces, "曹县"), result.getvalue())
    )
    assert (255 - bold.to_numpy()).sum() > 1.2 * (255 - plain.to_numpy()).sum()
    assert "曹县" in text_of(result.getvalue())


def test_the_width_is_what_reportlab_measures(faces: Faces) -> None:
    assert faces.width("曹县 Cao 1", 9) == pytest.approx(stringWidth("曹县 Cao 1", faces.name, 9))


def test_a_missing_file_is_built_again_whole_and_the_same(folder: Path, faces: Faces, tmp_path: Path) -> None:
    assert ensure_fonts(tmp_path) == faces
    assert [file.name for file in tmp_path.iterdir()] == [fonts.FACE_FILE]
    assert (tmp_path / fonts.FACE_FILE).read_bytes() == (folder / fonts.FACE_FILE).read_bytes()


def test_threads_saving_at_once_write_the_same_as_one(faces: Faces) -> None:
    asked = [RARE_NAMES[n % 8 :] + f"第{n}件" for n in range(12)]
    got: dict[int, str] = {}
    threads = [
        threading.Thread(target=lambda n=n: got.__setitem__(n, drawn(faces, asked[n])))
        for n in range(len(asked))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [text_of(got[n]).strip() for n in range(len(asked))] == asked


def test_invisible_marks_are_dropped_and_text_composed() -> None:
    assert printable("张\u200b三\ufeff e\u0301\t1\n2") == "张三 \u00e9 1\n2"
