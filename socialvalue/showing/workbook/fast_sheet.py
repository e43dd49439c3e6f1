"""XlsxWriter's sheet with its slowest steps cut short."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any
from xml.sax.saxutils import escape  # writes, and reads nothing


@cache
def fast_sheet() -> Any:
    """XlsxWriter's sheet, with its slowest steps cut short for the cells that make up our sheets.

    A test holds the bytes against those of XlsxWriter alone, so that a release that changes either is noticed.
    """
    from xlsxwriter.utility import xl_rowcol_to_cell_fast
    from xlsxwriter.worksheet import CellFormulaTuple, CellNumberTuple, CellStringTuple, Worksheet

    class Sheet(Worksheet):  # type: ignore[misc] # XlsxWriter has no types
        def fill(self, row: int, cells: Iterable[tuple[Any, Any, Any]]) -> None:
            """Write a row from its first column on: text, a float, a formula with the float it came to, or nothing."""
            table = self.table[row]
            column = -1
            for column, (value, style, came_to) in enumerate(cells):
                if came_to is not None:
                    table[column] = CellFormulaTuple(value[1:], style, came_to)
                elif value is None:
                    continue
                elif type(value) is float:
                    table[column] = CellNumberTuple(value, style)
                else:
                    table[column] = CellStringTuple(self.str_table._get_shared_string_index(value), style)
            self._check_dimensions(row, 0)
            self._check_dimensions(row, column)

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            # XlsxWriter looks in each formula for thirty functions newer than Excel 2016; none is used here.
            return formula.removeprefix("=")

        def _write_cell(self, row: int, col: int, cell: Any) -> None:
            kind = type(cell)
            if cell.format is None or kind not in (CellFormulaTuple, CellNumberTuple, CellStringTuple):
                super()._write_cell(row, col, cell)
                return
            start = f'<c r="{xl_rowcol_to_cell_fast(row, col)}" s="{cell.format._get_xf_index()}"'
            if kind is CellStringTuple:
                self.fh.write(f'{start} t="s"><v>{cell.string}</v></c>')
            elif kind is CellNumberTuple:
                self.fh.write(f"{start}><v>{cell.number:.16G}</v></c>")
            elif type(cell.value) is float:
                self.fh.write(f"{start}><f>{escape(cell.formula)}</f><v>{cell.value}</v></c>")
            else:
                super()._write_cell(row, col, cell)

    return Sheet
