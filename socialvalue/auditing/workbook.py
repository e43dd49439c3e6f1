"""The audit pack as one workbook that fits A4, with room for evidence, initials and conclusions."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from socialvalue.auditing.audit import Audit
from socialvalue.auditing.pack import sheets
from socialvalue.auditing.tables import Cell, Column, Sheet, Table
from socialvalue.showing.workbook.book import ALARM, COUNT, INK, INPUT, MUTED, PENCE, RULE, Book

_ROW_LINE = {"bottom": 1, "bottom_color": RULE, "valign": "top"}

_PORTRAIT_WIDTH = 130  # characters across an upright sheet

_LONG_TABLE = 12  # rows of a table whose head is repeated on each page

_LINE_HEIGHT, _MOST_ROW_HEIGHT = 12.75, 400  # points of a line of text, and of a row


def audit_workbook(audit: Audit) -> bytes:
    """The content of an .xlsx file; the same audit gives the same bytes.

    Raises:
        ValueError: where a share is to be material and there is no single total that it is a share of.
    """
    out = io.BytesIO()
    book = Book(out, "Audit pack")
    for sheet in sheets(audit):
        _write_audit_sheet(book, sheet)
    book.close()
    return out.getvalue()


def _write_audit_sheet(book: Book, sheet: Sheet) -> None:
    widths = _column_widths(sheet.tables)
    audit_sheet = book.sheet(sheet.name, tab=ALARM if sheet.alarm else INK, landscape=sum(widths) > _PORTRAIT_WIDTH)
    for audit_column, audit_width in enumerate(widths):
        audit_sheet.set_column(audit_column, audit_column, audit_width)
    audit_sheet.set_row(0, 30)
    audit_sheet.write_string(0, 0, sheet.title, book.title)
    row = 1
    if sheet.alarm:
        audit_sheet.set_row(row, 36)
        alarm = book.style(bold=True, font_color="white", bg_color=ALARM, text_wrap=True)
        audit_sheet.merge_range(row, 0, row, len(widths) - 1, sheet.alarm, alarm)
        row += 1
    if sheet.lead and sheet.lead != sheet.alarm:
        _write_lead(book, audit_sheet, row, sheet.lead, widths)
        row += 1
    for table in sheet.tables:
        row = _write_audit_table(book, audit_sheet, row + 1, table, widths)


def _write_lead(book: Book, audit_sheet: Any, row: int, text: str, widths: Sequence[int]) -> None:
    style = book.style(font_color=MUTED, text_wrap=True, valign="top")
    audit_sheet.merge_range(row, 0, row, len(widths) - 1, text, style)
    audit_sheet.set_row(row, 3 + _LINE_HEIGHT * _lines_of_text(text, sum(widths)))


def _lines_of_text(text: str, audit_width: int) -> int:
    """How many lines a text takes in a column; a width counts digits, and most letters are narrower."""
    return sum(max(1, len(textwrap.wrap(part, max(4, audit_width)))) for part in text.split("\n"))


def _column_widths(tables: Sequence[Table]) -> list[int]:
    """The width of each column of a sheet: that of its widest table, which may spread over those of others."""
    widths: list[int] = []
    for table in sorted(tables, key=lambda table: len(table.columns), reverse=True):
        for number, audit_column in enumerate(table.columns):
            if number == len(widths):
                widths.append(audit_column.width)
    return widths


def _write_audit_table(book: Book, audit_sheet: Any, row: int, table: Table, widths: Sequence[int]) -> int:
    """Write a table from a row on; the row after it. Its last column takes the columns that are left."""
    for rest in range(1, len(widths)):
        audit_sheet.write_blank(row, rest, None, book.section)
    audit_sheet.write_string(row, 0, table.title, book.section)
    row += 1
    if table.lead:
        _write_lead(book, audit_sheet, row, table.lead, widths)
        row += 1
    last, top = len(table.columns) - 1, row
    spread = last < len(widths) - 1
    if any(audit_column.head for audit_column in table.columns):
        for number, audit_column in enumerate(table.columns):
            heading_align = "right" if audit_column.kind in ("pounds", "count") else "left"
            style = book.head(align=heading_align, indent=1)
            if spread and number == last:
                audit_sheet.merge_range(row, number, row, len(widths) - 1, audit_column.head, style)
            else:
                audit_sheet.write_string(row, number, audit_column.head, style)
        heads = [
            _lines_of_text(audit_column.head, audit_width - 3)
            for audit_column, audit_width in zip(table.columns, widths, strict=False)
        ]
        audit_sheet.set_row(row, 5 + _LINE_HEIGHT * max(heads))  # bold is wider
        row += 1
    if len(table.rows) > _LONG_TABLE:
        audit_sheet.repeat_rows(top, row - 1)
    if not table.rows:
        audit_sheet.write_string(row, 0, "None.", book.style(**_ROW_LINE))
        return row + 1
    for cells in table.rows:
        high = _LINE_HEIGHT
        for number, audit_column in enumerate(table.columns):
            audit_cell = cells[number] if number < len(cells) else None
            audit_width = sum(widths[number:]) if spread and number == last else widths[number]
            if spread and number == last:
                audit_sheet.merge_range(row, number, row, len(widths) - 1, "", _style_of_column(book, audit_column))
            _write_audit_cell(audit_sheet, row, number, audit_cell, _style_of_column(book, audit_column, audit_cell))
            if isinstance(audit_cell, str):
                high = max(high, _LINE_HEIGHT * _lines_of_text(audit_cell, audit_width))
        audit_sheet.set_row(row, min(_MOST_ROW_HEIGHT, high + 3))
        row += 1
    return row


def _style_of_column(book: Book, audit_column: Column, audit_cell: Cell = None) -> Any:
    if audit_column.kind == "pounds" and isinstance(audit_cell, str):
        return book.style(text_wrap=True, align="right", indent=1, **_ROW_LINE)
    if audit_column.kind == "pounds":
        return book.style(num_format=PENCE, align="right", indent=1, **_ROW_LINE)
    if audit_column.kind == "count":
        return book.style(num_format=COUNT, align="right", indent=1, **_ROW_LINE)
    if audit_column.kind == "fill":
        return book.style(bg_color=INPUT, border=1, border_color=RULE, text_wrap=True, valign="top")
    return book.style(text_wrap=True, align="left", indent=1, **_ROW_LINE)


def _write_audit_cell(audit_sheet: Any, row: int, audit_column: int, audit_cell: Cell, style: Any) -> None:
    if isinstance(audit_cell, Decimal | int):
        audit_sheet.write_number(row, audit_column, float(audit_cell), style)
    elif audit_cell:
        audit_sheet.write_string(row, audit_column, audit_cell, style)
    else:
        audit_sheet.write_blank(row, audit_column, None, style)
