"""How our workbooks look: a few formats, and everything that makes two runs give the same bytes."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape  # writes, and reads nothing

#: Those of the page: ink is text and money spent, green is value; pale for bands, and the one that means “type here”.
INK, ACCENT, BAND, RULE, INPUT, MUTED = "#17191C", "#0B6A53", "#F3F1EB", "#D9D6CE", "#FFF6D6", "#55595E"

#: The edge of a cell one may type in, and bars of what may be.
EDGE, UNSURE = "#7D8588", "#B5D6CB"

#: What differs, or was changed.
ALARM = "#8A4A00"

COUNT, MONEY, PENCE, SHARE, MONTH, DAY = "#,##0.##", "£#,##0", "£#,##0.00", "0.0##%", "mmm yyyy", "dd/mm/yyyy"

_NEW = dt.datetime(2021, 1, 31, tzinfo=dt.UTC)


class Book:
    """A workbook being written: text never becomes a formula or a link, and its bytes depend on its content only."""

    def __init__(self, path: Path | Any, title: str) -> None:
        from xlsxwriter import Workbook

        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": "Arial", "font_size": 10},
        }
        self.book = Workbook(path, options)
        self.book.set_properties({"title": title, "author": "socialvalue", "created": _created()})
        self.book.set_size(2400, 1400)
        self._sheets: dict[str, Any] = {}
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, **properties: Any) -> Any:
        """The format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "vcenter", **properties})
        return self._formats[key]

    def sheet(self, name: str, *, tab: str = ACCENT, landscape: bool = True) -> Any:
        """A sheet set up for A4, one page wide; made when it is first asked for, and the same from then on."""
        if name in self._sheets:
            return self._sheets[name]
        sheet = self._sheets[name] = self.book.add_worksheet(name, worksheet_class=_sheet_class())
        sheet.hide_gridlines(2)
        sheet.set_tab_color(tab)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&8&F · &A&R&8Page &P of &N")
        return sheet

    @property
    def title(self) -> Any:
        """The heading of a sheet."""
        return self.style(bold=True, font_size=18, font_color=INK)

    @property
    def lead(self) -> Any:
        """A line under the heading."""
        return self.style(font_color=MUTED)

    @property
    def section(self) -> Any:
        """The heading of a part."""
        return self.style(bold=True, font_color=ACCENT, font_size=12, bottom=1, bottom_color=RULE)

    def head(self, **properties: Any) -> Any:
        """The heading of a column."""
        return self.style(bold=True, font_color="white", bg_color=INK, text_wrap=True, **properties)

    def close(self) -> None:
        """Write it out."""
        self.book.close()


@cache
def _sheet_class() -> Any:
    """XlsxWriter's sheet, with its slowest steps cut short for the cells that make up our sheets.

    A test holds the bytes against those of XlsxWriter alone, so that a release that changes either is noticed.
    """
    from xlsxwriter.utility import xl_rowcol_to_cell_fast
    from xlsxwriter.worksheet import CellFormulaTuple, CellNumberTuple, CellStringTuple, Worksheet

    class Sheet(Worksheet):  # type: ignore[misc]
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


def _created() -> dt.datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC) if epoch.isdigit() else _NEW
