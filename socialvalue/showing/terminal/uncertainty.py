"""How sure a total is, on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from socialvalue.money import percent, places, pounds
from socialvalue.published.outcomes import Vocabulary
from socialvalue.records.ranges import Sensitivity
from socialvalue.records.results import Result
from socialvalue.showing.terminal.tables import print_table
from socialvalue.showing.words.amounts import assumed_figure
from socialvalue.showing.words.grammar import listed

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def show_uncertainty(result: Result, out: Console) -> None:
    """What moves each total most, and what would have to be true for it to equal the cost."""
    vocabulary = result.vocabulary
    for entry in result.uncertainty:
        out.print(f"What moves it most · {listed(list(entry.kinds))} value", style="bold")
        moving = [one for one in entry.sensitivities if one.swing]
        if moving:
            print_table(_sensitivity_table(moving, vocabulary), out)
        else:
            known = "nothing moves it" if entry.known else "no assumption has a range, give one as 10%:20%:30%"
            out.print(f"{known.capitalize()}.")
        even = [one for one in entry.sensitivities if one.break_even is not None]
        if even:
            out.print("Where the net value equals the cost, all else as it is", style="bold")
            print_table(_break_even_table(even, vocabulary), out)
        if entry.known and entry.simulation is not None and entry.simulation.below_cost is not None:
            out.print(f"In {percent(entry.simulation.below_cost)} of the runs the net value is below the cost.")


def _sensitivity_table(moving: Iterable[Sensitivity], vocabulary: Vocabulary) -> Table:
    assumptions_table = _assumption_table("Assumption", "Low", "High", "Net at low", "Net at high")
    for one in moving:
        ends = (assumed_figure(one.assumption, one.assumption.low), assumed_figure(one.assumption, one.assumption.high))
        assumptions_table.add_row(_assumption_label(one, vocabulary), *ends, pounds(one.at_low), pounds(one.at_high))
    return assumptions_table


def _break_even_table(even: Iterable[Sensitivity], vocabulary: Vocabulary) -> Table:
    assumptions_table = _assumption_table("Assumption", "Used", "Break-even")
    for one in even:
        figure = places(one.break_even or Decimal(0), 4)
        assumptions_table.add_row(
            _assumption_label(one, vocabulary),
            assumed_figure(one.assumption, one.assumption.value),
            assumed_figure(one.assumption, figure),
        )
    return assumptions_table


def _assumption_label(one: Sensitivity, vocabulary: Vocabulary) -> str:
    scope = one.assumption.scope
    scope = vocabulary[scope].label if scope in vocabulary else scope
    return f"{one.assumption.name}, {scope}" if scope else one.assumption.name


def _assumption_table(*names: str) -> Table:
    from rich import box
    from rich.table import Table

    assumptions_table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, name in enumerate(names):
        assumptions_table.add_column(name, justify="right" if number else "left", overflow="fold")
    return assumptions_table
