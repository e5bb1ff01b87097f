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
    """All of a label on one paper: what every label shares (rules, marks, captions) and the places to fill."""

    slots: tuple[Slot, ...]
    bars: tuple[Bars, ...]
    rules: tuple[Box, ...]
    marks: tuple[Mark, ...]
    captions: tuple[tuple[Slot, str], ...]


class Rows(NamedTuple):
    """The heights of a paper's rows in millimetres; the last is one stub's."""

    head: float
    sorting: float
    number: float
    recipient: float
    sender: float
    goods: float
    stubs: tuple[float, ...]


ROWS = {
    (76, 130): Rows(10, 12, 18, 24, 12, 16, (34,)),
    (100, 150): Rows(13, 17, 22, 29, 15, 18, (32,)),
    (100, 180): Rows(13, 18, 23, 31, 16, 19, (28, 28)),
}
MARGIN = 2.0
RULE = 0.25  # two dots at 8 dots a millimetre
STUB_CAPTIONS = ("收件存根", "寄件存根")


@cache
def plan(width: float, height: float, with_sorting: bool) -> Plan:
    """Plan the paper of this width and height in millimetres; without a sorting code its row goes to the others."""
    rows = ROWS[int(width), int(height)]
    if not with_sorting:
        rows = rows._replace(sorting=0, number=rows.number + 2, recipient=rows.recipient + rows.sorting - 2)
    draft = _Draft(width, height)
    draft.head(rows.head)
    if with_sorting:
        draft.sorting(rows.sorting)
    draft.number(rows.number)
    draft.person("to", "收", rows.recipient)
    draft.person("from", "寄", rows.sender)
    draft.goods(rows.goods)
    for caption, stub in zip(STUB_CAPTIONS, rows.stubs, strict=False):
        draft.stub(caption, stub)
    return draft.plan()


class _Draft:
    """Collect a plan row by row, from the top of the paper down."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self.inner = width - 2 * MARGIN
        self.large = width >= 100
        self.y = MARGIN
        self.slots: list[Slot] = []
        self.bars: list[Bars] = []
        self.rules: list[Box] = []
        self.marks: list[Mark] = []
        self.captions: list[tuple[Slot, str]] = []

    def plan(self) -> Plan:
        return Plan(
            tuple(self.slots), tuple(self.bars), tuple(self.rules), tuple(self.marks), tuple(self.captions)
        )

    def head(self, height: float) -> None:
        left = self.inner * 0.62
        self._slot("courier", MARGIN, left, height, 26 if self.large else 20, bold=True, middle=True)
        right, room = MARGIN + left + 1, self.inner - left - 1
        third = height / 3
        for place, (field, size) in enumerate((("reprint", 10), ("note", 6.5), ("printed", 7))):
            box = Box(right, self.y + place * third, room, third)
            self.slots.append(Slot(field, box, size, field == "reprint", "right", True))
        self._end_row(height)

    def sorting(self, height: float) -> None:
        size = 38 if self.large else 28
        self._slot("sorting", MARGIN, self.inner, height, size, bold=True, align="centre", middle=True)
        self._end_row(height)

    def number(self, height: float) -> None:
        """Set the main barcode: at least 9 mm high on 76 mm paper, 12 mm on 100 mm."""
        text = 7.0 if self.large else 6.0
        self.bars.append(Bars(Box(1, self.y + 1.5, self.width - 2, height - text - 2), 0.375))
        self.y += height - text
        self._slot("number", MARGIN, self.inner, text - 0.5, 17 if self.large else 14, True, "centre", True)
        self._end_row(text)

    def person(self, who: str, character: str, height: float) -> None:
        """Set name and phone large over the address, beside a mark that says who it is."""
        main = who == "to"
        radius = (4.0 if self.large else 3.3) if main else (2.8 if self.large else 2.3)
        self.marks.append(Mark(MARGIN + radius + 0.5, self.y + height / 2, radius, character, main))
        left = MARGIN + (10.5 if self.large else 8.6)
        room = self.width - MARGIN - left
        head = height * (0.3 if main else 0.4)
        sizes = (20, 16) if main else (11, 9)
        if not self.large:
            sizes = (16, 13) if main else (9, 8)
        top, self.y = self.y, self.y + 0.7
        self._slot(f"{who}_head", left, room, head, sizes[0], bold=True, middle=True)
        self.y += head
        self._slot(f"{who}_address", left, room, height - head - 1.4, sizes[1], bold=main)
        self.y = top
        self._end_row(height)

    def goods(self, height: float) -> None:
        """Set contents and order at the left, the room for the signature at the right."""
        left = round(self.inner * 0.64)
        room, third, low = left - 1.5, height * 0.3, height * 0.7
        self._slot("contents", MARGIN, room, low - 1, 10 if self.large else 8.5, dy=0.7)
        self._slot("order", MARGIN, room * 0.74, third - 0.5, 8 if self.large else 7, middle=True, dy=low)
        size = 11 if self.large else 9
        x = MARGIN + room * 0.75
        self._slot(
            "quantity", x, room * 0.25, third - 0.5, size, bold=True, align="right", middle=True, dy=low
        )
        self.rules.append(Box(MARGIN + left, self.y, RULE, height))
        caption = Slot("", Box(MARGIN + left + 1.2, self.y + 0.7, self.inner - left, 3.5), 7)
        date = caption._replace(box=Box(MARGIN + left + 1.2, self.y + height - 4.2, self.inner - left, 3.5))
        self.captions += [(caption, "签收人"), (date, "签收时间")]
        self._cut(height)

    def stub(self, caption: str, height: float) -> None:
        """Set the number once more, small, over recipient and sender side by side and the goods."""
        self.captions.append((Slot("", Box(MARGIN, self.y + 0.5, 20, 3), 6.5), caption))
        self._slot("stub_courier", self.width - MARGIN - 40, 40, 3, 6.5, align="right", dy=0.5)
        self.bars.append(Bars(Box(1, self.y + 4, self.width - 2, 8), 0.25))
        self._slot("number", MARGIN, self.inner, 3.8, 9, bold=True, align="centre", middle=True, dy=12.2)
        top, foot = self.y, 4.0
        self.y += 16.2
        column, room = self.inner / 2, height - 16.2 - foot
        for place, who in enumerate(("to", "from")):
            left = MARGIN + place * column
            box = Box(left, self.y, column - 1, room)
            size = 8.5 if self.large else 8.0
            self.slots.append(Slot(f"{who}_stub", box, size, spare=f"{who}_short"))
        self.y = top + height - foot
        self._slot("stub_goods", MARGIN, self.inner, foot - 0.5, 7, middle=True)
        self.y = top
        self._cut(height)

    def _slot(  # noqa: PLR0913 - a slot is its geometry and its style
        self,
        field: str,
        x: float,
        width: float,
        height: float,
        size: float,
        bold: bool = False,
        align: str = "left",
        middle: bool = False,
        dy: float = 0,
    ) -> None:
        self.slots.append(Slot(field, Box(x, self.y + dy, width, height), size, bold, align, middle))

    def _end_row(self, height: float) -> None:
        self.y += height
        self.rules.append(Box(MARGIN, self.y - RULE, self.inner, RULE))

    def _cut(self, height: float) -> None:
        """End a part with a dashed line to tear along; the paper's own edge ends the last one."""
        self.y += height
        if self.y < self.height - MARGIN:
            dashes = range(0, int(self.width), 3)
            self.rules += [Box(x, self.y - RULE, 2, RULE) for x in dashes]
