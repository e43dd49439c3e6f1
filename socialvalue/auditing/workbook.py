"""The audit file as one workbook that fits A4, with room for evidence, initials and conclusions."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from socialvalue.auditing.audit import Audit
from socialvalue.auditing.pack import sheets
from socialvalue.auditing.tables import Cell, Column, Sheet, Table
from socialvalue.showing.workbook.book import Book
from socialvalue.showing.workbook.cell_styles import ALARM, COUNT, INK, INPUT, MUTED, PENCE, RULE

_LINE = {"bottom": 1, "bottom_color": RULE, "valign": "top"}
_PORTRAIT = 130  # characters across an upright sheet
_LONG = 12  # rows of a table whose head is repeated on each page
_HIGH, _MOST_HIGH = 12.75, 400  # points of a line of text, and of a row


def workbook(audit: Audit) -> bytes:
    """The content of an .xlsx file; the same audit gives the same bytes.

    Raises:
        ValueError: where a share is to be material and there is no single total that it is a share of.
    """
    out = io.BytesIO()
    book = Book(out, "Audit pack")
    for sheet in sheets(audit):
        _write(book, sheet)
    book.close()
    return out.getvalue()


def _write(book: Book, sheet: Sheet) -> None:
    widths = _widths(sheet.tables)
    page = book.sheet(sheet.name, tab=ALARM if sheet.alarm else INK, landscape=sum(widths) > _PORTRAIT)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.set_row(0, 30)
    page.write_string(0, 0, sheet.title, book.title)
    row = 1
    if sheet.alarm:
        page.set_row(row, 36)
        alarm = book.style(bold=True, font_color="white", bg_color=ALARM, text_wrap=True)
        page.merge_range(row, 0, row, len(widths) - 1, sheet.alarm, alarm)
        row += 1
    if sheet.lead and sheet.lead != sheet.alarm:
        _lead(book, page, row, sheet.lead, widths)
        row += 1
    for table in sheet.tables:
        row = _table(book, page, row + 1, table, widths)


def _lead(book: Book, page: Any, row: int, text: str, widths: Sequence[int]) -> None:
    style = book.style(font_color=MUTED, text_wrap=True, valign="top")
    page.merge_range(row, 0, row, len(widths) - 1, text, style)
    page.set_row(row, 3 + _HIGH * _lines(text, sum(widths)))


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column; a width counts noughts, and most letters are narrower."""
    return sum(max(1, len(textwrap.wrap(part, max(4, width)))) for part in text.split("\n"))


def _widths(tables: Sequence[Table]) -> list[int]:
    """The width of each column of a sheet: that of its widest table, which may spread over those of others."""
    widths: list[int] = []
    for table in sorted(tables, key=lambda table: len(table.columns), reverse=True):
        for number, column in enumerate(table.columns):
            if number == len(widths):
                widths.append(column.width)
    return widths


def _table(book: Book, page: Any, row: int, table: Table, widths: Sequence[int]) -> int:
    """Write a table from a row on; the row after it. Its last column takes the columns that are left."""
    for rest in range(1, len(widths)):
        page.write_blank(row, rest, None, book.section)
    page.write_string(row, 0, table.title, book.section)
    row += 1
    if table.lead:
        _lead(book, page, row, table.lead, widths)
        row += 1
    last, top = len(table.columns) - 1, row
    spread = last < len(widths) - 1
    if any(column.head for column in table.columns):
        for number, column in enumerate(table.columns):
            right = "right" if column.kind in ("pounds", "count") else "left"
            style = book.head(align=right, indent=1)
            if spread and number == last:
                page.merge_range(row, number, row, len(widths) - 1, column.head, style)
            else:
                page.write_string(row, number, column.head, style)
        heads = [_lines(column.head, width - 3) for column, width in zip(table.columns, widths, strict=False)]
        page.set_row(row, 5 + _HIGH * max(heads))  # bold is wider
        row += 1
    if len(table.rows) > _LONG:
        page.repeat_rows(top, row - 1)
    if not table.rows:
        page.write_string(row, 0, "None.", book.style(**_LINE))
        return row + 1
    for cells in table.rows:
        high = _HIGH
        for number, column in enumerate(table.columns):
            cell = cells[number] if number < len(cells) else None
            width = sum(widths[number:]) if spread and number == last else widths[number]
            if spread and number == last:
                page.merge_range(row, number, row, len(widths) - 1, "", _style(book, column))
            _cell(page, row, number, cell, _style(book, column, cell))
            if isinstance(cell, str):
                high = max(high, _HIGH * _lines(cell, width))
        page.set_row(row, min(_MOST_HIGH, high + 3))
        row += 1
    return row


def _style(book: Book, column: Column, cell: Cell = None) -> Any:
    if column.kind == "pounds" and isinstance(cell, str):
        return book.style(text_wrap=True, align="right", indent=1, **_LINE)
    if column.kind == "pounds":
        return book.style(num_format=PENCE, align="right", indent=1, **_LINE)
    if column.kind == "count":
        return book.style(num_format=COUNT, align="right", indent=1, **_LINE)
    if column.kind == "fill":
        return book.style(bg_color=INPUT, border=1, border_color=RULE, text_wrap=True, valign="top")
    return book.style(text_wrap=True, align="left", indent=1, **_LINE)


def _cell(page: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    if isinstance(cell, Decimal | int):
        page.write_number(row, column, float(cell), style)
    elif cell:
        page.write_string(row, column, cell, style)
    else:
        page.write_blank(row, column, None, style)
