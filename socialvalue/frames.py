"""Dataframes and engines: a register in pandas, Polars, PyArrow, DuckDB, Dask or PySpark, valued where it lies.

The engine groups the rows and counts them; only the groups are collected, and read and valued by the same code as the
cells of a workbook. Nothing is added up by it but whole numbers, so that every engine gives the same penny.
Needs the extra ``socialvalue[frames]``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw

from socialvalue.memory import nothing_collected
from socialvalue.money import pence
from socialvalue.problems import BadData, Place
from socialvalue.published.bank_files import load_bank
from socialvalue.published.banks import Bank
from socialvalue.published.methods import Method, load_method
from socialvalue.published.vocabulary import Vocabulary, load_vocabulary
from socialvalue.reading.engines.dataframes import FRAME_NAME, FrameTable, joined_pence
from socialvalue.reading.long_form.read_table import no_rows
from socialvalue.records.checks.check_return import checked
from socialvalue.records.results import Result
from socialvalue.records.returns import Cost, Return
from socialvalue.validators import fixed
from socialvalue.valuing.calculate import calculate


def read_frame(
    frame: Any,
    *,
    bank: Bank | str | Path | None = None,
    columns: Mapping[str, str] | None = None,
    vocabulary: Vocabulary | str | Path | None = None,
    today: dt.date | None = None,
) -> Return:
    """What a dataframe reports, with everything wrong in it in its `problems`: as a file with its columns is read.

    Args:
        frame, columns: as `value_frame` takes them.
        bank: its codes may be used for outcomes.
        vocabulary: the outcomes, or the path of their file; those of the package when None.
        today: the day after which a period is in the future.

    Raises:
        BadData: when a bank or vocabulary cannot be loaded.
        TypeError: when the frame is of none of these kinds.
    """
    bank, vocabulary = None if bank is None else load_bank(bank), load_vocabulary(vocabulary)
    entered, vocabulary = _read(frame, bank, columns, vocabulary, today)
    return checked(entered, vocabulary, today)


def _read(
    frame: Any, bank: Bank | None, columns: Mapping[str, str] | None, vocabulary: Vocabulary, today: dt.date | None
) -> tuple[Return, Vocabulary]:
    """What a frame reports, and the outcomes it was read by; what it lacks is a problem, as it is in a file."""
    columns = None if columns is None else fixed(columns)
    try:
        table = FrameTable.of(frame, bank, columns, vocabulary, today)
        entered = table.entered()
    except BadData as err:
        return Return((), err.problems), vocabulary
    if not (entered.lines or entered.problems):
        entered = Return((), [no_rows(Place(FRAME_NAME))])
    return entered, table.vocabulary


def value_frame(
    frame: Any,
    *,
    bank: Bank | str | Path | None = None,
    method: Method | str | Path | None = None,
    columns: Mapping[str, str] | None = None,
    vocabulary: Vocabulary | str | Path | None = None,
    cost: Decimal | int | str | Cost | Iterable[Cost] | None = None,
    today: dt.date | None = None,
) -> Result:
    """The social value of what a dataframe reports.

    With a ``person`` column, or without a ``quantity``, it is a register: each row counts, one where there is no
    quantity. Otherwise it is a table of counts: a row that is there twice counts once, and two rows that differ in
    nothing but their quantity are an error, as in a file.

    Args:
        frame: a frame or relation of pandas, Polars (eager or lazy), PyArrow, DuckDB, Dask or PySpark. Its columns are
            found by their headers, as those of a workbook are (`socialvalue.reading.long_form.header.COLUMNS`).
        bank, method, cost: as `socialvalue.calculate` takes them.
        columns: the frame's column for a field, where its header does not say; any other name becomes a tag to group
            by. Of a register, columns that are neither known nor named here are left alone.
        vocabulary: the outcomes, or the path of their file; those of the package when None.
        today: the day after which a period is in the future.

    Returns:
        The result, with its problems, exactly as from a file; what is wrong in a column is said once for each
        different row, with how many rows there are of it.

    Raises:
        BadData: when a bank, method or vocabulary cannot be loaded, or the cost is none.
        TypeError: when the frame is of none of these kinds.
    """
    bank, vocabulary = None if bank is None else load_bank(bank), load_vocabulary(vocabulary)
    method = load_method() if method is None else load_method(method)
    with nothing_collected():  # from the first group to the total
        entered, vocabulary = _read(frame, bank, columns, vocabulary, today)
        return calculate(entered, bank, method, vocabulary=vocabulary, cost=cost, today=today)


_COLUMNS = (
    *("organisation", "period", "outcome", "project", "quantity", "kind", "code"),
    *("unit_value", "gross", "net", "rows", "place"),
)


def frame_of(result: Result, kind: str = "pandas") -> Any:
    """The valued lines of a result as a dataframe of pandas, Polars or PyArrow, one a row.

    Pounds are exact decimals rounded to the penny, so that sums of them may differ from the totals by pennies; no key
    of a person is among the columns.
    """
    rows = [
        {
            "organisation": entry.line.organisation,
            "period": str(entry.line.period),
            "outcome": entry.line.outcome,
            "project": entry.line.project,
            "quantity": entry.line.quantity,
            "kind": entry.kind,
            "code": entry.valuation.code,
            "unit_value": entry.unit_value,
            "gross": pence(entry.gross),
            "net": pence(entry.net),
            "rows": entry.line.rows,
            "place": str(entry.line.place),
        }
        for entry in result.lines
    ]
    columns = {name: [row[name] for row in rows] for name in _COLUMNS}
    return nw.to_native(nw.from_dict(columns, backend=kind))


def add_values(
    frame: Any,
    *,
    bank: Bank | str | Path | None = None,
    method: Method | str | Path | None = None,
    columns: Mapping[str, str] | None = None,
    vocabulary: Vocabulary | str | Path | None = None,
    today: dt.date | None = None,
) -> Any:
    """The frame with two more columns, in its own kind: ``gross_pence`` and ``net_pence`` of each row.

    They are whole pence (halves up), blank where a row has no value or may not be claimed; the exact total is that of
    `value_frame`. Rows of one person that are alike share what may be claimed of them, as do rows of counts that are
    there more than once. The order of rows may change.

    Raises:
        BadData: when the data have errors, with all of them; or when a bank or method cannot be loaded.
    """
    table = FrameTable.of(frame, bank, columns, vocabulary, today)
    parts = list(table.labelled())
    groups = [group for _, found in parts for group in found]
    lines, problems = table.lines(groups)
    result = calculate(Return(lines, problems), table.bank, method, vocabulary=table.vocabulary, today=today)
    if not result.ok:
        raise BadData(problem for problem in result.problems if problem.severity == "error")
    worth = dict(zip(groups, table.pence(groups, lines, result), strict=True))
    valued = [joined_pence(part, {str(group.cells[-1]): worth[group] for group in found}) for part, found in parts]
    return nw.to_native(nw.concat(valued) if len(valued) > 1 else valued[0])
