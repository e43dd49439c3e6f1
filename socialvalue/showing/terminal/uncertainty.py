"""How sure a total is, on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from socialvalue.money import percent, places, pounds
from socialvalue.published.vocabulary import Vocabulary
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
    for total_range in result.uncertainty:
        out.print(f"What moves it most · {listed(list(total_range.kinds))} value", style="bold")
        moving = [sensitivity for sensitivity in total_range.sensitivities if sensitivity.swing]
        if moving:
            print_table(_sensitivity_table(moving, vocabulary), out)
        else:
            known = "nothing moves it" if total_range.known else "no assumption has a range, give one as 10%:20%:30%"
            out.print(f"{known.capitalize()}.")
        break_evens = [sensitivity for sensitivity in total_range.sensitivities if sensitivity.break_even is not None]
        if break_evens:
            out.print("Where the net value equals the cost, all else as it is", style="bold")
            print_table(_break_even_table(break_evens, vocabulary), out)
        if total_range.known and total_range.simulation is not None and total_range.simulation.below_cost is not None:
            out.print(f"In {percent(total_range.simulation.below_cost)} of the runs the net value is below the cost.")


def _sensitivity_table(moving: Iterable[Sensitivity], vocabulary: Vocabulary) -> Table:
    assumptions_table = _assumption_table("Assumption", "Low", "High", "Net at low", "Net at high")
    for sensitivity in moving:
        ends_of_range = (
            assumed_figure(sensitivity.assumption, sensitivity.assumption.low),
            assumed_figure(sensitivity.assumption, sensitivity.assumption.high),
        )
        assumptions_table.add_row(
            _assumption_label(sensitivity, vocabulary),
            *ends_of_range,
            pounds(sensitivity.at_low),
            pounds(sensitivity.at_high),
        )
    return assumptions_table


def _break_even_table(break_evens: Iterable[Sensitivity], vocabulary: Vocabulary) -> Table:
    assumptions_table = _assumption_table("Assumption", "Used", "Break-even")
    for sensitivity in break_evens:
        figure = places(sensitivity.break_even or Decimal(0), 4)
        assumptions_table.add_row(
            _assumption_label(sensitivity, vocabulary),
            assumed_figure(sensitivity.assumption, sensitivity.assumption.value),
            assumed_figure(sensitivity.assumption, figure),
        )
    return assumptions_table


def _assumption_label(sensitivity: Sensitivity, vocabulary: Vocabulary) -> str:
    scope = sensitivity.assumption.scope
    scope = vocabulary[scope].label if scope in vocabulary else scope
    return f"{sensitivity.assumption.name}, {scope}" if scope else sensitivity.assumption.name


def _assumption_table(*names: str) -> Table:
    from rich import box
    from rich.table import Table

    assumptions_table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, name in enumerate(names):
        assumptions_table.add_column(name, justify="right" if number else "left", overflow="fold")
    return assumptions_table
