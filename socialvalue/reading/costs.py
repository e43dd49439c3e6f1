"""What was spent, by project: a table of its own beside the return, with the columns ``project`` and ``cost``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from socialvalue.money import total
from socialvalue.problems import Problem, error, note
from socialvalue.reading import cells
from socialvalue.reading.cells import Cell, CellFault
from socialvalue.reading.tables import COLUMNS, TITLE_ROWS, Sheet

_PROJECT, _COST = ({name, *COLUMNS[name]} for name in ("project", "cost"))


def read_costs(sheet: Sheet) -> tuple[dict[str, Decimal], list[Problem]] | None:
    """Pounds by project, and what is wrong with them; None where the sheet holds no table of costs.

    A project named on several rows has their sum; a row without a project is a cost of the whole; a blank cost was not
    recorded; a row that says it is a total is left alone.
    """
    rows = iter(sheet.rows)
    columns = _header(rows)
    if columns is None:
        return None
    spent: dict[str, list[Decimal]] = {}
    problems: list[Problem] = []
    for number, row in rows:
        name, amount = (row[column] if column < len(row) else None for column in columns)
        place = sheet.place(number, columns[1])
        try:
            project, cost = cells.text(name), cells.money(amount)
        except CellFault as fault:
            problems.append(error(fault.code, place, fault.message, fault.remedy))
            continue
        if re.fullmatch(r"(grand |sub)?-?totals?:?", project.lower()):
            problems.append(note("row-skipped", place, f"Row {number} is a total and was left alone."))
        elif cost is not None:
            spent.setdefault(project, []).append(cost)
    return {project: total(costs) for project, costs in spent.items()}, problems


def _header(rows: Iterator[tuple[int, Sequence[Cell]]]) -> tuple[int, int] | None:
    """The columns of project and cost, found in the first rows."""
    for seen, (_, row) in enumerate(rows):
        names = [re.sub(r"[\s_]+", " ", cell).strip(" *:").lower() if isinstance(cell, str) else "" for cell in row]
        project, cost = _first(names, _PROJECT), _first(names, _COST)
        if project is not None and cost is not None:
            return project, cost
        if seen >= TITLE_ROWS:
            break
    return None


def _first(names: Iterable[str], wanted: set[str]) -> int | None:
    return next((column for column, name in enumerate(names) if name in wanted), None)
