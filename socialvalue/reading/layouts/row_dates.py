"""The dates of rows: rows of a day, rows without a date, dates still to come, and a table that says no time at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from socialvalue.formats.sheets import Sheet
from socialvalue.problems import Problem, error, note, warning
from socialvalue.reading import dates
from socialvalue.reading.layouts.find_table import FoundTable
from socialvalue.reading.layouts.table_layout import FigureColumn, TableLayout
from socialvalue.reading.layouts.unpivot import LongSheet
from socialvalue.reading.long_form.row_parser import RowParser
from socialvalue.records.maps import DATES


def dates_lacking(long: LongSheet, parse: RowParser) -> Iterator[Problem]:
    """What was done with rows that have no date, which no figure shows; of those that report anything."""
    sheet, layout = long.sheet, long.layout
    undated = (long.row_of(number) for number, row in (long.rows if long.undated else ()) if not parse.aside(row))
    if rows := sorted(long.undated.intersection(undated)):
        taken = layout.head.texts[layout.if_blank] if isinstance(layout.if_blank, int) else layout.if_blank
        have = "has" if len(rows) == 1 else "have"
        message = f"{_rows_in_words(len(rows))} {have} no date: “{taken}” is taken, as the map says"
        message += f" ({_row_numbers(rows)})."
        yield note("date-taken", sheet.place(rows[0], 0), message, "Write the date where it is known.")
    for column, found in sorted(long.not_reached.items()):
        rows = sorted(found)
        message = f"“{layout.head.texts[column]}” is still to come in {_rows_in_words(len(rows))}, which count nothing"
        message += f" ({_row_numbers(rows)})."
        yield warning("to-come", sheet.place(rows[0], column), message, "Write the date when it is known.")


def _rows_in_words(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def _row_numbers(rows: Sequence[int]) -> str:
    """The first rows by number, and how many more."""
    named = ", ".join(map(str, rows[:5]))
    more = f" and {len(rows) - 5:,} more" if len(rows) > 5 else ""
    return f"{'row' if len(rows) == 1 else 'rows'} {named}{more}"


def is_by_day(table: FoundTable, layout: TableLayout) -> bool:
    """Whether each row is of a day: then rows that are alike are several events, and all count."""
    sample = [cell for column in layout.fields.get("period", ()) for cell in table.samples.get(column, ())]
    days = [
        cell
        for cell in sample
        if isinstance(cell, dt.date) or (isinstance(cell, str) and dates.SLASHED.fullmatch(cell.strip()))
    ]
    firsts = sum(isinstance(cell, dt.date) and cell.day == 1 for cell in days)
    return len(days) > len(sample) / 2 and firsts < len(days)


def no_day_twice(table: FoundTable, layout: TableLayout) -> bool:
    """Whether no day is in two rows, of which one may be a copy."""
    days = [cell for column in layout.fields.get("period", ()) for cell in table.samples.get(column, ())]
    return len(set(days)) == len(days)


def column_says_when(entry: FigureColumn) -> bool:
    """Whether a column says when: by its heading, or by the dates in it."""
    return entry.kind == DATES or entry.heading.period is not None or entry.heading.dateless


def nothing_says_when(sheet: Sheet, layout: TableLayout) -> Problem:
    """An error for a table of which nothing says the time."""
    message = "Nothing says when: no column, heading, title or sheet's name is a month, quarter or year."
    remedy = "Write the period above the table (“October 2024”), or say it in a map: “Where a date is blank, take”."
    return error("missing-column", sheet.place(layout.head.last, 0), message, remedy)
