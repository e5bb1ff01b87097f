"""Write tables that people open in a spreadsheet: CSV and XLSX, in which no cell is ever run.

Rows go through one by one, so that memory stays the same however many there are.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, TypeAlias

from shop.core.clock import china

if TYPE_CHECKING:
    from openpyxl import Workbook

Value: TypeAlias = str | int | date | datetime | None

ROWS_A_SHEET = 1_048_575  # what one sheet of an XLSX file holds under its headings
FIRST_DAY = date(1900, 3, 1)  # spreadsheets miscount the days before it
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
_MARK = "'"  # what a spreadsheet takes as "this is text"
_RUN = frozenset("=+-@\N{MINUS SIGN}")
_BEGIN = frozenset("\t\n")
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML file can hold them
_UNNAMED = re.compile(r"[\[\]:*?/\\']")  # no sheet can be named with them


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and how many characters wide it is shown."""

    heading: str
    width: int = 16


def neutral(text: str) -> str:
    """Give the text as a cell may hold it: with an apostrophe before what a spreadsheet would run.

    That is what begins, blanks and invisible marks aside, with = + - @ or one of their wide or small twins,
    or with a tab or the end of a line. Lines end with LF alone; U+FFFD stands for what no file can hold.
    """
    if text[:1].isalnum() and text.isprintable():
        return text
    text = _UNKEPT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _MARK + text if _would_run(text) else text


def _would_run(text: str) -> bool:
    if text[:1] in _BEGIN:
        return True
    first = next((c for c in text if unicodedata.category(c) not in _UNSEEN), "")
    return unicodedata.normalize("NFKC", first)[:1] in _RUN if first else False


def write_csv(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> int:
    """Write UTF-8 with a mark at its beginning and CRLF at the lines' ends; give the number of rows."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_in_words(value) for value in row])
        count += 1
    text.flush()
    text.detach()  # the file stays open: it is the caller's
    return count


def _in_words(value: Value) -> str | int:
    """Write a value of a CSV file; moments in China time."""
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, datetime):
        return f"{china(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def write_xlsx(
    file: IO[bytes], title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> int:
    """Write a workbook: dates as dates (moments in China time), texts as texts; give the number of rows.

    What does not fit into one sheet goes on in the next.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    left, count, number = iter(rows), 0, 0
    while count == number * ROWS_A_SHEET:  # as long as the sheet before is full
        number += 1
        name = f"{_sheet_name(title)} {number}" if number > 1 else _sheet_name(title)
        count += _write_sheet(book, name, columns, islice(left, ROWS_A_SHEET))
    book.save(file)
    return count


def _sheet_name(title: str) -> str:
    return _UNNAMED.sub(" ", title)[:25].strip() or "-"


def _write_sheet(
    book: Workbook, name: str, columns: Sequence[Column], rows: Iterator[Sequence[Value]]
) -> int:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    cells = _Cells(sheet)
    sheet.append([cells.heading(column.heading) for column in columns])
    count = 0
    for row in rows:
        sheet.append([cells.of(value) for value in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(columns)))}{count + 1}"
    return count


class _Cells:
    """Make the cells of one sheet. Each style is looked up once, and not for each of a million cells."""

    def __init__(self, sheet: Any) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font

        self._make, self._sheet, self._bold = WriteOnlyCell, sheet, Font(bold=True)
        self._styles = {DAY: self._style(DAY), MOMENT: self._style(MOMENT)}

    def _style(self, number_format: str) -> Any:
        cell = self._make(self._sheet)
        cell.number_format = number_format
        return cell._style  # noqa: SLF001 - the only way to give one style to many cells

    def heading(self, text: str) -> Any:
        """Make a cell in bold."""
        cell = self._make(self._sheet, neutral(text))
        cell.font = self._bold
        return cell

    def of(self, value: Value) -> Any:
        """Make a cell of a value; a text stays one, whatever it looks like."""
        if isinstance(value, str):
            return self._text(neutral(value))
        if isinstance(value, datetime):
            return self._dated(china(value).replace(tzinfo=None, microsecond=0), MOMENT)
        if isinstance(value, date):
            return self._dated(value, DAY) if value >= FIRST_DAY else value.isoformat()
        return value

    def _text(self, text: str) -> Any:
        if not text.startswith("#"):
            return text or None
        cell = self._make(self._sheet, text)
        cell.data_type = "s"  # and not the error that it is spelled like
        return cell

    def _dated(self, value: date, number_format: str) -> Any:
        cell = self._make(self._sheet, value)
        cell._style = self._styles[number_format]  # noqa: SLF001 - see above
        return cell
