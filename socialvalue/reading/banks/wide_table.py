"""A publisher's bank as it comes: values across by age, area and kind, a code for many values, years stated in a title.

Such a sheet is laid out anew as the long table that `value_table` reads, one value a row; every cell keeps its place,
so that a fault is named where the publisher's sheet has it.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen

from socialvalue.formats.sheets import Cell, Sheet, letters
from socialvalue.problems import Place, Problem
from socialvalue.reading import cells
from socialvalue.reading.banks.value_titles import GivenForValues, said_in_titles
from socialvalue.reading.banks.wide_header import WideLayout, find_wide_header


@frozen
class RelaidSheet(Sheet):
    """A sheet laid out anew; each cell keeps the place it came from."""

    places: dict[tuple[int, int], Place] = field(factory=dict, kw_only=True)

    def place(self, row: int, column: int) -> Place:
        """Where the cell is in the publisher's own sheet."""
        found = self.places.get((row, column))
        return found or Place(self.file, self.name, f"{letters(0)}{row}")


def as_long_value_table(sheet: Sheet, given: GivenForValues) -> tuple[Sheet, list[Problem]]:
    """The sheet as a long table of values where it is a wide one, or leaves out what a title says; else as it is.

    Args:
        sheet: a sheet of a publisher's workbook.
        given: what the person who imports says, which goes before what the sheet says.

    Returns:
        The sheet to be read, and what was taken from its titles, or could not be.
    """
    layout = find_wide_header(sheet)
    if layout is None or not (layout.values or "amount" in layout.words):
        return sheet, []
    wide = len(layout.values) > 1 or "amount" not in layout.words
    lacking = [name for name in ("prices", "unit", "kind") if name not in layout.words]
    if not wide and not lacking:
        return sheet, []
    said, problems = said_in_titles(layout, given, lacking, sheet, wide=wide)
    if any(problem.severity == "error" for problem in problems):
        return sheet, problems
    return (_values_made_long if wide else _with_columns_said)(sheet, layout, said), problems


def _values_made_long(sheet: Sheet, layout: WideLayout, said: dict[str, str]) -> Sheet:
    kept = [name for name in layout.words if name not in ("amount", "age", "area", "category")]
    added = ["category", "age", "area", *said, "kind", "amount"]
    headers = [*kept, *dict.fromkeys(name for name in added if name not in kept)]
    rows: list[tuple[int, Sequence[Cell]]] = [(1, headers)]
    places = {(1, column): sheet.place(layout.row, layout.words.get(name, 0)) for column, name in enumerate(headers)}
    group: Cell = None
    for number, row in sheet.rows:
        if number <= layout.last:
            continue
        group = _optional_cell(row, layout.words.get("category")) or group
        if all(cells.blank(_optional_cell(row, column)) for column in layout.values):
            continue
        for column, facets in layout.values.items():
            amount = _optional_cell(row, column)
            if cells.blank(amount) or (isinstance(amount, str) and amount.strip().lower() in cells.NOT_RECORDED):
                continue
            line = len(rows) + 1
            values: dict[str, Cell] = {name: _optional_cell(row, layout.words[name]) for name in kept}
            values |= {"category": group, "amount": amount, **said, "age": "all", "area": "all", **facets}
            rows.append((line, [values.get(name) for name in headers]))
            for at, name in enumerate(headers):
                own = column if name not in kept else layout.words[name]
                places[line, at] = sheet.place(number, own)
    return RelaidSheet(sheet.file, sheet.name, rows, sheet.hidden, sheet.text, places=places)


def _with_columns_said(sheet: Sheet, layout: WideLayout, said: dict[str, str]) -> Sheet:
    """The long table with columns added for what a title says."""
    names = list(said)
    rows: list[tuple[int, Sequence[Cell]]] = []
    width = 0
    for number, row in sheet.rows:
        if number < layout.row:
            continue
        width = max(width, len(row)) if number == layout.row else width
        filled = [*row[:width], *([None] * (width - len(row)))]
        added: list[Cell] = list(names) if number == layout.row else [said[name] for name in names]
        blank = all(cells.blank(cell) for cell in row)
        rows.append((number, row if blank else [*filled, *added]))
    places = {(number, column): sheet.place(number, column) for number, row in rows for column in range(len(row))}
    return RelaidSheet(sheet.file, sheet.name, rows, sheet.hidden, sheet.text, places=places)


def _optional_cell(row: Sequence[Cell], column: int | None) -> Cell:
    return row[column] if column is not None and column < len(row) else None
