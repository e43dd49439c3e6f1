"""A table of targets: in the long form, with a column ``target`` where a return has its quantity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import evolve

from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.problems import BadData, Problem
from socialvalue.published.vocabulary import Vocabulary
from socialvalue.reading.long_form.read_table import read_table
from socialvalue.reading.side_table import no_side_table, side_headers, side_sheets
from socialvalue.records.returns import Target


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
