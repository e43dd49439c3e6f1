"""Tables on a terminal: words wrap, figures never do; a table that needs more room is printed as lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Column, Table


def print_table(table: Table, out: Console) -> None:
    """Print a table in the width of the console; where its figures need more, each row as a list.

    Args:
        table: one whose figures are aligned to the right, and whose cells are text.
        out: where to.
    """
    table.show_footer = any(str(column.footer) for column in table.columns)
    wide = [_needed_width(column) for column in table.columns]
    _, right, _, left = table.padding
    # The blanks beside each column but at the edges, one between two, and one at each edge.
    spare_width = out.width - sum(wide) - (left + right + 1) * len(wide) + left + right - 1
    if spare_width < 0:
        _print_sideways(table, out)
        return
    for column, width in zip(table.columns, _shared(spare_width, wide, table.columns), strict=True):
        column.width = width
        column.no_wrap = column.justify == "right"
        column.header = fill(str(column.header), column.width, break_long_words=False)
    out.print(table)


def _shared(spare_width: int, wide: Sequence[int], columns: Sequence[Column]) -> list[int]:
    """The widths of columns once what is to spare is shared out evenly among those that would take more."""
    widths, most = list(wide), [_unwrapped_width(column) for column in columns]
    while spare_width and (short := [at for at, width in enumerate(widths) if width < most[at]]):
        for at in short[:spare_width]:
            widths[at] += 1
        spare_width -= min(spare_width, len(short))
    return widths


def _column_cells(column: Column) -> list[str]:
    return [*(str(cell) for cell in column._cells), str(column.footer)]


def _needed_width(column: Column) -> int:
    """What a column needs: its figures whole, and the longest of its words."""
    heads = [len(word) for word in str(column.header).split()]
    if column.justify == "right":
        return max([*heads, *map(len, _column_cells(column))])
    return max([1, *heads, *(len(word) for cell in _column_cells(column) for word in cell.split())])


def _unwrapped_width(column: Column) -> int:
    """What a column would take unwrapped."""
    cells = [] if column.justify == "right" else [len(cell) for cell in _column_cells(column)]
    return max([_needed_width(column), len(str(column.header)), *cells])


def _print_sideways(table: Table, out: Console) -> None:
    """Each row under its name, a line for each further cell that holds something."""
    first, *others = table.columns
    footers = [str(column.footer) for column in table.columns]
    rows = list(zip(*(list(map(str, column._cells)) for column in table.columns), strict=True))
    if table.show_footer:
        rows.append(tuple(footers))
    longest_head = max((len(str(column.header)) for column in others), default=0)
    out.print()
    for name, *cells in rows:
        out.print(f"{first.header}: {name}" if name else str(first.header), style="bold")
        for column, cell in zip(others, cells, strict=True):
            if cell:
                out.print(f"  {column.header!s:<{longest_head}}  {cell}", soft_wrap=column.justify == "right")
    out.print()


def print_titled(out: Console, title: str, table: Table) -> None:
    """A table under its title."""
    out.print(title, style="bold")
    print_table(table, out)


def figures_table(head: Sequence[str], rows: Iterable[Sequence[str]], texts: int) -> Table:
    """A table whose first columns are texts and the others figures."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, name in enumerate(head):
        table.add_column(name, justify="left" if number < texts else "right")
    for row in rows:
        table.add_row(*row)
    return table


def table_of_facts() -> Table:
    """A table of names and texts, without lines."""
    from rich.table import Table

    table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    return table
