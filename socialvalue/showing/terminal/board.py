"""The page for a board on a terminal of 80 columns: the same findings, tables and bars."""

from __future__ import annotations

from decimal import Decimal
from textwrap import fill
from typing import TYPE_CHECKING

from socialvalue.records.results import Result
from socialvalue.showing.board.bars import Bar
from socialvalue.showing.board.draft import Asked
from socialvalue.showing.board.first_page import board
from socialvalue.showing.board.tables import Row, Table
from socialvalue.showing.terminal.tables import table_of_facts

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as Grid


#: The characters of a bar, by what its parts are; those of a stream that has no blocks.
_BAR_MARKS = {"value": "▇", "other": "▒", "unsure": "░", "off": "-", "spent": "█", "count": "▇", "line": "│"}

_PLAIN_MARKS = {"value": "#", "other": "=", "unsure": ":", "off": "-", "spent": "@", "count": "#", "line": "|"}

#: Characters of a bar at most.
_LONGEST_BAR = 20

#: Characters of a name at most, before it wraps.
_LONGEST_NAME = 34

#: A bar of fewer is left out.
_SHORTEST_BAR = 8

_HALF = Decimal("0.5")


def show_board(result: Result, asked: Asked, out: Console) -> None:
    """Print the first page of the report."""
    board_page = board(result, asked)
    out.print(" · ".join(part for part in (board_page.who, board_page.when) if part))
    out.print(board_page.title, style="bold")
    out.print(board_page.sub)
    for text in board_page.first:
        out.print(f"Read this first: {text}", style="yellow")
    out.print()
    facts = table_of_facts()
    for fact in board_page.facts:
        facts.add_row(fact.name, f"{fact.figure}{f'  {fact.note}' if fact.note else ''}")
    out.print(facts)
    for table in (*([board_page.lead] if board_page.lead else []), *board_page.panels):
        out.print()
        show_table(table, out)
    out.print()
    out.print("What the figure leaves out", style="bold")
    left = table_of_facts()
    for name, text in (*board_page.left_out, *board_page.foot):
        left.add_row(name.rstrip("."), text)
    out.print(left)
    if board_page.pounds.told:
        out.print(board_page.pounds.told, style="dim")


def show_table(table: Table, out: Console) -> None:
    """Print a finding and the figures behind it."""
    out.print(table.title, style="bold")
    if table.sub:
        out.print(table.sub, style="dim")
    if table.rows:
        out.print(_board_grid(table, _bar_characters(out), out.width))
    for note in table.notes:
        out.print(note)


def _bar_characters(out: Console) -> dict[str, str]:
    try:
        "".join(_BAR_MARKS.values()).encode(out.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return _PLAIN_MARKS
    return _BAR_MARKS


def _board_grid(table: Table, marks: dict[str, str], width: int) -> Grid:
    """The table with its bars, which are as long as the figures leave room for; none where there is too little."""
    from rich import box
    from rich.table import Table as Grid

    board_columns = table.columns

    def widest(at: int) -> int:
        words_of_column = (_cell_words(table, row, at) for row in table.rows)
        longest = max((len(word) for word in board_columns[at].head.split()), default=0)
        return max(longest, *(len(text) for text in words_of_column))

    column_widths = [
        min(widest(at), _LONGEST_NAME) if board_columns[at].kind == "name" else widest(at)
        for at in range(len(board_columns))
    ]
    room_for_bar = min(_LONGEST_BAR, width - sum(column_widths) - 2 * len(board_columns))
    shown = [at for at, column in enumerate(board_columns) if column.kind != "bar" or room_for_bar >= _SHORTEST_BAR]
    heads = any(column.head for column in board_columns)
    terminal_grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_header=heads)
    for at in shown:
        figure = board_columns[at].kind in ("figure", "value")
        head = fill(board_columns[at].head, max(column_widths[at], 1), break_long_words=False)
        least = room_for_bar if board_columns[at].kind == "bar" else column_widths[at]
        terminal_grid.add_column(
            head, justify="right" if figure else "left", min_width=least, overflow="fold", vertical="bottom"
        )
    for row in table.rows:
        cells = [
            _bar_drawn(cell, room_for_bar, marks)
            if isinstance(cell := row.cells[at], Bar)
            else _cell_words(table, row, at)
            for at in shown
        ]
        terminal_grid.add_row(*cells, style="bold" if row.look else None)
    return terminal_grid


def _cell_words(table: Table, row: Row, at: int) -> str:
    cell = row.cells[at]
    text = cell if isinstance(cell, str) else ""
    return f"{text} ({row.small})" if row.small and table.columns[at].kind == "name" else text


def _bar_drawn(bar: Bar, room_for_bar: int, marks: dict[str, str]) -> str:
    """A bar in characters; what is shorter than half of one is not seen."""
    bar_line = [" "] * room_for_bar
    for part in bar.parts:
        start, end = (int(bar.scale.at(amount) * room_for_bar + _HALF) for amount in sorted((part.start, part.end)))
        for place in range(start, min(room_for_bar, max(end, start + 1))):
            bar_line[place] = marks[part.tone]
    if bar.line is not None:
        bar_line[min(room_for_bar - 1, int(bar.scale.at(bar.line) * room_for_bar))] = marks["line"]
    return "".join(bar_line).rstrip()
