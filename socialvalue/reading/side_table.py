"""A table beside a return, with headers of its kind: each row below them is read, with its problems."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.problems import BadData, Place, Problem, error
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault
from socialvalue.reading.long_form.header import TITLE_ROWS
from socialvalue.records.periods import Period

T = TypeVar("T")


def side_period(cell: Cell) -> Period | None:
    """The period of a row; None where it is for all."""
    written = cells.text(cell)
    if not written or written.lower() == "all":
        return None
    try:
        return Period.of(cell if isinstance(cell, dt.date) else written)
    except ValueError as err:
        raise CellFault("bad-period", f"{err}.", "Write a month such as 2020-10, or a year such as 2020-21.") from None


def read_side_table(
    path: Path, wanted: Sequence[str], others: Mapping[str, str], row: Callable[[Callable[[str], Cell]], T | None]
) -> list[T]:
    """Apply `row` to each row below a header with the wanted columns."""
    found: list[T] = []
    problems: list[Problem] = []
    tables = 0
    for sheet in side_sheets(path):
        columns: dict[str, int] = {}
        for seen, (number, values) in enumerate(sheet.rows):
            if not columns:
                header = {others.get(name, name): column for column, name in side_headers(values)}
                columns = header if all(name in header for name in wanted) else {}
                tables += bool(columns)
                if seen > TITLE_ROWS:
                    break
                continue

            def cell(name: str, values: Sequence[Cell] = values, columns: Mapping[str, int] = columns) -> Cell:
                column = columns.get(name)
                return values[column] if column is not None and column < len(values) else None

            try:
                made = row(cell)
            except CellFault as fault:
                place = sheet.place(number, columns[wanted[-1]])
                problems.append(error(fault.code, place, fault.message, fault.remedy))
            else:
                found += [made] if made is not None else []
    if not tables:
        problems.append(no_side_table(path, wanted))
    if problems:
        raise BadData(problems)
    return found


def side_sheets(path: Path) -> list[Sheet]:
    """The sheets of a file, read when one is wanted."""
    from socialvalue.formats.open import read_sheets

    return read_sheets(path)


def side_headers(values: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """The columns of a row that hold text, each with the text as headers are compared."""
    for column, value in enumerate(values):
        if isinstance(value, str):
            yield column, re.sub(r"[\s_]+", " ", value).strip(" *:").lower()


def no_side_table(path: Path, wanted: Sequence[str]) -> Problem:
    """An error for a file without the table that is wanted."""
    columns = f"{', '.join(wanted[:-1])} and {wanted[-1]}" if len(wanted) > 1 else wanted[0]
    return error("no-table", Place(path.name), f"No table with {columns} was found.", "Give the table these headers.")
