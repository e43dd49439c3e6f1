"""The tables of a report as Markdown."""

from __future__ import annotations

from socialvalue.showing.board.bars import Bar
from socialvalue.showing.board.tables import Table
from socialvalue.showing.data.escaping import markdown


def table_as_markdown(table: Table) -> str:
    """A table of a report as Markdown; bars are left out."""
    columns_shown = [at for at, column in enumerate(table.columns) if column.kind != "bar"]
    lines = [f"**{markdown(table.title)}**", ""]
    if table.rows:
        lines.append(f"| {' | '.join(markdown(table.columns[at].head) for at in columns_shown)} |")
        lines.append(f"|{'|'.join('---' if table.columns[at].kind == 'name' else '---:' for at in columns_shown)}|")
    for row in table.rows:
        board_cells = ["" if isinstance(cell := row.cells[at], Bar) or cell is None else cell for at in columns_shown]
        board_cells[0] = f"{board_cells[0]} ({row.small})" if row.small else board_cells[0]
        written = [f"**{markdown(cell)}**" if row.look and cell else markdown(cell) for cell in board_cells]
        lines.append(f"| {' | '.join(written)} |")
    return "\n".join([*lines, *([""] if table.rows else []), *(markdown(note) for note in table.notes), ""])
