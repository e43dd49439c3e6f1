"""The header of a table of values: which column holds what, found by its words and never by its position."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from attrs import frozen

from socialvalue.formats.sheets import Cell, Sheet, letters
from socialvalue.problems import Problem, error, note
from socialvalue.published.bank_columns import COLUMNS, REQUIRED
from socialvalue.published.valuations import Kind
from socialvalue.reading.long_form.header import TITLE_ROWS

FIELDS_BY_HEADER = {name: column for column, others in COLUMNS.items() for name in (column, *others)}
_COMPONENT_HEADER = re.compile(r"component:? ?(.+?)(?: ?\((wellbeing|fiscal|economic)\))?", re.IGNORECASE)


@frozen
class ValueHeader:
    """Which column holds what, and the rows below."""

    sheet: Sheet
    row: int
    columns: dict[str, int]
    components: tuple[tuple[str, Kind | None, int], ...]
    others: tuple[tuple[str, int], ...]
    rows: Iterator[tuple[int, Sequence[Cell]]]


def find_value_header(sheet: Sheet) -> ValueHeader | None:
    """The first row that names three of the required columns."""
    rows = iter(sheet.rows)
    for number, row in islice(rows, TITLE_ROWS):
        columns: dict[str, int] = {}
        components: list[tuple[str, Kind | None, int]] = []
        others: list[tuple[str, int]] = []
        for column, cell in enumerate(row):
            name = re.sub(r"[\s_]+", " ", cell).strip(" *:") if isinstance(cell, str) else ""
            named = FIELDS_BY_HEADER.get(name.lower())
            part = _COMPONENT_HEADER.fullmatch(name)
            if part:
                kind: Any = part[2].lower() if part[2] else None
                components.append((part[1], kind, column))
            elif named is not None and named not in columns:
                columns[named] = column
            elif name:
                others.append((name, column))
        if len(columns.keys() & set(REQUIRED)) >= 3:
            return ValueHeader(sheet, number, columns, tuple(components), tuple(others), rows)
    return None


def value_header_problems(header: ValueHeader) -> Iterator[Problem]:
    """What is wrong with a header: columns that are missing, two of one meaning, and those that are not known."""
    for name in REQUIRED:
        if name not in header.columns:
            also = ", ".join(f"“{other}”" for other in COLUMNS[name][:3])
            place = header.sheet.place(header.row, 0)
            remedy = f"Add a column headed “{name}” (or {also})."
            yield error("missing-column", place, f"The table has no “{name}” column.", remedy)
    for name, column in header.others:
        place = header.sheet.place(header.row, column)
        named = FIELDS_BY_HEADER.get(name.lower())
        if named is not None:
            first = letters(header.columns[named])
            remedy = "Keep one of the two, or give the other a name of its own."
            yield error("repeated-column", place, f"“{name}” means the same as column {first}.", remedy)
        else:
            yield note(
                "column-ignored", place, f"The column “{name}” is not one of a table of values; it was left alone."
            )
