"""A table of indicators: figures about a place, shown beside a return and never valued."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from socialvalue.formats.sheets import Cell
from socialvalue.reading import cells
from socialvalue.reading.cells import CellFault
from socialvalue.reading.side_table import read_side_table, side_period
from socialvalue.records.groups import Indicator


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
