"""A bank, or every value of every bank, as a workbook: the licence on top of a table that can be imported."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal

from socialvalue.published.bank_columns import table_of
from socialvalue.published.banks import Bank
from socialvalue.showing.data.every_value import HEADERS, POUNDS, banks_held, value_rows
from socialvalue.showing.workbook.book import DAY, MUTED, PENCE, Book

_WIDTHS = {"title": 40, "working": 40, "notes": 40, "source": 40, "licence notice": 40, "outcome": 26, "unit": 22}

_DIGITS = 15  # more than Excel keeps in a number


def bank_workbook(bank: Bank) -> bytes:
    """The content of an .xlsx file with the bank's values, its licence, notice and fingerprint."""
    out = io.BytesIO()
    book = Book(out, bank.title)
    bank_sheet = book.sheet("Values")
    bank_sheet.write_string(0, 0, bank.title, book.title)
    about = [
        f"{bank.publisher}, {bank.edition} ({bank.id})",
        f"Licence: {bank.licence.name} ({bank.licence.url})",
        bank.licence.notice,
        f"Fingerprint: {bank.fingerprint}",
    ]
    for row, text in enumerate(about, start=1):
        bank_sheet.write_string(row, 0, text, book.style(bold=bank.licence.restricted and row == 3, font_color=MUTED))
    bank_headers, bank_rows = table_of(bank)
    top = len(about) + 2
    for column, header in enumerate(bank_headers):
        bank_sheet.write_string(top, column, header, book.head())
        bank_sheet.set_column(column, column, _WIDTHS.get(header, 14))
    for number, cells in enumerate(bank_rows, start=top + 1):
        for column, cell in enumerate(cells):
            if isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= _DIGITS:
                bank_sheet.write_number(number, column, float(cell), book.style(num_format=PENCE))
            elif isinstance(cell, dt.date):
                bank_sheet.write_datetime(
                    number, column, dt.datetime.combine(cell, dt.time()), book.style(num_format=DAY)
                )
            elif isinstance(cell, int):
                bank_sheet.write_number(number, column, cell)
            elif cell is not None:
                bank_sheet.write_string(number, column, str(cell))
    bank_sheet.freeze_panes(top + 1, 1)
    bank_sheet.autofilter(top, 0, top + len(bank_rows), len(bank_headers) - 1)
    bank_sheet.repeat_rows(top)
    book.close()
    return out.getvalue()


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
