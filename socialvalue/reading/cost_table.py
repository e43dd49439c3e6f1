"""What was spent, by project: a table beside the return, with the columns ``project`` and ``cost``.

Columns ``year``, ``prices`` and ``payer`` may be beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from socialvalue.formats.sheets import Cell, Sheet, cell_at
from socialvalue.money import pounds, total
from socialvalue.problems import Place, Problem, error, note, warning
from socialvalue.published.prices import PriceBase
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault
from socialvalue.reading.long_form.header import COLUMNS, TITLE_ROWS
from socialvalue.reading.total_words import says_total_cost
from socialvalue.records.periods import Period
from socialvalue.records.returns import Cost

#: What the columns are called.
_COST_HEADERS = {
    **{name: {name, *COLUMNS[name]} for name in ("project", "cost")},
    "year": {"year", "financial year", "year spent", "spent in"},
    "prices": {"prices", "price year", "price base", "prices of"},
    "payer": {"payer", "paid by", "funder", "funded by"},
}


def read_costs(sheet: Sheet) -> tuple[list[Cost], list[Problem]] | None:
    """What was spent, and what is wrong with it; None where the sheet holds no table of costs.

    A row without a project is a cost of the whole; a blank cost was not recorded; a row that says it is a total is left
    alone. Columns headed ``year``, ``prices`` and ``payer`` say when it was spent, in which prices, and who paid.
    """
    rows = iter(sheet.rows)
    columns = _cost_header(rows)
    if columns is None:
        return None
    spent: list[Cost] = []
    above: list[Decimal] = []
    problems: list[Problem] = []
    read = set(columns.values()) - {columns["project"]}
    for number, row in rows:
        cells_of_cost = {name: cell_at(row, column) for name, column in columns.items()}
        place = sheet.place(number, columns["cost"])
        if isinstance(cells_of_cost["project"], str) and says_total_cost([cells_of_cost["project"]]):
            problems.append(note("row-skipped", place, f"Row {number} is a total and was left alone."))
            continue
        cost = cost_of(cells_of_cost, place, problems, cost_places(sheet, number, columns))
        if cost is None:
            continue
        words = [cell for column, cell in enumerate(row) if isinstance(cell, str) and column not in read]
        unnamed = sums_up_costs([cost.project, *words], cost.amount, above, place)
        if unnamed is not None:
            problems.append(unnamed)
            continue
        above.append(cost.amount)
        spent.append(cost)
    return spent, problems


def cost_of(
    found: Mapping[str, Cell], place: Place, problems: list[Problem], at: Callable[[str], Place]
) -> Cost | None:
    """The cost of a row, None where it has none; what is wrong with its cells is added to the problems.

    Args:
        found: the cells by the names of `COST_FIELDS`.
        place: where the row is.
        problems: the list that faults go to.
        at: where the cell of a name is.
    """
    values: dict[str, Any] = {}
    sound = True
    for name, cell in found.items():
        try:
            values[name] = _COST_READERS[name](cell)
        except CellFault as fault:
            problems.append(error(fault.code, at(name) if name != "cost" else place, fault.message, fault.remedy))
            sound = False
    if not sound or values["cost"] is None:
        return None
    return Cost(
        values["cost"],
        values.get("project", ""),
        values.get("year"),
        values.get("prices"),
        values.get("payer", ""),
        place=place,
    )


def cost_places(sheet: Sheet, row: int, columns: Mapping[str, int]) -> Callable[[str], Place]:
    """Where the cells of a row are, by name."""
    return lambda name: sheet.place(row, columns[name])


def cost_year(cell: Cell) -> PriceBase | None:
    """A year, financial or calendar, as people write it: ``2023-24``, ``FY23/24``, ``2023``; None where blank.

    Raises:
        CellFault: for anything else.
    """
    written = cells.text(cell)
    if written.lower() in cells.NOT_RECORDED:
        return None
    try:
        return PriceBase.of(written)
    except ValueError:
        pass
    try:
        period = Period.of(written)
    except ValueError:
        period = None
    if period is None or (period.end - period.start).days < 364:
        message = f"“{written}” is not a year."
        raise CellFault("bad-price-year", message, "Write 2023-24 for a financial year, or 2023.")
    return PriceBase.on(period.start, financial=period.start.month == 4)


#: How the cells of a row of costs are read.
_COST_READERS: dict[str, Callable[[Cell], Any]] = {
    "project": cells.text,
    "cost": cells.money,
    "year": cost_year,
    "prices": cost_year,
    "payer": cells.text,
}
COST_FIELDS = tuple(_COST_READERS)


def sums_up_costs(words: Iterable[str], cost: Decimal, above: Sequence[Decimal], place: Place) -> Problem | None:
    """A warning where a cost that nothing names is the sum of those above it: their total, which is not counted."""
    if cost == 0 or any(word.strip() for word in words) or cost != total(above):
        return None
    message = f"{pounds(cost)} without a name is the sum of the costs above it: taken for their total, and not counted."
    return warning("row-skipped", place, message, "Write Total beside it, or what it was spent on if it is a cost.")


def _cost_header(rows: Iterator[tuple[int, Sequence[Cell]]]) -> dict[str, int] | None:
    """The columns of project and cost, and of year, prices and payer where there are any, found in the first rows."""
    for seen, (_, row) in enumerate(rows):
        names = [re.sub(r"[\s_]+", " ", cell).strip(" *:").lower() if isinstance(cell, str) else "" for cell in row]
        found = {
            name: column
            for name, called in _COST_HEADERS.items()
            if (column := _first_of_columns(names, called)) is not None
        }
        if {"project", "cost"} <= found.keys():
            return found
        if seen >= TITLE_ROWS:
            break
    return None


def _first_of_columns(names: Iterable[str], wanted: set[str]) -> int | None:
    return next((column for column, name in enumerate(names) if name in wanted), None)
