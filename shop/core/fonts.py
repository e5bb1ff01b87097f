"""Prepare the Chinese face that every PDF of the house embeds, and tell which characters it lacks.

The face is cut out of the variable Noto Sans SC (SIL Open Font License) of the package
`justmytype-intl-cjk`: one weight, the characters below, no layout tables. It is built once, in some
seconds, and kept in a folder of the installation. Bold is the same face with its outline stroked.
"""

from __future__ import annotations

import io
import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont as SourceFont
from fontTools.varLib.instancer import instantiateVariableFont
from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from shop.core.errors import N_, RuleBroken
from shop.core.files import write_whole

FACE_NAME = "ShopSans"
FACE_FILE = "shop-sans-400-1.ttf"  # weight and recipe: change it whenever the recipe below changes
BOLD_STROKE = 0.035  # width of the stroke in ems: takes weight 400 to about 600
WEIGHT = 400
DROPPED_TABLES = ["BASE", "GDEF", "GPOS", "GSUB", "HVAR", "MVAR", "STAT", "VORG", "VVAR"]
DROPPED_TABLES += ["gasp", "meta", "prep", "vhea", "vmtx"]
SYMBOL_RANGES = [(0x20, 0x7F), (0xA0, 0x180), (0x2010, 0x2045), (0x20AC, 0x20AD), (0x2100, 0x2200)]
SYMBOL_RANGES += [(0x2460, 0x2500), (0x25A0, 0x2700), (0x3000, 0x3100), (0x3200, 0x3400), (0xFF00, 0xFFF0)]
SYMBOL_RANGES += [(0x20000, 0x32000)]  # the rare ideographs: the font has 445 of them

rl_config.useA85 = 0  # pages as plain bytes, not base 85: files a fifth smaller, and quicker to write
_one_at_a_time = threading.Lock()  # ReportLab's reader keeps one file position for all threads


class FontMissing(RuntimeError):
    """Tell the operator that the package with the source font is not installed."""


class CharacterMissing(RuleBroken):
    """Refuse a text with characters that cannot be printed, and name them."""

    message = N_("These characters cannot be printed: %(characters)s. Please write them another way.")


class EmbeddedFont(TTFont):  # type: ignore[misc]  # ReportLab has no types
    """Embed subsets from any thread, with a right text layer above U+FFFF too."""

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:  # noqa: N802 - ReportLab's name
        """Add the font's objects to the document; ReportLab calls it when the canvas is saved."""
        with _one_at_a_time:
            super().addObjects(doc)
        for value in doc.idToObject.values():
            if isinstance(value, pdfdoc.PDFStream) and "begincmap" in str(value.content):
                value.content = _with_surrogates(value.content)


def _with_surrogates(cmap: str) -> str:
    """Write code points of five digits as the UTF-16 pairs that PDF asks for."""
    return re.sub(r"(?<=> <)[0-9A-F]{5,6}(?=>)", lambda m: chr(int(m[0], 16)).encode("utf-16-be").hex(), cmap)


@dataclass(frozen=True)
class Faces:
    """A registered face: its name for ReportLab and its advance widths in thousandths of an em."""

    name: str
    widths: Mapping[int, float]

    def width(self, text: str, size: float) -> float:
        """Measure the text in points at this size in points; every character must be in the face."""
        return sum(self.widths[ord(character)] for character in text) * size / 1000


def ensure_fonts(folder: Path) -> Faces:
    """Build the face into the folder unless it is there, and register it with ReportLab.

    Raises `FontMissing` where neither the face nor its source is to be had. Safe from several threads and
    processes: each file appears whole, and of two builders the later puts the same bytes again.
    """
    return _load(folder.resolve())


def _load(folder: Path) -> Faces:
    path = folder / FACE_FILE
    with _one_at_a_time:
        if not path.exists():
            write_whole(path, build_face())
            _registered.cache_clear()
        return _registered(path)


@cache
def _registered(path: Path) -> Faces:
    font = EmbeddedFont(FACE_NAME, str(path))
    pdfmetrics.registerFont(font)
    return Faces(FACE_NAME, font.face.charWidths)


def missing_characters(text: str) -> str:
    """Give the characters of the text that the face lacks, each once, in order; line breaks do not count."""
    have = available_characters()
    return "".join(dict.fromkeys(c for c in text if c not in "\r\n" and ord(c) not in have))


def require_characters(text: str) -> None:
    """Raise `CharacterMissing`, naming each character that cannot be printed."""
    if missing := missing_characters(text):
        named = " ".join(f"{c if c.isprintable() else ''}(U+{ord(c):04X})" for c in missing)
        raise CharacterMissing(characters=named)


def draw_bold(canvas: Canvas, x: float, y: float, text: str, size: float) -> None:
    """Draw one line in the stroked bold from (x, y) on, in points; the canvas keeps its own font."""
    line = canvas.beginText(x, y)
    line.setFont(FACE_NAME, size)
    line.setTextRenderMode(2)
    canvas.saveState()
    canvas.setLineWidth(BOLD_STROKE * size)
    line.textOut(text)
    line.setTextRenderMode(0)
    canvas.drawText(line)
    canvas.restoreState()


def printable(text: str) -> str:
    """Compose the text (NFC) and drop invisible marks that pasted text brings along; keep line breaks."""
    composed = unicodedata.normalize("NFC", text.replace("\t", " "))
    return "".join(c for c in composed if c in "\r\n" or unicodedata.category(c) not in ("Cc", "Cf"))


@cache
def available_characters() -> frozenset[int]:
    """Give the code points of the face, known before it is built."""
    with SourceFont(_source(), lazy=True) as font:
        return frozenset(_wanted() & font.getBestCmap().keys())


def build_face() -> bytes:
    """Cut the wanted characters out of the source font at one weight and give the TrueType file."""
    options = Options(layout_features=[], notdef_outline=True, glyph_names=False)
    options.drop_tables += DROPPED_TABLES
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_wanted())
    result = io.BytesIO()
    with SourceFont(_source(), lazy=True, recalcBBoxes=False, recalcTimestamp=False) as font:
        subsetter.subset(font)
        instantiateVariableFont(font, {"wght": WEIGHT}, inplace=True, optimize=False)
        font.save(result, reorderTables=None)
    return result.getvalue()


def _source() -> str:
    try:
        path = files("justmytype_intl_cjk") / "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"
    except ModuleNotFoundError as error:
        raise FontMissing("pip install justmytype-intl-cjk brings the font that PDFs need") from error
    return str(path)


def _wanted() -> set[int]:
    """Collect GB 2312, the general standard, common traditional characters, rare ones in names."""
    ranges = {code for start, end in SYMBOL_RANGES for code in range(start, end)}
    standard = (files("shop.core") / "data/standard_characters.txt").read_text("utf-8").splitlines()[1:]
    big5_common = _double_bytes("big5", range(0xA4, 0xC7), range(0x40, 0xFF))
    gb2312 = _double_bytes("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
    return ranges | {ord(c) for c in "".join(standard)} | set(gb2312) | set(big5_common)


def _double_bytes(codec: str, leads: range, trails: range) -> Iterator[int]:
    for lead in leads:
        for trail in trails:
            for character in bytes((lead, trail)).decode(codec, "ignore"):
                if not character.isascii():  # an ignored lead byte leaves its ASCII trail behind
                    yield ord(character)
