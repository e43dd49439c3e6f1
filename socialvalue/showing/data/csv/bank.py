"""A bank as csv, under the headers that an import reads."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from socialvalue.money import plain
from socialvalue.published.bank_columns import table_of
from socialvalue.published.banks import Bank
from socialvalue.showing.data.escaping import defused


def bank_to_csv(bank: Bank) -> str:
    """The values, one a row, under the headers that an import reads, each with the licence notice."""
    headers, rows = table_of(bank)
    out = io.StringIO()
    bank_writer = csv.writer(out, lineterminator="\r\n")
    bank_writer.writerow(headers)
    for row in rows:
        shown = ["" if cell is None else plain(cell) if isinstance(cell, Decimal) else str(cell) for cell in row]
        bank_writer.writerow([defused(cell) for cell in shown])
    return out.getvalue()
