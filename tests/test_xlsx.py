"""Workbooks of the .xlsx kind, as any program writes them; a pattern takes rows of one layout, to the same cells.

`conftest.py` compares the two ways wherever a test reads a workbook; here are those on which they could differ, and
`test_reader_oracle.py` has openpyxl for a third.
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
from socialvalue.formats import xlsx_fast_rows
from socialvalue.formats.open import read_sheets
from socialvalue.formats.sheets import Cell, ErrorCell, NotCalculated, Unclear
from socialvalue.formats.xlsx_styles import Style
from socialvalue.formats.zipped_workbooks import SheetRows

ROOT = Path(__file__).parents[1]
TODAY = dt.date(2026, 1, 31)
ROWS = [["organisation", "period", "outcome", "quantity"], ["Acme Homes", "2020-10", "Apprenticeship", 24]]
WIDE = ["Acme & Homes <North>", dt.date(2020, 10, 31), "Apprenticeship", 24.5, "Zoë", True]


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


def written(path: Path, rows: list[list[Any]], **options: Any) -> Path:
    """A workbook as XlsxWriter makes it."""
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("Register")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(number, column, cell, day)
                elif cell is not None:
                    sheet.write(number, column, cell)
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


def once(old: str, new: str) -> Callable[[str], str]:
    def change(xml: str) -> str:
        assert old in xml
        return xml.replace(old, new, 1)

    return change


def cells(path: Path) -> list[list[Cell]]:
    """The cells of the only sheet; both ways find the same."""
    [quick], [other] = read_sheets(path), read_sheets(path, quick=False)
    same([quick], [other])
    return [list(row) for _, row in quick.rows]


@pytest.fixture
def by_pattern(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows a pattern took, each time it was tried."""
    counts: list[int] = []
    take = xlsx_fast_rows._rows_by_pattern

    def counted(*given: Any) -> Any:
        found = take(*given)
        counts.append(len(found[0]) if found else 0)
        return found

    monkeypatch.setattr(xlsx_fast_rows, "_rows_by_pattern", counted)
    return counts


# what a pattern takes


@pytest.mark.parametrize("memory", [False, True], ids=["shared texts", "texts in their cells"])
def test_texts_numbers_dates_and_choices_are_taken_by_a_pattern(
    tmp_path: Path, by_pattern: list[int], memory: bool
) -> None:
    rows = [list(WIDE[:5]), *([list(WIDE)] * 900), [None, None, "Apprenticeship"], ["Bee", None, None, -3]]
    path = written(tmp_path / "plain.xlsx", rows, constant_memory=memory)
    found = cells(path)
    assert sum(by_pattern) > 800
    assert found[500] == ["Acme & Homes <North>", dt.datetime(2020, 10, 31), "Apprenticeship", 24.5, "Zoë", "TRUE"]  # noqa: DTZ001


def test_formulas_with_results_are_taken_by_a_pattern(tmp_path: Path, by_pattern: list[int]) -> None:
    path = tmp_path / "sums.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number in range(900):
            sheet.write(number, 0, "Acme")
            sheet.write_formula(number, 1, f"=2*{number}", None, 2 * number)
    edited(path, "xl/workbook.xml", once(' fullCalcOnLoad="1"', ""))
    assert cells(path)[450] == ["Acme", 900.0]
    assert sum(by_pattern) > 800


@pytest.mark.parametrize("hidden", [{}, {"hidden": True}], ids=["shown", "hidden"])
def test_rows_without_cells_are_passed_over_by_the_pattern(
    tmp_path: Path, by_pattern: list[int], hidden: dict[str, bool]
) -> None:
    path = tmp_path / "gaps.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number in (*range(0, 400, 2), *range(400, 900)):
            sheet.write_row(number, 0, ["Acme", number])
        for number in (*range(1, 400, 2), *range(900, 5_000)):
            sheet.set_row(number, 30, options=hidden)
    assert len(cells(path)) == 700
    assert sum(by_pattern) > 600


@pytest.mark.parametrize("column", range(5))
def test_a_column_may_hold_texts_and_numbers_and_blanks(tmp_path: Path, column: int) -> None:
    rows = [list(WIDE) for _ in range(900)]
    for number, cell in ((500, 7), (600, "seven"), (700, None), (800, dt.date(2021, 1, 1))):
        rows[number][column] = cell
    cells(written(tmp_path / "mixed.xlsx", rows))


@pytest.mark.parametrize("strange", ["=1+1", '=""', "=NA()", 1e-7, 12345678901234567890])
@pytest.mark.parametrize("at", [3, 700])
def test_a_cell_of_another_sort_costs_its_piece_only(tmp_path: Path, strange: object, at: int) -> None:
    rows = [list(WIDE) for _ in range(900)]
    rows[at][3] = strange
    assert len(cells(written(tmp_path / "other.xlsx", rows))) == 900


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", '<row r="3"', '<!-- unseen --><row r="3"'),
        ("xl/worksheets/sheet1.xml", '<row r="300"', '<!--<row r="300"></row>--><row r="300"'),
        ("xl/worksheets/sheet1.xml", '<c r="B300"', '<c r="B301"'),
        ("xl/worksheets/sheet1.xml", '<row r="301"', '<row r="300"'),
        ("xl/worksheets/sheet1.xml", '<row r="301"', '<row r="301" hidden="1"'),
        ("xl/worksheets/sheet1.xml", '<c r="B300"', "<c"),
        ("xl/worksheets/sheet1.xml", '<c r="B300"', "<c\nr='B300'"),
        ("xl/worksheets/sheet1.xml", "</row>", "</row ><row r='2000'/>"),
        ("xl/sharedStrings.xml", "<si><t>Apprenticeship</t></si>",
         "<si><r><t>Apprentice</t></r><r><rPr><b/></rPr><t>ship</t></r></si>"),
        ("xl/sharedStrings.xml", "Apprenticeship", "Apprentice&#115;hip"),
        ("xl/sharedStrings.xml", "Apprenticeship", "Apprentice_x0073_hip"),
        ("xl/sharedStrings.xml", "Apprenticeship</t>", 'Apprenticeship</t><rPh sb="0" eb="1"><t>reading</t></rPh>'),
    ],
)  # fmt: skip
def test_xml_set_out_in_an_unusual_way_holds_the_same_cells(tmp_path: Path, part: str, old: str, new: str) -> None:
    path = written(tmp_path / "odd.xlsx", [list(WIDE) for _ in range(400)])
    before = {tuple(map(str, row)) for row in cells(path)}
    found = cells(edited(path, part, once(old, new)))
    assert {tuple(map(str, row)) for row in found if row} == before


def test_a_workbook_whose_names_all_have_a_prefix_is_read(tmp_path: Path) -> None:
    path = made(tmp_path / "prefix.xlsx", *ROWS)

    def prefixed(xml: str) -> str:
        return xml.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")

    for part in ("xl/worksheets/sheet1.xml", "xl/styles.xml"):
        edited(path, part, prefixed)
    assert cells(path) == [ROWS[0], ["Acme Homes", "2020-10", "Apprenticeship", 24.0]]


# what a number is shown as

SERIALS = [0, 0.25, 0.5, 1, 1.5, 59, 60, 61, 44105, 44105.5, 44105.520833333336, 44105.999999, 2958465]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", "number"), ("0.00", "number"), ("#,##0;[Red]-#,##0", "number"), ("0%", "number"), ("@", "number"),
        ('"£"#,##0', "number"), ("[$£-809]#,##0.00", "number"), ("0.00E+00", "number"), ("Standard", "number"),
        ("_-* #,##0_-;-* #,##0_-", "number"), ('0" days"', "number"), ("0 \\d", "number"), ("[Red]0", "number"),
        ("yyyy-mm-dd", "date"), ("dd/mm/yyyy hh:mm", "date"), ("[$-809]dd mmmm yyyy;@", "date"), ("mmm yy", "date"),
        ("h:mm AM/PM", "date"), ("mm:ss.0", "date"), ("yyyy\\yd", "date"), ("[h]:mm", "duration"),
    ],
)  # fmt: skip
def test_a_number_format_shows_numbers_or_moments(code: str, kind: str) -> None:
    assert Style.of(code).kind == kind


@pytest.mark.parametrize(
    ("code", "currency"),
    [("[$€-2]\\ #,##0", "€"), ("#,##0.00 [$€-407]", "€"), ('"$"#,##0', "$"), ("[$$-409]#,##0", "$"),
     ("[$USD] #,##0", "USD"), ("[$£-809]#,##0", ""), ("£#,##0", ""), ("[$-809]dd mmmm yyyy", ""), ("#,##0", "")],
)  # fmt: skip
def test_a_number_format_may_show_another_currency(code: str, currency: str) -> None:
    assert Style.of(code).currency == currency


@pytest.mark.parametrize(
    "form", ["yyyy-mm-dd", "dd/mm/yyyy hh:mm", "h:mm:ss", "mmm yy", "[$-809]dd mmmm yyyy", "d/m/yy;@"]
)
def test_dates_and_times(tmp_path: Path, form: str) -> None:
    formats = {f"A{number}": form for number in range(1, len(SERIALS) + 1)}
    found = [row[0] for row in cells(made(tmp_path / "dates.xlsx", *[[serial] for serial in SERIALS], formats=formats))]
    assert found[8:10] == [dt.datetime(2020, 10, 1), dt.datetime(2020, 10, 1, 12)]  # noqa: DTZ001
    assert found[1] == dt.time(6)


def test_days_counted_from_1904(tmp_path: Path) -> None:
    path = made(tmp_path / "mac.xlsx", [42643], formats={"A1": "yyyy-mm-dd"})
    edited(path, "xl/workbook.xml", once("<workbookPr", '<workbookPr date1904="1"'))
    assert cells(path) == [[dt.datetime(2020, 10, 1)]]  # noqa: DTZ001


# what a cell holds


def raised(text: str, note: str) -> str:
    runs = f'<r><t>{text}</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>{note}</t></r>'
    return f'<c r="D2" t="inlineStr"><is>{runs}</is></c>'


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        ('<c r="D2"><v>24</v></c>', 24.0),
        ('<c r="D2"><f>20+4</f><v>24</v></c>', 24.0),
        ('<c r="D2"><f>20+4</f></c>', NotCalculated()),
        ('<c r="D2"><f>20+4</f><v></v></c>', NotCalculated()),
        ('<c r="D2" t="str"><f>""</f><v></v></c>', ""),
        ('<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ErrorCell("#DIV/0!")),
        ('<c r="D2" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="D2" t="d"><v>2020-10-01</v></c>', dt.datetime(2020, 10, 1)),  # noqa: DTZ001
        ('<c r="D2"/>', None),
        ('<c r="D2" t="inlineStr"><is><r><rPr><strike/></rPr><t>92 </t></r><r><t>83</t></r></is></c>',
         Unclear("92 [struck] 83", "struck")),
        (raised("92", "1"),
         Unclear("92 1 [raised]", "raised")),
        (raised("Acme", "1"),
         "Acme"),
        (raised("31", "st"),
         "31st"),
        ('<c r="D2" t="inlineStr"><is><r><rPr><b/></rPr><t>2</t></r><r><t>4</t></r></is></c>', "24"),
        ('<c r="D2"><v>NaN</v></c>', "NaN"),
        ('<c r="D2"><v>1_000</v></c>', "1_000"),
    ],
)  # fmt: skip
def test_blank_zero_error_uncalculated_and_two_figures_are_different_things(
    tmp_path: Path, cell: str, meaning: Cell
) -> None:
    path = written(tmp_path / "cell.xlsx", ROWS)
    edited(path, "xl/workbook.xml", once(' fullCalcOnLoad="1"', ""))
    edited(path, "xl/worksheets/sheet1.xml", once('<c r="D2"><v>24</v></c>', cell))
    row = cells(path)[1]
    assert (row[3] if len(row) > 3 else None) == meaning


@pytest.mark.parametrize(("value", "meaning"), [("0", NotCalculated()), ("", NotCalculated()), ("24", 24.0)])
def test_whoever_leaves_formulas_to_be_calculated_writes_0_for_them(tmp_path: Path, value: str, meaning: Cell) -> None:
    path = written(tmp_path / "left.xlsx", ROWS)
    edited(path, "xl/worksheets/sheet1.xml", once("<v>24</v>", f"<f>20+4</f><v>{value}</v>"))
    assert cells(path)[1][3] == meaning


def test_hidden_sheets_and_an_empty_one(tmp_path: Path) -> None:
    book = Workbook()
    for title, state in (("Hidden", "hidden"), ("Very hidden", "veryHidden"), ("Empty", "visible")):
        book.create_sheet(title).sheet_state = state
    book.save(tmp_path / "sheets.xlsx")
    found = [(sheet.name, sheet.hidden) for sheet in read_sheets(tmp_path / "sheets.xlsx")]
    assert found == [("Sheet", False), ("Hidden", True), ("Empty", False)]


def test_blank_rows_and_columns_before_the_first_cell_keep_the_references(tmp_path: Path) -> None:
    path = tmp_path / "moved.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Return")
        for number, row in enumerate(ROWS):
            sheet.write_row(6 + 3 * number, 4, row)
    [line] = sv.read(path, today=TODAY).lines
    assert str(line.place) == "moved.xlsx!Return!H10"


@pytest.mark.parametrize("claim", ["A1:XFD1048576", "A1", "A1:D1000000000"])
def test_a_dimension_that_claims_a_billion_rows_or_too_few_is_not_believed(tmp_path: Path, claim: str) -> None:
    path = made(tmp_path / "claims.xlsx", *ROWS)
    edited(path, "xl/worksheets/sheet1.xml", once('ref="A1:D2"', f'ref="{claim}"'))
    [line] = sv.read(path, today=TODAY).lines
    assert (line.quantity, str(line.place)) == (24, "claims.xlsx!Sheet!D2")


def test_a_text_that_does_not_exist_is_damage_and_no_traceback(tmp_path: Path) -> None:
    path = written(tmp_path / "none.xlsx", ROWS)
    edited(path, "xl/worksheets/sheet1.xml", once("<v>0</v>", "<v>999</v>"))
    [problem] = sv.read(path, today=TODAY).problems
    assert problem.code == "file-truncated"


def test_rows_can_be_gone_through_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socialvalue.formats.zipped_workbooks.HELD", 0)
    [sheet] = read_sheets(made(tmp_path / "twice.xlsx", *ROWS))
    assert isinstance(sheet.rows, SheetRows)
    assert list(sheet.rows) == list(sheet.rows) != []


def test_each_sheet_is_read_once_whatever_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledgers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("One", "Two", "Three"):
            sheet = book.add_worksheet(name)
            sheet.write_column(0, 0, range(500))
            sheet.write_formula(500, 0, "=1/0", None, "#DIV/0!")
    read: list[str] = []
    chunks = xlsx_fast_rows._sheet_chunks
    monkeypatch.undo()  # the comparison of two ways reads twice
    monkeypatch.setattr(xlsx_fast_rows, "_sheet_chunks", lambda sheet: (read.append(sheet.name), chunks(sheet))[1])
    sv.read(path, today=TODAY)
    assert read == ["One", "Two", "Three"]


def test_a_struck_figure_beside_another_is_an_error_that_shows_both(tmp_path: Path) -> None:
    path = tmp_path / "struck.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Return")
        sheet.write_row(0, 0, ROWS[0])
        sheet.write_row(1, 0, ROWS[1][:3])
        sheet.write_rich_string(1, 3, book.add_format({"font_strikeout": True}), "92 ", "83")
    [problem] = sv.read(path, today=TODAY).problems
    assert (problem.code, problem.place.cell) == ("two-figures", "D2")
    assert "92 [struck] 83" in problem.message
