"""Lay out a waybill: where each text, barcode, rule and mark stands, in millimetres from the top left.

One part for the courier at the top (number, sorting code, recipient, sender, goods, signature), then one
or two stubs with the number again. Nothing stands beside a barcode, so that its quiet zones stay white.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle: left, top, width, height in millimetres, from the paper's top left corner."""

    x: float
    y: float
    width: float
    height: float


class Slot(NamedTuple):
    """A place for one field of the label; the text starts at `size` points and shrinks to fit.

    Where even the smallest size is too large, the `spare` field stands instead, if there is one.
    """

    field: str
    box: Box
    size: float
    bold: bool = False
    align: str = "left"
    middle: bool = False
    spare: str = ""


class Bars(NamedTuple):
    """A place for a barcode; `module` is the wished width of a module in millimetres."""

    box: Box
    module: float


class Mark(NamedTuple):
    """A disc with one character: white on black, or black in a ring."""

    x: float
    y: float
    radius: float
    character: str
    solid: bool


@dataclass(frozen=True)
class Plan:
    """All of a label on one paper: what labels share (rules, marks, captions) and the places to fill."""

    slots: tuple[Slot, ...]
    bars: tuple[Bars, ...]
    rules: tuple[Box, ...]
    marks: tuple[Mark, ...]
    captions: tuple[tuple[Slot, str], ...]


class Rows(NamedTuple):
    """The heights of a paper's rows in millimetres; the last are its stubs'."""

    head: float
    sorting: float
    number: float
    recipient: float
    sender: float
    goods: float
    stubs: tuple[float, ...]


class Sizes(NamedTuple):
    """The sizes that texts start at in points; `line` is the height in millimetres under the main barcode."""

    courier: float
    sorting: float
    number: float
    line: float
    recipient: tuple[float, float]  # name and phone, address
    sender: tuple[float, float]
    contents: float
    order: float
    pieces: float
    stub: float
    marks: tuple[float, float]  # radius in millimetres: recipient's, sender's
    indent: float


ROWS = {
    (76, 130): Rows(10, 12, 18, 24, 12, 16, (34,)),
    (100, 150): Rows(13, 17, 22, 29, 15, 18, (32,)),
    (100, 180): Rows(13, 18, 23, 31, 16, 19, (28, 28)),
}
NARROW = Sizes(20, 28, 14, 6, (16, 13), (9, 8), 8.5, 7, 9, 8, (3.3, 2.3), 8.6)
WIDE = Sizes(26, 38, 17, 7, (20, 16), (11, 9), 10, 8, 11, 8.5, (4.0, 2.8), 10.5)
WIDE_PAPER = 100
MARGIN = 2.0
RULE = 0.25  # two dots at 8 dots a millimetre
STUB_CAPTIONS = ("收件存根", "寄件存根")


@cache
def plan(width: int, height: int, *, with_sorting: bool) -> Plan:
    """Plan the paper of this size in millimetres; without a sorting code its row goes to the others."""
    rows = ROWS[width, height]
    draft = _Draft(width, height, NARROW if width < WIDE_PAPER else WIDE)
    draft.head(rows.head)
    if with_sorting:
        draft.sorting(rows.sorting)
    spare = 0 if with_sorting else rows.sorting
    draft.number(rows.number + min(2, spare))
    draft.person("to", "收", rows.recipient + max(0, spare - 2))
    draft.person("from", "寄", rows.sender)
    draft.goods(rows.goods)
    for caption, stub in zip(STUB_CAPTIONS, rows.stubs, strict=False):
        draft.stub(caption, stub)
    return draft.plan()


class _Draft:
    """Collect a plan row by row, from the top of the paper down."""

    def __init__(self, width: float, height: float, sizes: Sizes) -> None:
        self.width = width
        self.height = height
        self.sizes = sizes
        self.inner = width - 2 * MARGIN
        self.y = MARGIN
        self.slots: list[Slot] = []
        self.bars: list[Bars] = []
        self.rules: list[Box] = []
        self.marks: list[Mark] = []
        self.captions: list[tuple[Slot, str]] = []

    def plan(self) -> Plan:
        rules, marks, captions = tuple(self.rules), tuple(self.marks), tuple(self.captions)
        return Plan(tuple(self.slots), tuple(self.bars), rules, marks, captions)

    def head(self, height: float) -> None:
        left = self.inner * 0.62
        box = self._box(MARGIN, left, height)
        self.slots.append(Slot("courier", box, self.sizes.courier, bold=True, middle=True))
        x, room, third = MARGIN + left + 1, self.inner - left - 1, height / 3
        for place, (field, size) in enumerate((("reprint", 10), ("note", 6.5), ("printed", 7))):
            box = self._box(x, room, third, down=place * third)
            self.slots.append(Slot(field, box, size, bold=field == "reprint", align="right", middle=True))
        self._end_row(height)

    def sorting(self, height: float) -> None:
        box = self._box(MARGIN, self.inner, height)
        self.slots.append(Slot("sorting", box, self.sizes.sorting, bold=True, align="centre", middle=True))
        self._end_row(height)

    def number(self, height: float) -> None:
        """Set the main barcode: at least 9 mm high on 76 mm paper, 12 mm on 100 mm."""
        line = self.sizes.line
        self.bars.append(Bars(self._box(1, self.width - 2, height - line - 2, down=1.5), 0.375))
        box = self._box(MARGIN, self.inner, line - 0.5, down=height - line)
        self.slots.append(Slot("number", box, self.sizes.number, bold=True, align="centre", middle=True))
        self._end_row(height)

    def person(self, who: str, character: str, height: float) -> None:
        """Set name and phone large over the address, beside a mark that says who it is."""
        main = who == "to"
        radius = self.sizes.marks[0 if main else 1]
        self.marks.append(Mark(MARGIN + radius + 0.5, self.y + height / 2, radius, character, main))
        x = MARGIN + self.sizes.indent
        room, head = self.width - MARGIN - x, height * (0.3 if main else 0.4)
        sizes = self.sizes.recipient if main else self.sizes.sender
        box = self._box(x, room, head, down=0.7)
        self.slots.append(Slot(f"{who}_head", box, sizes[0], bold=True, middle=True))
        box = self._box(x, room, height - head - 1.4, down=0.7 + head)
        self.slots.append(Slot(f"{who}_address", box, sizes[1], bold=main))
        self._end_row(height)

    def goods(self, height: float) -> None:
        """Set contents and order at the left, the room for the signature at the right."""
        left = round(self.inner * 0.64)
        room, low = left - 1.5, height * 0.7
        self.slots.append(Slot("contents", self._box(MARGIN, room, low - 1, down=0.7), self.sizes.contents))
        box = self._box(MARGIN, room * 0.74, height - low - 0.5, down=low)
        self.slots.append(Slot("order", box, self.sizes.order, middle=True))
        box = self._box(MARGIN + room * 0.75, room * 0.25, height - low - 0.5, down=low)
        self.slots.append(Slot("quantity", box, self.sizes.pieces, bold=True, align="right", middle=True))
        self.rules.append(self._box(MARGIN + left, RULE, height))
        for caption, down in (("签收人", 0.7), ("签收时间", height - 4.2)):
            box = self._box(MARGIN + left + 1.2, self.inner - left - 1.2, 3.5, down=down)
            self.captions.append((Slot("", box, 7), caption))
        self._cut(height)

    def stub(self, caption: str, height: float) -> None:
        """Set the number once more, small, over recipient and sender side by side and the goods."""
        self.captions.append((Slot("", self._box(MARGIN, 20, 3, down=0.5), 6.5), caption))
        box = self._box(self.width - MARGIN - 40, 40, 3, down=0.5)
        self.slots.append(Slot("stub_courier", box, 6.5, align="right"))
        self.bars.append(Bars(self._box(1, self.width - 2, 8, down=4), 0.25))
        box = self._box(MARGIN, self.inner, 3.8, down=12.2)
        self.slots.append(Slot("number", box, 9, bold=True, align="centre", middle=True))
        column, foot = self.inner / 2, 4.0
        for place, who in enumerate(("to", "from")):
            box = self._box(MARGIN + place * column, column - 1, height - 16.2 - foot, down=16.2)
            self.slots.append(Slot(f"{who}_stub", box, self.sizes.stub, spare=f"{who}_short"))
        box = self._box(MARGIN, self.inner, foot - 0.5, down=height - foot)
        self.slots.append(Slot("stub_goods", box, 7, middle=True))
        self._cut(height)

    def _box(self, x: float, width: float, height: float, *, down: float = 0) -> Box:
        """Give a box whose top is `down` below the top of the row."""
        return Box(x, self.y + down, width, height)

    def _end_row(self, height: float) -> None:
        self.y += height
        self.rules.append(Box(MARGIN, self.y - RULE, self.inner, RULE))

    def _cut(self, height: float) -> None:
        """End a part with a dashed line to tear along; the paper's own edge ends the last one."""
        self.y += height
        if self.y < self.height - MARGIN:
            dashes = range(0, int(self.width), 3)
            self.rules += [Box(x, self.y - RULE, 2, RULE) for x in dashes]
