"""Large sheets of texts and plain numbers come straight from the XML: the same cells, or left to another reader."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from conftest import meanings

from socialvalue.formats import open as reader
from socialvalue.formats import xlsx_stream
from socialvalue.formats.open import read_sheets
from socialvalue.formats.xlsx_calamine import GaveUp
from socialvalue.formats.xlsx_stream import plain_sheets

HEADER = ["organisation", "period", "outcome", "quantity", "person"]
ROW = ["Acme & Homes <North>", "2020-10", "Apprenticeship", 24.5, "Zoë"]


@pytest.fixture(autouse=True)
def _any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_stream, "LARGE", 0)


def made(path: Path, rows: list[list[Any]], change: Callable[[str], str] | None = None, part: str = "sheet1") -> Path:
    """A workbook of these rows; a part of it may be changed."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Register")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write(number, column, cell)
    if change is not None:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = next(name for name in parts if part in name and "_rels" not in name)
        parts[name] = change(parts[name].decode()).encode()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
    return path


def straight(path: Path) -> bool:
    """Whether every row comes straight from the XML; in any case the cells are those that openpyxl finds."""
    found, other = read_sheets(path), read_sheets(path, fast=False)
    assert [sheet.name for sheet in found] == [sheet.name for sheet in other]
    assert [*map(meanings, found)] == [*map(meanings, other)]
    return not left_alone(path)


def left_alone(path: Path) -> bool:
    """Whether any of it is left to another reader."""
    sheets = plain_sheets(path.read_bytes())
    try:
        return sheets is None or not all([*sheet.pieces()] for _, sheet in sheets)
    except GaveUp:
        return True


@pytest.mark.slow
def test_texts_and_plain_numbers_come_straight_from_the_xml(tmp_path: Path) -> None:
    rows = [HEADER, *([ROW] * 200), [None, "", "Apprenticeship"], ["Bee Homes", None, None, -3, None, None, "far"]]
    assert straight(made(tmp_path / "plain.xlsx", [*rows, *([ROW] * 8_000)]))


@pytest.mark.slow
@pytest.mark.parametrize("column", range(5))
def test_a_column_may_hold_texts_and_numbers_and_blanks(tmp_path: Path, column: int) -> None:
    rows = [list(ROW) for _ in range(8_000)]
    for number, cell in ((5_000, 7), (6_000, "seven"), (7_000, None)):
        rows[number][column] = cell
    assert straight(made(tmp_path / "mixed.xlsx", [HEADER, *rows]))


@pytest.mark.slow
@pytest.mark.parametrize("strange", [dt.date(2020, 10, 31), True, "=1+1", '=""', "=NA()"])
@pytest.mark.parametrize("at", [3, 7_000])
def test_a_cell_of_another_sort_is_left_to_another_reader(tmp_path: Path, strange: object, at: int) -> None:
    rows = [list(ROW) for _ in range(8_000)]
    rows[at][3] = strange
    path = made(tmp_path / "other.xlsx", [HEADER, *rows])
    assert not straight(path)
    [sheet] = read_sheets(path)
    assert [number for number, _ in sheet.rows] == list(range(1, 8_002))  # each row once


@pytest.mark.parametrize(
    ("what", "part", "old", "new"),
    [
        ("a comment between rows", "sheet1", '<row r="3"', '<!-- unseen --><row r="3"'),
        ("rows in a comment", "sheet1", '<row r="300"', '<!--<row r="300"></row>--><row r="300"'),
        ("a cell that names another row", "sheet1", '<c r="B300"', '<c r="B301"'),
        ("a row that stands twice", "sheet1", '<row r="301"', '<row r="300"'),
        ("a cell without a reference", "sheet1", '<c r="B300"', "<c"),
        ("texts of several parts", "sharedStrings", "<si><t>Apprenticeship</t></si>",
         "<si><r><t>Apprentice</t></r><r><t>ship</t></r></si>"),
        ("a text with a coded letter", "sharedStrings", "Apprenticeship", "Apprentice&#115;hip"),
        ("a hidden sheet", "workbook.xml", 'sheetId="1"', 'sheetId="1" state="hidden"'),
        ("dates without a style", "styles", '<cellXfs count="1"><xf numFmtId="0"', '<cellXfs><xf numFmtId="14"'),
    ],
)  # fmt: skip
def test_what_is_set_out_as_no_program_sets_it_out_is_left_alone(
    tmp_path: Path, what: str, part: str, old: str, new: str
) -> None:
    path = made(tmp_path / "odd.xlsx", [HEADER, *([ROW] * 400)], part=part, change=lambda xml: _once(xml, old, new))
    assert left_alone(path), what


def _once(xml: str, old: str, new: str) -> str:
    assert old in xml
    return xml.replace(old, new, 1)


def test_a_text_that_does_not_exist_is_damage_and_no_traceback(tmp_path: Path) -> None:
    path = made(
        tmp_path / "none.xlsx",
        [HEADER, *([ROW] * 400)],
        lambda xml: xml.replace('<c r="B300" t="s"><v>6</v>', '<c r="B300" t="s"><v>999</v>'),
    )
    assert left_alone(path)


def test_a_small_workbook_is_not_read_this_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    [sheet] = read_sheets(made(tmp_path / "small.xlsx", [HEADER, ROW]))
    assert not isinstance(sheet.rows, reader._Plain)
