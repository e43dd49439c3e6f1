"""What is said of sheets of a return: that one is hidden or was left alone, and that none holds a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from socialvalue.formats.sheets import Sheet
from socialvalue.problems import Place, Problem, error, note, warning
from socialvalue.reading.long_form.header import TITLE_ROWS, likely_headers


def sheet_ignored(file: str, sheet: str, *, empty: bool) -> Problem:
    """A note on a sheet that was left alone."""
    if empty:
        return note("empty-sheet", Place(file, sheet), f"The sheet “{sheet}” is empty and was left alone.")
    return note(
        "sheet-ignored", Place(file, sheet), f"The sheet “{sheet}” holds no table of outcomes; it was left alone."
    )


def sheet_hidden(sheet: Sheet) -> Problem:
    """A warning on a sheet that nobody sees, and whose figures count."""
    message = f"The sheet “{sheet.name}” is hidden; its table was read, and its figures count."
    remedy = "Unhide it to check them, or delete it if it is an old copy."
    return warning("hidden-sheet", Place(sheet.file, sheet.name), message, remedy)


def no_table_found(file: str, sheets: Sequence[Sheet]) -> Problem:
    """An error for a file of which nothing can be read, with the row most like a header."""
    if all(next(iter(sheet.rows), None) is None for sheet in sheets):
        return error(
            "empty-sheet", Place(file), "There is nothing in the file.", "Start from “sv template returns.xlsx”."
        )
    names = ", ".join(f"“{sheet.name}”" for sheet in sheets if sheet.name)
    message = "No table of outcomes was found that can be read as it is" + (f" on {names}." if names else ".")
    above = [(sheet, number, row) for sheet in sheets for number, row in islice(sheet.rows, TITLE_ROWS)]
    seen = likely_headers(row for _, _, row in above)
    texts = (sheet.place(number, 0) for sheet, number, row in above if sum(isinstance(cell, str) for cell in row) > 1)
    first = next(texts, None)
    if first is not None and not seen:
        message += f" The row at {first} could be a header, and names no column known here."
    if seen:
        quoted = ", ".join(f"“{text}”" if len(text) <= 30 else f"“{text[:29]}…”" for text in seen[:6])
        message += f" A row there reads {quoted}{' …' if len(seen) > 6 else '.'}"
    remedy = (
        f"Say once what its headings and words mean: “sv map {file} --out map.xlsx”, then “--map map.xlsx”. Otherwise "
        "a table needs the headers organisation, period, outcome and quantity; “sv template returns.xlsx” makes one."
    )
    return error("no-table", Place(file), message, remedy)
