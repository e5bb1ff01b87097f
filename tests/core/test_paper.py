"""Papers are composed alike everywhere: no text becomes markup, pages are counted, files are attached."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from shop.core import paper
from shop.core.fonts import Faces, ensure_fonts

pypdfium2 = pytest.importorskip("pypdfium2")
pikepdf = pytest.importorskip("pikepdf")
zxingcpp = pytest.importorskip("zxingcpp")


@pytest.fixture(scope="module")
def faces(request: pytest.FixtureRequest) -> Faces:
    return ensure_fonts(Path(request.config.cache.mkdir("fonts")))


def composed(faces: Faces, parts: Sequence[Any], **sheet: Any) -> bytes:
    return paper.compose(parts, paper.Sheet("Paper", "镇里自己的登记", "The town's own", **sheet), faces)


def words_on(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def a_photo(mode: str = "RGB", size: tuple[int, int] = (600, 800)) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 0).save(out, "JPEG")
    return out.getvalue()


def test_the_same_values_give_the_same_bytes(faces: Faces) -> None:
    def make() -> bytes:
        parts = [paper.text("牡丹扇", "title"), paper.photo(a_photo(), 40, 40), paper.code("https://a.cn/1")]
        return composed(faces, parts, across=["已撤销"], attachments={"a.json": b"{}"})

    assert make() == make()


@pytest.mark.parametrize(
    "words", ["<b>bold</b>", "a & b < c", "<img src='/etc/passwd'/>", "<para>", "</font>", "&lt;"]
)
def test_a_text_is_shown_as_it_was_typed(faces: Faces, words: str) -> None:
    shown = words_on(composed(faces, [paper.text(words), paper.facts([("名", "Name", words)])]))[0]
    assert shown.replace("\r\n", "").count(words) == 2


def test_a_character_without_a_picture_leaves_a_mark(faces: Faces) -> None:
    assert paper.readable("扇😀\u202e子") == "扇〓子"
    assert "扇〓" in words_on(composed(faces, [paper.text("扇😀")]))[0]


def test_pages_are_counted_and_headings_of_a_table_repeated(faces: Faces) -> None:
    rows = [[str(number), "x"] for number in range(120)]
    pages = words_on(composed(faces, [paper.table(["甲列", "乙列"], rows, [40, 40])]))
    assert len(pages) > 2
    for number, words in enumerate(pages, start=1):
        assert "甲列" in words
        assert f"{number} / {len(pages)}" in words
        assert "镇里自己的登记" in words


def test_words_across_stand_on_every_page(faces: Faces) -> None:
    rows = [[str(number)] for number in range(80)]
    pages = words_on(composed(faces, [paper.table(["列"], rows, [40])], across=["已撤销", "CANCELLED"]))
    assert all("CANCELLED" in words and "已撤销" in words for words in pages)


def test_the_file_names_nobody_and_no_time(faces: Faces) -> None:
    with pikepdf.open(io.BytesIO(composed(faces, [paper.text("a")]))) as pdf:
        said = {key: str(value) for key, value in pdf.docinfo.items()}
        assert said["/Title"] == "Paper"
        assert not said.get("/Author")
        assert "D:2000" in said["/CreationDate"]


def test_fonts_are_embedded_and_text_reads_back(faces: Faces) -> None:
    assert "牡丹扇 Peony" in words_on(composed(faces, [paper.text("牡丹扇 Peony", "heading")]))[0]


def test_an_attachment_is_found_by_readers_and_by_plain_eyes(faces: Faces) -> None:
    content = b'{"proof":"' + b"ab" * 4000 + b'"}'
    pdf = composed(faces, [paper.text("a")], attachments={"proof.json": content})
    assert content in pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.attachments["proof.json"].get_file().read_bytes().strip() == content


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_photo_of_any_colours_is_flattened_and_fitted(faces: Faces, mode: str) -> None:
    pdf = composed(faces, [paper.photo(a_photo(mode, (2400, 1200)), 60, 60)])
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (image,) = [
            o for o in opened.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"
        ]
        assert image.ColorSpace == "/DeviceRGB"
        assert (image.Width, image.Height) == (708, 354)  # 60 mm at 300 dots an inch, half as high


def test_marked_parts_are_outlined_in_red(faces: Faces) -> None:
    def reddish(outlines: Sequence[paper.Shape]) -> int:
        pdf = composed(faces, [paper.photo(a_photo("L"), 60, 80, outlines)])
        seen = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_numpy()[..., ::-1].astype(int)
        return int(np.sum((seen[..., 0] > 120) & (seen[..., 1] < 80) & (seen[..., 2] < 80)))

    assert reddish([]) == 0
    assert reddish([[(0.1, 0.1), (0.9, 0.1), (0.9, 0.5), (0.1, 0.5)]]) > 500


def test_a_code_is_read_by_a_phone(faces: Faces) -> None:
    address = "https://desk.example.cn/register/abcdefgh234567/proof"
    pdf = composed(faces, [paper.beside([paper.code(address), paper.text("Scan")], [40, 60])])
    (read,) = zxingcpp.read_barcodes(pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil())
    assert read.text == address
