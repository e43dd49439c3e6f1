"""Tables of one sheet that have the same headings, one beneath the other."""

from __future__ import annotations

from attrs import evolve

from socialvalue.reading import cells
from socialvalue.reading.layouts.above_table import said_above
from socialvalue.reading.layouts.find_table import FoundTable
from socialvalue.records.maps import FIGURES


def stacked_tables(table: FoundTable) -> list[FoundTable]:
    """The tables of one sheet that have the same headings, one beneath the other, each with the lines above it."""
    if not table.across:
        return [table]
    rows = list(table.sheet.rows)
    starts = [
        at for at, (number, row) in enumerate(rows) if number >= table.head.last and table.head.is_repeated_by(row)
    ]
    if len(starts) < 2:
        return [table]
    figures = table.columns(FIGURES)
    tops = []
    for at in starts:  # the lines above a table reach up to the last row of figures before it
        top = at
        while top and not any(c < len(rows[top - 1][1]) and not cells.blank(rows[top - 1][1][c]) for c in figures[1:]):
            top -= 1
        tops.append(top)
    stacked = []
    for top, at, end in zip(tops, starts, [*tops[1:], len(rows)], strict=True):
        sheet = evolve(table.sheet, rows=rows[top:end])
        number = rows[at][0]
        first = number - (table.head.last - table.head.first)
        head = evolve(table.head, first=first, last=number, above=tuple(rows[top:at]))
        samples = {
            column: [row[column] for _, row in rows[at + 1 : end] if column < len(row) and not cells.blank(row[column])]
            for column in table.head.texts
        }
        above = said_above(sheet, head)
        stacked.append(
            evolve(
                table, sheet=sheet, head=head, above=evolve(above, year=above.year or table.above.year), samples=samples
            )
        )
    return stacked
