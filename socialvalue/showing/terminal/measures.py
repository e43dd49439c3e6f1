"""The measures of the monthly return on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from socialvalue.published.outcomes import Vocabulary
from socialvalue.records.measures import Measure
from socialvalue.records.periods import Period
from socialvalue.records.results import Result
from socialvalue.showing.terminal.tables import figures_table
from socialvalue.showing.words.group_table import quantity_figure

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def is_of_many(result: Result) -> bool:
    """Whether more than one organisation or period reported."""
    lines = result.entered.lines
    return len({line.organisation for line in lines}) > 1 or len({line.period for line in lines}) > 1


def measures_grid(measures: Sequence[Measure], vocabulary: Vocabulary) -> Table:
    """A row a measure: the latest figure, the figure to date, and how many reported it."""
    stocks = any(measure.flow == "stock" for measure in measures)
    latest = max((measure.period for measure in measures), key=Period.of)
    measure_rows = []
    for measure in measures:
        label, unit = vocabulary[measure.measure].label, measure.unit
        now = measure.latest if measure.period == latest else None
        measure_row = [
            f"  {label}" if measure.part_of else label,
            quantity_figure(now, unit),
            quantity_figure(measure.total, unit),
        ]
        measure_rows.append([*measure_row, *([measure.direction or ""] if stocks else []), str(measure.organisations)])
    return figures_table(["Measure", latest, "To date", *(["Moved"] if stocks else []), "Reported by"], measure_rows, 1)


def explain_measures(measures: Iterable[Measure], out: Console) -> None:
    """What the range of an estimate is, where one is shown."""
    if any(measure.low is not None for measure in measures):
        out.print("From and to: a 95% range, from how much the organisations that reported differ; see docs/sector.md.")
