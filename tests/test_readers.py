"""The two ways to read a workbook: the quick one only where it is safe, and then with the same cells.

`conftest.py` compares the two wherever any test reads a workbook; here stand the workbooks on which they could differ.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from conftest import same
from openpyxl import Workbook

import socialvalue as sv
from socialvalue.formats.open import _Quick, read_sheets

ROOT = Path(__file__).parents[1]
TODAY = dt.date(2026, 1, 31)
ROWS = [["organisation", "period", "outcome", "quantity"], ["Acme Homes", "2020-10", "Apprenticeship", 24]]


def made(path: Path, *rows: list[Any], formats: dict[str, str] | None = None) -> Path:
    """A workbook as openpyxl makes it, with number formats for some cells."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cell, form in (formats or {}).items():
        sheet[cell].number_format = form
    book.save(path)
    return path


def edited(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The same workbook with one part changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def quick(path: Path) -> bool:
    """Whether a workbook is read the quick way; if so, with the same cells as the other."""
    sheets = read_sheets(path)
    if not isinstance(sheets[0].rows, _Quick):
        return False
    same(sheets, read_sheets(path, fast=False))
    return True


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("seeds/*.xlsx")) + sorted(ROOT.glob("tests/data/*.xlsx")), ids=lambda path: path.name
)
def test_the_workbooks_of_this_repository_are_read_the_quick_way(path: Path) -> None:
    assert quick(path)


SERIALS = [0, 0.25, 0.5, 1, 1.5, 59, 60, 61, 44105, 44105.5, 44105.520833333336, 44105.999999, 2958465]


@pytest.mark.parametrize(
    "form", ["yyyy-mm-dd", "dd/mm/yyyy hh:mm", "h:mm:ss", "mmm yy", "[$-809]dd mmmm yyyy", "d/m/yy;@"]
)
def test_dates_and_times(tmp_path: Path, form: str) -> None:
    formats = {f"A{number}": form for number in range(1, len(SERIALS) + 1)}
    assert quick(made(tmp_path / "dates.xlsx", *[[serial] for serial in SERIALS], formats=formats))


@pytest.mark.parametrize(
    "form",
    [
        "General",
        "0",
        "#,##0",
        "#,##0.00",
        '"£"#,##0',
        "0%",
        "0.00E+00",
        "£#,##0;[Red]-£#,##0",
        "@",
        "_-* #,##0_-;-* #,##0_-",
    ],
)
def test_numbers(tmp_path: Path, form: str) -> None:
    numbers = [0, 1, -1, 1285, 0.1, 1e-7, 14433.5, 1e20, 123456789012345]
    formats = {f"A{number}": form for number in range(1, len(numbers) + 1)}
    assert quick(made(tmp_path / "numbers.xlsx", *[[number] for number in numbers], formats=formats))


@pytest.mark.parametrize("form", ["[h]:mm", "0 \\d", "[>9]0;yyyy", "yyyy\\yd", "ggge"])
def test_formats_that_the_readers_may_take_differently_are_left_to_openpyxl(tmp_path: Path, form: str) -> None:
    assert not quick(made(tmp_path / "odd.xlsx", [1.5], formats={"A1": form}))


def test_texts(tmp_path: Path) -> None:
    texts = [
        "#N/A",
        " 92 ",
        "1,285",
        "a & b <c>",
        "",
        "TRUE",
        "x\ny",
        "\tz",
        "£1,200.50",
        "é",
        "'quoted'",
        "=not",
        "a  b",
    ]
    path = tmp_path / "texts.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, text in enumerate(texts):
            sheet.write_string(number, 2, text)
        sheet.write_rich_string(20, 2, "one ", book.add_format({"bold": True}), "two", " three")
    assert quick(path)


def test_texts_within_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "inline.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["one", " two ", "three & four", 5])
    assert quick(path)


def test_true_and_false(tmp_path: Path) -> None:
    assert quick(made(tmp_path / "choices.xlsx", ["sustained", "count"], [True, 1], [False, 0]))


def test_blank_rows_and_columns_before_the_first_cell_keep_the_references(tmp_path: Path) -> None:
    path = tmp_path / "moved.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Return")
        for number, row in enumerate(ROWS):
            sheet.write_row(6 + 3 * number, 4, row)
    assert quick(path)
    [line] = sv.read(path, today=TODAY).lines
    assert str(line.place) == "moved.xlsx!Return!H10"


def test_formulas_with_their_values(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=1+1", None, 2)
        sheet.write_formula("A2", '="a"&"<b>"', None, "a<b>")
        sheet.write_array_formula("A3:A4", "{=ROW(A1:A2)}", None, 1)
    assert quick(path)


def test_hidden_sheets_and_an_empty_one(tmp_path: Path) -> None:
    book = Workbook()
    for title, state in (("Hidden", "hidden"), ("Very hidden", "veryHidden"), ("Empty", "visible")):
        book.create_sheet(title).sheet_state = state
    book.save(tmp_path / "sheets.xlsx")
    assert quick(tmp_path / "sheets.xlsx")
    for fast in (True, False):
        sheets = read_sheets(tmp_path / "sheets.xlsx", fast=fast)
        assert [(sheet.name, sheet.hidden) for sheet in sheets] == [
            ("Sheet", False),
            ("Hidden", True),
            ("Empty", False),
        ]


@pytest.mark.parametrize("value", ["=NA()", "=1/0", "=1+1"])
def test_errors_and_formulas_never_calculated_are_left_to_openpyxl(tmp_path: Path, value: str) -> None:
    assert not quick(made(tmp_path / "formula.xlsx", *ROWS, [value]))


def test_an_error_is_left_to_openpyxl(tmp_path: Path) -> None:
    path = tmp_path / "error.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_formula("A1", "=NA()", None, "#N/A")
    assert not quick(path)


def test_cells_too_far_apart_are_left_to_openpyxl(tmp_path: Path) -> None:
    path = tmp_path / "corners.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "organisation")
        sheet.write("XFD1048576", 1)
    assert not quick(path)


def test_a_false_row_number_does_not_hide_how_far_apart_cells_are(tmp_path: Path) -> None:
    path = made(tmp_path / "false.xlsx", *ROWS)
    edited(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace('r="D2"', 'r="XFD1048576"'))
    assert not quick(path)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/workbook.xml", "<workbookPr", '<workbookPr date1904="1"'),
        ("xl/worksheets/sheet1.xml", '<c r="A1"', "<c"),
        ("xl/worksheets/sheet1.xml", '<c r="A1"', "<c\nr='A1'"),
        ("xl/worksheets/sheet1.xml", "<v>24</v>", "<v>123456789012345678</v>"),
        ("xl/worksheets/sheet1.xml", "<v>24</v>", "<v><![CDATA[24]]></v>"),
        ("xl/worksheets/sheet1.xml", "<v>24</v>", "<f>24</f><v></v>"),
        ("xl/worksheets/sheet1.xml", "<v>24</v>", "<f>24</f><v/>"),
        ("xl/worksheets/sheet1.xml", "<v>24</v>", "<f>24</f>"),
        ("xl/sharedStrings.xml", "Acme Homes", "Acme_x0020_Homes"),
        ("xl/sharedStrings.xml", "Acme Homes</t>", 'Acme</t><rPh sb="0" eb="1"><t>Homes</t></rPh>'),
    ],
)
def test_whatever_is_not_plain_is_left_to_openpyxl(tmp_path: Path, part: str, old: str, new: str) -> None:
    path = tmp_path / "odd.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    assert quick(path)

    def change(xml: str) -> str:
        assert old in xml
        return xml.replace(old, new, 1)

    assert not quick(edited(path, part, change))


def test_a_large_sheet_is_gone_through_and_never_held(tmp_path: Path) -> None:
    """A table that openpyxl reads is read in rows; here with an error far down, which has its reference."""
    path = tmp_path / "long.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Return")
        sheet.write_row(0, 0, ROWS[0])
        for number in range(1, 3000):
            sheet.write_row(number, 0, [f"Homes {number}", "2020-10", "Apprenticeship", 1])
        sheet.write_formula(3000, 3, "=NA()", None, "#N/A")
    problems = sv.read(path, today=TODAY).problems
    assert ("error-cell", "D3001") in [(problem.code, problem.place.cell) for problem in problems]


def test_rows_can_be_gone_through_twice(tmp_path: Path) -> None:
    [sheet] = read_sheets(made(tmp_path / "twice.xlsx", *ROWS))
    assert list(sheet.rows) == list(sheet.rows) != []


@pytest.mark.parametrize("claim", ["A1:XFD1048576", "A1", "A1:D1000000000"])
def test_a_dimension_that_claims_a_billion_rows_or_too_few_is_not_believed(tmp_path: Path, claim: str) -> None:
    path = made(tmp_path / "claims.xlsx", *ROWS)
    edited(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace('ref="A1:D2"', f'ref="{claim}"'))
    for fast in (True, False):
        [sheet] = read_sheets(path, fast=fast)
        assert [list(row) for _, row in sheet.rows][1][0] == "Acme Homes"
    [line] = sv.read(path, today=TODAY).lines
    assert (line.quantity, str(line.place)) == (24, "claims.xlsx!Sheet!D2")
