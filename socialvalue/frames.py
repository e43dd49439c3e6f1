"""Dataframes and engines: a register in pandas, Polars, PyArrow, DuckDB, Dask or PySpark, valued where it lies.

The engine groups the rows and counts them; only the groups are collected, and read and valued by the same code as the
cells of a workbook. Nothing is added up by it but whole numbers, so that every engine gives the same penny.
Needs the extra ``socialvalue[frames]``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw

from socialvalue.memory import nothing_collected
from socialvalue.problems import BadData
from socialvalue.published.banks import Bank
from socialvalue.published.methods import Method
from socialvalue.published.outcomes import Vocabulary
from socialvalue.reading.frames import _joined, _Register
from socialvalue.results import Result
from socialvalue.returns import Return
from socialvalue.valuing.calculate import calculate


def value_frame(
    frame: Any,
    *,
    bank: Bank | str | None = None,
    method: Method | str | None = None,
    columns: Mapping[str, str] | None = None,
    vocabulary: Vocabulary | None = None,
    today: dt.date | None = None,
) -> Result:
    """The social value of a register in a dataframe: each row counts.

    Args:
        frame: a frame or relation of pandas, Polars (eager or lazy), PyArrow, DuckDB, Dask or PySpark. Its columns are
            found by their headers, as those of a workbook are (`socialvalue.reading.headers.COLUMNS`). Without a
            ``quantity`` column each row counts one.
        bank, method: as `socialvalue.calculate` takes them.
        columns: the frame's column for a field, where its header does not say; any other name becomes a tag to group
            by. Columns that are neither known nor named here are left alone.
        vocabulary: the outcomes; those of the package when None.
        today: the day after which a period is in the future.

    Returns:
        The result, with its problems, exactly as from a file; what is wrong in a column is said once for each
        different row, with how many rows there are of it.

    Raises:
        BadData: when a bank or method named by its id cannot be loaded.
        TypeError: when the frame is of none of these kinds.
    """
    register = _Register.of(frame, bank, columns, vocabulary, today)
    with nothing_collected():  # from the first group to the total
        return calculate(register.entered(), register.bank, method, vocabulary=register.vocabulary)


def add_values(
    frame: Any,
    *,
    bank: Bank | str | None = None,
    method: Method | str | None = None,
    columns: Mapping[str, str] | None = None,
    vocabulary: Vocabulary | None = None,
    today: dt.date | None = None,
) -> Any:
    """The frame with two more columns, in its own kind: ``gross_pence`` and ``net_pence`` of each row.

    They are whole pence (halves up), blank where a row has no value or may not be claimed; the exact total is that of
    `value_frame`. Rows of one person that are alike share what may be claimed of them. The order of rows may change.

    Raises:
        BadData: when the data have errors, with all of them; or when a bank or method cannot be loaded.
    """
    register = _Register.of(frame, bank, columns, vocabulary, today)
    parts = list(register.labelled())
    groups = [group for _, found in parts for group in found]
    lines, problems = register.lines(groups)
    result = calculate(Return(lines, problems), register.bank, method, vocabulary=register.vocabulary)
    if not result.ok:
        raise BadData(problem for problem in result.problems if problem.severity == "error")
    worth = dict(zip(groups, register.pence(groups, lines, result), strict=True))
    valued = [_joined(part, {str(group.cells[-1]): worth[group] for group in found}) for part, found in parts]
    return nw.to_native(nw.concat(valued) if len(valued) > 1 else valued[0])
