"""Every value of every bank as a workbook, filterable by any column."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal

from socialvalue.published.banks import Bank
from socialvalue.showing.data.every_value import HEADERS, POUNDS, banks_held, value_rows
from socialvalue.showing.workbook.book import Book
from socialvalue.showing.workbook.cell_styles import PENCE


def every_value_workbook(banks: Sequence[Bank], left_out: Sequence[Bank] = ()) -> bytes:
    """The content of an .xlsx file with every value of the banks, one a row, filterable by any column."""
    out = io.BytesIO()
    book = Book(out, "Every value of every bank")
    values_sheet = book.sheet("Values")
    value_style = book.style(text_wrap=True, valign="top")
    for column, header in enumerate(HEADERS):
        values_sheet.write_string(0, column, header, book.head())
        values_sheet.set_column(column, column, 14 if header in POUNDS else 22)
    rows = list(value_rows(banks))
    for number, entries in enumerate(rows, start=1):
        for column, cell in enumerate(entries):
            if isinstance(cell, Decimal):
                values_sheet.write_number(number, column, float(cell), book.style(num_format=PENCE, valign="top"))
            elif cell:
                values_sheet.write_string(number, column, cell, value_style)
    values_sheet.freeze_panes(1, 3)
    values_sheet.autofilter(0, 0, len(rows), len(HEADERS) - 1)
    banks_sheet = book.sheet("Banks")
    for row, bank in enumerate(banks):
        facts = (bank.id, bank.title, bank.publisher, bank.edition, bank.licence.name, bank.licence.notice, bank.notes)
        for column, text in enumerate(facts):
            banks_sheet.write_string(row, column, " ".join(text.split()), value_style)
            banks_sheet.set_column(column, column, 34)
    banks_sheet.write_string(len(banks) + 1, 0, banks_held(banks, left_out))
    book.close()
    return out.getvalue()
