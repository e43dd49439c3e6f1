"""The template's sheets beside Return: Start here, Register, Costs and the hidden Lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from socialvalue.published.banks import Bank
from socialvalue.published.outcomes import Outcome
from socialvalue.records import template_layout as layout
from socialvalue.records.periods import Period
from socialvalue.records.template_layout import COSTS, REGISTER, TABLE, Heading
from socialvalue.showing.workbook.book import DAY, INK, INPUT, MONTH, PENCE, RULE, Book
from socialvalue.version import __version__


def write_start_here(book: Book, bank: Bank, months: Sequence[Period], outcomes: Sequence[Outcome]) -> None:
    """Write Start here."""
    start_here = book.sheet("Start here", tab=INK, landscape=False)
    start_here.set_column("A:A", 2)
    start_here.set_column("B:B", 24)
    start_here.set_column("C:C", 78)
    start_here.set_row(1, 30)
    start_here.write_string("B2", "Return of impact measures", book.title)
    span = f"{months[0].start:%B %Y} to {months[-1].start:%B %Y}" if len(months) > 1 else f"{months[0].start:%B %Y}"
    start_here.write_string("B3", f"{span}. Fill in what you recorded; a partly filled return is welcome.", book.lead)
    step_style, guidance_style = (
        book.style(bold=True, valign="top", font_color=INK),
        book.style(text_wrap=True, valign="top"),
    )
    valued = set(bank.codes.values())
    row = 4
    for title, entries in _guidance_sections(bank, [outcome for outcome in outcomes if outcome.id in valued]):
        start_here.write_string(row, 1, title, book.section)
        start_here.write_blank(row, 2, None, book.section)
        start_here.set_row(row, 22)
        row += 1
        for name, words in entries:
            start_here.write_string(row, 1, name, step_style)
            start_here.write_string(row, 2, words, guidance_style)
            start_here.set_row(row, 6 + 13 * (1 + len(words) // 84))
            row += 1
        row += 1
    start_here.write_string(row, 1, "A cell to fill in", book.style(bg_color=INPUT, border=1, border_color=RULE))
    start_here.write_string(row, 2, "has this colour. Every other cell is locked, without a password.", guidance_style)
    start_here.protect("", {"format_columns": True, "format_rows": True})
    start_here.print_area(0, 0, row, 2)


def _guidance_sections(bank: Bank, valued: Iterable[Outcome]) -> list[tuple[str, list[tuple[str, str]]]]:
    named = ", ".join(outcome.label for outcome in valued) or "none of those asked for"
    valued_with = [
        ("Values", f"{bank.title} ({bank.id}), {bank.publisher}, {bank.edition}."),
        ("Measures with a value", f"{named}. Every other measure is reported as a number beside the total."),
    ]
    if bank.licence.restricted:
        valued_with.append(("Licence", bank.licence.notice or bank.licence.name))
    valued_with.append(("Made with", f"socialvalue {__version__}, template version {layout.VERSION}"))
    return [
        (
            "How to fill it in",
            [
                ("1. Return", "Name your organisation, then type a number for each measure and month you recorded."),
                ("2. Blank or zero", "Leave blank what you did not record. Type 0 only if you know there was none."),
                ("3. Flows", "Most measures count this month only, never a running total."),
                (
                    "4. How many now",
                    "The last rows ask for the whole number at the end of the month, and whether that is higher, "
                    "lower or the same as the month before.",
                ),
                (
                    "5. Register",
                    "If you keep a list of people and outcomes, fill the Register, one row for each person and "
                    "outcome. Where the Return has a number too, the two must agree; nothing is counted twice.",
                ),
                ("6. Costs", "If you want a ratio of value to cost, say on the Costs sheet what was spent."),
                ("7. Send it", "The monthly return is due on the 15th of the following month."),
                ("8. Calculate", "sv calc returns.xlsx --out results.xlsx"),
            ],
        ),
        (
            "You may",
            [
                ("Add", "rows, columns, further months to the right, totals and notes; or reword any label."),
                ("Move", "rows and columns, as long as you move whole rows and columns."),
                ("Save", "in Excel, LibreOffice or another program, as .xlsx, .xls, .xlsb or .ods."),
            ],
        ),
        ("What it is valued with", valued_with),
    ]


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


def write_costs(book: Book, bank: Bank) -> None:
    """Write Costs."""
    costs = table_sheet(book, "Costs", layout.mark("costs", bank.id), COSTS)
    costs.write_string("B2", "Costs (optional)", book.title)
    costs.write_string("B3", "What was spent in these months, for a net benefit and a ratio.", book.lead)
    open_table(book, costs, COSTS, "Costs", {"cost": PENCE})
    for column, heading in enumerate(COSTS, start=1):
        cost_rule: dict[str, Any] = {"validate": "any", "input_title": heading.label, "input_message": heading.prompt}
        if heading.key == "cost":
            cost_rule |= {
                "validate": "decimal",
                "criteria": ">=",
                "value": 0,
                "error_title": "Pounds",
                "error_message": "Type pounds, zero or more, or leave the cell blank.",
            }
        costs.data_validation(5, column, LISTED_ROWS, column, cost_rule)
    costs.protect("", MAY_DO)


def write_lists(book: Book, people: Sequence[Outcome]) -> None:
    """Write Lists, and name its range; nothing where no outcome is of people."""
    if not people:
        return
    lists = book.book.add_worksheet("Lists")
    for row, outcome in enumerate(people):
        lists.write_string(row, 0, outcome.label)
        lists.write_string(row, 1, outcome.id)
    book.book.define_name("outcome_names", f"=Lists!$A$1:$A${len(people)}")
    lists.protect()
    lists.hide()


MAY_DO = {
    "insert_rows": True,
    "insert_columns": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "delete_rows": True,
}
