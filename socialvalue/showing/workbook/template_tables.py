"""Tables of the template with open cells under a header: what Register and Costs share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from socialvalue.records.template_layout import TABLE, Heading
from socialvalue.showing.workbook.book import Book
from socialvalue.showing.workbook.cell_styles import INPUT, RULE

TABLE_ROWS, LISTED_ROWS = 300, 5000


def table_sheet(book: Book, name: str, mark: str, headings: Sequence[Heading]) -> Any:
    """A sheet with its mark and the keys of its columns in a hidden first row."""
    open_sheet = book.sheet(name)
    open_sheet.set_column(0, 0, 2, None, {"hidden": True})
    open_sheet.write_string(0, 0, mark)
    for column, heading in enumerate(headings, start=1):
        open_sheet.write_string(0, column, heading.key)
    open_sheet.set_row(0, None, None, {"hidden": True})
    open_sheet.set_row(1, 30)
    return open_sheet


def open_table(book: Book, open_sheet: Any, headings: Sequence[Heading], name: str, formats: dict[str, str]) -> None:
    """A real table, with open cells below it too: a table does not grow on a protected sheet."""
    columns = []
    for column, heading in enumerate(headings, start=1):
        looks = {"num_format": formats[heading.key]} if heading.key in formats else {}
        open_cell_style = book.style(bg_color=INPUT, border=1, border_color=RULE, locked=False, **looks)
        open_sheet.set_column(column, column, heading.width, book.style(locked=False, **looks))
        for row in range(5, 5 + TABLE_ROWS):
            open_sheet.write_blank(row, column, None, open_cell_style)
        columns.append({"header": heading.label, "header_format": book.head()})
    for row in range(5):  # above the rows to fill, nothing is open
        open_sheet.set_row(row, {0: None, 1: 30, 4: 20}.get(row), book.style(), {"hidden": row == 0})
    open_sheet.add_table(
        4, 1, 4 + TABLE_ROWS, len(headings), {"name": name, "columns": columns, "style": None, "autofilter": True}
    )
    open_sheet.write_string(4, 0, TABLE)
    open_sheet.freeze_panes(5, 0)
    open_sheet.repeat_rows(4)
    open_sheet.print_area(1, 1, 32, len(headings))
