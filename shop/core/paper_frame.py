"""Draw what stands on every page of a paper: the footer with the count of pages, words across, a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from shop.core.fonts import FACE_NAME

_WIDTH, _HEIGHT = A4
_SLOPE = 52  # degrees, near the page's diagonal
_LARGEST, _LEAST_ROOM = 92, 0.78  # points; share of the diagonal that the words may fill
_GREY, _RULE, _SEAL = HexColor("#66574b"), HexColor("#e7dcc6"), HexColor("#a62b22")


class Frame:
    """What every page carries; `canvas` makes the canvas that draws it once all pages are known."""

    def __init__(self, footer: Sequence[str], across: Sequence[str], *, framed: bool) -> None:
        self.footer, self.across, self.framed = [line for line in footer if line], list(across), framed

    def canvas(self, *args: Any, **options: Any) -> Canvas:
        """Make a canvas that holds its pages back until it can count them."""
        return _Counting(self, *args, **options)

    def draw(self, canvas: Canvas, page: int, pages: int) -> None:
        """Draw the frame of one page of so many."""
        if self.framed:
            _draw_border(canvas)
        self._draw_footer(canvas, f"第 {page} 页，共 {pages} 页 · {page} / {pages}")
        if self.across:
            self._draw_across(canvas)

    def _draw_footer(self, canvas: Canvas, count: str) -> None:
        top = 19 * mm
        canvas.setStrokeColor(_RULE)
        canvas.setLineWidth(0.5)
        canvas.line(18 * mm, top, _WIDTH - 18 * mm, top)
        canvas.setFillColor(_GREY)
        canvas.setFont(FACE_NAME, 7)
        for row, line in enumerate(self.footer, start=1):
            canvas.drawString(18 * mm, top - 3.6 * mm * row, line)
        canvas.drawRightString(_WIDTH - 18 * mm, top - 3.6 * mm, count)

    def _draw_across(self, canvas: Canvas) -> None:
        """Write the words over the page, large but light, so that all beneath stays readable."""
        widest = max(stringWidth(line, FACE_NAME, 1) for line in self.across)
        size = min(_LARGEST, _LEAST_ROOM * hypot(_WIDTH, _HEIGHT) / widest)
        canvas.saveState()
        canvas.translate(_WIDTH / 2, _HEIGHT / 2)
        canvas.rotate(_SLOPE)
        canvas.setFillColor(_SEAL)
        canvas.setFillAlpha(0.16)
        canvas.setFont(FACE_NAME, size)
        top = (len(self.across) - 1) * size * 0.6
        for row, line in enumerate(self.across):
            canvas.drawCentredString(0, top - row * size * 1.2 - size * 0.35, line)
        canvas.restoreState()


def _draw_border(canvas: Canvas) -> None:
    canvas.setStrokeColor(_SEAL)
    for inset, line in ((8, 1.4), (9.4, 0.4)):
        canvas.setLineWidth(line)
        canvas.rect(inset * mm, inset * mm, _WIDTH - 2 * inset * mm, _HEIGHT - 2 * inset * mm)


class _Counting(Canvas):  # type: ignore[misc]  # ReportLab has no types
    def __init__(self, frame: Frame, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._frame = frame
        self._held: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """Hold the page back."""
        self._held.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Draw every page's frame, now that they are counted, and write the file."""
        for number, state in enumerate(self._held, start=1):
            self.__dict__.update(state)
            self._frame.draw(self, number, len(self._held))
            super().showPage()
        super().save()


def attach(canvas: Canvas, files: Mapping[str, bytes]) -> None:
    """Put files into the PDF as attachments, uncompressed; their content is ASCII."""
    document = canvas._doc  # noqa: SLF001 - ReportLab offers no other way to attach a file
    names: list[Any] = []
    for name, content in sorted(files.items()):
        kind = PDFDictionary({"Type": PDFName("EmbeddedFile"), "Subtype": PDFName("application/json")})
        kept = document.Reference(PDFStream(kind, content.decode("ascii") + "\n", filters=[]))
        about = PDFDictionary({"Type": PDFName("Filespec"), "F": PDFString(name), "UF": PDFString(name)})
        about["EF"] = PDFDictionary({"F": kept})
        names += [PDFString(name), document.Reference(about)]
    if names:
        document.Catalog.Names = PDFDictionary({"EmbeddedFiles": PDFDictionary({"Names": PDFArray(names)})})
