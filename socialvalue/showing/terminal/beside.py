"""What is set beside a result on a terminal: measures, totals by group, targets, indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socialvalue.money import count
from socialvalue.records.groups import Beside
from socialvalue.records.results import Result
from socialvalue.showing.terminal.measures import explain_measures, is_of_many, measures_grid
from socialvalue.showing.terminal.tables import figures_table, print_titled

if TYPE_CHECKING:
    from rich.console import Console


def show_beside(beside: Beside, result: Result, out: Console) -> None:
    """What was asked for beside a result, each as a table; measures where there is more to them than their value."""
    valued = {entry.outcome for entry in result.by_outcome}
    if is_of_many(result) and any(measure.measure not in valued for measure in result.measures):
        print_titled(out, "Measures", measures_grid(result.measures, result.vocabulary))
    explain_measures(result.measures, out)
    if beside.roll_up is not None:
        from socialvalue.showing.terminal.rollup import groups_grid, names_awaited, rollup_title

        print_titled(out, rollup_title(beside.roll_up), groups_grid(beside.roll_up, result.vocabulary))
        if beside.roll_up.overlapping:
            out.print("An outcome has several themes and is counted under each: themes do not add up to the total.")
        if beside.awaited:
            out.print(f"Not reported for the latest period: {names_awaited([name for name, _ in beside.awaited])}.")
    if beside.targets:
        from socialvalue.showing.terminal.targets import targets_grid

        print_titled(out, "Targets and actual figures", targets_grid(beside.targets, result.vocabulary))
    if beside.indicators:
        rows = [[i.place, i.indicator, str(i.period), f"{count(i.value)} {i.unit}".strip()] for i in beside.indicators]
        print_titled(out, "Indicators of places", figures_table(["Place", "Indicator", "Period", "Figure"], rows, 3))
        out.print("Indicators describe a place. They are not valued and not added.")
