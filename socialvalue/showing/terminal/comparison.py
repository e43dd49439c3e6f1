"""Several banks, or several methods, side by side on a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from socialvalue.money import count
from socialvalue.showing.terminal.banks import bank_table
from socialvalue.showing.terminal.tables import print_table, table_of_facts
from socialvalue.showing.words.bank import (
    amount_or_none,
    bank_cell,
    banks_compared_facts,
    banks_compared_sentences,
    cost_to_value,
    outcome_label,
    rows_of_kind,
    value_heading,
)
from socialvalue.showing.words.method import method_facts, methods_table
from socialvalue.valuing.compare_banks import Comparison
from socialvalue.valuing.compare_methods import MethodsCompared

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


ACROSS = 3  # banks side by side in 80 columns


def show_banks_compared(comparison: Comparison, out: Console) -> None:
    """The table by kind and outcome, then in words how far the headline depends on the bank."""
    banks = comparison.banks
    for first in range(0, len(banks), ACROSS):
        print_table(_banks_table(comparison, range(first, min(first + ACROSS, len(banks)))), out)
    for sentence in banks_compared_sentences(comparison):
        out.print(sentence)
    out.print()
    facts = table_of_facts()
    for name, text in banks_compared_facts(comparison):
        facts.add_row(name, text)
    out.print(facts)


def _banks_table(comparison: Comparison, shown: Sequence[int]) -> Table:
    figures = ["Count", *(comparison.banks[number].id for number in shown)]
    comparison_table = bank_table(value_heading(comparison), *figures, figures=figures)
    for spread in comparison.spreads:
        comparison_table.add_row(f"{spread.kind.capitalize()} value", style="bold")
        for row in rows_of_kind(spread, comparison):
            quantity = count(row.quantity)
            comparison_table.add_row(
                outcome_label(comparison, row.outcome), quantity, *(bank_cell(row, n) for n in shown)
            )
        comparison_table.add_row(
            f"Total {spread.kind}", "", *(amount_or_none(spread.totals[n]) for n in shown), style="bold"
        )
        if any(spread.ratios):
            comparison_table.add_row("Cost to value", "", *(cost_to_value(spread.ratios[n]) for n in shown))
        comparison_table.add_section()
    return comparison_table


def show_methods_compared(found: MethodsCompared, out: Console) -> None:
    """A table for each kind of value, step by step, and what each method is."""
    from rich import box
    from rich.table import Table

    for side in found.sides:
        head, rows = methods_table(found, side)
        methods_grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for number, name in enumerate(head):
            methods_grid.add_column(name, justify="right" if number else "left", overflow="fold")
        for row in rows:
            methods_grid.add_row(*row, style="bold" if row[0] in ("Gross", "Net") else None)
        out.print(methods_grid)
    told = table_of_facts()
    for name, text in method_facts(found):
        told.add_row(name, text)
    out.print(told)
