"""Tables beside a return: targets, the sector's coverage, and indicators of a place, read row by row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from attrs import evolve

from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.problems import BadData, Place, Problem, error
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault
from socialvalue.reading.long_form.header import TITLE_ROWS
from socialvalue.reading.long_form.read_table import read_table
from socialvalue.records.coverage import Coverage
from socialvalue.records.groups import Indicator
from socialvalue.records.periods import Period
from socialvalue.records.returns import Target

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


def read_targets(path: Path, vocabulary: Vocabulary, names: Mapping[str, str] | None = None) -> tuple[Target, ...]:
    """Targets from a table in the long form, with a column ``target`` where a return has its quantity.

    Args:
        path: a workbook or csv file.
        vocabulary: the outcomes.
        names: further names of outcomes, such as a bank's codes.

    Raises:
        BadData: with everything wrong in the table.
    """
    targets: list[Target] = []
    problems: list[Problem] = []
    tables = 0
    for sheet in side_sheets(path):
        aims = _as_quantity(sheet)
        found = read_table(aims, vocabulary, vocabulary.names(names), dt.date.max) if aims else None
        if found is None:
            continue
        tables += 1
        problems += [problem for problem in found[1] if problem.severity == "error"]
        targets += [
            Target(line.organisation, line.period, line.outcome, line.quantity, line.project)
            for line in found[0]
            if line.quantity is not None
        ]
    if not tables:
        problems.append(no_side_table(path, ("organisation", "period", "outcome", "target")))
    if problems:
        raise BadData(problems)
    return tuple(targets)


def _as_quantity(sheet: Sheet) -> Sheet | None:
    """The sheet with its targets where a return has its quantities; a column of actual figures is left aside."""
    named = {"target": "quantity", "targets": "quantity", "quantity": "reported", "number": "reported"}
    rows: list[tuple[int, Sequence[Cell]]] = []
    aims = False
    for number, values in sheet.rows:
        headers = dict(side_headers(values))
        if {"target", "targets"} & set(headers.values()):
            aims = True
            values = [named.get(headers.get(column, ""), value) for column, value in enumerate(values)]
        rows.append((number, values))
    return evolve(sheet, rows=rows) if aims else None


def read_coverage(path: Path, vocabulary: Vocabulary) -> Coverage:
    """Shares of the sector by measure and period, from the columns ``measure``, ``period`` and ``coverage``.

    A blank measure means every measure, a blank period every period; the most exact row holds.

    Raises:
        BadData: with everything wrong in the table.
    """
    names = vocabulary.names()

    def row(cell: Callable[[str], Cell]) -> tuple[tuple[str, Period | None], Decimal] | None:
        share = cells.share(cell("coverage"))
        if share is None:
            return None
        if share == 0:
            raise CellFault("bad-factor", "A coverage of zero says nothing of the sector.", "Write 42% or 0.42.")
        written = cells.text(cell("measure"))
        measure = names.find(written) if written and written.lower() != "all" else ""
        if measure is None:
            raise CellFault("unknown-outcome", f"“{written}” is not a measure known here.", "Mend the name.")
        return (measure, side_period(cell("period"))), share

    rows = read_side_table(path, ("coverage",), {"outcome": "measure", "month": "period", "share": "coverage"}, row)
    return Coverage(dict(rows))


def read_indicators(path: Path) -> tuple[Indicator, ...]:
    """Indicators from the columns ``place``, ``indicator``, ``period`` and ``value``, and ``unit`` and ``source``.

    Raises:
        BadData: with everything wrong in the table.
    """

    def row(cell: Callable[[str], Cell]) -> Indicator | None:
        value = cells.number(cell("value"))
        if value is None:
            return None
        place, indicator = cells.text(cell("place")), cells.text(cell("indicator"))
        period = side_period(cell("period"))
        if not place or not indicator or period is None:
            remedy = "Fill in the place, the indicator and the period."
            raise CellFault("missing-value", "A value needs its place, indicator and period.", remedy)
        return Indicator(place, indicator, period, value, cells.text(cell("unit")), cells.text(cell("source")))

    others = {"area": "place", "local authority": "place", "month": "period", "year": "period"}
    found = read_side_table(path, ("place", "indicator", "period", "value"), others, row)
    return tuple(sorted(found, key=lambda entry: (entry.place, entry.indicator, entry.period, entry.value)))
