"""Several banks side by side on a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from socialvalue.money import count
from socialvalue.showing.terminal.facts_table import table_of_facts
from socialvalue.showing.words.banks_compared import (
    amount_or_none,
    bank_cell,
    banks_compared_facts,
    banks_compared_sentences,
    cost_to_value,
    outcome_label,
    rows_of_kind,
    value_heading,
)
from socialvalue.valuing.compare_banks import Comparison

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


ACROSS = 3  # banks side by side in 80 columns


def show_banks_compared(comparison: Comparison, out: Console) -> None:
    """The table by kind and outcome, then in words how far the headline depends on the bank."""
    banks = comparison.banks
    for first in range(0, len(banks), ACROSS):
        out.print(_banks_table(comparison, range(first, min(first + ACROSS, len(banks)))))
    for sentence in banks_compared_sentences(comparison):
        out.print(sentence)
    out.print()
    facts = table_of_facts()
    for name, text in banks_compared_facts(comparison):
        facts.add_row(name, text)
    out.print(facts)


def _banks_table(comparison: Comparison, shown: Sequence[int]) -> Table:
    from rich import box
    from rich.table import Table

    comparison_table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    comparison_table.add_column(value_heading(comparison), overflow="fold")
    comparison_table.add_column("Count", justify="right", no_wrap=True)
    for number in shown:
        comparison_table.add_column(comparison.banks[number].id, justify="right", overflow="fold", min_width=10)
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
