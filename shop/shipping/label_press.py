"""Put a label's texts, bars, rules and marks onto the pages of one canvas."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from reportlab.pdfgen.canvas import Canvas

from shop.core.errors import N_
from shop.core.fonts import Faces
from shop.shipping.barcode import QUIET_MODULES, bar_operators, modules_wide
from shop.shipping.label_ink import POINTS_PER_MM, Ink, fit
from shop.shipping.label_layout import Bars, Box, Mark, Plan, Slot, plan
from shop.shipping.rules import LabelError

SMALLEST_MODULE = 0.25  # mm: two dots at 8 dots a millimetre; thinner bars are not read
MEMORY = 5000  # texts whose operators are kept while one file is written

_TOO_LONG = {
    "courier": N_("Label %(number)s: the courier's name is too long for this paper."),
    "sorting": N_("Label %(number)s: the sorting code is too long for this paper."),
    "number": N_("The number %(number)s is too long for this paper. Take a wider paper."),
    "to": N_(
        "Label %(number)s: the recipient's name, phone or address is too long for this paper. Shorten it."
    ),
    "from": N_(
        "Label %(number)s: the sender's name, phone or address is too long for this paper. Shorten it."
    ),
}
_GOODS_TOO_LONG = N_(
    "Label %(number)s: the contents or the order number are too long for this paper. Shorten them."
)


class Press:
    """Write labels page by page; what is alike on all of them is written once, as a form.

    The paper is (width in mm, height in mm, printer dots a mm). Operators go to the page as they are:
    ReportLab's drawing calls would take twice the time.
    """

    def __init__(self, canvas: Canvas, paper: tuple[int, int, int], faces: Faces) -> None:
        self.canvas = canvas
        self.width, self.height, self.dots = paper
        self.faces = faces
        self.ink = Ink(canvas, faces)
        self.forms: set[str] = set()
        self.written: dict[tuple[Slot, str], str] = {}

    def page(self, texts: Mapping[str, str]) -> None:
        """Write one label from its texts by slot name (empty: left out) and end its page.

        Raises `LabelError` where a text or the barcode does not fit.
        """
        with_sorting = bool(texts["sorting"])
        layout = plan(self.width, self.height, with_sorting=with_sorting)
        self.canvas.doForm(self._form(layout, "sorted" if with_sorting else "plain"))
        number = texts["number"]
        code: list[str] = self.canvas._code  # noqa: SLF001 - see above
        code.extend(self._text(slot, texts) for slot in layout.slots if texts[slot.field])
        code.extend(self._bars(bars, number) for bars in layout.bars)
        self.canvas.showPage()

    def _text(self, slot: Slot, texts: Mapping[str, str]) -> str:
        text = texts[slot.field]
        written = self.written.get((slot, text)) or self._fresh_text(slot, text)
        if not written and slot.spare:
            written = self._fresh_text(slot, texts[slot.spare])
        if not written:
            message = _TOO_LONG.get(slot.field.split("_")[0], _GOODS_TOO_LONG)
            raise LabelError(message, number=texts["number"])
        if len(self.written) < MEMORY:  # a batch repeats its sender and goods, not its recipients
            self.written[slot, text] = written
        return written

    def _fresh_text(self, slot: Slot, text: str) -> str:
        """Write the text into its slot; empty where it does not fit."""
        left, top, width, height = self._points(slot.box)
        fitted = fit(text, width, height, slot.size, self.faces.widths)
        if fitted is None:
            return ""
        return self.ink.lines(fitted, (left, top, width, height), (slot.bold, slot.align, slot.middle))

    def _bars(self, bars: Bars, number: str) -> str:
        """Set the barcode in the middle of its box, each edge on the printer's dots (but for the inset)."""
        room = int(bars.box.width * self.dots)
        wide = modules_wide(number)
        for module in range(round(bars.module * self.dots), ceil(SMALLEST_MODULE * self.dots) - 1, -1):
            if (wide + 2 * QUIET_MODULES) * module <= room:
                break
        else:
            raise LabelError(_TOO_LONG["number"], number=number)
        x = round(bars.box.x * self.dots) + (room - wide * module) // 2
        rise = int(bars.box.height * self.dots)
        y = self.height * self.dots - int(bars.box.y * self.dots) - rise
        dot = POINTS_PER_MM / self.dots
        place = f"{dot:.7f} 0 0 {dot:.7f} {x * dot:.5f} {y * dot:.5f} cm"
        return f"q {place} {bar_operators(number, module, rise)} Q"

    def _form(self, layout: Plan, name: str) -> str:
        """Write the rules, marks and captions that all labels of a layout share, once a file."""
        if name not in self.forms:
            self.forms.add(name)
            self.canvas.beginForm(name)
            for rule in layout.rules:
                left, top, width, height = self._points(rule)
                self.canvas.rect(left, top - height, width, height, stroke=0, fill=1)
            for mark in layout.marks:
                self._mark(mark)
            code: list[str] = self.canvas._code  # noqa: SLF001 - see the class
            code.extend(self._fresh_text(slot, caption) for slot, caption in layout.captions)
            self.canvas.endForm()
        return name

    def _mark(self, mark: Mark) -> None:
        x, top, radius, _ = self._points(Box(mark.x, mark.y, mark.radius, 0))
        self.canvas.setLineWidth(0.25 * POINTS_PER_MM)
        self.canvas.circle(x, top, radius, stroke=1, fill=int(mark.solid))
        size = radius * 1.35
        self.canvas.setFillGray(1 if mark.solid else 0)
        self.canvas.setFont(self.faces.name, size)
        self.canvas.drawCentredString(x, top - 0.37 * size, mark.character)
        self.canvas.setFillGray(0)

    def _points(self, box: Box) -> tuple[float, float, float, float]:
        """Turn millimetres from the top into points: left, top (upward from the bottom), width, height."""
        top = (self.height - box.y) * POINTS_PER_MM
        return box.x * POINTS_PER_MM, top, box.width * POINTS_PER_MM, box.height * POINTS_PER_MM
