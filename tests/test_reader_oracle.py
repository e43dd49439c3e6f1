"""Workbooks of any content read as another reader reads them: openpyxl in its own full mode is the oracle."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from socialvalue.formats.open import read_sheets
from socialvalue.formats.sheets import Cell, ErrorCell, NotCalculated
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12) | st.sampled_from(
    [" padded ", "two  spaces", "1,285", "n/a", "TRUE", "1e5", "2020-10", "a\u00a0b", "'quoted", "<b>&amp;</b>"]
)
DAYS = st.dates(dt.date(1901, 1, 1), dt.date(2100, 12, 31))
NUMBERS = st.integers(-(10**14), 10**14) | st.floats(-1e12, 1e12, allow_subnormal=False) | st.sampled_from([0, 0.1, 92])
ERRORS = st.sampled_from(["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?"])
FORMULAS = st.sampled_from(["=1+1", "=SUM(A1:B2)", "=A1", '="text"'])
VALUES = st.none() | TEXTS | NUMBERS | st.booleans() | DAYS | ERRORS | FORMULAS
GRIDS = st.lists(st.lists(VALUES, max_size=6), max_size=8)
SPANS = st.tuples(st.integers(1, 6), st.integers(1, 8), st.integers(0, 2), st.integers(0, 2))
STYLES = st.sampled_from(["General", "0", "0.00", "#,##0", "0%", "£#,##0.00", "@", '0" people"', "[Red]0"])


def book_of(
    grid: list[list[Any]], merged: list[tuple[int, int, int, int]], styles: list[str], left: int, top: int
) -> bytes:
    """A workbook with the grid somewhere on its sheet, styles on its cells and some of them merged."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, values in enumerate(grid, start=1 + top):
        for column, value in enumerate(values, start=1 + left):
            cell = sheet.cell(row, column, value)
            if not isinstance(value, dt.date) and styles:
                cell.number_format = styles[(row + column) % len(styles)]
            cell.font, cell.alignment = Font(bold=row % 2 == 0), Alignment(wrap_text=True)
            cell.fill = PatternFill("solid", fgColor="FFEE00")
    taken: set[tuple[int, int]] = set()
    for column, row, wide, high in merged:
        span = {(c, r) for c in range(column, column + wide + 1) for r in range(row, row + high + 1)}
        if len(span) > 1 and not span & taken:
            taken |= span
            sheet.merge_cells(start_row=row, start_column=column, end_row=row + high, end_column=column + wide)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def meaning(cell: Cell) -> str:
    """What a cell comes to: its text, or the code of what is wrong with it."""
    try:
        return cells.text(cell)
    except CellFault as fault:
        return f"<{fault.code}>"


def oracle(data: bytes) -> dict[str, str]:
    """What stands in each cell, by openpyxl reading the workbook as a whole, formulas and values apart."""
    found = {}
    formulas, values = load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(data), data_only=True)
    for row in formulas.worksheets[0].iter_rows():
        for cell in row:
            value: Any = values.worksheets[0][cell.coordinate].value
            known: Cell = value
            if cell.data_type == "f" and value is None:
                known = NotCalculated()
            elif cell.data_type == "e":
                known = ErrorCell(str(cell.value))
            elif isinstance(value, bool):
                known = str(value).upper()
            if meaning(known):
                found[cell.coordinate] = meaning(known)
    return found


def ours(data: bytes, *, quick: bool) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(data)
        [sheet] = read_sheets(path, quick=quick)
        return {
            f"{get_column_letter(column)}{number}": meaning(cell)
            for number, row in sheet.rows
            for column, cell in enumerate(row, start=1)
            if meaning(cell)
        }


@pytest.mark.slow
@pytest.mark.parametrize("quick", [True, False], ids=["by patterns", "row by row"])
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    grid=GRIDS,
    merged=st.lists(SPANS, max_size=2),
    styles=st.lists(STYLES, max_size=4),
    left=st.integers(0, 3),
    top=st.integers(0, 3),
)
def test_any_grid_is_read_cell_for_cell_as_the_oracle_reads_it(
    quick: bool, grid: list[list[Any]], merged: list[tuple[int, int, int, int]], styles: list[str], left: int, top: int
) -> None:
    data = book_of(grid, merged, styles, left, top)
    assert ours(data, quick=quick) == oracle(data)
