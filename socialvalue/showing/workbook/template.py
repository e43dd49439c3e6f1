"""Writing the template of the monthly return, by the layout in `socialvalue.records.template_layout`."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from socialvalue.formats.sheets import letters
from socialvalue.published.banks import Bank
from socialvalue.published.outcomes import Outcome, Vocabulary
from socialvalue.records import template_layout as layout
from socialvalue.records.periods import Period
from socialvalue.records.template_layout import (
    ANSWER,
    COSTS,
    DIRECTIONS,
    HEADINGS,
    LABEL,
    MONTHS,
    REGISTER,
    SINCE,
    TABLE,
    Heading,
)
from socialvalue.showing.workbook.book import ACCENT, BAND, COUNT, DAY, INK, INPUT, MONTH, MUTED, PENCE, RULE, Book
from socialvalue.version import __version__

_KEY, _LABEL, _ANSWER, _FIRST = 0, 1, 2, 3  # columns of the Return sheet
_TABLE_ROWS, _LISTED_ROWS = 300, 5000

_UNITS = {"person": "residents", "GBP": "£"}


def template(
    vocabulary: Vocabulary,
    bank: Bank,
    months: Sequence[Period],
    *,
    organisation: str = "",
    measures: Literal["all", "employment"] = "all",
) -> bytes:
    """The workbook to fill in.

    Args:
        vocabulary: the outcomes.
        bank: the bank whose values the return is meant for; its other outcomes get rows too.
        months: the months to report, one column each.
        organisation: its name, filled in.
        measures: every measure of the monthly return, or only those of work, training and volunteering.
    """
    file = io.BytesIO()
    book = Book(file, "Return of impact measures")
    sections = layout.sections(vocabulary, bank, months, measures)
    outcomes = [outcome for section in sections for outcome in section.outcomes]
    people = layout.rows_with(outcomes)
    _guidance(book, bank, months, outcomes)
    month_range = _return(book, bank, months, sections, organisation)
    if people:
        _register(book, bank, month_range)
    _costs(book, bank)
    _lists(book, people)
    book.close()
    return file.getvalue()


# guidance


def _guidance(book: Book, bank: Bank, months: Sequence[Period], outcomes: Sequence[Outcome]) -> None:
    sheet = book.sheet("Start here", tab=INK, landscape=False)
    sheet.set_column("A:A", 2)
    sheet.set_column("B:B", 24)
    sheet.set_column("C:C", 78)
    sheet.set_row(1, 30)
    sheet.write_string("B2", "Return of impact measures", book.title)
    span = f"{months[0].start:%B %Y} to {months[-1].start:%B %Y}" if len(months) > 1 else f"{months[0].start:%B %Y}"
    sheet.write_string("B3", f"{span}. Fill in what you recorded; a partly filled return is welcome.", book.lead)
    key, text = book.style(bold=True, valign="top", font_color=INK), book.style(text_wrap=True, valign="top")
    valued = set(bank.codes.values())
    row = 4
    for title, entries in _advice(bank, [outcome for outcome in outcomes if outcome.id in valued]):
        sheet.write_string(row, 1, title, book.section)
        sheet.write_blank(row, 2, None, book.section)
        sheet.set_row(row, 22)
        row += 1
        for name, words in entries:
            sheet.write_string(row, 1, name, key)
            sheet.write_string(row, 2, words, text)
            sheet.set_row(row, 6 + 13 * (1 + len(words) // 84))
            row += 1
        row += 1
    sheet.write_string(row, 1, "A cell to fill in", book.style(bg_color=INPUT, border=1, border_color=RULE))
    sheet.write_string(row, 2, "has this colour. Every other cell is locked, without a password.", text)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.print_area(0, 0, row, 2)


def _advice(bank: Bank, valued: Iterable[Outcome]) -> list[tuple[str, list[tuple[str, str]]]]:
    named = ", ".join(outcome.label for outcome in valued) or "none of those asked for"
    about = [
        ("Values", f"{bank.title} ({bank.id}), {bank.publisher}, {bank.edition}."),
        ("Measures with a value", f"{named}. Every other measure is reported as a number beside the total."),
    ]
    if bank.licence.restricted:
        about.append(("Licence", bank.licence.notice or bank.licence.name))
    about.append(("Made with", f"socialvalue {__version__}, template version {layout.VERSION}"))
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
        ("What it is valued with", about),
    ]


# the return


def _return(
    book: Book, bank: Bank, months: Sequence[Period], sections: Iterable[layout.Section], organisation: str
) -> str:
    sheet = book.sheet("Return")
    last = _FIRST + len(months) - 1
    total = last + 1
    sheet.set_column(_KEY, _KEY, 2, None, {"hidden": True})
    sheet.set_column(_LABEL, _LABEL, 50)
    sheet.set_column(_ANSWER, _ANSWER, 30)
    sheet.set_column(_FIRST, last, 11)
    sheet.set_column(total, total, 13)
    sheet.set_default_row(17)
    sheet.write_string(0, _KEY, layout.mark("return", bank.id))
    sheet.write_string(0, _LABEL, LABEL)
    sheet.write_string(0, _ANSWER, ANSWER)
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_row(1, 30)
    sheet.write_string(1, _LABEL, "Return", book.title)
    words = "Type in the pale yellow cells. Blank means not recorded; 0 means none."
    sheet.write_string(1, _ANSWER, words, book.lead)
    row = 2
    for heading in HEADINGS:
        _question(book, sheet, row, heading, organisation if heading.key == "organisation" else "")
        row += 1
    row += 1
    months_row = row
    sheet.write_string(row, _KEY, MONTHS)
    sheet.write_string(row, _LABEL, "Measure", book.head())
    sheet.write_string(row, _ANSWER, "How it is counted", book.head())
    for column, month in enumerate(months, start=_FIRST):
        # Held as dates, so that a month stays a month in every program and language.
        sheet.write_datetime(row, column, _noon(month.start), book.head(num_format=MONTH, align="right"))
    sheet.write_string(row, total, "Total", book.head(align="right"))
    sheet.set_row(row, 20)
    sheet.freeze_panes(row + 1, _FIRST)
    sheet.repeat_rows(row)
    sheet.repeat_columns(_LABEL, _ANSWER)
    for section in sections:
        row += 1
        for column in range(_LABEL, total + 1):
            sheet.write_blank(row, column, None, book.style(bg_color=BAND))
        sheet.write_string(row, _LABEL, section.title, book.style(bold=True, font_color=ACCENT, bg_color=BAND))
        sheet.set_row(row, 18)
        for outcome in section.outcomes:
            row += 1
            _measure(book, sheet, row, outcome, last)
            if outcome.flow == "stock":
                row += 1
                _direction(book, sheet, row, outcome, last)
    sheet.protect("", _MAY)
    sheet.print_area(0, _LABEL, row, total)
    first, end = letters(_FIRST), letters(last)
    return f"=Return!${first}${months_row + 1}:${end}${months_row + 1}"


_MAY = {
    "insert_rows": True,
    "insert_columns": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
    "delete_rows": True,
}


def _question(book: Book, sheet: Any, row: int, heading: Heading, answer: str) -> None:
    sheet.write_string(row, _KEY, heading.key)
    sheet.write_string(row, _LABEL, heading.label, book.style(bold=True, align="right", indent=1))
    style = book.style(bg_color=INPUT, border=1, border_color=RULE, locked=False, align="left")
    sheet.write_string(row, _ANSWER, answer, style) if answer else sheet.write_blank(row, _ANSWER, None, style)
    rule: dict[str, Any] = {"validate": "any", "input_title": heading.label[:32], "input_message": heading.prompt}
    if heading.choices:
        rule |= {"validate": "list", "source": list(heading.choices), "show_error": False}
    elif heading.key == "homes":
        rule |= {
            "validate": "integer",
            "criteria": ">=",
            "value": 0,
            "error_title": "A whole number of homes",
            "error_message": "Type how many homes you manage, as a whole number, or leave it blank.",
        }
    sheet.data_validation(row, _ANSWER, row, _ANSWER, rule)


def _measure(book: Book, sheet: Any, row: int, outcome: Outcome, last: int) -> None:
    pounds = outcome.unit == "GBP"
    part = outcome.part_of is not None
    sheet.write_string(row, _KEY, outcome.id)
    line = {"bottom": 1, "bottom_color": RULE}
    label = f"of which {_lower(outcome.label.split(': ')[-1])}" if part else outcome.label
    sheet.write_string(row, _LABEL, label, book.style(indent=3 if part else 1, **line))
    sheet.write_string(row, _ANSWER, counted(outcome), book.style(font_color=MUTED, font_size=9, **line))
    sheet.write_comment(
        row, _LABEL, outcome.definition, {"author": "socialvalue", "x_scale": 2, "y_scale": 0.9, "font_size": 9}
    )
    form = PENCE if pounds else COUNT
    style = book.style(bg_color=INPUT, border=1, border_color=RULE, locked=False, num_format=form, align="right")
    for column in range(_FIRST, last + 1):
        sheet.write_blank(row, column, None, style)
    what = "Pounds" if pounds else "A whole number"
    sheet.data_validation(
        row,
        _FIRST,
        row,
        last,
        {
            "validate": "decimal" if outcome.unit in ("GBP", "hour", "wellby") else "integer",
            "criteria": ">=",
            "value": 0,
            "input_title": outcome.label[:32],
            "input_message": _shortened(f"{outcome.definition} Blank: not recorded."),
            "error_title": what,
            "error_message": f"{what}, zero or more. Leave the cell blank if it was not recorded.",
        },
    )
    style = book.style(bold=True, num_format=form, align="right", **line)
    if outcome.flow == "stock":
        sheet.write_blank(row, last + 1, None, style)
        return
    span = f"{letters(_FIRST)}{row + 1}:{letters(last)}{row + 1}"
    sheet.write_formula(row, last + 1, f'=IF(COUNT({span})=0,"",SUM({span}))', style, "")


def _direction(book: Book, sheet: Any, row: int, outcome: Outcome, last: int) -> None:
    sheet.write_string(row, _KEY, outcome.id + SINCE)
    line = {"bottom": 1, "bottom_color": RULE}
    sheet.write_string(row, _LABEL, "compared with the month before", book.style(indent=3, font_color=MUTED, **line))
    sheet.write_string(row, _ANSWER, "higher, lower or same", book.style(font_color=MUTED, font_size=9, **line))
    style = book.style(bg_color=INPUT, border=1, border_color=RULE, locked=False, align="right", font_size=9)
    for column in range(_FIRST, last + 1):
        sheet.write_blank(row, column, None, style)
    sheet.write_blank(row, last + 1, None, book.style(**line))
    sheet.data_validation(
        row,
        _FIRST,
        row,
        last,
        {
            "validate": "list",
            "source": list(DIRECTIONS),
            "input_title": "Compared with last month",
            "input_message": "Is the number higher, lower or the same as the month before?",
            "error_title": "Choose from the list",
            "error_message": "Write higher, lower or same, or leave the cell blank.",
        },
    )


def counted(outcome: Outcome) -> str:
    """How a measure is counted, in a few words."""
    unit = _UNITS.get(outcome.unit, f"{outcome.unit}s")
    return f"{unit}, {'how many now' if outcome.flow == 'stock' else 'this month only'}"


# register and costs


def _register(book: Book, bank: Bank, month_range: str) -> None:
    sheet = _table_sheet(book, "Register", layout.mark("register", bank.id), REGISTER)
    sheet.write_string("B2", "Register (optional)", book.title)
    words = "One row for each person and outcome. Where the Return counts them too, the two must agree."
    sheet.write_string("B3", words, book.lead)
    _table(book, sheet, REGISTER, "Register", {"period": MONTH, "start": DAY, "end": DAY})
    sources = {"outcome": "=outcome_names", "period": month_range}
    for column, heading in enumerate(REGISTER, start=1):
        rule: dict[str, Any] = {
            "validate": "any",
            "input_title": heading.label,
            "input_message": heading.prompt,
            "error_title": "Choose from the list",
            "error_message": f"{heading.label}: choose from the list, or leave it blank.",
        }
        if heading.key in sources:
            rule |= {"validate": "list", "source": sources[heading.key]}
        elif heading.choices:
            rule |= {"validate": "list", "source": list(heading.choices), "show_error": heading.key != "area"}
        elif heading.key in ("start", "end"):
            rule |= {
                "validate": "date",
                "criteria": ">=",
                "value": dt.date(2000, 1, 1),
                "error_title": "A date",
                "error_message": "Type a date such as 31/10/2020, or leave it blank.",
            }
        if heading.key == "period":
            rule["error_type"] = "warning"  # a month beside those of the Return is allowed
        sheet.data_validation(5, column, _LISTED_ROWS, column, rule)
    sheet.protect("", _MAY)


def _costs(book: Book, bank: Bank) -> None:
    sheet = _table_sheet(book, "Costs", layout.mark("costs", bank.id), COSTS)
    sheet.write_string("B2", "Costs (optional)", book.title)
    sheet.write_string("B3", "What was spent in these months, for a net benefit and a ratio.", book.lead)
    _table(book, sheet, COSTS, "Costs", {"cost": PENCE})
    for column, heading in enumerate(COSTS, start=1):
        rule: dict[str, Any] = {"validate": "any", "input_title": heading.label, "input_message": heading.prompt}
        if heading.key == "cost":
            rule |= {
                "validate": "decimal",
                "criteria": ">=",
                "value": 0,
                "error_title": "Pounds",
                "error_message": "Type pounds, zero or more, or leave the cell blank.",
            }
        sheet.data_validation(5, column, _LISTED_ROWS, column, rule)
    sheet.protect("", _MAY)


def _table_sheet(book: Book, name: str, mark: str, headings: Sequence[Heading]) -> Any:
    sheet = book.sheet(name)
    sheet.set_column(0, 0, 2, None, {"hidden": True})
    sheet.write_string(0, 0, mark)
    for column, heading in enumerate(headings, start=1):
        sheet.write_string(0, column, heading.key)
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_row(1, 30)
    return sheet


def _table(book: Book, sheet: Any, headings: Sequence[Heading], name: str, formats: dict[str, str]) -> None:
    """A real table, with open cells below it too: a table does not grow on a protected sheet."""
    columns = []
    for column, heading in enumerate(headings, start=1):
        looks = {"num_format": formats[heading.key]} if heading.key in formats else {}
        style = book.style(bg_color=INPUT, border=1, border_color=RULE, locked=False, **looks)
        sheet.set_column(column, column, heading.width, book.style(locked=False, **looks))
        for row in range(5, 5 + _TABLE_ROWS):
            sheet.write_blank(row, column, None, style)
        columns.append({"header": heading.label, "header_format": book.head()})
    for row in range(5):  # above the rows to fill, nothing is open
        sheet.set_row(row, {0: None, 1: 30, 4: 20}.get(row), book.style(), {"hidden": row == 0})
    sheet.add_table(
        4, 1, 4 + _TABLE_ROWS, len(headings), {"name": name, "columns": columns, "style": None, "autofilter": True}
    )
    sheet.write_string(4, 0, TABLE)
    sheet.freeze_panes(5, 0)
    sheet.repeat_rows(4)
    sheet.print_area(1, 1, 32, len(headings))


def _lists(book: Book, people: Sequence[Outcome]) -> None:
    if not people:
        return
    sheet = book.book.add_worksheet("Lists")
    for row, outcome in enumerate(people):
        sheet.write_string(row, 0, outcome.label)
        sheet.write_string(row, 1, outcome.id)
    book.book.define_name("outcome_names", f"=Lists!$A$1:$A${len(people)}")
    sheet.protect()
    sheet.hide()


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _shortened(text: str) -> str:
    return text if len(text) <= 255 else f"{text[:254]}…"


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day in a cell has no time zone
