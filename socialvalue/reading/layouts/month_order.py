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
    heading_months: list[tuple[dt.date, dt.date | None, str]] = []
    for cell in headings:
        text = cell if isinstance(cell, str) else ""
        month_start = dt.date(cell.year, cell.month, 1) if isinstance(cell, dt.date) else None
        swapped_start: dt.date | None = None
        if match := _SLASHED_DATE.fullmatch(text.strip()):
            first, second, year = int(match[1]), int(match[2]), int(match[3]) % 100 + 2000
            month_start = dt.date(year, second, 1) if 1 <= second <= 12 else None
            swapped_start = dt.date(year, first, 1) if 1 <= first <= 12 else None
        elif month_start is None:
            found = read_heading(cell).period
            month_start = found.start if found is not None else None
        if month_start is not None or swapped_start is not None:
            heading_months.append((month_start or dt.date.min, swapped_start, text.strip()))
    said = [month_start for month_start, _, _ in heading_months]
    if len(heading_months) < 2 or _in_order(said):
        return []
    swapped = [
        swapped_start if swapped_start is not None else month_start for month_start, swapped_start, _ in heading_months
    ]
    for number, (_, swapped_start, _) in enumerate(heading_months):  # one heading alone may have been typed so
        if swapped_start is not None and _in_order([*said[:number], swapped_start, *said[number + 1 :]]):
            return [heading_months[number][2]]
    return (
        [text for _, swapped_start, text in heading_months if swapped_start is not None] if _in_order(swapped) else []
    )


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
