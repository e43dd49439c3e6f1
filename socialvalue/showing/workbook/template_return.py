"""The template's sheet Return: a row for each measure, a column for each month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from socialvalue.formats.sheets import letters
from socialvalue.published.banks import Bank
from socialvalue.published.outcomes import Outcome
from socialvalue.records import template_layout as layout
from socialvalue.records.periods import Period
from socialvalue.records.template_layout import ANSWER, DIRECTIONS, HEADINGS, LABEL, MONTHS, SINCE, Heading
from socialvalue.showing.workbook.book import ACCENT, BAND, COUNT, INPUT, MONTH, MUTED, PENCE, RULE, Book
from socialvalue.showing.workbook.template_sheets import MAY_DO

_KEY, _LABEL, _ANSWER, _FIRST_MONTH = 0, 1, 2, 3  # columns of the Return sheet

_UNITS = {"person": "residents", "GBP": "£"}


def write_return(
    book: Book, bank: Bank, months: Sequence[Period], sections: Iterable[layout.Section], organisation: str
) -> str:
    """Write Return; where its months are, as a formula names them."""
    return_sheet = book.sheet("Return")
    last = _FIRST_MONTH + len(months) - 1
    total = last + 1
    return_sheet.set_column(_KEY, _KEY, 2, None, {"hidden": True})
    return_sheet.set_column(_LABEL, _LABEL, 50)
    return_sheet.set_column(_ANSWER, _ANSWER, 30)
    return_sheet.set_column(_FIRST_MONTH, last, 11)
    return_sheet.set_column(total, total, 13)
    return_sheet.set_default_row(17)
    return_sheet.write_string(0, _KEY, layout.mark("return", bank.id))
    return_sheet.write_string(0, _LABEL, LABEL)
    return_sheet.write_string(0, _ANSWER, ANSWER)
    return_sheet.set_row(0, None, None, {"hidden": True})
    return_sheet.set_row(1, 30)
    return_sheet.write_string(1, _LABEL, "Return", book.title)
    words = "Type in the pale yellow cells. Blank means not recorded; 0 means none."
    return_sheet.write_string(1, _ANSWER, words, book.lead)
    row = 2
    for heading in HEADINGS:
        _question_row(book, return_sheet, row, heading, organisation if heading.key == "organisation" else "")
        row += 1
    row += 1
    months_row = row
    return_sheet.write_string(row, _KEY, MONTHS)
    return_sheet.write_string(row, _LABEL, "Measure", book.head())
    return_sheet.write_string(row, _ANSWER, "How it is counted", book.head())
    for column, month in enumerate(months, start=_FIRST_MONTH):
        # Held as dates, so that a month stays a month in every program and language.
        return_sheet.write_datetime(
            row, column, _month_as_date(month.start), book.head(num_format=MONTH, align="right")
        )
    return_sheet.write_string(row, total, "Total", book.head(align="right"))
    return_sheet.set_row(row, 20)
    return_sheet.freeze_panes(row + 1, _FIRST_MONTH)
    return_sheet.repeat_rows(row)
    return_sheet.repeat_columns(_LABEL, _ANSWER)
    for section in sections:
        row += 1
        for column in range(_LABEL, total + 1):
            return_sheet.write_blank(row, column, None, book.style(bg_color=BAND))
        return_sheet.write_string(row, _LABEL, section.title, book.style(bold=True, font_color=ACCENT, bg_color=BAND))
        return_sheet.set_row(row, 18)
        for outcome in section.outcomes:
            row += 1
            _measure_row(book, return_sheet, row, outcome, last)
            if outcome.flow == "stock":
                row += 1
                _direction_row(book, return_sheet, row, outcome, last)
    return_sheet.protect("", MAY_DO)
    return_sheet.print_area(0, _LABEL, row, total)
    first, end = letters(_FIRST_MONTH), letters(last)
    return f"=Return!${first}${months_row + 1}:${end}${months_row + 1}"


def _question_row(book: Book, return_sheet: Any, row: int, heading: Heading, answer: str) -> None:
    return_sheet.write_string(row, _KEY, heading.key)
    return_sheet.write_string(row, _LABEL, heading.label, book.style(bold=True, align="right", indent=1))
    answer_style = book.style(bg_color=INPUT, border=1, border_color=RULE, locked=False, align="left")
    return_sheet.write_string(row, _ANSWER, answer, answer_style) if answer else return_sheet.write_blank(
        row, _ANSWER, None, answer_style
    )
    answer_rule: dict[str, Any] = {
        "validate": "any",
        "input_title": heading.label[:32],
        "input_message": heading.prompt,
    }
    if heading.choices:
        answer_rule |= {"validate": "list", "source": list(heading.choices), "show_error": False}
    elif heading.key == "homes":
        answer_rule |= {
            "validate": "integer",
            "criteria": ">=",
            "value": 0,
            "error_title": "A whole number of homes",
            "error_message": "Type how many homes you manage, as a whole number, or leave it blank.",
        }
    return_sheet.data_validation(row, _ANSWER, row, _ANSWER, answer_rule)


def _measure_row(book: Book, return_sheet: Any, row: int, outcome: Outcome, last: int) -> None:
    pounds = outcome.unit == "GBP"
    part = outcome.part_of is not None
    return_sheet.write_string(row, _KEY, outcome.id)
    line = {"bottom": 1, "bottom_color": RULE}
    measure_label = f"of which {_small_first(outcome.label.split(': ')[-1])}" if part else outcome.label
    return_sheet.write_string(row, _LABEL, measure_label, book.style(indent=3 if part else 1, **line))
    return_sheet.write_string(row, _ANSWER, how_counted(outcome), book.style(font_color=MUTED, font_size=9, **line))
    return_sheet.write_comment(
        row, _LABEL, outcome.definition, {"author": "socialvalue", "x_scale": 2, "y_scale": 0.9, "font_size": 9}
    )
    form = PENCE if pounds else COUNT
    answer_style = book.style(bg_color=INPUT, border=1, border_color=RULE, locked=False, num_format=form, align="right")
    for column in range(_FIRST_MONTH, last + 1):
        return_sheet.write_blank(row, column, None, answer_style)
    what = "Pounds" if pounds else "A whole number"
    return_sheet.data_validation(
        row,
        _FIRST_MONTH,
        row,
        last,
        {
            "validate": "decimal" if outcome.unit in ("GBP", "hour", "wellby") else "integer",
            "criteria": ">=",
            "value": 0,
            "input_title": outcome.label[:32],
            "input_message": _short_prompt(f"{outcome.definition} Blank: not recorded."),
            "error_title": what,
            "error_message": f"{what}, zero or more. Leave the cell blank if it was not recorded.",
        },
    )
    total_style = book.style(bold=True, num_format=form, align="right", **line)
    if outcome.flow == "stock":
        return_sheet.write_blank(row, last + 1, None, total_style)
        return
    months_span = f"{letters(_FIRST_MONTH)}{row + 1}:{letters(last)}{row + 1}"
    return_sheet.write_formula(row, last + 1, f'=IF(COUNT({months_span})=0,"",SUM({months_span}))', total_style, "")


def _direction_row(book: Book, return_sheet: Any, row: int, outcome: Outcome, last: int) -> None:
    return_sheet.write_string(row, _KEY, outcome.id + SINCE)
    line = {"bottom": 1, "bottom_color": RULE}
    return_sheet.write_string(
        row, _LABEL, "compared with the month before", book.style(indent=3, font_color=MUTED, **line)
    )
    return_sheet.write_string(row, _ANSWER, "higher, lower or same", book.style(font_color=MUTED, font_size=9, **line))
    answer_style = book.style(bg_color=INPUT, border=1, border_color=RULE, locked=False, align="right", font_size=9)
    for column in range(_FIRST_MONTH, last + 1):
        return_sheet.write_blank(row, column, None, answer_style)
    return_sheet.write_blank(row, last + 1, None, book.style(**line))
    return_sheet.data_validation(
        row,
        _FIRST_MONTH,
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


def how_counted(outcome: Outcome) -> str:
    """How a measure is counted, in a few words."""
    unit = _UNITS.get(outcome.unit, f"{outcome.unit}s")
    return f"{unit}, {'how many now' if outcome.flow == 'stock' else 'this month only'}"


def _small_first(measure_label: str) -> str:
    return measure_label[:1].lower() + measure_label[1:]


def _short_prompt(text: str) -> str:
    return text if len(text) <= 255 else f"{text[:254]}…"


def _month_as_date(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day in a cell has no time zone
