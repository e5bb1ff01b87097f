"""Fit text into boxes and write it as bare PDF operators, many times faster than a layout engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import floor
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from shop.core.fonts import BOLD_STROKE, Faces

POINTS_PER_MM = 72 / 25.4
SMALLEST = 6.0  # points: less is not read by hand, so the text is refused instead
STEP = 0.5
LEADING = 1.2  # line height in ems
BASELINE = 0.98  # from the top of a line down to its baseline, in ems: centres the ideographs

# A word of Latin letters, a number with its counter (12号), or one ideograph,
# each with the closing marks that may not begin a line.
_TOKENS = re.compile(
    r"(?:[!-~×]+[号室楼栋幢层件]?|\s|.)"
    r"[,.;:!?，。、；：！？）】》”’%]*"
)


class Fitted(NamedTuple):
    """Text cut into lines at a size in points."""

    lines: tuple[str, ...]
    size: float


def fit(text: str, width: float, height: float, size: float, widths: Mapping[int, float]) -> Fitted | None:
    """Wrap the text into a box in points, shrinking by half points; None where 6 points are too large."""
    total = sum(widths[ord(character)] for character in text)
    while size >= SMALLEST:
        room, rows = width * 1000 / size, floor(height / (size * LEADING) + 1e-6)
        if total <= room * rows:  # else no way of wrapping can fit
            lines = (text,) if total <= room else wrap(text, room, widths)
            if len(lines) <= rows:
                return Fitted(lines, size)
        size -= STEP
    return None


def wrap(text: str, room: float, widths: Mapping[int, float]) -> tuple[str, ...]:
    """Break the text into lines of at most `room` thousandths of an em; only words too long are cut."""
    lines, line, used = [], "", 0.0
    for token in _pieces(text, room, widths):
        width = sum(widths[ord(character)] for character in token)
        if used + width > room:
            lines.append(line)
            line, used = "", 0.0
            if token.isspace():
                continue
        line += token
        used += width
    return tuple(kept for kept in (*lines, line) if kept)


def _pieces(text: str, room: float, widths: Mapping[int, float]) -> list[str]:
    pieces: list[str] = []
    for token in _TOKENS.findall(text):
        too_long = sum(widths[ord(character)] for character in token) > room
        pieces.extend(token if too_long else (token,))
    return pieces


class Ink:
    """Write text onto one ReportLab canvas as operators, remembering what was written before."""

    def __init__(self, canvas: Canvas, faces: Faces) -> None:
        self._document = canvas._doc  # noqa: SLF001 - subsets are numbered per document
        self._escape = canvas._escape  # noqa: SLF001 - the canvas's own escaping of strings
        self._font = pdfmetrics.getFont(faces.name)
        self._widths = faces.widths

    def lines(
        self, fitted: Fitted, box: tuple[float, float, float, float], style: tuple[bool, str, bool]
    ) -> str:
        """Give the operators for fitted lines in a box (left, top, width, height; points, y upward).

        The style says: bold, alignment (left, centre, right), in the middle of the height.
        """
        left, top, width, height = box
        bold, align, middle = style
        lead = fitted.size * LEADING
        if middle:
            top -= (height - len(fitted.lines) * lead) / 2
        y = top - BASELINE * fitted.size
        parts = ["BT", f"{BOLD_STROKE * fitted.size:.3f} w 2 Tr" if bold else "0 Tr"]
        for row, line in enumerate(fitted.lines):
            x = left + self._shift(line, fitted.size, width, align)
            parts.append(f"1 0 0 1 {x:.2f} {y - row * lead:.2f} Tm {self._show(line, fitted.size)}")
        return " ".join((*parts, "ET"))

    def _shift(self, line: str, size: float, width: float, align: str) -> float:
        if align == "left":
            return 0.0
        free = width - sum(self._widths[ord(character)] for character in line) * size / 1000
        return free / 2 if align == "centre" else free

    def _show(self, line: str, size: float) -> str:
        font, document = self._font, self._document
        return " ".join(
            f"{font.getSubsetInternalName(subset, document)} {size:g} Tf ({self._escape(codes)}) Tj"
            for subset, codes in font.splitString(line, document)
        )
