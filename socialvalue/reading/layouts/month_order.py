"""Months across a table that are out of order, repeated, or dates with the month first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from socialvalue.formats.sheets import Cell, Sheet, letters
from socialvalue.problems import Place, Problem, error, warning
from socialvalue.reading.layouts.heading_words import read_heading
from socialvalue.reading.layouts.table_layout import FigureColumn, TableLayout
from socialvalue.records.periods import Period

_SLASHED_DATE = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-]((?:20)?\d\d)(?: .*)?")


def months_written_first(headings: Iterable[Cell]) -> list[str]:
    """Headings that are dates with the month first, as Excel writes them in the United States; empty where none is.

    ``04/01/2024`` is read as the 4th of January. Where headings that are read so go backwards, and would be in order
    with the month first, that is what they are.
    """
    read: list[tuple[dt.date, dt.date | None, str]] = []
    for cell in headings:
        text = cell if isinstance(cell, str) else ""
        day = dt.date(cell.year, cell.month, 1) if isinstance(cell, dt.date) else None
        other: dt.date | None = None
        if match := _SLASHED_DATE.fullmatch(text.strip()):
            first, second, year = int(match[1]), int(match[2]), int(match[3]) % 100 + 2000
            day = dt.date(year, second, 1) if 1 <= second <= 12 else None
            other = dt.date(year, first, 1) if 1 <= first <= 12 else None
        elif day is None:
            found = read_heading(cell).period
            day = found.start if found is not None else None
        if day is not None or other is not None:
            read.append((day or dt.date.min, other, text.strip()))
    said = [day for day, _, _ in read]
    if len(read) < 2 or _in_order(said):
        return []
    swapped = [other if other is not None else day for day, other, _ in read]
    for number, (_, other, _) in enumerate(read):  # one heading alone may have been typed so
        if other is not None and _in_order([*said[:number], other, *said[number + 1 :]]):
            return [read[number][2]]
    return [text for _, other, text in read if other is not None] if _in_order(swapped) else []


def month_first_problem(place: Place, headings: Sequence[str]) -> Problem:
    """An error for headings with the month first, which would be read as other months."""
    named = ", ".join(f"“{text}”" for text in headings[:3])
    message = f"{named}{' …' if headings[3:] else ''} has the month first: the months are out of order."
    remedy = "Write the months such as Apr 2024, or as dates of Excel with the day first."
    return error("months-out-of-order", place, message, remedy)


def _in_order(days: list[dt.date]) -> bool:
    return all(first < then for first, then in pairwise(days))


def month_problems(sheet: Sheet, layout: TableLayout) -> Iterator[Problem]:
    """What is wrong with the months across: one twice, one whose year nobody knows, or months out of order."""
    months: dict[tuple[Period, str], FigureColumn] = {}
    row = layout.head.last
    headed = [entry for entry in layout.figures if entry.heading.period and not entry.heading.rest]
    wrong = months_written_first(layout.head.cells.get(entry.column, entry.text) for entry in headed)
    if wrong:
        yield month_first_problem(sheet.place(row, headed[0].column), wrong)
        return
    for entry in layout.figures:
        period = entry.heading.period
        if period is None:
            continue
        twin = months.setdefault((period, entry.heading.rest.casefold()), entry)
        if twin is not entry:
            message = f"“{entry.text}” is {period}, as column {letters(twin.column)} is."
            yield error("repeated-column", sheet.place(row, entry.column), message, "Keep one column for each month.")
    each = [(entry, period) for (period, _), entry in months.items()]
    for (_, first), (entry, then) in pairwise(each):
        if then.start < first.start and entry.heading.rest == "":
            message = f"{entry.text} ({then}) comes after {first}: the months are out of order."
            remedy = (
                "Check the headings: a date with the month first (04/01/2024 for April) is read as the 4th of January."
            )
            yield warning("months-out-of-order", sheet.place(row, entry.column), message, remedy)
            return
