"""Compose A4 papers of the house: texts that never become markup, facts, tables, photos, codes, a footer.

A paper is a list of parts (made by the functions below) and a `Sheet` that says what stands on every page.
Sizes are millimetres; the width to fill is `ROOM`. The same values give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from PIL import Image as Photo
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from shop.core.fonts import BOLD_STROKE, FACE_NAME, Faces, missing_characters, printable
from shop.core.paper_frame import Frame, attach

MARGIN = 18  # mm, left and right
ROOM = 210 - 2 * MARGIN  # mm to fill from left to right
INK, GREY, RULE = HexColor("#2a211c"), HexColor("#66574b"), HexColor("#e7dcc6")
TINT, SEAL = HexColor("#fbf6ea"), HexColor("#a62b22")
UNPRINTABLE = "〓"  # stands where the face has no picture of a character, as Chinese printers do it
DOTS = 300 / 25.4  # a mm, for photos
_QUALITY = 88
_PADDING = 6  # points that ReportLab's frame keeps free within the margins
_FORM = {
    "pagesize": A4,
    "leftMargin": MARGIN * mm - _PADDING,
    "rightMargin": MARGIN * mm - _PADDING,
    "topMargin": 16 * mm,
    "bottomMargin": 24 * mm,
    "initialFontName": FACE_NAME,
    "pageCompression": 1,
    "invariant": 1,  # the same values give the same bytes: no clock and no chance in the file
}

Shape = Sequence[Sequence[float]]  # corners (x, y) in shares 0..1 of a picture, as in pictures.shapes


def _style(size: float, colour: Color = INK, **more: Any) -> ParagraphStyle:
    values = {"leading": round(size * 1.45, 1), "textColor": colour, "spaceAfter": 0, **more}
    return ParagraphStyle(f"{size}", fontName=FACE_NAME, fontSize=size, **values)


STYLES = {
    "title": _style(24, SEAL, alignment=1),
    "subtitle": _style(10, GREY, alignment=1),
    "heading": _style(12, INK, spaceBefore=10, spaceAfter=3),
    "lead": _style(15),
    "body": _style(10),
    "small": _style(8, GREY),
    "tiny": _style(6.5, GREY),
    "centred": _style(8, GREY, alignment=1),
    "notice": _style(16, SEAL, alignment=1),
    "good": _style(12, HexColor("#17694f"), alignment=1),
    "warning": _style(12, SEAL),
}
BOLD = frozenset({"title", "heading", "lead", "notice", "good", "warning"})


class _Words(Paragraph):  # type: ignore[misc]  # ReportLab has no types
    """A text in the house's face; bold is the same face with its outline stroked."""

    def beginText(self, x: float, y: float) -> Any:  # noqa: N802 - ReportLab's name
        """Begin to write; ReportLab calls it within a saved state, so that the stroke ends with the text."""
        written = self.canv.beginText(x, y)
        if self.style.name in BOLD:
            self.canv.setLineWidth(BOLD_STROKE * self.style.fontSize)
            self.canv.setStrokeColor(self.style.textColor)
            written.setTextRenderMode(2)
        return written


def readable(words: str) -> str:
    """Give the text with each character that cannot be printed replaced by a mark."""
    whole = printable(words)
    return whole.translate({ord(c): UNPRINTABLE for c in missing_characters(whole)})


def text(words: str, style: str = "body") -> Flowable:
    """Write a text in one of STYLES; line breaks are kept, and nothing in it is read as markup."""
    shown = readable(words)
    wrap = "CJK" if any(ord(c) > 0x2E7F for c in shown) else None
    look = ParagraphStyle(style, STYLES[style], wordWrap=wrap, splitLongWords=1)
    return _Words(escape(shown).replace("\r\n", "\n").replace("\n", "<br/>"), look)


def both(chinese: str, english: str, style: str = "body") -> list[Flowable]:
    """Write a sentence in Chinese with its English beneath, small."""
    return [text(chinese, style), text(english, "small")]


class _Heading(KeepTogether):  # type: ignore[misc]
    """The words of a heading behind a break that asks for room."""


def heading(chinese: str, english: str = "", room: float = 30) -> Flowable:
    """Head a section, never alone at the foot of a page: with `room` mm for what follows."""
    words = [text(chinese, "heading"), *([text(english, "small")] if english else []), gap(1.5)]
    return _Heading([CondPageBreak(room * mm), *words])


def gap(height: float) -> Flowable:
    """Leave so many mm free."""
    return Spacer(1, height * mm)


def kept(*parts: Flowable) -> Flowable:
    """Keep parts on one page."""
    inner = [part._content[1:] if isinstance(part, _Heading) else [part] for part in parts]  # noqa: SLF001
    return KeepTogether([part for group in inner for part in group])


Fact = tuple[str, str, str | Flowable | Sequence[Flowable]]  # Chinese label, English label, value


def facts(rows: Sequence[Fact], width: float = ROOM, labels: float = 38) -> Flowable:
    """List facts in two columns: the label in both languages, and what holds."""
    cells = [
        [[text(chinese), text(english, "tiny")], text(value) if isinstance(value, str) else value]
        for chinese, english, value in rows
    ]
    lines = [("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE), ("LEFTPADDING", (0, 0), (0, -1), 0)]
    return _grid(cells, [labels, width - labels], lines)


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str | Flowable]], widths: Sequence[float]
) -> Flowable:
    """Set rows under headings that are repeated on every page; `widths` in mm."""
    head = [text(word, "small") for word in headings]
    body = [[text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    lines = [
        ("BACKGROUND", (0, 0), (-1, 0), TINT),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
        ("LINEABOVE", (0, 0), (-1, 0), 0.8, INK),
    ]
    return _grid([head, *body], widths, lines, repeatRows=1)


def beside(parts: Sequence[Flowable | Sequence[Flowable]], widths: Sequence[float]) -> Flowable:
    """Set parts next to each other; `widths` in mm."""
    return _grid([list(parts)], widths, [("LEFTPADDING", (0, 0), (-1, -1), 0)])


def _grid(cells: Any, widths: Sequence[float], lines: list[Any], **more: Any) -> Flowable:
    common = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 2.5)]
    common += [("BOTTOMPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 4)]
    return Table(cells, [width * mm for width in widths], style=[*common, *lines], hAlign="LEFT", **more)


class _Picture(Flowable):  # type: ignore[misc]
    """A photo fitted into a box (mm), with parts of it outlined and numbered."""

    def __init__(self, jpeg: bytes, box: tuple[float, float], outlines: Sequence[Shape], first: int) -> None:
        super().__init__()
        self.first = first
        flat, (wide, high) = _flattened(jpeg, box)
        self.reader = ImageReader(io.BytesIO(flat))
        self.width, self.height, self.outlines = wide * mm, high * mm, outlines

    def draw(self) -> None:
        """Draw it; ReportLab calls this with the origin at the lower left corner."""
        self.canv.drawImage(self.reader, 0, 0, self.width, self.height)
        self.canv.setStrokeColor(RULE)
        self.canv.rect(0, 0, self.width, self.height)
        for number, shape in enumerate(self.outlines, start=self.first):
            self._outline(number, shape)

    def _outline(self, number: int, shape: Shape) -> None:
        points = [(x * self.width, (1 - y) * self.height) for x, y in shape]
        for colour, line in ((HexColor("#ffffff"), 2.4), (SEAL, 1.2)):  # seen on light and on dark
            path = self.canv.beginPath()
            path.moveTo(*points[0])
            for point in points[1:]:
                path.lineTo(*point)
            path.close()
            self.canv.setStrokeColor(colour)
            self.canv.setLineWidth(line)
            self.canv.drawPath(path)
        x, y = points[0]
        self.canv.setFillColor(SEAL)
        self.canv.circle(x, y, 5, stroke=0, fill=1)
        self.canv.setFillColor(HexColor("#ffffff"))
        self.canv.setFont(FACE_NAME, 7)
        self.canv.drawCentredString(x, y - 2.5, str(number))


def _flattened(jpeg: bytes, box: tuple[float, float]) -> tuple[bytes, tuple[float, float]]:
    """Give a plain RGB JPEG without metadata, no finer than paper shows, and its size in the box (mm)."""
    with Photo.open(io.BytesIO(jpeg)) as opened:
        factor = min(box[0] / opened.width, box[1] / opened.height)
        size = opened.width * factor, opened.height * factor
        plain = opened.convert("RGB")
    plain.thumbnail((max(1, round(size[0] * DOTS)), max(1, round(size[1] * DOTS))))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue(), size


def photo(
    jpeg: bytes, width: float, height: float, outlines: Sequence[Shape] = (), first: int = 1
) -> Flowable:
    """Set a photo, as large as fits into width x height mm; its marked parts are numbered from `first`."""
    return _Picture(jpeg, (width, height), outlines, first)


def code(content: str, side: float = 28) -> Flowable:
    """Draw a QR code of so many mm a side, its quiet zone within."""
    widget = QrCodeWidget(content, barLevel="M", barBorder=4, barWidth=side * mm, barHeight=side * mm)
    drawing = Drawing(side * mm, side * mm)
    drawing.add(widget)
    return drawing


@dataclass(frozen=True)
class Sheet:
    """What stands on every page of a paper, and what is put into its file.

    `across` are words written large over every page (COPY, CANCELLED); `attachments` are files by name,
    kept uncompressed, so that they can be found with the simplest of means.
    """

    title: str
    footer: str
    footer_english: str = ""
    across: Sequence[str] = ()
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    framed: bool = False


def compose(parts: Sequence[Flowable], sheet: Sheet, _faces: Faces) -> bytes:
    """Give the paper as a PDF: fonts embedded, no names in its metadata, pages counted in the footer.

    The face must have been registered (`ensure_fonts`): that is why it is asked for.
    """
    out = io.BytesIO()
    document = SimpleDocTemplate(out, title=sheet.title, author="", **_FORM)
    footer = [readable(line) for line in (sheet.footer, sheet.footer_english)]
    frame = Frame(footer, sheet.across, framed=sheet.framed)
    begin = partial(_attach_files, files=sheet.attachments)
    document.build(list(parts), onFirstPage=begin, canvasmaker=frame.canvas)
    return out.getvalue()


def _attach_files(canvas: Canvas, _document: Any, files: Mapping[str, bytes]) -> None:
    attach(canvas, files)
