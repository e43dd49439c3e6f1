"""Several methods side by side on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socialvalue.showing.terminal.facts_table import table_of_facts
from socialvalue.showing.words.methods_compared import method_facts, methods_table
from socialvalue.valuing.compare_methods import MethodsCompared

if TYPE_CHECKING:
    from rich.console import Console


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
