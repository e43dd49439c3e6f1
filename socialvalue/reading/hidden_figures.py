"""Figures that count although a sheet hides them, as a filter hides rows, or strikes them through."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from socialvalue.formats.sheets import Sheet, Spans, column_number, letters
from socialvalue.problems import Place, Problem, warning
from socialvalue.records.lines import Line

#: Rows and cells that are named; more are counted.
_MOST_NAMED = 6


def hidden_figures(sheets: Iterable[Sheet], lines: Sequence[Line]) -> list[Problem]:
    """A warning for each sheet with hidden rows or columns that hold figures, and one for those struck through.

    Args:
        sheets: of one file, all of whose tables have been read.
        lines: what was read from them.
    """
    marked = {sheet.name: sheet for sheet in sheets if sheet.marks.rows or sheet.marks.columns or sheet.marks.struck}
    if not marked:
        return []
    of_sheets: dict[str, list[Line]] = {}
    for line in lines:
        if line.place.sheet in marked and line.quantity is not None:
            of_sheets.setdefault(line.place.sheet, []).append(line)
    return [problem for name, of_sheet in of_sheets.items() for problem in _of_sheet(marked[name], of_sheet)]


def _of_sheet(sheet: Sheet, lines: Sequence[Line]) -> Iterator[Problem]:
    cells = {cell for line in lines for cell in _cells(line.place.cell)}
    if not cells:
        return
    used = {column for column, _ in cells}
    # Rows of a register that are alike are one line, at the place of the first: any row below may be among them.
    grouped = any(line.rows > 1 for line in lines)
    first, rows = min(row for _, row in cells), {row for _, row in cells}

    def counting(spans: Spans, column: int | None = None) -> list[int]:
        found = (row for start, end in spans for row in range(start, end + 1) if row >= first)
        return [row for row in found if grouped or (row in rows if column is None else (column, row) in cells)]

    hidden = counting(sheet.marks.rows)
    columns = sorted(used & sheet.marks.columns)
    place = Place(sheet.file, sheet.name)
    if hidden or columns:
        parts = [
            _named("Row", _runs(hidden)),
            _named("column" if hidden else "Column", [letters(column - 1) for column in columns]),
        ]
        several = len(hidden) + len(columns) > 1
        what = f"{' and '.join(filter(None, parts))} {'are' if several else 'is'} hidden"
        message = f"{what}; {'their' if several else 'its'} figures count all the same."
        remedy = "Clear the filter, or unhide them, to check; delete what is not to count."
        yield warning("hidden-figures", place, message, remedy)
    struck = [
        (row, column)
        for column in sorted(used & sheet.marks.struck.keys())
        for row in counting(sheet.marks.struck[column], column)
    ]
    if struck:
        names = [f"{letters(column - 1)}{row}" for row, column in sorted(struck)]
        count = "it counts" if len(struck) == 1 else "they count"
        message = f"{_named('Cell', names)} {'is' if len(struck) == 1 else 'are'} struck through; {count} all the same."
        remedy = "Delete what is not to count: a line through it changes nothing."
        yield warning("struck-figures", place, message, remedy)


def _cells(cell: str) -> Iterator[tuple[int, int]]:
    """The column, counted from 1, and the row of a cell; nothing where a place names none."""
    match = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", cell)
    if match is not None:
        yield column_number(match[1]), int(match[2])


def _runs(numbers: Sequence[int]) -> list[str]:
    spans = Spans()
    for number in numbers:
        spans.add(number)
    return [str(start) if start == end else f"{start} to {end}" for start, end in spans]


def _named(what: str, names: Sequence[str]) -> str:
    """Such as “Rows 5 to 9 and 12”; nothing for no names."""
    if not names:
        return ""
    several = len(names) > 1 or " to " in names[0]
    more = [f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else []
    *early, last = [*names[:_MOST_NAMED], *more]
    return f"{what}{'s' if several else ''} {', '.join(early)}{' and ' if early else ''}{last}"
