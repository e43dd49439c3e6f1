"""The template's sheet Register: one row for each person and outcome."""

from __future__ import annotations

import datetime as dt
from typing import Any

from socialvalue.published.banks import Bank
from socialvalue.records import template_layout as layout
from socialvalue.records.template_layout import REGISTER
from socialvalue.showing.workbook.book import Book
from socialvalue.showing.workbook.cell_styles import DAY, MONTH
from socialvalue.showing.workbook.template_protection import MAY_DO
from socialvalue.showing.workbook.template_tables import LISTED_ROWS, open_table, table_sheet


def write_register(book: Book, bank: Bank, month_range: str) -> None:
    """Write Register, with lists of outcomes and of the months of the return."""
    register = table_sheet(book, "Register", layout.mark("register", bank.id), REGISTER)
    register.write_string("B2", "Register (optional)", book.title)
    words = "One row for each person and outcome. Where the Return counts them too, the two must agree."
    register.write_string("B3", words, book.lead)
    open_table(book, register, REGISTER, "Register", {"period": MONTH, "start": DAY, "end": DAY})
    sources = {"outcome": "=outcome_names", "period": month_range}
    for column, heading in enumerate(REGISTER, start=1):
        register_rule: dict[str, Any] = {
            "validate": "any",
            "input_title": heading.label,
            "input_message": heading.prompt,
            "error_title": "Choose from the list",
            "error_message": f"{heading.label}: choose from the list, or leave it blank.",
        }
        if heading.key in sources:
            register_rule |= {"validate": "list", "source": sources[heading.key]}
        elif heading.choices:
            register_rule |= {"validate": "list", "source": list(heading.choices), "show_error": heading.key != "area"}
        elif heading.key in ("start", "end"):
            register_rule |= {
                "validate": "date",
                "criteria": ">=",
                "value": dt.date(2000, 1, 1),
                "error_title": "A date",
                "error_message": "Type a date such as 31/10/2020, or leave it blank.",
            }
        if heading.key == "period":
            register_rule["error_type"] = "warning"  # a month beside those of the Return is allowed
        register.data_validation(5, column, LISTED_ROWS, column, register_rule)
    register.protect("", MAY_DO)
