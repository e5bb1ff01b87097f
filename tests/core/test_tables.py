"""Tables that a spreadsheet opens and never runs."""

from __future__ import annotations

import csv
import io
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from shop.core import tables
from shop.core.tables import Column, Value, neutral, write_csv, write_xlsx

COLUMNS = [Column("名称"), Column("说明", 40)]
NOON = datetime(2026, 3, 4, 4, 0, 5, 600, tzinfo=UTC)  # 12:00:05 in China
DANGEROUS = [
    "=1+1",
    "+8613800000000",
    "-5",
    "@SUM(A1)",
    "\t=1+1",
    "\r\n=cmd|' /C calc'!A0",
    "\n",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    "﹦1",
    "\N{MINUS SIGN}1",
    "  =1+1",
    "\u3000＝1",
    "\ufeff=1+1",
    "\u200b\u200f@x",
]
HARMLESS = [
    "",
    "红色秧歌服",
    "D2026-00001",
    "a=b",
    "1+1",
    "'=1",
    "#N/A",
    "#REF!",
    "（）",
    "0123",
    "1e5",
    "3 - 4",
]
TEXTS = st.one_of(
    st.text(),
    st.builds(
        "".join,
        st.lists(
            st.sampled_from([*"=+-@＝＋－＠﹢﹣\t\r\n \u3000\ufeff\u200b\x00'#", "=1+1", "红", "_x003D_"])
        ),
    ),
)


def csv_of(rows: Sequence[Sequence[Value]]) -> bytes:
    file = io.BytesIO()
    assert write_csv(file, COLUMNS, rows) == len(rows)
    return file.getvalue()


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def xlsx_of(rows: Sequence[Sequence[Value]], title: str = "登记簿") -> Any:
    file = io.BytesIO()
    assert write_xlsx(file, title, COLUMNS, rows) == len(rows)
    return load_workbook(io.BytesIO(file.getvalue()))


def runs(cell: str) -> bool:
    """Tell, in another way than the code does, whether a spreadsheet may take the cell for a formula."""
    unseen = ("Cc", "Cf", "Zs", "Zl", "Zp")
    seen = "".join(c for c in cell if unicodedata.category(c) not in unseen)
    plain = unicodedata.normalize("NFKC", seen)
    return cell.startswith(("\t", "\r", "\n")) or plain.startswith(("=", "+", "-", "@", "\u2212"))


def survives(written: str, text: str) -> bool:
    """Tell whether the cell says what the text said, save for what no file can hold and how lines end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    held = "".join("\ufffd" if _unkept(c) else c for c in lines)
    return written in {held, "'" + held}


def _unkept(character: str) -> bool:
    code = ord(character)
    return (code < 0x20 and character not in "\t\n") or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF)


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run_begins_no_cell(text: str) -> None:
    assert runs(text)
    assert neutral(text).startswith("'")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_nobody_runs_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


@given(TEXTS)
def test_no_text_at_all_is_run_and_every_text_survives(text: str) -> None:
    cell = neutral(text)
    assert not runs(cell)
    assert survives(cell, text)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_csv_read_back_holds_the_same_cells(rows: list[tuple[str, str]]) -> None:
    read = read_csv(csv_of(rows))
    assert read[0] == ["名称", "说明"]
    assert read[1:] == [[neutral(one), neutral(other)] for one, other in rows]


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_xlsx_read_back_holds_the_same_cells_and_no_formula(rows: list[tuple[str, str]]) -> None:
    sheet = xlsx_of(rows).active
    read = list(sheet.iter_rows(min_row=2, max_row=1 + len(rows), max_col=2)) if rows else []
    assert [tuple(cell.value or "" for cell in row) for row in read] == [
        (neutral(one), neutral(other)) for one, other in rows
    ]
    assert all(cell.data_type in ("s", "inlineStr") or cell.value is None for row in read for cell in row)


def test_csv_is_what_excel_in_china_opens_by_a_double_click() -> None:
    data = csv_of([["红色,秧歌服", 'mit "Fächer"\nzwei Zeilen'], [None, 3]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b",3\r\n")
    assert read_csv(data)[1:] == [["红色,秧歌服", 'mit "Fächer"\nzwei Zeilen'], ["", "3"]]


def test_days_and_moments_are_written_as_china_reads_them() -> None:
    late = datetime(2026, 3, 4, 16, 30, tzinfo=UTC)  # past midnight in China
    assert read_csv(csv_of([[late, date(2026, 3, 4)]]))[1] == ["2026-03-05 00:30:00", "2026-03-04"]
    moment, day = next(xlsx_of([[late, date(2026, 3, 4)]]).active.iter_rows(min_row=2))
    assert (moment.value, moment.is_date) == (datetime(2026, 3, 5, 0, 30), True)  # noqa: DTZ001 - as a cell holds it
    assert (day.value, day.is_date) == (datetime(2026, 3, 4), True)  # noqa: DTZ001
    assert (moment.number_format, day.number_format) == ("yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd")


def test_a_day_that_no_spreadsheet_knows_is_a_text() -> None:
    (cell, _none) = next(xlsx_of([[date(1850, 1, 1), None]]).active.iter_rows(min_row=2))
    assert cell.value == "1850-01-01"


def test_numbers_stay_numbers_and_ids_texts() -> None:
    number, text = next(xlsx_of([[7, "0007"]]).active.iter_rows(min_row=2))
    assert (number.value, number.data_type) == (7, "n")
    assert (text.value, text.data_type) == ("0007", "s")


def test_what_is_spelled_like_an_error_stays_a_text() -> None:
    cell, _other = next(xlsx_of([["#N/A", "x"]]).active.iter_rows(min_row=2))
    assert (cell.value, cell.data_type) == ("#N/A", "s")


def test_the_headings_stay_in_sight_and_can_be_filtered() -> None:
    book = xlsx_of([["a", "b"], ["c", "d"]], title="Log: [all]/2026")
    sheet = book.active
    assert sheet.title == "Log   all  2026"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["B"].width == 40


def test_an_empty_table_still_has_its_headings() -> None:
    assert read_csv(csv_of([])) == [["名称", "说明"]]
    assert [cell.value for cell in xlsx_of([]).active[1]] == ["名称", "说明"]


def test_what_does_not_fit_into_one_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROWS_A_SHEET", 2)
    book = xlsx_of([[str(i), "x"] for i in range(5)])
    assert book.sheetnames == ["登记簿", "登记簿 2", "登记簿 3"]
    read = [row[0] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert read == ["0", "1", "2", "3", "4"]


def test_a_file_that_excel_opens_is_a_whole_archive_without_macros() -> None:
    file = io.BytesIO()
    write_xlsx(file, "x", COLUMNS, [["a", "b"]])
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert not [
            name for name in archive.namelist() if "vba" in name.lower() or "external" in name.lower()
        ]


@pytest.mark.parametrize(
    "write", [write_csv, lambda file, columns, rows: write_xlsx(file, "x", columns, rows)]
)
def test_a_hundred_times_the_rows_take_no_more_memory(write: Any, tmp_path: Any) -> None:
    def rows(count: int) -> Iterator[Sequence[Value]]:
        for i in range(count):
            yield (f"行 {i} " + "x" * 200, NOON)

    def peak(count: int) -> int:
        tracemalloc.start()
        with (tmp_path / "table").open("w+b") as file:
            assert write(file, COLUMNS, rows(count)) == count
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(1)  # what is imported and cached once
    assert peak(3000) < peak(30) + 300_000  # bytes; the rows themselves are more than 600,000
