"""What was spent, by project: a table with the columns ``project`` and ``cost``, beside the return."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from socialvalue.formats.sheets import Cell, Sheet
from socialvalue.money import pounds, total
from socialvalue.problems import Place, Problem, error, note, warning
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault
from socialvalue.reading.headers import COLUMNS, TITLE_ROWS

_PROJECT, _COST = ({name, *COLUMNS[name]} for name in ("project", "cost"))
_TOTAL = re.compile(
    r"(grand |sub)?-?totals?( (of|for|costs?|spend|spent|spending|expenditure)\b.*+|\W*+)", re.IGNORECASE | re.DOTALL
)


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
    above: list[Decimal] = []
    problems: list[Problem] = []
    for number, row in rows:
        name, amount = (row[column] if column < len(row) else None for column in columns)
        place = sheet.place(number, columns[1])
        if isinstance(name, str) and says_total([name]):
            problems.append(note("row-skipped", place, f"Row {number} is a total and was left alone."))
            continue
        try:
            project, cost = cells.text(name), cells.money(amount)
        except CellFault as fault:
            problems.append(error(fault.code, place, fault.message, fault.remedy))
            continue
        if cost is None:
            continue
        words = [cell for column, cell in enumerate(row) if isinstance(cell, str) and column != columns[1]]
        unnamed = sums_up([project, *words], cost, above, place)
        if unnamed is not None:
            problems.append(unnamed)
            continue
        above.append(cost)
        spent.setdefault(project, []).append(cost)
    return {project: total(costs) for project, costs in spent.items()}, problems


def says_total(words: Iterable[str]) -> bool:
    """Whether a row of costs says that it is a total."""
    return any(_TOTAL.fullmatch(word.strip()) for word in words)


def sums_up(words: Iterable[str], cost: Decimal, above: Sequence[Decimal], place: Place) -> Problem | None:
    """A warning where a cost that nothing names is the sum of those above it: their total, which is not counted."""
    if cost == 0 or any(word.strip() for word in words) or cost != total(above):
        return None
    message = f"{pounds(cost)} without a name is the sum of the costs above it: taken for their total, and not counted."
    return warning("row-skipped", place, message, "Write Total beside it, or what it was spent on if it is a cost.")


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
