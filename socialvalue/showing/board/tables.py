"""The tables of a report: columns, rows, a finding as title, notes."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from socialvalue.showing.board.bars import Bar
from socialvalue.showing.words.grammar import in_text


@frozen
class Column:
    """A column: its heading, what it holds, and the name of a single figure, where that is not the heading."""

    head: str
    kind: Literal["name", "figure", "value", "bar"] = "figure"
    alone: str = ""

    @property
    def said(self) -> str:
        """The name of a single figure."""
        return self.alone or in_text(self.head.removesuffix(" £000").removesuffix(" £"))


@frozen
class Row:
    """A row: a cell for each column, a few words after its name, and whether it is a total or the net one."""

    cells: tuple[str | Bar | None, ...]
    small: str = ""
    look: Literal["", "total", "net"] = ""


@frozen
class Table:
    """A finding and the figures behind it.

    Attributes:
        name: a word that no other table of the page has.
        title: what was found.
        sub: what the figures are, their unit, and what one block of a bar is.
        columns, rows: the table; none where there is only something to say.
        notes: sentences under it.
    """

    name: str
    title: str
    sub: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
