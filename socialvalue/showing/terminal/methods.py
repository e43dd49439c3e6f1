"""Several methods side by side on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socialvalue.showing.data.methods import facts, table_of
from socialvalue.showing.terminal.result import table_of_facts
from socialvalue.valuing.compare_methods import MethodsCompared

if TYPE_CHECKING:
    from rich.console import Console


def show_methods(found: MethodsCompared, out: Console) -> None:
    """A table for each kind of value, step by step, and what each method is."""
    from rich import box
    from rich.table import Table

    for side in found.sides:
        head, rows = table_of(found, side)
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for number, name in enumerate(head):
            table.add_column(name, justify="right" if number else "left", overflow="fold")
        for row in rows:
            table.add_row(*row, style="bold" if row[0] in ("Gross", "Net") else None)
        out.print(table)
    told = table_of_facts()
    for name, text in facts(found):
        told.add_row(name, text)
    out.print(told)
